"""What begins can end: from every state there is a way by the declared acts to an end.

A neighbourhood in which everything is in every state is walked by its exits in any order; and what
a refusal names as the way out is possible where it is named.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickbox_awards import COMPONENT as AWARDS
from tickbox_core import open_registry
from tickbox_core.acts import Actor, Role, catalogue_of, perform
from tickbox_core.acts.exits import every_exit, exits
from tickbox_core.bundle import differences
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Pairs, Several
from tickbox_core.components import CORE
from tickbox_core.declarations import Act, ThingChoice
from tickbox_core.declarations.references import Reference
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.errors import BadValue, NotPossible, TickboxError
from tickbox_core.playing.stage import Clock
from tickbox_core.rules import How
from tickbox_core.text import Text
from tickbox_core.year import Feasible, ObjectionStage

from ..core.acts import remaining_acts
from ..installed import ACTS, RESIDENTS_PAGES
from . import asking_town
from .every_state import House, build, listed, ticked

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WALKED = (
    "round", "motion", "judgement", "project", "problem", "wish", "meeting", "place", "office",
)  # fmt: skip
SPECIAL = ("fixed", "tied", "run-off", "posted-agenda", "taken-down")
"""States beside the one that a thing stands in: these come first."""
STEPS = 16
REASON = {"reason": "情况有变"}
GIVEN: dict[str, dict[str, Any]] = {
    "round/withdraw": REASON,
    "round/void": REASON,
    "round/drop": REASON,
    "motion/drop": REASON,
    "tie/settle": {"how": str(How.NONE), **REASON},
    "tie/run-off": {"id": "run-off"},
    "result/override": {"take": ["bench"], "decided_by": "居民会议", **REASON},
    "item/add": {"id": "extra", "title": "加一件", "cost": 0},
    "motion/void": REASON,
    "motion/answer": {"question": "reelection", "answer": False, "source": "本地规则"},
    "judgement/void": REASON,
    "project/responsible": {"side": "property-firm", "name": "物业", "task": "施工"},
    "project/pause": {"words": "等材料"},
    "project/resume": {"words": "材料到了"},
    "project/deliver": {"left_out": "没有做完"},
    "project/give-up": {"decided_by": "居民会议", **REASON},
    "problem/take-on": {"side": "property-firm", "name": "物业", "task": "疏通"},
    "problem/solve": {"how": "疏通了"},
    "wish/answer": {"reply": "declined", "words": "已说明"},
    "meeting/minutes": {"minutes": "已开"},
}


def perform_(desk: Desk, act: str, **given: Any) -> Any:
    """An act by staff, with a second one where it takes two."""
    found = catalogue_of(desk.components).acts[act]
    return perform(found, desk, given, LIN, ZHOU if found.second else None)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Everything in every state, and what it has not: a tie, a problem, a wish, a meeting."""
    house = build(tmp_path_factory.mktemp("exits") / "town")
    desk = house.desk
    _tied(house, "tied")
    for id_ in ("held", "ran"):  # a run-off that is open, and one that its tie waits for
        _tied(house, id_ + "-tied")
        perform_(desk, "tie/run-off", round=id_ + "-tied", id=id_)
        perform_(desk, "round/open", round=id_)
    desk.cast("ran", Cast(desk.slots("ran")[0].slot, ("lamp",), "key"))
    perform_(desk, "round/close", round="ran")
    perform_(desk, "round/publish", round="ran")
    perform_(desk, "problem/raise", title="积水")
    perform_(desk, "wish/take", text="装一盏灯")
    perform_(
        desk, "meeting/announce", id="h1", kind="hearing", title="听证会", on="2026-05-01",
        about=["project:exact"],
    )  # fmt: skip
    for id_ in ("c1", "c2"):
        perform_(desk, "place/set", id=id_, name="服务点", tier="corner")
    perform_(desk, "place/close", id="c2")
    term = {"since": "2026-01-01", "until": "2028-12-31"}
    for id_ in ("s1", "s2"):
        perform_(desk, "people/representative", id=id_, stairwell="b8", name=f"{id_}居民", **term)
    perform_(desk, "people/end", id="s2")
    house.town.close()
    return house


