"""Asking a plugin what a year would ask it, and looking at the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tickbox_core.categories import (
    CategoryPolicy,
    Disclosure,
    Objection,
    Plan,
    Proposal,
)
from tickbox_core.counting import Base, PlainEngine, Profile, Share
from tickbox_core.errors import TickboxError
from tickbox_core.inspection.evidence import Finding, Topic
from tickbox_core.inspection.speech import complete, texts, texts_of_fields
from tickbox_core.model import Item, Question, Unit
from tickbox_core.registry.installed import Offered
from tickbox_core.rules import Contest, Lexicographic, Outcome, Placed
from tickbox_core.text import EMPTY, Text

UNITS = (
    Unit("home", "b1", "101室", floor=1, floor_area=8000),
    Unit("shop", "b1", "底商", kind="shop", floor_area=2500),
    Unit("unknown", "b1"),
)
JUNK: tuple[dict[str, Any], ...] = ({}, {"": 1}, {"kind": None}, {"scope": 5}, {"x": ["y"] * 3})
_TITLE = Text("本项", "this item")


def examples_of(policy: Any) -> tuple[Item, ...]:
    """The policy's worked items, with a title in both languages; none where it has none."""
    given = getattr(policy, "examples", ())
    items = given if isinstance(given, tuple) else ()
    return tuple(item for item in items if isinstance(item, Item))


def policy_findings(policy: CategoryPolicy) -> Iterator[Finding]:
    """What is missing of one category."""
    of = f"category {policy.key}"
    if not examples_of(policy):
        yield Finding(
            Topic.CONTRACT,
            Text("没有范例事项，无从检查。", "It has no worked item, so nothing can be tried."),
            Text("请给 policy 写上 examples = (Item(…),)。", "Give it examples = (Item(…),)."),
            of,
        )
    yield from _silent(of, [policy.title, *texts_of_fields(policy.fields)])
    for item in examples_of(policy):
        yield from _of_item(policy, item, of)
    for fields in JUNK:
        item = Item("x", _TITLE, policy.key, fields=fields)
        yield from _try_asking(of, partial(_answers, policy, item, UNITS[0]))


def _of_item(policy: CategoryPolicy, item: Item, of: str) -> Iterator[Finding]:
    failed = list(_try_asking(of, partial(_each, policy, item)))
    yield from failed
    if failed:
        return
    for unit in UNITS:
        first, again = (_answers(policy, item, unit) for _ in "12")
        yield from _misfits(of, first)
        if first != again:
            yield _broken(of, "两次问，两个答案。", "asked twice, it answers differently.")
    yield from _silent(of, list(texts([_answers(policy, item, unit) for unit in UNITS])))
    if policy.objections(item):
        said = policy.objections(item)[0].problem
        yield _broken(of, f"范例被自己反对：{said.zh}", f"objects to its own example: {said.en}")
    for notice in (policy.notice(item, None), policy.notice(item, _first_place(item))):
        if item.title.zh not in notice.zh or item.title.en not in notice.en:
            yield _broken(of, "公告没有写事项名称。", "a notice does not name its item.")
    if policy.motions(item) and not all(policy.disclose(item, unit) for unit in UNITS):
        yield Finding(
            Topic.DISCLOSURE,
            Text("要表决的事项没有告知每户的数。", "needs a motion and tells a household nothing."),
            Text("请在 disclose 里给出数，或说明为什么算不出。",
                 "Answer disclose with the household's figures, or why there are none."),
            of,
        )  # fmt: skip


def _answers(policy: CategoryPolicy, item: Item, unit: Unit) -> tuple[Any, ...]:
    return (
        policy.question(item),
        policy.motions(item),
        policy.objections(item),
        policy.disclose(item, unit),
        policy.plan(item),
        policy.notice(item, None),
        policy.notice(item, _first_place(item)),
    )


def _each(policy: CategoryPolicy, item: Item) -> list[tuple[Any, ...]]:
    return [_answers(policy, item, unit) for unit in UNITS]


def _misfits(of: str, answers: tuple[Any, ...]) -> Iterator[Finding]:
    question, motions, objections, shown, plan, *notices = answers
    wanted: list[tuple[str, object, type]] = [
        ("question", question, Question),
        ("plan", plan, Plan),
    ]
    listed: tuple[tuple[str, Any, type], ...] = (
        ("motions", motions, Proposal),
        ("objections", objections, Objection),
        ("disclose", shown, Disclosure),
    )
    for name, many, kind in listed:
        wanted += [(name, many, tuple), *((name, one, kind) for one in many)]
    wanted += [("notice", notice, Text) for notice in notices]
    for name, answer, kind in wanted:
        if not isinstance(answer, kind):
            made = type(answer).__name__
            yield _broken(of, f"{name}的答案是{made}。", f"{name} answered {made}.")


