"""Ids that can be chosen instead of typed, and new ids that are proposed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import attrs

from tickbox_console.scope_boxes import numbered_ticked
from tickbox_console.staff_request import Posted, StaffRequest, one
from tickbox_console.widgets import Options, name_of
from tickbox_core.acts import Act
from tickbox_core.acts.things import free_id
from tickbox_core.categories import Field, fields_of
from tickbox_core.categories.kinds import Pairs, Several, Table, Where, plain_id
from tickbox_core.declarations import Chosen, Reference, ServicesOfRoll, Thing
from tickbox_core.text import Text

MOST = 3000


def options(seat: StaffRequest, act: Act, posted: Posted, fields: type) -> dict[str, Options]:
    """What can be chosen, by field; fields whose values nobody can list are left out."""
    chosen = chosen_in(fields, posted)
    found: dict[str, Options] = {}
    for field in fields_of(fields):
        for cell in field.kind.cells if isinstance(field.kind, Table) else ():
            if isinstance(cell.refers, Reference):
                name = f"{name_of(field.key)}.{cell.key}"
                found[name] = _offer_choices(seat, act, cell.refers, chosen)
        if isinstance(field.kind, Where):
            areas = _offer_choices(seat, act, Reference("area"), chosen)
            found[field.key] = tuple((f"within:{id_}", words) for id_, words in areas)
            if isinstance(field.refers, ServicesOfRoll):
                lifts = _offer_choices(seat, act, Reference("service"), chosen)
                found[f"{field.key}.lift"] = lifts
        elif isinstance(field.refers, Reference) and not field.refers.new:
            found[field.key] = _offer_choices(seat, act, field.refers, chosen)
    return {key: rows for key, rows in found.items() if rows}


@attrs.frozen
class Meant:
    """A form with ids in place of the names that were typed; ``unclear`` says of which it cannot.

    ``candidates`` are what a name that is not clear can mean.
    """

    posted: Posted
    unclear: Mapping[str, Text] = attrs.field(factory=dict)
    candidates: Mapping[str, Options] = attrs.field(factory=dict)


def typed_fields(seat: StaffRequest, fields: type) -> dict[str, Thing]:
    """Fields for which a name is typed (a household's address), and the kind of thing it names."""
    found = {}
    for field in fields_of(fields):
        if not isinstance(field.refers, Reference) or field.refers.new:
            continue
        known = seat.catalogue.things.get(field.refers.kind)
        if known is None or known.meant is None or isinstance(field.kind, (Several, Pairs)):
            continue  # of several each line is found by itself, see ``_lines_meant``
        if seat.of_the_committee or not known.private:
            found[field.key] = known
    return found


def meant(seat: StaffRequest, posted: Posted, fields: type) -> Meant:
    """What is meant by the names that were typed; one that can mean several things is not taken."""
    held = dict(posted)
    unclear: dict[str, Text] = {}
    candidates: dict[str, Options] = {}
    chosen = chosen_in(fields, posted)
    for key, thing in typed_fields(seat, fields).items():
        name = name_of(key)
        said = one(posted, name).strip()
        known = {row.id: row.title for row in thing.choices(seat.desk, chosen)} if said else {}
        if not known or said in known or thing.meant is None:
            continue  # where there are none to find, ids are typed
        ids = [id_ for id_ in thing.meant(seat.desk, chosen, said) if id_ in known]
        if len(ids) == 1:
            held[name] = ids
        else:
            unclear[key] = (_SEVERAL if ids else _NOBODY).filled(said=said, number=len(ids))
            candidates[key] = tuple((id_, known[id_]) for id_ in ids[:MOST_CANDIDATES])
    for field in fields_of(fields):
        if isinstance(field.kind, Where):
            name = name_of(field.key)
            why = numbered_ticked(name, held, seat.desk.tree, seat.desk.area)
            unclear.update({} if why is None else {field.key: why})
        if isinstance(field.kind, Several) and isinstance(field.refers, Reference):
            _lines_meant(seat, field, chosen, held, unclear, candidates)
    return Meant(held, unclear, candidates)


def _lines_meant(
    seat: StaffRequest,
    field: Field,
    chosen: Chosen,
    held: Posted,
    unclear: dict[str, Text],
    candidates: dict[str, Options],
) -> None:
    """Where a list is typed, a name a line: the ids in its place, or what a line can mean."""
    thing, name = seat.catalogue.things.get(getattr(field.refers, "kind", "")), name_of(field.key)
    lines = [part.strip() for part in one(held, name).splitlines() if part.strip()]
    alone = len(held.get(name, ())) == 1
    if thing is None or thing.meant is None or not alone or not lines:
        return
    if thing.private and not seat.of_the_committee:
        return
    known = {row.id: row.title for row in thing.choices(seat.desk, chosen)}
    if all(line not in known and line.startswith("[") for line in lines):
        return  # a list as JSON
    found: dict[str, None] = {}
    several: dict[str, None] = {}
    for line in lines:
        ids = (
            [line]
            if line in known
            else [i for i in thing.meant(seat.desk, chosen, line) if i in known]
        )
        if len(ids) == 1:
            found |= dict.fromkeys(ids)
        else:
            several |= dict.fromkeys(ids[:MOST_CANDIDATES])
            unclear[field.key] = (_SEVERAL if ids else _NOBODY).filled(said=line, number=len(ids))
    if field.key not in unclear or several:
        held[name] = list(found)
    if several:
        candidates[field.key] = tuple((id_, known[id_]) for id_ in {**found, **several})


MOST_CANDIDATES = 60
_NOBODY = Text("没有找到“{said}”。", "There is no '{said}'.")
_SEVERAL = Text(
    "“{said}”有{number}个，请选择是哪一个。", "'{said}' can be {number} of them: choose which."
)


def chosen_in(fields: type, posted: Posted) -> Chosen:
    """What is chosen in a form so far, by kind of thing."""
    return {
        field.refers.kind: plain_id(one(posted, name_of(field.key)))
        for field in reversed(fields_of(fields))
        if isinstance(field.refers, Reference)
    }


def _offer_choices(seat: StaffRequest, act: Act, reference: Reference, chosen: Chosen) -> Options:
    """Those in the states that the field asks for.

    Where there are none, all of them, and the command says why not; of an act whose form is
    ``closed`` then, none.
    """
    known = seat.catalogue.things.get(reference.kind)
    if known is None or (known.private and not seat.of_the_committee):
        return ()  # of what is not installed ids are typed
    rows = list(islice(known.choices(seat.desk, chosen), MOST))
    wanted = frozenset(reference.states)
    fitting = [row for row in rows if not wanted or wanted & row.states]
    return tuple((row.id, row.title) for row in (fitting if fitting or act.closed else rows))


def propose_values(seat: StaffRequest, act: Act, given: Mapping[str, str]) -> dict[str, str]:
    """What the form of something new begins with: an id that is free, and what its kind says."""
    named = any(field.refers.new and field.key in given for field in _referring(act))
    if named or not act.makes:
        return {}
    chosen = {
        field.refers.kind: given[field.key] for field in _referring(act) if field.key in given
    }
    found = {}
    for field in _referring(act):
        known = seat.catalogue.things.get(field.refers.kind)
        if known is None:
            continue
        if field.refers.new:
            found[field.key] = free_id(seat.desk, known, chosen)
        elif known.begins is not None and field.key not in given:
            found[field.key] = known.begins(seat.desk)
    return found


def _referring(act: Act) -> list[Field]:
    return [field for field in fields_of(act.fields) if isinstance(field.refers, Reference)]


def blank(act: Act, posted: Posted, choices: Mapping[str, Options]) -> dict[str, Text]:
    """Fields that nobody has chosen for, and whose default is not among what can be chosen."""
    said = Text("请选择。", "Choose one.")
    return {
        field.key: said
        for field in _referring(act)
        if isinstance(field.default, str)
        and field.default
        and field.default not in dict(choices.get(field.key, ((field.default, said),)))
        and not one(posted, name_of(field.key)).strip()
    }
