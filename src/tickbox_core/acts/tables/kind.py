"""What a kind of table is: its columns, how it is looked at, how it is written.

A table is *looked at* first: that gives what it would change (``Looked``) or what is wrong in it
(``Faulty``), and nothing is written.  What was looked at is *taken* as long as what it is put over
still stands as it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.categories import Column
from tickbox_core.declarations import Role, ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import NotAllowed
from tickbox_core.interchange.sheets import FoundTables
from tickbox_core.interchange.workbooks import CellFault, Rows
from tickbox_core.registry import Registry
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import Actor

PLANNERS = frozenset({Role.STAFF})
"""Who may plan a round; whoever else a kind is for stands in its ``roles``."""
OF_A_CATEGORY = Text(
    "没有写出：{ids}。它们有类别填报项，请用 --policy 写明类别的规程，另写一份。",
    "Not written: {ids}. They have fields of their category: name its policy with --policy, in a "
    "workbook of its own.",
)
NOT_READ = Text("没有读的列：{names}。", "Columns not read: {names}.")


@attrs.frozen
class Asked:
    """What somebody asks for with a table.

    ``to`` is the id of what it is put to (a round, an item of one, a motion), ``policy`` the
    category whose fields are columns too, ``told`` what headers mean (header → column; empty: not
    to be read), ``by`` who asks, ``offers`` whether buildings that are not there are new ones,
    ``namesakes`` whether two of one name in a home (by home; ``""``: in any other) are one person.
    """

    to: str = ""
    policy: str = ""
    told: Mapping[str, str] = attrs.field(factory=dict)
    by: str = attrs.field(default="", repr=False)
    offers: bool = True
    namesakes: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(hash=False)
class Looked:
    """A table in order: what it holds, what it would change, what was guessed or left out.

    ``stood`` is what stands in its place, ``unused`` are headers that were not read.
    """

    kind: str
    asked: Asked
    held: Any = attrs.field(repr=False)
    rows: int
    changes: Sequence[RowChange]
    stood: object = attrs.field(repr=False)
    unused: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@attrs.frozen
class Signed:
    """Who reads a table in, who signs beside where two do, and as what its file is noted."""

    digest: str
    by: str
    second: str = ""


@attrs.frozen(hash=False)
class Faulty:
    """A table that will not do: its sheets, and each fault by its cell."""

    sheets: tuple[Rows, ...]
    faults: tuple[CellFault, ...]


@attrs.frozen(eq=False)
class TableKind:
    """One kind of table, declared once for the command line, the console and whoever embeds.

    ``to`` says what the table is put to, ``choices`` which there are; ``about`` is their kind of
    thing.  ``look(desk, file, asked)`` reads and compares; ``stands`` is what is in its place;
    ``write(town, desk, looked, signed)`` writes it inside a transaction of the caller, whose last
    step is ``grow(town, looked)``: what is not the area's own comes with it or not at all.
    ``current`` gives what stands now as rows of the same table; a row with a cell for which the
    table has no column is not written, for it would not be read back.
    ``meanings`` are what a header can be told to mean, where that is more than ``columns``;
    ``says_unread``: its notes name the columns that were not read.  ``has_people``: two rows of one
    name in a home can be said to be one person or two.
    ``written`` are the columns of what stands, where they are more than a template's, ``standing``
    of what it can be written, where that is more than a table can be put to; ``not_written`` says
    of which rows it is not.  What is ``personal``
    is handed out by ``export_table`` alone, which leaves a note of who took it.
    ``roles`` may look, read in and undo; ``second``: two people sign both.  Of a ``blind`` table it
    is not noted by its bare digest what it held, for two that are alike would be seen to be.
    """

    key: str
    noun: Text
    title: Text
    done: Text
    columns: Callable[[Registry, str], Sequence[Column]]
    look: Callable[[Desk, Path, Asked], Looked | Faulty]
    stands: Callable[[Desk, Asked, Any], object]
    write: Callable[[Town, Desk, Looked, Signed], object]
    current: Callable[[Desk, str], Iterable[Mapping[str, str]]] | None = None
    grow: Callable[[Town, Looked], object] = lambda town, looked: None
    to: Text = EMPTY
    choices: Callable[[Desk], Iterable[ThingChoice]] = lambda desk: ()
    about: str = ""
    has_policies: bool = False
    meanings: Callable[[Registry, str], Sequence[tuple[str, Text]]] | None = None
    says_unread: bool = False
    has_people: bool = False
    personal: bool = False
    not_written: Text = OF_A_CATEGORY
    written: Callable[[Registry, str], Sequence[Column]] | None = None
    standing: Callable[[Desk], Iterable[ThingChoice]] | None = None
    without_desk: Callable[[Registry, Path, Asked], FoundTables] | None = None
    roles: frozenset[Role] = PLANNERS
    second: bool = False
    blind: bool = False


def allow_table(kind: TableKind, actor: Actor) -> None:
    """Raise ``NotAllowed`` where a kind of table is for others than who asks, or nobody asks."""
    if actor.role not in kind.roles or not actor.named:
        raise NotAllowed(kind.title, Role.STAFF.words)


def known_headers(desk: Desk, kind: str, asked: Asked) -> dict[str, str]:
    """What headers mean: as somebody said before, and as they say now."""
    return {**desk.importing.headers(kind), **asked.told}


def faulty(found: FoundTables) -> Faulty:
    """A table with the faults that its rows have by themselves."""
    return Faulty(found.sheets, tuple(found.faults))


def meanings_of(kind: TableKind, registry: Registry, policy: str) -> list[tuple[str, Text]]:
    """What a header can be told to mean: columns by their key, in words."""
    if kind.meanings is not None:
        return list(kind.meanings(registry, policy))
    return [(column.key, column.header) for column in kind.columns(registry, policy)]


_ALSO = {"fields": Text("类别填报项", "fields of its category")}
"""Parts of a thing that are no column of their own."""


def parts_in_words(
    kind: TableKind, registry: Registry, policy: str, parts: Iterable[str]
) -> list[Text]:
    """What changes of a thing, as the columns are called."""
    words = {**_ALSO, **dict(meanings_of(kind, registry, policy))}
    return [words.get(part, Text(part, part)) for part in parts]
