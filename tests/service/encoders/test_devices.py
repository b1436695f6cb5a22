"""What the encoder computes on."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from service.config import Device
from service.encoders import devices
from service.errors import ConfigError


def have(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    core = SimpleNamespace(available_devices=list(names))
    monkeypatch.setattr(devices, "openvino", SimpleNamespace(Core=lambda: core))


@pytest.mark.parametrize(
    ("wanted", "there", "found"),
    [
        ("CPU", ("CPU", "GPU"), "CPU"),
        ("AUTO", ("CPU",), "CPU"),
        ("AUTO", ("CPU", "GPU"), "GPU"),
        ("GPU", ("CPU", "GPU.0", "GPU.1"), "GPU.0"),
    ],
)
def test_the_device_that_is_wanted_and_there(
    monkeypatch: pytest.MonkeyPatch, wanted: Device, there: tuple[str, ...], found: str
) -> None:
    have(monkeypatch, *there)
    assert devices.find_device(wanted) == found


def test_a_gpu_that_is_not_there_is_refused_and_what_is_there_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    have(monkeypatch, "CPU", "NPU")
    with pytest.raises(ConfigError, match=r"^device: GPU.*configs/service.yaml.*CPU、NPU"):
        devices.find_device("GPU")
