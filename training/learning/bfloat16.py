"""Whether to compute in bfloat16."""

from __future__ import annotations

from typing import Any

import torch

from training.config import LearningBlock


def computes_in_bfloat16(block: LearningBlock) -> bool:
    """Whether it is asked for, or nothing is said and the machine has it."""
    return has_bfloat16() if block.bf16 is None else block.bf16


def has_bfloat16() -> bool:
    """Whether this machine computes in bfloat16 by instructions of its own.

    A torch too old to tell (before `torch.cpu.get_capabilities`) counts as without.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(capabilities.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
