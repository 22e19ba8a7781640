"""What the page of a motion's law shows (as ``views``)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from tickbox_console.views import StaffBar, StaffChoiceView


@attrs.frozen(kw_only=True)
class LawAskedView:
    """A question of law as it is asked; ``control`` is ``number``, ``one`` or ``several``.

    ``nothing``: what may be said instead of a number.  ``law``: what the law says of it.
    ``document``, ``article`` and ``adopted`` are of a rule of the estate's own, which is the kind
    of source ``rules_mark``.
    """

    name: str
    words: str
    law: str
    control: str
    value: str
    nothing: str
    nothing_chosen: bool
    choices: tuple[StaffChoiceView, ...]
    takes: str
    source: str
    source_help: str
    document: str
    article: str
    adopted: str
    rules_mark: str
    marks: tuple[StaffChoiceView, ...]


@attrs.frozen(kw_only=True)
class LawLineView:
    """How a question of law stands, and by which source; ``url`` is empty where it is fixed."""

    words: str
    said: str
    url: str
    current: bool
    layer: str = ""
    days: str = ""
    source: str = ""
    mark: str = ""
    binds: str = ""


@attrs.frozen(kw_only=True)
class LawView:
    """``console/law.html``: one question of a motion's law, and how the others stand.

    ``number`` of ``total`` are those that the law leaves open (0: it says so itself), ``left`` how
    many nobody has answered.
    """

    template: ClassVar[str] = "console/law.html"
    bar: StaffBar
    motion: str
    url: str
    number: int
    total: int
    left: int
    asked: LawAskedView | None
    back_url: str
    on_url: str
    answered: tuple[LawLineView, ...]
    by_law: tuple[LawLineView, ...]
    may_be_said: tuple[LawLineView, ...]
    """What holds only where somebody says so, and nobody has."""
    may_be_left: bool
    """What is asked is such a question."""
    checklist_url: str
    prepared: bool
    error: str | None = None
    done: str = ""