def rule_findings(offered: Offered, key: str) -> Iterator[Finding]:
    """What is missing of one rule: it is tried on ticks, and with nobody voting."""
    of = f"rule {key}"
    kind = offered.thing
    yield from _silent(of, list(texts([kind.title, [p.about for p in kind.parameters]])))
    defaults = {parameter.name: parameter.default for parameter in kind.parameters}
    for contest in (_contest({"a": 3, "b": 2, "ab": 1}), _contest({})):
        try:
            first, again = (kind.make(defaults, Lexicographic()).outcome(contest) for _ in "12")
        except TickboxError:
            continue  # it may refuse a contest, in words
        except Exception as problem:  # noqa: BLE001 - whatever a plugin raises is a finding
            yield _raised_finding(of, problem)
            continue
        yield from _of_outcome(of, first, again, contest)


def _of_outcome(of: str, first: Any, again: Any, contest: Contest) -> Iterator[Finding]:
    if not isinstance(first, Outcome):
        yield _broken(of, "答案不是 Outcome。", "its answer is no Outcome.")
        return
    if first.plain() != again.plain():
        yield _broken(of, "两次算，两个结果。", "counted twice, it differs.")
    if sorted(placed.item for placed in first.ranking) != [item.id for item in contest.items]:
        yield _broken(of, "排序漏了事项。", "its ranking leaves an item out.")
    said = [placed.why for placed in first.ranking]
    yield from _silent(of, [*said, *texts(first.note)])


def engine_findings(engine: Any, key: str) -> Iterator[Finding]:
    """An engine that does not count what the plain one counts."""
    of = f"engine {key}"
    for marks in ({}, {(0,): 2, (0, 1): 1, (): 3}):
        profile = Profile.of_marks(("a", "b"), marks)
        try:
            same = engine.tally(profile) == PlainEngine().tally(profile)
        except Exception as problem:  # noqa: BLE001 - whatever a plugin raises is a finding
            yield _raised_finding(of, problem)
            continue
        if not same:
            yield _broken(
                of, "点票结果与内置引擎不同。", "it counts what the plain engine does not."
            )


def tie_break_findings(kind: Any, key: str) -> Iterator[Finding]:
    """A tie-break that loses an item or cannot be made."""
    of = f"tie-break {key}"
    items = (Item("b", _TITLE, cost=2), Item("a", _TITLE, cost=1))
    try:
        order = kind.make("7").order(items)
    except TickboxError:
        return  # refusing is a way to break a tie
    except Exception as problem:  # noqa: BLE001 - whatever a plugin raises is a finding
        yield _raised_finding(of, problem)
        return
    if sorted(order, key=lambda item: item.id) != [items[1], items[0]]:
        yield _broken(of, "并列的事项多了或少了。", "it adds or loses a tied item.")


def jurisdiction_findings(place: Any, key: str) -> Iterator[Finding]:
    """Values without a source in both languages."""
    of = f"jurisdiction {key}"
    yield from _silent(of, list(texts([place.title, [layer.title for layer in place.layers]])))
    for layer in place.layers:
        for name, value in layer.values.items():
            yield from _silent(f"{of}: {name}", list(texts([value.source, value.note])))


def _contest(ballots: dict[str, int]) -> Contest:
    items = tuple(Item(name, _TITLE, cost=100) for name in "ab")
    marks = {tuple("ab".index(one) for one in ballot): n for ballot, n in ballots.items()}
    return Contest(items, Profile.of_marks("ab", marks), places=1, budget=150)


def _first_place(item: Item) -> Placed:
    share = Share(1, 2, Base.PARTICIPANTS)
    return Placed(1, item.id, item.title, 1, share, Text("一半的人打钩。", "Ticked by half."))


def _try_asking(of: str, ask: Callable[[], Any]) -> Iterator[Finding]:
    try:
        ask()
    except Exception as problem:  # noqa: BLE001 - whatever a plugin raises is a finding
        yield _raised_finding(of, problem)


def _raised_finding(of: str, problem: BaseException) -> Finding:
    said = f"{type(problem).__name__}: {problem}"[:200]
    return _broken(of, f"出错：{said}", f"it raised {said}")


def _broken(of: str, zh: str, en: str) -> Finding:
    remedy = Text(
        "见 tickbox_core.testing 的约定检验。", "See the contracts of tickbox_core.testing."
    )
    return Finding(Topic.CONTRACT, Text(zh, en), remedy, of)


def _silent(of: str, said: list[Text]) -> Iterator[Finding]:
    for text in {text: None for text in said if text != EMPTY and not complete(text)}:
        yield Finding(
            Topic.LANGUAGES,
            Text(
                f"“{text.zh[:60]}”和“{text.en[:60]}”不是两种语言。",
                f"'{text.zh[:60]}' and '{text.en[:60]}' are not the same in two languages.",
            ),
            Text("请写全中文和英文。", "Write Text(Chinese, English)."),
            of,
        )
