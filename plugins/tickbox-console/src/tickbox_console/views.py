"""What the console's pages show, as plain values for ``templates/console`` (as ``pages.views``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs


@attrs.frozen
class StaffBar:
    """The head of every page for somebody who is signed in; ``form_key`` goes into every form."""

    who: str
    role: str
    area: str
    style_url: str
    form_key: str
    once: str
    home_url: str
    acts_url: str
    diary_url: str
    plugins_url: str
    out_url: str
    observes: bool


@attrs.frozen
class SignInView:
    """``console/signin.html``."""

    template: ClassVar[str] = "console/signin.html"
    style_url: str
    url: str
    areas: tuple[tuple[str, str], ...]
    area: str
    error: str | None = None


@attrs.frozen
class Button:
    """A way to do something; ``url`` is empty for whoever may not."""

    title: str
    url: str
    main: bool = False


@attrs.frozen
class NextStepView:
    """One thing to do now: what blocks it, why, and the buttons that do it."""

    title: str
    blocks: tuple[str, ...]
    noted: str
    notes: tuple[str, ...]
    buttons: tuple[Button, ...]


@attrs.frozen
class MatterView:
    """A round, a project or a stage with what is to be done for it."""

    title: str
    state: str
    steps: tuple[NextStepView, ...]
    more: tuple[Button, ...] = ()


@attrs.frozen
class HomeView:
    """``console/home.html``: the year in its order."""

    template: ClassVar[str] = "console/home.html"
    bar: StaffBar
    matters: tuple[MatterView, ...]


@attrs.frozen
class ActGroupView:
    """The acts of a stage."""

    title: str
    acts: tuple[Button, ...]


@attrs.frozen
class ActsView:
    """``console/acts.html``: everything there is to do."""

    template: ClassVar[str] = "console/acts.html"
    bar: StaffBar
    groups: tuple[ActGroupView, ...]


@attrs.frozen
class StaffChoiceView:
    """One that can be chosen."""

    value: str
    words: str
    chosen: bool


@attrs.frozen
class BoxView:
    """One field of a form.  ``control`` says which macro draws it; ``rows`` are of tables."""

    name: str
    label: str
    control: str
    required: bool
    help: str
    value: str = ""
    english: str = ""
    choices: tuple[StaffChoiceView, ...] = ()
    rows: tuple[tuple[BoxView, ...], ...] = ()
    error: str | None = None


@attrs.frozen
class ActView:
    """``console/act.html``: a form, a last look before what cannot be undone, or an answer."""

    template: ClassVar[str] = "console/act.html"
    bar: StaffBar
    title: str
    about: str
    url: str
    reads: bool
    boxes: tuple[BoxView, ...]
    error: str | None = None
    confirm: tuple[tuple[str, str], ...] | None = None
    carried: tuple[tuple[str, str], ...] = ()
    done: bool = False
    answer: object = None
    again_url: str = ""
    signs: bool = False
    undone: bool = False
    """Whether what is looked at once more could be changed again."""
    look_title: str = ""
    """What stands over what is looked at, where it is not a count."""
    own: str = ""
    """Whose further fields are shown: a category or a rule."""
    refresh: frozenset[str] = frozenset()
    closed: bool = False
    """It cannot be done for anything now; ``error`` says why."""
    stood: str | None = None
    """The mark of what the form was drawn from, where it changes something."""
    notes: tuple[str, ...] = ()
    """How numbers were read whose comma some would read otherwise."""


@attrs.frozen
class WishRow:
    """A wish in the table."""

    ref: str
    day: str
    text: str
    author: str
    channel: str
    state: str
    merged: bool
    photos: tuple[str, ...] = ()


@attrs.frozen
class WishesView:
    """``console/wishes.html``: the wishes in a table, to be ticked and worked on together.

    First they are ticked, and what is to be done with them (``work``) is chosen; then those that
    were ticked stand there with what that asks for, as it was ``typed`` (by name).
    """

    template: ClassVar[str] = "console/wishes.html"
    bar: StaffBar
    url: str
    rows: tuple[WishRow, ...]
    only_waiting: bool
    other_url: str
    chain_url: str
    table_url: str
    replies: tuple[tuple[str, str], ...]
    rounds: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    error: str | None = None
    done: str = ""
    work: str = ""
    typed: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class ChainRow:
    """A row of a chain, as it was read or set right."""

    number: int
    ticked: bool
    name: str
    unit: str
    text: str
    supports: str
    doubts: tuple[str, ...]


@attrs.frozen
class ChainView:
    """``console/chain.html``: a chain is pasted, looked at, set right and taken."""

    template: ClassVar[str] = "console/chain.html"
    bar: StaffBar
    url: str
    wishes_url: str
    pasted: str
    may_take: bool
    projects: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    project: str = ""
    part: str = ""
    head: str = ""
    rows: tuple[ChainRow, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    done: str = ""


@attrs.frozen
class HeaderView:
    """A header of a table, and which column it is said to be (``-``: not to be read)."""

    at: int
    name: str
    means: str


@attrs.frozen
class SheetView:
    """``console/sheet.html``: a table read in: template, upload, preview, red cells, undo.

    ``choices`` are what it can be put ``to``, ``standing`` of what it can be had as it stands,
    which is ``noted`` where it is personal.  ``headers`` with ``meanings`` ask what columns are
    that were not read, ``handed`` names the table that was handed in.  Before ``last`` is undone
    (``undoing``) it is shown what that changes.  ``signs``: another person signs beside.
    """

    template: ClassVar[str] = "console/sheet.html"
    bar: StaffBar
    title: str
    url: str
    template_url: str
    current_url: str
    kind: str
    others: tuple[tuple[str, str], ...]
    to_label: str
    choices: tuple[tuple[str, str], ...]
    to: str
    error: str | None = None
    faults: tuple[tuple[str, str], ...] = ()
    more_faults: int = 0
    marked_url: str = ""
    rows: int = 0
    notes: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    more_changes: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    confirm: str = ""
    handed: str = ""
    file: str = ""
    headers: tuple[HeaderView, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    done: str = ""
    take_url: str = ""
    undo: str = ""
    last: str = ""
    undoing: bool = False
    policies: tuple[tuple[str, str], ...] = ()
    policy: str = ""
    namesakes: tuple[tuple[str, str], ...] = ()
    namesake: str = ""
    standing: tuple[tuple[str, str], ...] = ()
    noted: bool = False
    signs: bool = False


@attrs.frozen
class HeardView:
    """A number that was typed, and what it is called (empty: it is not on the list)."""

    number: str
    words: str


@attrs.frozen
class ColumnView:
    """One person's column of a sheet, as one person reads it.

    ``typed`` stands in the box again; ``sure`` is what a second Enter confirms; ``reason`` is what
    stands in the box for why it is spoiled (``None``: it is not asked for).
    """

    number: int
    slot: str
    place: int
    of: int
    where: str
    batch: str
    reading: str
    items: tuple[StaffChoiceView, ...]
    typed: str = ""
    heard: tuple[HeardView, ...] = ()
    warning: str = ""
    sure: str = ""
    reason: str | None = None


@attrs.frozen
class OwnView:
    """What somebody keyed just now; ``back`` is empty where it cannot be taken back."""

    number: int
    place: int
    said: str
    back: str


@attrs.frozen
class KeyingView:
    """``console/keying.html``: one column of one sheet, or which sheet comes next.

    ``offered``: the sheet that an empty box opens (0: none).  ``third``: number, person and address
    of what waits for a third look; ``look`` is ``third`` while these are gone through.  ``void``:
    what does not count and why, for the committee alone.
    """

    template: ClassVar[str] = "console/keying.html"
    bar: StaffBar
    round: str
    url: str
    batch: str
    reading: str
    read: int
    returned: int
    column: ColumnView | None
    offered: int
    look: str
    third: tuple[tuple[int, int, str], ...]
    own: tuple[OwnView, ...]
    batches: tuple[tuple[str, int, int, int, int, bool], ...]
    limits: str
    void: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    done: str = ""
    typed: str = ""


@attrs.frozen
class KeyedPaperView:
    """A paper of a motion that somebody keyed; ``back`` is empty where it cannot be taken back."""

    where: str
    back: str


@attrs.frozen
class MotionKeyingView:
    """``console/motion_keying.html``: the paper of one home, or which home comes next.

    ``sides``: number and words of what a paper may say.  ``sure``: one of the home was keyed to the
    end (``read``: by whoever sits here), and keying goes on with another.  ``once`` and ``twice``:
    how many papers one person has read, and two; not how many agree, which a second reader would
    see change.  ``third``: home and address of what differs.  ``void``:
    what does not count and why, for the committee alone.
    """

    template: ClassVar[str] = "console/motion_keying.html"
    bar: StaffBar
    question: str
    url: str
    place: str
    where: str
    reading: str
    sides: tuple[tuple[str, str], ...]
    sure: str
    read: bool
    keyed: int
    once: int
    twice: int
    third: tuple[tuple[str, str], ...]
    own: tuple[KeyedPaperView, ...]
    void: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    done: str = ""
    typed: str = ""
    reason: str | None = None
    """What stands in the box for why it is spoiled, where that is asked."""
    seats: int = 0
    """How many candidates a paper of an election may tick; 0 where it is none."""


@attrs.frozen
class HomeCallView:
    """A household that has not been reached."""

    where: str
    names: str
    slots: int


@attrs.frozen
class CallsView:
    """``console/calls.html``: turnout, and whom to ring; never who ticked what."""

    template: ClassVar[str] = "console/calls.html"
    bar: StaffBar
    round: str
    participants: int
    registered: int
    areas: tuple[tuple[str, int, int], ...]
    homes: tuple[HomeCallView, ...]


@attrs.frozen
class CodesView:
    """``console/codes.html``: codes to be cut out, shown once."""

    template: ClassVar[str] = "console/codes.html"
    bar: StaffBar
    round: str
    url: str
    homes: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    find: str = ""


@attrs.frozen
class PrintView:
    """``console/print.html``: what can be printed of something, each in its sizes."""

    template: ClassVar[str] = "console/print.html"
    bar: StaffBar
    what: str
    printer: bool
    public_url: str
    rows: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...]
    """Title, address by size, and where single sheets of it are printed (empty: it has none)."""
    error: str | None = None
    typed: str = ""
    """The numbers that will not do, and ``mend``: where they were sent."""
    mend: str = ""


@attrs.frozen
class PrintsView:
    """``console/prints.html``: everything of which something can be printed, by kind."""

    template: ClassVar[str] = "console/prints.html"
    bar: StaffBar
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@attrs.frozen
class EntryView:
    """Something that was done."""

    at: str
    what: str
    who: str
    told: tuple[tuple[str, str], ...]


@attrs.frozen
class DiaryView:
    """``console/diary.html``: everything done, the newest first."""

    template: ClassVar[str] = "console/diary.html"
    bar: StaffBar
    entries: tuple[EntryView, ...]
    older_url: str


@attrs.frozen
class PluginsView:
    """``console/plugins.html``: what is installed, and what it says of itself."""

    template: ClassVar[str] = "console/plugins.html"
    bar: StaffBar
    plugins: tuple[tuple[str, str, tuple[str, ...]], ...]
