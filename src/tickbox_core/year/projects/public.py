"""What anybody may know of who is responsible for a project or a problem, and of pictures."""

from __future__ import annotations

import attrs

from tickbox_core.declarations import Said, Typed, choice, gives, unseen
from tickbox_core.text import Text
from tickbox_core.year.projects.project import Side

SIDES = choice(Side)


@attrs.frozen
class Responsible:
    """An office or a firm that is responsible, and for what."""

    side: str = gives(SIDES, "责任方", "side")
    name: Text = gives(Said(), "单位名称", "name")
    task: Text = gives(Said(), "任务", "task")


@attrs.frozen
class PictureAnswer:
    """A picture, and what it shows."""

    digest: str = unseen(Typed())
    shows: Text = gives(Said(), "图上是什么", "what it shows")
