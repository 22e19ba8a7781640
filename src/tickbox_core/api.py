"""Plain values in, plain values out: for a portal that has its own everything.

``rank`` and ``choose`` take lists of mappings as they come out of JSON and give values that go into
JSON.  No desk, no store, no plugins unless asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from tickbox_core.builtin import own_rule
from tickbox_core.errors import BadValue, UnknownId
from tickbox_core.model import Ballot, Item, Limits, RuleChoice, TickList, check_ticks
from tickbox_core.model._checks import no_duplicates
from tickbox_core.rules import Contest, Electorate
from tickbox_core.text import Text

if TYPE_CHECKING:  # the core's own rules are made without asking for plugins
    from tickbox_core.registry import Registry
    from tickbox_core.rules import RankingRule

Plain = Mapping[str, Any]


def rank(
    items: Iterable[Plain | str],
    ballots: Iterable[Plain],
    *,
    base: str = "participants",
    roll: Iterable[Plain] | None = None,
    registered: int | None = None,
    households: int | None = None,
    places: int | None = None,
    ties: str = "refuse",
    limits: Limits | None = None,
    registry: Registry | None = None,
) -> dict[str, Any]:
    """Rank items by the share that ticks them.

    ``items``: ``{"id", "title"}`` mappings (or ids) in listed order; a title is a string or
    ``{"zh", "en"}``.  ``ballots``: ``{"voter", "ticks": [ids]}``, with ``"household"`` where shares
    of households are wanted.  ``roll``: ``{"voter", "household"}`` of every elector; it gives the
    sizes of the bases ``registered`` and ``households`` (or give these two as numbers), fills in
    the ballots' households, and refuses ballots of voters it does not hold.  ``places`` cuts the
    list, and only there ``ties`` (``refuse``, ``listed-first``, ``lot:SEED``) decides.

    Returns ``{"rule", "version", "plugin", "parameters", "base", "ballots", "ranking", "ties",
    "note"}`` and, with ``places``, ``"selected"``; ``ranking`` holds ``{"rank", "item", "title",
    "ticks", "share": {"numerator", "denominator", "base"}, "why": {"zh", "en"}}``.

    Raises errors of ``tickbox_core.errors`` that name what is wrong and what to do.
    """
    listed = tuple(_item(item, at) for at, item in enumerate(items))
    no_duplicates("item", (item.id for item in listed))
    homes = None if roll is None else _homes(roll)
    cast = [_ballot(ballot, at, homes) for at, ballot in enumerate(ballots)]
    ticklist = TickList(listed)
    for ballot in cast:
        check_ticks(ballot, ticklist, limits or Limits())
    electorate = _electorate(homes, registered, households)
    rule = _made_rule(registry, RuleChoice("tick-share", {"base": base}), ties)
    return rule.outcome(Contest.of_ballots(listed, cast, electorate, places=places)).plain()


def choose(
    items: Iterable[Plain],
    ballots: Iterable[Plain],
    *,
    budget: int,
    rule: str = "greedy-votes",
    parameters: Plain | None = None,
    ties: str = "refuse",
    minor_units: int = 100,
    limits: Limits | None = None,
    registry: Registry | None = None,
) -> dict[str, Any]:
    """Choose items within a budget, by any rule that spends one.

    ``items``: ``{"id", "title", "cost"}`` in listed order; costs and ``budget`` are whole numbers
    of the smallest unit of money, ``minor_units`` of which make one unit of currency.  ``ballots``
    as for ``rank``.  ``rule`` and its ``parameters`` are the registry's (``tickbox rules`` lists
    them); proportional ones come with a plugin, found by ``registry=open_registry()``.

    Returns what ``rank`` returns with ``"selected"`` (ids in the order chosen), ``"cost"``,
    ``"budget"`` and ``"rounds"``.

    >>> items = [{"id": "gate", "cost": 600}, {"id": "ramp", "cost": 500}]
    >>> ballots = [{"voter": "r1", "ticks": ["ramp"]}, {"voter": "r2", "ticks": ["gate", "ramp"]}]
    >>> answer = choose(items, ballots, budget=1_000)
    >>> answer["selected"], answer["cost"]
    (['ramp'], 500)

    Raises errors of ``tickbox_core.errors`` that name what is wrong and what to do.
    """
    listed = tuple(_costed(item, at) for at, item in enumerate(items))
    no_duplicates("item", (item.id for item in listed))
    _money(budget, "budget")
    cast = [_ballot(ballot, at, None) for at, ballot in enumerate(ballots)]
    ticklist = TickList(listed)
    for ballot in cast:
        check_ticks(ballot, ticklist, limits or Limits())
    made = _made_rule(registry, RuleChoice(rule, dict(parameters or {})), ties)
    contest = Contest.of_ballots(listed, cast, budget=budget)
    return made.outcome(attrs.evolve(contest, minor_units=minor_units)).plain()


def _made_rule(registry: Registry | None, choice: RuleChoice, ties: str) -> RankingRule:
    return own_rule(choice, ties) if registry is None else registry.rule(choice, ties)


def _costed(item: object, at: int) -> Item:
    """An item with its cost."""
    where = f"items[{at}]"
    id_ = _field(item, "id", where)
    assert isinstance(item, Mapping)  # _field has seen to it
    cost = _money(item.get("cost"), where)
    return Item(id_, _title(item.get("title", id_), where), cost=cost)


def _money(given: object, where: str) -> int:
    if type(given) is int and given >= 0:
        return given
    raise BadValue(
        where,
        Text("金额缺失，或不是不小于0的整数。", "money is missing, or no whole number from 0 up."),
        Text(
            "请用最小货币单位（如分）的整数。",
            "Give whole numbers of the smallest unit of money (fen, cents).",
        ),
    )


def _electorate(
    homes: Mapping[str, str | None] | None, registered: int | None, households: int | None
) -> Electorate:
    """The sizes of the bases; a household that the roll leaves open leaves their number open."""
    if homes is None:
        return Electorate(registered, households)
    if registered is not None or households is not None:
        raise BadValue(
            "electorate",
            Text("同时给了名册和总数。", "both a roll and numbers were given."),
            Text("只给其中一种。", "Give one of them."),
        )
    named = set(homes.values())
    return Electorate(len(homes), None if None in named else len(named))


def _item(item: Plain | str, at: int) -> Item:
    if isinstance(item, str):
        return Item(_field({"id": item}, "id", f"items[{at}]"), item)
    id_ = _field(item, "id", f"items[{at}]")
    return Item(id_, _title(item.get("title", id_), f"items[{at}]"))


def _title(title: object, where: str) -> Text:
    if isinstance(title, str):
        return Text.of(title)
    if isinstance(title, Mapping) and {type(words) for words in title.values()} == {str}:
        return Text.of(title)
    raise BadValue(
        where,
        Text("标题不是文字。", "'title' is neither a string nor strings by language."),
        Text('请写成一句话，或 {"zh", "en"}。', 'Give a line, or {"zh", "en"}.'),
    )


def _homes(roll: Iterable[Plain]) -> dict[str, str | None]:
    homes: dict[str, str | None] = {}
    rows = list(roll)
    voters = [_field(row, "voter", f"roll[{at}]") for at, row in enumerate(rows)]
    no_duplicates("voter", voters)
    for at, (voter, row) in enumerate(zip(voters, rows, strict=True)):
        homes[voter] = _household(row, f"roll[{at}]")
    return homes


def _household(row: Plain, where: str) -> str | None:
    return None if row.get("household") is None else _field(row, "household", where)


def _ballot(ballot: Plain, at: int, homes: Mapping[str, str | None] | None) -> Ballot:
    where = f"ballots[{at}]"
    voter = _field(ballot, "voter", where)
    if homes is not None and voter not in homes:
        raise UnknownId("voter", voter, where)
    household = _household(ballot, where) if homes is None else homes[voter]
    return Ballot(voter, _ticks(ballot.get("ticks"), where), household)


def _ticks(given: object, where: str) -> tuple[str, ...]:
    if isinstance(given, Iterable) and not isinstance(given, str):
        ticks = tuple(given)
        if all(isinstance(tick, str) for tick in ticks):
            return ticks
    raise BadValue(
        where,
        Text("“ticks”不是编号列表。", "'ticks' is not a list of item ids."),
        Text("没有勾选就给空列表。", "Give an empty list where nothing is ticked."),
    )


def _field(row: object, name: str, where: str) -> str:
    value = row.get(name) if isinstance(row, Mapping) else None
    if isinstance(value, str) and value:
        return value
    raise BadValue(
        where,
        Text(f"缺少“{name}”，或不是文字。", f"'{name}' is missing or not a string."),
        Text("请补上。", "Add it."),
    )
