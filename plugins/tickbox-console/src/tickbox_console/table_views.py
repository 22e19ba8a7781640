"""What the page of a table shows: where it can be read in, and what it would change."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tickbox_console.staff_request import (
    StaffRequest,
)
from tickbox_console.views import SheetView
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import (
    Asked,
    TableKind,
    allow_table,
    parts_in_words,
)
from tickbox_core.acts.tables.taking import (
    counts,
    to_show,
)
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import (
    NotAllowed,
    NotPossible,
)
from tickbox_core.interchange.tables.persons import Namesakes
from tickbox_core.text import Text, join_texts
from tickbox_server.pages.words import day

SHOWN, LONGEST = 60, 120
_WHAT = {
    "added": Text("新增", "added"),
    "changed": Text("改变", "changed"),
    "removed": Text("去掉", "removed"),
    "repeated": Text("已有同样的", "there already"),
    "same": Text("不变", "same"),
}


def show_changes(
    seat: StaffRequest, view: SheetView, kind: str, changes: Sequence[RowChange]
) -> SheetView:
    """The page with how many changes of each sort there are, and the first of them."""
    number, shown = counts(changes), to_show(changes)
    return attrs.evolve(
        view,
        counts=tuple((seat.say(_WHAT[what]), number[what]) for what in _WHAT if what in number),
        changes=tuple(
            (seat.say(_WHAT[c.what]), _thing(seat, c), _parts(seat, kind, c)) for c in shown[:SHOWN]
        ),
        more_changes=max(0, len(shown) - SHOWN),
    )


def _thing(seat: StaffRequest, change: RowChange) -> str:
    """What a change is about, in one line."""
    said: str = seat.visit.say(change.called)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _parts(seat: StaffRequest, kind: str, change: RowChange) -> str:
    words = parts_in_words(TABLES[kind], seat.desk.registry, "", change.parts)
    return seat.visit.say(join_texts(words, "、", ", "))


def _to_undo(seat: StaffRequest) -> tuple[str, str]:
    """The import that can be undone, as its form names it and in words; empty: there is none."""
    try:
        last = seat.desk.importing.last()
        allow_table(TABLES[last.kind], seat.actor)
    except (NotPossible, NotAllowed):
        return "", ""
    said = Text("{what}（{rows}行，{at}）", "{what} ({rows} rows, {at})")
    at = f"{day(last.at, seat.visit.language)} {last.at[11:16]}"
    return str(last.position), seat.visit.say(
        said.filled(what=TABLES[last.kind].noun, rows=last.rows, at=at)
    )


def _current_name(kind: TableKind) -> str:
    return "current" if kind.personal else "current.xlsx"


def table_view(
    seat: StaffRequest, kind: TableKind, asked: Asked, error: str | None = None
) -> SheetView:
    """The page of a kind of table before any is handed over; raises ``NotAllowed``."""
    allow_table(kind, seat.actor)
    undo, last = _to_undo(seat)
    offered = seat.visit.hall.town.registry.policies if kind.has_policies else {}
    return SheetView(
        bar=seat.bar(),
        title=seat.say(kind.title),
        url=seat.url("tables", kind.key),
        template_url=seat.url("tables", kind.key, "template.xlsx"),
        current_url=""
        if kind.current is None
        else seat.url("tables", kind.key, _current_name(kind)),
        standing=tuple(
            (one_.id, seat.say(one_.title)) for one_ in (kind.standing or kind.choices)(seat.desk)
        ),
        noted=kind.personal,
        kind=kind.key,
        others=tuple(
            (seat.url("tables", key), seat.say(one_.title))
            for key, one_ in TABLES.items()
            if key != kind.key and seat.actor.role in one_.roles
        ),
        to_label=seat.say(kind.to) if kind.to else "",
        choices=tuple((one_.id, seat.say(one_.title)) for one_ in kind.choices(seat.desk)),
        to=asked.to,
        error=error,
        take_url=seat.url("tables", kind.key, "take"),
        undo=undo,
        last=last,
        policies=tuple((key, seat.say(one_.thing.title)) for key, one_ in offered.items()),
        policy=asked.policy,
        namesakes=tuple((str(one_), seat.say(one_.words)) for one_ in Namesakes)
        if kind.has_people
        else (),
        namesake=asked.namesakes.get("", str(Namesakes.ASK)),
    )