def _tied(house: House, round: str) -> None:
    """Lamp and bench are equal for the one place, and that is posted."""
    desk = house.desk
    listed(desk, round, ties="refuse")
    ticked(house, round, ("lamp", "bench"))  # the first of them ticks the bench alone
    desk.cast(round, Cast(desk.slots(round)[3].slot, ("lamp",), "key-even"))
    perform_(desk, "round/close", round=round)
    perform_(desk, "round/publish", round=round)
    assert desk.posted_tie(round) is not None


@contextmanager
def reopened(planted: House, folder: Path) -> Iterator[House]:
    """A copy of it, with a clock of its own."""
    shutil.copytree(planted.town._folder.path, folder)
    clock = Clock()
    clock.now = planted.clock.now
    plugin = asking_town.Plugin(window__max_days=20, channel__double="last_valid_stands")
    registry = open_registry(discover=False, plugins={"here": plugin, **RESIDENTS_PAGES})
    town = Town(folder, registry, clock=clock, entropy=random.Random(8).randbytes)
    yield House(town, clock, {}, {})
    town.close()


def choices(desk: Desk, kind: str) -> list[ThingChoice]:
    """The things of a kind that acts can be done to; trials end by being wiped."""
    trials = {one.id for one in desk.rounds() if one.rehearsal}
    found = catalogue_of(desk.components).things[kind].choices(desk, {})
    return [one for one in found if kind != "round" or one.id not in trials]


def state_of(desk: Desk, kind: str, one: ThingChoice) -> str:
    """The state of a thing as exits name it; what is said beside it comes first."""
    known = every_exit(desk.components)[kind]
    mine = [state for state in (*SPECIAL, *known) if state in one.states and state in known]
    return mine[0] if mine else ""


def references(act: Act) -> list[Any]:
    """The fields of an act that refer to something."""
    return [one for one in fields_of(act.fields) if isinstance(one.refers, Reference)]


def asked(desk: Desk, act: Act, kind: str, id_: str) -> dict[str, Any]:
    """What the act is given, of this thing."""
    found = dict(GIVEN.get(act.key, {}))
    if act.key == "objection/answer":
        open_ = [
            raised.ref
            for stage in ObjectionStage
            for raised in desk.posting.objections(id_, stage)
            if not raised.answer
        ]
        return {"ref": (open_ or ["none"])[0], "words": "已说明"}
    name = next(
        (
            one.key
            for one in fields_of(act.fields)
            if isinstance(one.refers, Reference) and one.refers.kind == kind
        ),
        "id",
    )
    return {**found, name: id_}


def look_at_items(desk: Desk, round_id: str) -> None:
    """Somebody says of each new item that it can be done: a list is posted only as it can open."""
    for item in desk.round(round_id).item_ids:
        if desk.posting.finding(round_id, item) is None:
            desk.posting.assess(round_id, item, Feasible.YES, Text("看过", "looked at"), "小林")


