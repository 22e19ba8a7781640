"""What anybody may know of who is responsible for a project or a problem."""

from __future__ import annotations

import attrs

from tickbox_core.declarations import Said, choice, gives
from tickbox_core.text import Text
from tickbox_core.year.projects.project import Party, Side

SIDES = choice(Side)


@attrs.frozen
class Responsible:
    """An office or a firm that is responsible, and for what."""

    side: str = gives(SIDES, "责任方", "side")
    name: Text = gives(Said(), "单位名称", "name")
    task: Text = gives(Said(), "任务", "task")

    @classmethod
    def of(cls, party: Party) -> Responsible:
        """An office or a firm and its task."""
        return cls(str(party.side), party.name, party.task)
