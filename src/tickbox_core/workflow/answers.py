"""What acts of several matters answer alike: a reference, a picture."""

from __future__ import annotations

import attrs

from tickbox_core.declarations import Said, Typed, gives, unseen
from tickbox_core.text import Text


@attrs.frozen
class Referenced:
    """The reference under which something can be followed."""

    ref: str = gives(Typed(), "编号", "reference")


@attrs.frozen
class PictureAnswer:
    """A picture, and what it shows."""

    digest: str = unseen(Typed())
    shows: Text = gives(Said(), "图上是什么", "what it shows")