def walk(house: House, kind: str, id_: str, order: random.Random) -> list[str]:
    """On by the declared exits, in any order, until none leads on; what was done."""
    desk, done = house.desk, list[str]()
    acts = catalogue_of(desk.components).acts
    for step in range(STEPS):
        if done and done[-1].endswith("/drop"):  # it is no more
            assert all(held.id != id_ for held in choices(desk, kind))
            return done
        (one,) = [held for held in choices(desk, kind) if held.id == id_]
        ways = list(exits(desk.components, kind, state_of(desk, kind, one)))
        if not ways:
            return done
        # first anything, then straight out: the last of them leads out
        ways = ways[::-1] if step > STEPS // 2 else order.sample(ways, len(ways))
        refused = []
        for way in ways:
            try:
                perform_(desk, way, **asked(desk, acts[way], kind, id_))
            except TickboxError as refusal:
                refused.append(f"{way}: {refusal.text.en}")
            else:
                done.append(way)
                if way == "item/add":
                    look_at_items(desk, id_)
                break
        else:
            assert step < STEPS - 1, f"no way out of {kind} {id_}: {refused}"
            house.clock.wait(9)
    (one,) = [held for held in choices(desk, kind) if held.id == id_]
    assert not exits(desk.components, kind, state_of(desk, kind, one)), (kind, id_, done)
    return done


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6))
def test_whatever_state_it_is_in_there_is_a_way_to_an_end(
    planted: House, tmp_path: Path, seed: int
) -> None:
    """Rounds, motions, judgements, projects, problems, wishes, meetings; and all of it recounts."""
    order = random.Random(seed)
    with reopened(planted, tmp_path / f"town-{seed}-{order.random()}") as house:
        for kind in WALKED:
            for one in choices(house.desk, kind):
                walk(house, kind, one.id, order)
        assert house.desk.keeping.verify().faults == ()
        for round in house.desk.rounds():
            if round.opened_at and not round.rehearsal:
                assert differences(house.desk.bundle(round.id)).status == 0


def test_every_state_has_its_exits(planted: House, tmp_path: Path) -> None:
    """Whatever a picker names as the state of a thing stands among the declared ones."""
    with reopened(planted, tmp_path / "town") as house:
        for kind in WALKED:
            known = every_exit(house.desk.components)[kind]
            for one in choices(house.desk, kind):
                state = state_of(house.desk, kind, one)
                assert state in known, (kind, one.id, sorted(one.states))


@pytest.mark.parametrize("kind", sorted(every_exit((*CORE, AWARDS))))
def test_exits_are_acts_that_can_be_done_in_that_state(kind: str) -> None:
    """There is such an act, and its field takes a thing in that state."""
    for state, acts in every_exit((*CORE, AWARDS))[kind].items():
        for key in acts:
            assert accepts(ACTS[key], kind, state), f"{key} is no way out of {kind} {state}"


BASE = {
    "tied": "counting",
    "fixed": "decided",
    "run-off": "decided",
    "posted-agenda": "prepared",
    "taken-down": "listing",
}
"""The states that those said beside them are of."""
BESIDE = {"listing": "draft", "prepared": "draft"}
"""What a thing in that state is as well, where nothing is said beside it: nobody was shown it."""


def accepts(act: Act, kind: str, state: str) -> bool:
    """Whether what the act refers to can be in that state; an act of another thing always."""
    mine = [one.refers for one in references(act) if one.refers.kind == kind]
    base = BASE.get(state, state)
    return all(not one.states or {state, base, BESIDE.get(state)} & set(one.states) for one in mine)


KEY = re.compile(r"\b([a-z]+/[a-z][a-z-]+)\b")


NEW = count()
UNREAD = (" is missing. ", " cannot be '")
PLAIN: dict[str, Any] = {
    "picture": remaining_acts.picture(),
    "votes": [{"project": "exact", "mark": "satisfied", "knew": True}],
    "rows": [0],
    "text": "请装一盏灯",
    "table": remaining_acts.ROLL,
}
"""What is given where an example of its kind would not do."""


def ways_out_of(refusal: TickboxError) -> str:
    """What a refusal says, without the act and field that it stands at."""
    if isinstance(refusal, BadValue):
        return f"{refusal.problem.en} {refusal.remedy.en}"
    return refusal.text.en


