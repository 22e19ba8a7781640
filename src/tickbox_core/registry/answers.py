"""What is wrong with a count that a plugin answers, before anybody believes it.

The first fault in words, or ``EMPTY``.  Values are taken for what they are only where their type is
exactly the core's own: a subclass may answer otherwise the next time it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tickbox_core.counting import Profile, Share, Tally
from tickbox_core.rules import Contest, CountingStep, Margin, Outcome, Placed, Tie
from tickbox_core.text import EMPTY, Text


def outcome_fault(outcome: Outcome, contest: Contest) -> Text:
    """What is wrong with an outcome of that contest."""
    return next(_of_outcome(outcome, contest), EMPTY)


def tally_fault(tally: Tally, profile: Profile) -> Text:
    """What is wrong with a tally of that profile."""
    return next(_of_tally(tally, profile), EMPTY)


def _of_outcome(outcome: Outcome, contest: Contest) -> Iterator[Text]:
    listed = [item.id for item in contest.items]
    if type(outcome.ranking) is not tuple or not all(type(p) is Placed for p in outcome.ranking):
        yield _kind("ranking", "Placed")
        return
    for placed in outcome.ranking:
        yield from _of_place(placed)
    yield from _each_once(outcome.ranking, listed)
    yield from _of_choice(outcome.selected, listed, contest.places)
    for name, kind, many in (
        ("ties", Tie, outcome.ties),
        ("steps", CountingStep, outcome.steps),
        ("margin", Margin, () if outcome.margin is None else (outcome.margin,)),
        ("note", Text, (outcome.note,)),
    ):
        if type(many) is not tuple or not all(type(one) is kind for one in many):
            yield _kind(name, kind.__name__)
    if type(outcome.ballots) is not int or outcome.ballots < 0:
        yield _not_whole("ballots", outcome.ballots)
    yield from _inexact(outcome.plain(), "outcome")


def _of_place(placed: Placed) -> Iterator[Text]:
    share = placed.share
    if type(placed.title) is not Text or type(placed.why) is not Text:
        yield _kind(f"{placed.item}: title, why", "Text")
    if type(share) is not Share:
        yield _kind(f"{placed.item}: share", "Share")
        return
    numbers = (placed.rank, placed.ticks, share.numerator, share.denominator)
    if not all(type(number) is int and number >= 0 for number in numbers):
        yield _not_whole(f"{placed.item}: rank, ticks, share", numbers)
    if placed.score is not None and type(placed.score) not in (int, Fraction):
        yield _not_whole(f"{placed.item}: score", placed.score)


def _each_once(ranking: tuple[Placed, ...], listed: list[str]) -> Iterator[Text]:
    placed = [place.item for place in ranking]
    twice = sorted({str(item) for item in placed if placed.count(item) > 1})
    if twice:
        yield Text("排序里“{id}”出现两次", "its ranking has '{id}' twice").filled(id=twice[0])
    for id_ in (id_ for id_ in listed if id_ not in placed):
        yield Text("排序漏了“{id}”", "its ranking leaves '{id}' out").filled(id=id_)
    for item in (item for item in placed if item not in listed):
        yield Text(
            "排序里有清单以外的“{id}”", "its ranking has '{id}', which is not listed"
        ).filled(id=item)


def _of_choice(selected: Any, listed: list[str], places: int | None) -> Iterator[Text]:
    if selected is None:
        return
    if type(selected) is not tuple or not all(type(one) is str for one in selected):
        yield _kind("selected", "str")
        return
    if len(set(selected)) < len(selected):
        yield Text("同一事项入选两次", "an item is chosen twice")
    if not set(selected) <= set(listed):
        yield Text("选了清单以外的事项", "it chooses what is not listed")
    if places is not None and len(selected) > places:
        yield Text(
            "只有{places}个名额，却选了{number}项", "it chooses {number} for {places} places"
        ).filled(places=places, number=len(selected))


def _of_tally(tally: Tally, profile: Profile) -> Iterator[Text]:
    if type(tally.items) is not tuple or tally.items != profile.items:
        yield Text("清单与所给的不同", "its items are not those that it was handed")
    rows = (tally.ticks, tally.points, *tally.weighted.values())
    for row in rows:
        if row is not None and (type(row) is not tuple or len(row) != len(profile.items)):
            yield Text("不是每个事项一个数", "it has not one number for each item")
            return
    numbers = [number for row in rows if row is not None for number in row]
    numbers += [tally.ballots, tally.blank, *tally.weight.values()]
    if not all(type(number) is int for number in numbers):
        yield _not_whole("tally", numbers[:4])
    if tally.ballots != profile.ballots:
        yield _other(tally.ballots, profile.ballots)


def _inexact(value: Any, where: str) -> Iterator[Text]:
    """Whatever JSON does not keep exactly."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if not isinstance(name, str):
                yield _kind(where, "str")
            yield from _inexact(one, f"{where}.{name}")
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _inexact(one, where)
    elif isinstance(value, float) or not (value is None or isinstance(value, (str, int))):
        yield Text(
            "“{where}”里的{value}（{kind}）不是精确的数或文字",
            "{value} ({kind}) in '{where}' is no exact number or text",
        ).filled(where=where, value=repr(value)[:40], kind=type(value).__name__)


def _kind(where: str, kind: str) -> Text:
    return Text("“{where}”的类型不对，应为 {kind}", "'{where}' is not of the type {kind}").filled(
        where=where, kind=kind
    )


def _not_whole(where: str, value: object) -> Text:
    return Text("“{where}”里不是整数：{value}", "'{where}' holds no whole numbers: {value}").filled(
        where=where, value=repr(value)[:60]
    )


def _other(said: object, cast: int) -> Text:
    return Text("说有{said}张选票，实为{cast}张", "it counts {said} ballots of {cast}").filled(
        said=said, cast=cast
    )
