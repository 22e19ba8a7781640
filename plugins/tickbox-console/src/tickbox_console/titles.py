"""What the things of the year are called, by the kind of thing that an id belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tickbox_console.staff_request import StaffRequest
from tickbox_core.components import THINGS_OF_CHAPTERS
from tickbox_core.components.motions import answers_of, side_words
from tickbox_core.components.places import PlaceService
from tickbox_core.declarations import Thing
from tickbox_core.desk import Desk
from tickbox_core.desk.homes import people
from tickbox_core.errors import TickboxError
from tickbox_core.rules.motions import SPOILED
from tickbox_core.rules.motions.decision import SILENT
from tickbox_core.text import EMPTY, Text

Ids = Mapping[str, str]
"""Which things an answer is about so far: ids by kind."""

_UNCOUNTED = {
    SPOILED: Text("废票", "spoiled"),
    SILENT: Text("没有投票", "handed in nothing"),
}


def title_of(seat: StaffRequest, kind: str, id_: str, ids: Ids) -> Text:
    """What a thing is called; its id where nobody knows, and nothing for a slot without address.

    ``ids`` say what it is part of, where ids are told apart by that: an item by its round, a side
    by its motion.
    """
    if kind == "item" and "/" in id_:
        round_, _, item = id_.partition("/")
        return title_of(seat, kind, item, {**ids, "round": round_})
    unknown = EMPTY if kind == "slot" else Text.of(id_)
    if kind == "place":  # a closed one is in no list any more
        place = seat.desk.service(PlaceService).place(id_)
        return unknown if place is None else place.name
    thing = seat.catalogue.things.get(kind)
    find = _FIND.get(kind) or _find_among(thing)
    if find is None:
        return unknown
    within = _WITHIN.get(kind) or (() if thing is None else thing.within)
    key = "/".join((kind, *(ids.get(one, "") for one in within)))
    if key not in seat.named:
        seat.named[key] = _find_titles(find, seat.desk, ids)
    return seat.named[key].get(id_, unknown)


Find = Callable[[Desk, Ids], Mapping[str, Text]]


def _find_among(thing: Thing | None) -> Find | None:
    """As it is declared; where that is not said, what its component offers to choose from."""
    if thing is not None and thing.titles is not None:
        return thing.titles
    if thing is None or thing.kind in THINGS_OF_CHAPTERS:
        return None
    return lambda desk, ids: {one.id: one.title for one in thing.choices(desk, {})}


def _find_titles(find: Find, desk: Desk, ids: Ids) -> Mapping[str, Text]:
    try:
        return find(desk, ids)
    except TickboxError:
        return {}  # what it is part of is gone, or was never there


def _rounds(desk: Desk, ids: Ids) -> dict[str, Text]:
    return {one.id: one.title for one in desk.rounds()}


def _items(desk: Desk, ids: Ids) -> dict[str, Text]:
    """Of the round; where none is named, of all, but no id that means two things."""
    if ids.get("round"):
        return {item.id: item.title for item in desk.round(ids["round"]).items}
    found: dict[str, Text] = {}
    twice = set()
    for item in (item for round in desk.rounds() for item in round.items):
        if found.setdefault(item.id, item.title) != item.title:
            twice.add(item.id)
    return {id_: title for id_, title in found.items() if id_ not in twice}


def _slots(desk: Desk, ids: Ids) -> dict[str, Text]:
    """The addresses of a round's slots; of a judgement those of its round."""
    if ids.get("judgement"):
        return people(desk, desk.judging.judgement(ids["judgement"]).round)
    return people(desk, ids["round"]) if ids.get("round") else {}


def _sides(desk: Desk, ids: Ids) -> dict[str, Text]:
    if not ids.get("motion"):
        return {}
    poll = desk.motions.poll(ids["motion"])
    sides = {side: side_words(poll.motion, side) for side in answers_of(poll.motion)}
    return {**sides, **_UNCOUNTED}


def _motions(desk: Desk, ids: Ids) -> dict[str, Text]:
    return {one.id: one.motion.question for one in desk.motions.polls()}


def _judgements(desk: Desk, ids: Ids) -> dict[str, Text]:
    return {one.id: one.title for one in desk.judging.judgements()}


def _votes(desk: Desk, ids: Ids) -> dict[str, Text]:
    """Whatever has a log of its own."""
    return {**_rounds(desk, ids), **_motions(desk, ids), **_judgements(desk, ids)}


def _categories(desk: Desk, ids: Ids) -> dict[str, Text]:
    return {one.key: one.title for round in desk.rounds() for one in round.categories}


_FIND: Mapping[str, Find] = {
    "round": _rounds,
    "item": _items,
    "slot": _slots,
    "side": _sides,
    "motion": _motions,
    "vote": _votes,
    "category": _categories,
    "wish": lambda desk, ids: {},  # by its reference: its words are its author's
    "area": lambda desk, ids: {one.id: one.name for one in desk.tree},
}
_WITHIN = {
    "item": ("round",),
    "slot": ("round", "judgement"),
    "tick": ("round",),
    "side": ("motion",),
}
"""What the ids of a kind are told apart by."""