def filled(desk: Desk, act: Act, kind: str, id_: str) -> dict[str, Any]:
    """What the act is given, of this thing, with every field that it demands.

    References are to what is there, else to nothing; the rest is what a form shows as an example.
    """
    found = asked(desk, act, kind, id_)
    for one in fields_of(act.fields):
        if one.key in found:
            if isinstance(one.kind, Several) and isinstance(found[one.key], str):
                found[one.key] = [found[one.key]]
        elif one.required:
            example = one.kind.example
            if isinstance(one.refers, Reference) and not one.refers.new:
                thing = catalogue_of(desk.components).things.get(one.refers.kind)
                held = list(thing.choices(desk, found)) if thing else []
                example = held[0].id if held else "none"
                if isinstance(one.kind, Pairs):
                    example = f"{example}={one.kind.second.example}"
            elif isinstance(one.refers, Reference) and one.refers.new:
                example = f"new-{next(NEW, 0)}"
            found[one.key] = PLAIN[one.key] if one.key in PLAIN else one.kind.parse(example)
    return found


TOO_LATE = {
    "Publish its result first": ("motion", ("published", "void")),
    "Judge it when it is": ("project", ("given-up",)),
    "Change the list itself": ("round", ("posted",)),
    "Fix the annual list first": ("round", ("fixed",)),
    "Name it among what the meeting is about": ("meeting", ("", "held")),
}
"""Remedies that name no act, and the things in which states they are none."""


def refusals(planted: House, folder: Path, kind: str) -> Iterator[tuple[str, str, TickboxError]]:
    """Every act that changes something, on the first thing in every state: act, state, refusal.

    One that is done leaves the neighbourhood behind, for a copy in which nothing was done.
    """
    copies = count()
    with ExitStack() as stack:
        house = stack.enter_context(reopened(planted, folder / str(next(copies, 0))))
        acts = catalogue_of(house.desk.components).acts
        first = {state_of(house.desk, kind, one): one for one in choices(house.desk, kind)[::-1]}
        for state, one in first.items():
            for act in acts.values():
                if act.reads or all(field.refers.kind != kind for field in references(act)):
                    continue
                try:
                    perform_(house.desk, act.key, **filled(house.desk, act, kind, one.id))
                except TickboxError as refusal:
                    yield act.key, state, refusal
                else:
                    stack.close()
                    house = stack.enter_context(reopened(planted, folder / str(next(copies, 0))))


@pytest.mark.parametrize("kind", WALKED)
def test_a_remedy_names_what_is_possible_in_that_state(
    planted: House, tmp_path: Path, kind: str
) -> None:
    """Every act is tried on a thing in every state: what its refusal names can be done there."""
    wrong = []
    for key, state, refusal in refusals(planted, tmp_path, kind):
        said = ways_out_of(refusal)
        assert not any(words in said for words in UNREAD), f"{key}: {said}"
        assert not any(
            words in said and (kind, state) in [(of, one) for one in states]
            for words, (of, states) in TOO_LATE.items()
        ), f"{key} of {kind} {state}: {said}"
        wrong += [
            (key, state, named, said)
            for named in KEY.findall(said)
            if named in ACTS and not accepts(ACTS[named], kind, state)
        ]
    assert wrong == []


def test_a_decided_run_off_is_not_waited_for(planted: House, tmp_path: Path) -> None:
    """Whoever settles its tie otherwise, or wants another one, is told to settle it by this one."""
    other = {"round": "ran-tied", "reason": "另行决定"}
    with reopened(planted, tmp_path / "town") as house:
        with pytest.raises(NotPossible, match=r"settle the tie by it \(tie/settle, how=run-off\)"):
            perform_(house.desk, "tie/settle", **other, how="none")
        with pytest.raises(NotPossible, match=r"settle the tie by it \(tie/settle\)"):
            perform_(house.desk, "tie/run-off", round="ran-tied", id="again")
        with pytest.raises(NotPossible, match="Wait for it"):
            perform_(house.desk, "tie/settle", **(other | {"round": "held-tied"}), how="none")
        perform_(house.desk, "tie/settle", **other, how="run-off")
