"""How much a rule speaks for or against a role, in log-odds."""

from __future__ import annotations

from service.splitters.stories import Role

NEVER = -1e9
UNLIKELY, LIKELY = -6.0, 6.0
CERTAIN = 10.0
HEADS = (Role.HEADLINE, Role.HEADLINE_MORE)
