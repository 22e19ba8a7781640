"""Whether rounds and motions that go by a plugin could be published: they are imagined.

What the independent recount does not know, or counts otherwise, ranks files and decides nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import attrs

from tickbox_core.components.motions import Poll
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.imagining import TrialVerdict, imagine
from tickbox_core.desk.motions.imagining import imagine as imagine_motion
from tickbox_core.errors import TickboxError
from tickbox_core.hooks import RuleKind
from tickbox_core.inspection.evidence import Finding, Topic
from tickbox_core.ledger import canonical
from tickbox_core.model import Ballot, Item, Limits, Question, Round, RuleChoice
from tickbox_core.registry import Offered, Registry
from tickbox_core.rules import Contest
from tickbox_core.rules.motions import Motion
from tickbox_core.store import MemoryStore
from tickbox_core.text import EMPTY, Text

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
_COSTS = {"a": 100, "b": 50, "c": 50}
_ITEMS = tuple(Item(id_, Text("本项", "this item"), cost=cost) for id_, cost in _COSTS.items())
_SHAPES: tuple[dict[str, Any], ...] = (
    {"places": 2, "budget": None},
    {"places": None, "budget": 150},
    {"places": None, "budget": None},
)
"""Some places, some money, or neither: a rule may refuse what it is not made for."""

Brought = Mapping[str, Mapping[str, Offered]]


def publishing_findings(registry: Registry, brought: Brought) -> Iterator[Finding]:
    """What could be counted and never published; ``brought``: the plugin's own offers by kind."""
    hand = imagined_hand(registry)
    for key in _answering(brought["rules"]):
        yield from rule_could_publish(hand, registry.rule_kind(key))
    for key in _answering(brought["tie_breaks"]):
        yield from _of_tie_break(hand, key)
    for key in _answering(brought["engines"]):
        yield from _of_engine(registry, key)
    seen: set[object] = set()
    for key in _answering(brought["jurisdictions"]):
        yield from _of_law(hand, key, seen)


def _answering(offers: Mapping[str, Offered]) -> list[str]:
    """What did not hang before: that was found already."""
    return [key for key, one in offers.items() if one.watch is None or not one.watch.hung]


def imagined_hand(registry: Registry) -> Hand:
    """The tools of a desk at which nothing happens."""
    return Hand(
        area="n1",
        store=MemoryStore(),
        registry=registry,
        clock=lambda: NOON,
        entropy=random.Random(7).randbytes,  # names of people who do not exist
        pepper=b"",
    )


def rule_could_publish(
    hand: Hand, kind: RuleKind, parameters: Mapping[str, Any] | None = None
) -> Iterator[Finding]:
    """A rule with these parameters, or else with its defaults."""
    of, found = f"rule {kind.key}", {}
    for at, shape in enumerate(_SHAPES):
        found[at] = _verdict(hand, RuleChoice(kind.key, parameters or {}), **shape)
        if found[at].recount:
            yield _never(of, found[at].recount)
            return
    if TrialVerdict() not in found.values():
        yield _never(of, found[0].count)


def for_files_only(registry: Registry, brought: Brought) -> Text:
    """The values of parameters with which a rule ranks files and no round could be published."""
    hand, found = imagined_hand(registry), []
    for key in _answering(brought["rules"]):
        fits = [
            shape for shape in _SHAPES if _verdict(hand, RuleChoice(key), **shape) == TrialVerdict()
        ]
        for parameter in registry.rule_kind(key).parameters if fits else ():
            for value in parameter.choices:
                choice = RuleChoice(key, {parameter.name: value})
                if _verdict(hand, choice, **fits[0]).recount:
                    found.append(f"{key} {parameter.name}={value}")
    if not found:
        return EMPTY
    said = Text(
        "只能用来算文件，不能用于公布的一轮：{values}。",
        "for files only, for no round that is to be published: {values}.",
    )
    return said.filled(values=Text("、".join(found), ", ".join(found)))


def _of_tie_break(hand: Hand, key: str) -> Iterator[Finding]:
    for name in (key, f"{key}:7"):
        verdict = _verdict(hand, RuleChoice("tick-share"), tie_break=name, **_SHAPES[0])
        if not verdict.count:
            break
    if verdict != TrialVerdict():
        yield _never(f"tie-break {key}", verdict.recount or verdict.count)


def _of_engine(registry: Registry, key: str) -> Iterator[Finding]:
    """An engine is trusted where an outcome is the same with it."""
    ballots = [Ballot("1", ("a",)), Ballot("2", ("a", "b")), Ballot("3", ())]
    contest = Contest.of_ballots(_ITEMS, ballots, places=1)
    rule = registry.rule(RuleChoice("tick-share"), "listed-first")
    try:
        other = rule.outcome(attrs.evolve(contest, engine=registry.engine(key)))
    except TickboxError as problem:
        yield _never(f"engine {key}", problem.text)
        return
    if other != rule.outcome(contest):
        yield _never(f"engine {key}", _COUNTS_OTHERWISE)


_COUNTS_OTHERWISE = Text(
    "点票与内置引擎不同，独立复算不会确认。",
    "it counts otherwise than the plain engine, and the recount will not confirm that.",
)


def _of_law(hand: Hand, key: str, seen: set[object]) -> Iterator[Finding]:
    """Every kind of bars that a place knows; those that another place has too are tried once."""
    of = f"jurisdiction {key}"
    try:
        practice = hand.registry.practice(key)
        for matter in practice.matters():
            kind = _question_of(matter.kind)
            motion = Motion.under(
                practice, "imagined", Text("试算", "a trial"), matter.key, kind=kind
            )
            facts = str(motion.plain())
            for said in () if facts in seen else imagine_motion(hand, Poll(motion), practice):
                yield _never(f"{of}: {matter.key}", said)
            seen.add(facts)
    except TickboxError as problem:
        yield _never(of, problem.text)
        return
    try:
        canonical(practice.plain())
    except TickboxError as problem:  # a value that no log takes: no motion under it would open
        yield _never(of, problem.text)


def _question_of(kind: str) -> Question:
    return Question.RESIDENTS_MOTION if kind.startswith("residents") else Question.OWNERS_MOTION


def _verdict(
    hand: Hand, rule: RuleChoice, tie_break: str = "listed-first", **shape: Any
) -> TrialVerdict:
    plan = Round(
        id="trial",
        area="n1",
        title=Text("试算", "a trial"),
        items=_ITEMS,
        limits=Limits.at_most(2),
        rule=rule,
        tie_break=tie_break,
        **shape,
    )
    return imagine(hand, plan)


def _never(of: str, problem: Text) -> Finding:
    remedy = Text(
        "用这一样的结果只能用来算文件，不能公布。请用复算认识的规则来组成，"
        "或给 recount.py 写上同样的算法；见 docs/hooks.md。",
        "With it files can be ranked, and no round published. Build it from what the recount "
        "knows, or hand in a recount of it: docs/hooks.md.",
    )
    return Finding(Topic.RECOUNT, problem, remedy, of)
