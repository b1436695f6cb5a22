"""What the runtime may compute on."""

from __future__ import annotations

from service.config import Device, told_setting
from service.encoders.silent_openvino import openvino
from service.errors import ConfigError


def find_device(wanted: Device) -> str:
    """The runtime's name of a device of this machine, such as `CPU` or `GPU.0`.

    Args:
        wanted: AUTO is a GPU where there is one, else the processor.

    Raises:
        ConfigError: If the machine has none, as far as the runtime knows.
    """
    if wanted == "CPU":  # always there; to look for others takes time
        return wanted
    available = openvino.Core().available_devices
    gpu = next((name for name in available if name.startswith("GPU")), None)
    if gpu is None and wanted == "GPU":
        raise ConfigError(
            f"device: GPU{told_setting('device')}：OpenVINO 在这台机器上只有 {'、'.join(available)}"
            "；请写 CPU 或 AUTO，或装好显卡的驱动 "
            "(no GPU that OpenVINO knows: set CPU or AUTO, or install its driver)"
        )
    return gpu or "CPU"
