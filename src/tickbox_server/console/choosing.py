"""Ids that can be chosen instead of typed, and new ids that are proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tickbox_core.acts import Act
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Table, Where
from tickbox_core.desk import Desk
from tickbox_core.model import Cycle, State
from tickbox_core.registry import Registry
from tickbox_core.text import Text
from tickbox_core.year import Stage
from tickbox_core.year.projects import Status
from tickbox_server.console.addresses import people
from tickbox_server.console.boxes import Options, name_of
from tickbox_server.console.seat import Posted, Seat, one

MOST = 3000
PLAIN = "plain"
LONG = 40
_NEW = {
    "round/plan": "id",
    "round/clone": "id",
    "round/rehearse": "id",
    "wish/list": "id",
    "place/set": "id",
    "motion/prepare": "id",
    "meeting/announce": "id",
    "people/group": "id",
    "project/start": "project",
    "judgement/open": "judgement",
    "award/declare": "award",
    "paper/print": "batch",
}
"""Where a field is the id of something that is not there yet."""
NEW = frozenset(_NEW)
"""Acts that make something: an id that is taken is met by surprise."""


def options(seat: Seat, act: Act, posted: Posted, fields: type) -> dict[str, Options]:
    """What can be chosen, by field; fields whose values nobody can list are left out."""
    found: dict[str, Options] = {}
    if act.key == "round/plan":
        found |= _installed(seat.visit.hall.town.registry)
        found["ties"] = _tie_breaks(seat.desk, found.get("ties", ()), one(posted, "f.ties"))
    if act.key == OBJECT:
        found["cycle"] = tuple(_rounds(seat.desk, _OPPOSED, lambda one_: opposed(seat.desk, one_)))
    elif field_states := _STATES.get(act.key):
        rounds = tuple(_rounds(seat.desk, field_states))
        found |= {"cycle": rounds} if rounds else {}
    for field in fields_of(fields):
        if field.key in found:
            continue
        if _NEW.get(act.key) == field.key:
            continue
        cells = field.kind.cells if isinstance(field.kind, Table) else ()
        for cell in cells:
            if (of_cell := _lister(act, cell.key)) is not None:
                found[f"{name_of(field.key)}.{cell.key}"] = tuple(of_cell(seat.desk, posted))
        lister = _lister(act, field.key)
        if isinstance(field.kind, Where):
            lister = _places
        if lister is not None:
            rows = tuple(lister(seat.desk, posted))[:MOST]
            if rows:
                found[field.key] = rows
    return found


Lister = Callable[[Desk, Posted], Iterable[tuple[str, Text]]]


def _lister(act: Act, key: str) -> Lister | None:
    return (
        _BY_ACT.get(f"{act.key}.{key}") or _BY_STAGE.get(f"{act.stage}.{key}") or _BY_KEY.get(key)
    )


def _named(id_: str, title: Text) -> tuple[str, Text]:
    return id_, Text(f"{title.zh}（{id_}）", f"{title.en} ({id_})")


def _installed(registry: Registry) -> dict[str, Options]:
    """What a round can be planned with: what is installed, by what it calls itself."""
    offers = {
        "rule": registry.rules,
        "ties": registry.tie_breaks,
        "categories": registry.policies,
        "jurisdiction": registry.jurisdictions,
    }
    found = {
        key: tuple((name, offered.thing.title) for name, offered in offered_.items())
        for key, offered_ in offers.items()
    }
    return {key: rows for key, rows in found.items() if rows}


def _tie_breaks(desk: Desk, offered: Options, stands: str) -> Options:
    """Those on offer; the lot with the seed that stands in the form already, or a fresh one."""
    lot = stands if stands.startswith("lot:") else f"lot:{desk.draw_seed()}"
    return tuple(
        (lot, Text(f"{title.zh}（{lot}）", f"{title.en} ({lot})")) if key == "lot" else (key, title)
        for key, title in offered
    )


_BEFORE, _LISTING = (State.LISTING, State.POSTED), (State.LISTING,)
_TICKING, _COUNTING = (State.TICKING,), (State.COUNTING,)
_STATES: dict[str, tuple[State, ...]] = {
    **dict.fromkeys(
        ("wish/list", "item/change", "item/picture", "item/unpicture", "round/post"), _LISTING
    ),
    **dict.fromkeys(("round/open", "round/rehearse", "round/checklist", "item/assess"), _BEFORE),
    "round/withdraw": (State.POSTED,),
    **dict.fromkeys(
        ("round/close", "ballot/assist", "ballot/proxy", "paper/key", "paper/return"), _TICKING
    ),
    **dict.fromkeys(("paper/spoil", "paper/count", "paper/reconcile", "item/correct"), _TICKING),
    **dict.fromkeys(("round/publish", "round/count"), _COUNTING),
    **dict.fromkeys(
        ("result/override", "result/finalise", "result/standing", "project/start"), (State.DECIDED,)
    ),
}
"""The rounds that an act can be done for, by their state."""


OBJECT, _OPPOSED = "objection/raise", (State.POSTED, State.DECIDED)


def opposed(desk: Desk, cycle: Cycle) -> bool:
    """Whether objections to what is posted of a round are taken today."""
    taken = desk.posting.period(cycle.id)
    return taken is not None and taken.open


def _rounds(
    desk: Desk, posted: object, also: Callable[[Cycle], bool] = lambda _: True
) -> Iterator[tuple[str, Text]]:
    """All rounds, or those of some states (a tuple), the newest first."""
    states = posted if isinstance(posted, tuple) else tuple(State)
    found = [one_ for one_ in desk.cycles() if one_.state in states and also(one_)]
    for cycle in sorted(found, key=lambda one_: one_.id, reverse=True):
        words = cycle.state.words
        yield (
            cycle.id,
            Text(f"{cycle.title.zh}（{words.zh}）", f"{cycle.title.en} ({words.en})"),
        )


def _tied_rounds(desk: Desk, posted: object) -> Iterator[tuple[str, Text]]:
    """The rounds whose tie is posted and not settled."""
    for cycle in desk.cycles():
        if desk.posted_tie(cycle.id) is not None:
            yield _named(cycle.id, cycle.title)


def _chosen_rounds(desk: Desk, posted: Posted) -> tuple[Cycle, ...]:
    """The round that is chosen already, else all of them."""
    id_ = one(posted, "f.cycle")
    found = tuple(cycle for cycle in desk.cycles() if cycle.id == id_)
    return found or desk.cycles()


def _items(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    seen = set()
    for cycle in _chosen_rounds(desk, posted):
        for item in cycle.items:
            if item.id not in seen:
                seen.add(item.id)
                yield item.id, item.title


def _ticks(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for cycle in _chosen_rounds(desk, posted):
        for item in cycle.items:
            for option in item.options:
                words = Text(
                    f"{item.title.zh}：{option.title.zh}", f"{item.title.en}: {option.title.en}"
                )
                yield f"{item.id}/{option.id}", words
            if not item.options:
                yield item.id, item.title


def _categories(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for cycle in _chosen_rounds(desk, posted):
        for category in cycle.categories:
            yield category.key, category.title
        if not cycle.categories:
            yield PLAIN, Text("一般事项", "plain items")


def _wishes(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for wish in reversed(desk.collecting.wishes()):
        words = (wish.text or wish.posted.zh or "–")[:LONG]
        yield wish.ref, Text.of(f"{words}（{wish.ref}）")


def _objections(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for cycle in desk.cycles():
        for stage in Stage:
            for raised in desk.posting.objections(cycle.id, stage):
                if not raised.answer:
                    yield raised.ref, Text.of(f"{(raised.text or '–')[:LONG]}（{raised.ref}）")


def _problems(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for card in desk.solving.cards():
        yield _named(str(card["ref"]), Text.of(card["title"]))


def _projects(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for project in desk.projects.projects():
        words = project.status.words
        title = project.baseline.title
        yield project.id, Text(f"{title.zh}（{words.zh}）", f"{title.en} ({words.en})")


def _milestones(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    id_ = one(posted, "f.project")
    for project in desk.projects.projects():
        for milestone in project.milestones:
            if id_ in ("", project.id):
                yield milestone.key, milestone.title


def _supervisors(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    id_ = one(posted, "f.project")
    names = [name for p in desk.projects.projects() if id_ in ("", p.id)
             for name in p.supervisor_names]  # fmt: skip
    for name in dict.fromkeys(names):
        yield name, Text.of(name)


def _gifts(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for project in desk.projects.projects():
        for gift in project.contributions:
            if gift.received is None and not gift.withdrawn:
                yield _named(gift.ref, gift.what)


def _slots(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    of_round = {one_.id: one_.round for one_ in desk.judging.judgements()}
    id_ = of_round.get(one(posted, "f.judgement")) or one(posted, "f.cycle")
    rounds = [one_.id for one_ in desk.cycles() if id_ in ("", one_.id)]
    for cycle in rounds[:1]:
        yield from sorted(people(desk, cycle).items(), key=lambda row: row[1].zh)


def _batches(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for cycle in _chosen_rounds(desk, posted):
        for batch in desk.paper.batches(cycle.id):
            yield batch.batch, Text.of(batch.batch)


def _motions(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for poll in desk.motions.polls():
        yield _named(poll.id, poll.motion.question)


def _judgements(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for judgement in desk.judging.judgements():
        yield _named(judgement.id, judgement.title)


def _matters(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    """What a meeting can be about, each with what it is."""
    sources: tuple[tuple[str, Text, Iterable[tuple[str, Text]]], ...] = (
        ("project", Text("项目", "project"), _projects(desk, posted)),
        ("problem", Text("问题", "problem"), _problems(desk, posted)),
        ("motion", Text("表决", "motion"), _motions(desk, posted)),
        ("item", Text("事项", "item"), _items_of_rounds(desk)),
    )
    for matter, words, rows in sources:
        for id_, title in rows:
            said = Text(f"{words.zh}：{title.zh}", f"{words.en}: {title.en}")
            yield f"{matter}:{id_}", said


def _items_of_rounds(desk: Desk) -> Iterator[tuple[str, Text]]:
    for cycle in desk.cycles():
        for item in cycle.items:
            words = Text(
                f"{item.title.zh}（{cycle.title.zh}）", f"{item.title.en} ({cycle.title.en})"
            )
            yield f"{cycle.id}/{item.id}", words


def _units(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    """The homes on the roll of the newest round that has one."""
    with_roll = [cycle.id for cycle in desk.cycles() if cycle.roll is not None]
    for unit in desk.units(with_roll[-1]) if with_roll else ():
        yield unit.id, Text.of(unit.label or unit.id)


def _service_places(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for place in desk.collecting.places():
        yield place.id, place.name


def _areas(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    tree = desk.tree
    for area in tree:
        if desk.area in {above.id for above in tree.path(area.id)}:
            yield area.id, area.name


def _places(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for id_, name in _areas(desk, posted):
        yield f"within:{id_}", name


def _offices(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    for office in desk.people.offices():
        yield office.id, Text.of(f"{office.name}（{office.id}）")


def _cases(desk: Desk, posted: Posted) -> Iterator[tuple[str, Text]]:
    """What other neighbourhoods have delivered."""
    for area, other in desk.peers.items():
        where = desk.tree[area].name if area in desk.tree else Text.of(area)
        for project in other.projects.projects() if other is not desk else ():
            if project.status is Status.DELIVERED:
                what = project.baseline.title
                yield (
                    f"{area}.{project.id}",
                    Text("{where}：{what}", "{what}, {where}").filled(where=where, what=what),
                )


_BY_KEY: dict[str, Lister] = {
    "cycle": _rounds,
    "item": _items,
    "items": _items,
    "take": _items,
    "leave": _items,
    "ticks": _ticks,
    "project": _projects,
    "projects": _projects,
    "milestone": _milestones,
    "supervisor": _supervisors,
    "judgement": _judgements,
    "slot": _slots,
    "slots": _slots,
    "area": _areas,
    "batch": _batches,
}
_BY_STAGE: dict[str, Lister] = {
    "wish.ref": _wishes,
    "wish.refs": _wishes,
    "wish.into": _wishes,
    "wish.category": _categories,
    "wish.place": _service_places,
    "objection.ref": _objections,
    "problem.ref": _problems,
    "project.ref": _gifts,
    "motion.id": _motions,
    "item.category": _categories,
    "round.id": _rounds,
}
_BY_ACT: dict[str, Lister] = {
    "tie/settle.cycle": _tied_rounds,
    "award/take-over.case": _cases,
    "award/take-over.category": _categories,
    "item/change.id": _items,
    "meeting/announce.about": _matters,
    "problem/link.item": lambda desk, posted: _items_of_rounds(desk),
    "project/pay.unit": _units,
    "place/close.id": _service_places,
    "people/end.id": _offices,
    "people/group.estate": _areas,
    "people/representative.stairwell": _areas,
    "project/start.parts": _areas,
    "project/start.pilot": _areas,
}


def proposed(desk: Desk, act: Act, given: dict[str, str]) -> dict[str, str]:
    """A free id for what is new, made of the year and what it is made from.

    A new round is proposed a tie-break that decides and that nobody who knows the tied can steer.
    """
    key = _NEW.get(act.key)
    if key is None or key in given:
        return {}
    year = str(desk.today().year)
    taken, stem = _taken(desk, act, given), year
    if act.key == "round/clone" or act.stage == "round":
        stem = f"r{year}"
    elif act.key == "wish/list":
        stem = "item"
    elif act.key == "project/start":
        stem = given.get("item", "") or "project"
    elif act.key == "paper/print":
        stem = "batch"
    number, free = 1, stem
    while free in taken:
        number += 1
        free = f"{stem}-{number}"
    found = {key: free}
    if act.key == "round/plan":
        found["ties"] = f"lot:{desk.draw_seed()}"
    return found


def _taken(desk: Desk, act: Act, given: dict[str, str]) -> set[str]:
    known = {
        "round": lambda: {one_.id for one_ in desk.cycles()},
        "wish": lambda: {item.id for one_ in desk.cycles() for item in one_.items},
        "project": lambda: {one_.id for one_ in desk.projects.projects()},
        "motion": lambda: {one_.id for one_ in desk.motions.polls()},
        "judgement": lambda: {one_.id for one_ in desk.judging.judgements()},
        "place": lambda: {one_.id for one_ in desk.collecting.places()},
        "paper": lambda: {b.batch for c in desk.cycles() for b in desk.paper.batches(c.id)},
    }
    return known[act.stage]() if act.stage in known else set()
