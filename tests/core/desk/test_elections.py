"""Elections at the desk: prepared, changed, silence, who has a part, recounted, voted on again."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences, recount_source, write_motion
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import deciding
from tickbox_core.errors import (
    BadValue,
    NoSuchMark,
    NotPossible,
    TickboxError,
    WrongState,
)
from tickbox_core.ledger import canonical
from tickbox_core.rules.motions import Paper
from tickbox_core.text import Text
from tickbox_core.workflow import log

from .motion_house import CastPaper, Clock, cast, desk, roll

GOLDEN = Path(__file__).parents[2] / "golden"
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
NAMES = ["陈一", "钱二（qianer）", "孙三"]
ID = "e1"


def do(at: Desk, act: str, by: Actor = LIN, /, **given: Any) -> Any:
    """An act; what two sign, Zhou signs beside."""
    return perform(ACTS[act], at, given, by, ZHOU if ACTS[act].second else None)


def prepared(at: Desk | None = None, **given: Any) -> Desk:
    """A desk with an election of two that is not open."""
    made = at or desk()
    fields = {"question": "选举业委会", "seats": 2, "candidates": NAMES, "matter": "other"}
    do(made, "motion/elect", id=ID, jurisdiction="here", **{**fields, **given})
    return made


def opened(areas: tuple[int | None, ...] = (100,) * 6, **given: Any) -> Desk:
    """The same, open."""
    at = prepared(**given)
    at.motions.register(ID, roll(areas))
    at.motions.open(ID)
    return at


def decided(
    marks: list[str], areas: tuple[int | None, ...] = (100,) * 6, **given: Any
) -> tuple[Desk, dict[str, Any]]:
    """Papers in the order of the flats; closed and published."""
    at = opened(areas, **given)
    for number, mark in enumerate(marks):
        if mark:
            cast(at, number, mark, ID)
    at.motions.close(ID)
    at.motions.publish(ID)
    published = at.motions.published(ID)
    assert published is not None
    return at, published


TIED = ["c1+c2", "c1+c3", "c1+c2", "c1+c3", "c2+c3", "c2+c3"]
"""Four heads each: more than half of six, and all equal."""


# -- preparing ---------------------------------------------------------------------------------


def test_it_is_changed_until_it_opens() -> None:
    """Whoever stays keeps the number; a new one gets the next; the posting is undone."""
    at = prepared()
    do(at, "motion/post", id=ID)
    do(at, "motion/elect", id=ID, because="到期")
    assert at.motions.poll(ID).posted is not None
    changed = do(at, "motion/elect", id=ID, candidates=["孙三", "李四", "陈一"])
    sides = {side: words["zh"] for side, words in changed["sides"].items()}
    assert list(sides.items())[:3] == [("c3", "孙三"), ("c4", "李四"), ("c1", "陈一")]
    assert changed["posted"] is None
    at.motions.register(ID, roll())
    at.motions.open(ID)
    with pytest.raises(WrongState):
        do(at, "motion/elect", id=ID, seats=1)


def test_the_order_can_be_drawn_and_then_stays() -> None:
    """As the names are given, or drawn by an act; then it stays, and the agenda is posted anew."""
    names = [f"候选{letter}" for letter in "甲乙丙丁戊己庚辛"]
    at = prepared(candidates=names)
    assert [one.title.zh for one in at.motions.poll(ID).motion.options] == names
    do(at, "motion/post", id=ID)
    assert do(at, "motion/draw-order", id=ID)["posted"] is None
    drawn = [one.title.zh for one in at.motions.poll(ID).motion.options]
    assert sorted(drawn) == sorted(names) and drawn != names
    do(at, "motion/elect", id=ID, because="到期")
    assert [one.title.zh for one in at.motions.poll(ID).motion.options] == drawn
    with pytest.raises(NotPossible, match="stands in this election"):
        do(at, "motion/draw-order", Actor("候选甲", Role.STAFF), id=ID)
    do(at, "motion/prepare", id="m2", question="修", matter="other", jurisdiction="here")
    with pytest.raises(NotPossible, match="no election"):
        do(at, "motion/draw-order", id="m2")
    at.motions.register(ID, roll())
    at.motions.open(ID)
    with pytest.raises(WrongState):
        do(at, "motion/draw-order", id=ID)


def test_a_drawing_keeps_no_hour_that_its_agenda_cannot_keep() -> None:
    """Posted anew it would be too late for the announced hour: another is announced first."""
    clock = Clock()
    at = prepared(desk(clock, notice__days=7))
    do(at, "motion/post", id=ID)
    do(at, "motion/open", id=ID, opens=(at.today() + timedelta(days=7)).isoformat())
    clock.at += timedelta(days=1)
    before = at.motions.poll(ID)
    with pytest.raises(NotPossible, match="Announce other hours first"):
        do(at, "motion/draw-order", id=ID)
    assert at.motions.poll(ID) == before and before.posted is not None
    do(at, "motion/open", id=ID, opens=(at.today() + timedelta(days=7)).isoformat())
    assert do(at, "motion/draw-order", id=ID)["posted"] is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seats": 4}, "3 stand for 4 seats"),
        ({"candidates": ["陈一", "陈 一"]}, "has the name"),
        ({"candidates": ["陈一、钱二", "孙三"]}, "several persons"),
        ({"seats": 0}, "seats"),
    ],
)
def test_what_cannot_be_elected_is_refused(given: dict[str, Any], said: str) -> None:
    """Too few, one twice, two in one line, no seat; nothing is saved."""
    at = desk()
    with pytest.raises(BadValue, match=said):
        prepared(at, **given)
    assert at.motions.polls() == ()


def test_silence_cannot_follow_the_majority() -> None:
    """Refused where the place says so, in words; another way is said for this election."""
    at = desk(silence="follow_majority")
    with pytest.raises(BadValue, match="silence cannot follow the majority"):
        prepared(at)
    prepared(at, silence="abstain")
    assert at.motions.poll(ID).motion.silence == "abstain"
    with pytest.raises(BadValue, match="silence cannot follow the majority"):
        do(
            at,
            "motion/answer",
            id=ID,
            question="silence",
            answer="follow_majority",
            source="议事规则",
        )
    do(at, "motion/elect", id=ID, silence="not_participating")
    assert at.motions.poll(ID).motion.silence == "not_participating"
    at.motions.register(ID, roll())
    assert do(at, "motion/checklist", id=ID)["ready"] is True
    with pytest.raises(BadValue, match="silence cannot follow the majority"):
        do(at, "motion/elect", id=ID, silence="law")


def test_an_election_is_no_other_motion() -> None:
    """Each is changed by its own act; an election has no confirming round."""
    at = prepared()
    with pytest.raises(NotPossible, match="is an election"):
        do(at, "motion/prepare", id=ID, because="到期")
    do(at, "motion/prepare", id="m2", question="修", matter="other", jurisdiction="here")
    with pytest.raises(NotPossible, match="no election"):
        do(at, "motion/elect", id="m2", seats=1)


# -- whoever stands ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["陈一", "陈 一", "钱二", "QianEr", "钱二（qianer）"])
def test_whoever_stands_is_refused_in_every_door(name: str) -> None:
    """Acts by them, and acts they sign beside or witness; the library's own doors too."""
    at, who = opened(), Actor(name, Role.STAFF)
    home = {"id": ID, "place": "u0"}
    paper = {**home, "mark": "c1", "by": "p0"}
    tries: list[Callable[[], object]] = [
        lambda: do(at, "motion/key", who, **home, mark="c1"),
        lambda: do(at, "motion/unkey", who, **home),
        lambda: do(at, "motion/cast", who, **paper),
        lambda: do(at, "motion/count", who, id=ID),
        lambda: do(at, "motion/mismatches", who, id=ID),
        lambda: do(at, "motion/codes", who, id=ID),
        lambda: do(at, "motion/deliver", who, id=ID, served=["u0"]),
        lambda: do(at, "motion/close", who, id=ID),
        lambda: do(at, "motion/assist", who, **paper, channel="door", witness="周"),
        lambda: do(at, "motion/assist", **paper, channel="door", witness=name),
        lambda: at.motions.key(ID, "u0", "c1", name),
        lambda: at.motions.void(ID, Text.of("错"), by="小林", second=name),
        lambda: do(at, "motion/void", who, id=ID, reason="错"),
        lambda: perform(ACTS["motion/void"], at, {"id": ID, "reason": "错"}, LIN, who),
    ]
    for attempt in tries:
        with pytest.raises(NotPossible, match="stands in this election"):
            attempt()
    at.motions.close(ID)
    for by, second in ((who, ZHOU), (LIN, who)):
        with pytest.raises(NotPossible, match="stands in this election"):
            perform(ACTS["motion/publish"], at, {"id": ID}, by, second)
    with pytest.raises(NotPossible, match="stands in this election"):
        at.motions.publish(ID, "小林", name)
    assert do(at, "motion/publish", id=ID)["elected"] == []


def test_whoever_stands_prepares_none_and_may_vote() -> None:
    """Who prepares it under a candidate's name is refused; a candidate's own paper counts."""
    at = desk()
    with pytest.raises(NotPossible, match="stands in this election"):
        do(at, "motion/elect", Actor("孙三", Role.STAFF), id=ID, question="选举", seats=1,
            candidates=NAMES, matter="other", jurisdiction="here")  # fmt: skip
    assert at.motions.polls() == ()
    prepared(at)
    for act, given in (
        ("motion/post", {}),
        ("motion/answer", {"question": "silence", "answer": "abstain", "source": "议事规则"}),
        ("motion/register", {"table": "unit\n101\n"}),
        ("motion/open", {}),
    ):
        with pytest.raises(NotPossible, match="stands in this election"):
            do(at, act, Actor("孙三", Role.STAFF), id=ID, **given)
    at = opened(candidates=["王0", "钱二", "孙三"])
    assert cast(at, 0, "c1", ID).revision == 1  # p0 is called 王0


def test_whoever_stands_neither_drops_it_nor_ends_a_dispute_about_it() -> None:
    """That it is disputed anybody may say; what others say of it is not read by who stands."""
    stands = Actor("孙三", Role.STAFF)
    at = prepared()
    with pytest.raises(NotPossible, match="stands in this election"):
        do(at, "motion/drop", stands, id=ID, reason="不选了")
    assert at.motions.poll(ID).state == "prepared"
    at.motions.register(ID, roll())
    at.motions.open(ID)
    at.motions.close(ID)
    at.motions.publish(ID)
    do(at, "motion/dispute", stands, id=ID, reason="计票有争议")
    for act, given in (("motion/end-dispute", {"reason": "了结"}), ("motion/disputes", {})):
        with pytest.raises(NotPossible, match="stands in this election"):
            do(at, act, stands, id=ID, **given)
    assert len(do(at, "motion/disputes", id=ID)) == 1


# -- papers ------------------------------------------------------------------------------------


def test_too_many_ticks_are_refused_at_the_desk_and_spoiled_when_keyed() -> None:
    """Two who read too many read alike, whichever they read; why stands sealed beside it."""
    at = opened()
    with pytest.raises(NoSuchMark, match="more than 2"):
        cast(at, 0, "c1+c2+c3", ID)
    do(at, "motion/key", id=ID, place="u0", mark="c1+c2+c3")
    do(at, "motion/key", ZHOU, id=ID, place="u0", mark="c3,c2,c1")
    (kept,) = at.motions.keyed(ID)
    assert kept.agreed == "spoiled"
    assert {one.reason and one.reason.en for one in kept.read} == {"more than 2 are ticked."}
    with pytest.raises(NoSuchMark, match="no candidate"):
        do(at, "motion/key", id=ID, place="u1", mark="c1+c9")


def test_a_mandate_says_whom_to_tick() -> None:
    """As a whole, in the order of the list."""
    at = opened()
    given = {"id": ID, "by": "q", "proxy": "q", "written": True}
    assert do(at, "motion/cast", **given, place="u0", mark="c1+c2")["revision"] == 1
    with pytest.raises(TickboxError):
        do(at, "motion/cast", **given, place="u1", mark="c2+c1")


# -- the result --------------------------------------------------------------------------------


def test_equal_on_both_for_all_seats() -> None:
    """Nobody is elected; all stand again for all seats, with the same roll and no papers."""
    at, published = decided(TIED)
    assert (published["result"], published["elected"]) == ("rejected", [])
    assert (published["equal"], published["left"]) == (["c1", "c2", "c3"], 2)
    again = do(at, "motion/elect-again", id=ID)
    assert (again["seats"], again["posted"]) == (2, None)
    assert len(at.motions.units(again["id"])) == 6
    assert at.motions.taken_part(again["id"]) == 0
    with pytest.raises(NotPossible, match="follows from the one before"):
        do(at, "motion/elect", id=again["id"], seats=1)


def test_undetermined_certifies_nobody_and_is_not_voted_on_again() -> None:
    """An area that nobody knows."""
    at, published = decided(["c1+c2"] * 6, (100, 100, 100, 100, 100, None))
    assert (published["result"], published["elected"], published["again"]) == (
        "undetermined", [], [],
    )  # fmt: skip
    with pytest.raises(NotPossible, match="undetermined"):
        do(at, "motion/elect-again", id=ID)


def test_bars_that_are_shares_of_all_are_held_by_each_candidate() -> None:
    """As before 2021: more than half of all heads and area, whoever took part."""
    of_all = [
        {"base": base, "quorum": None, "approval": "more_than 1/2", "of": "all"}
        for base in ("heads", "area")
    ]
    for ticks, elected in ((3, []), (4, ["c1"])):
        at = desk(bars__ordinary=of_all)
        prepared(at)
        at.motions.register(ID, roll())
        at.motions.open(ID)
        for number in range(ticks):
            cast(at, number, "c1", ID)
        at.motions.close(ID)
        at.motions.publish(ID)
        assert (at.motions.published(ID) or {})["elected"] == elected
        assert _format(at.motions.bundle(ID)) == "tickbox-motion/4"


def test_areas_of_three_decimals_are_counted_as_surveyed() -> None:
    """A thousandth of a square metre is enough at the bar."""
    for more, elected in ((0, []), (1, ["c1"])):
        at = prepared()
        areas = (1000 + more, 1000, 1000, 1000)
        at.motions.register(ID, attrs.evolve(roll(areas), decimals=3))
        at.motions.open(ID)
        for number, mark in enumerate(["c1", "c1", "c2", "abstain"]):
            cast(at, number, mark, ID)
        at.motions.close(ID)
        at.motions.publish(ID)
        published = at.motions.published(ID) or {}
        assert published["verdicts"]["c1"]["checks"][3]["met"] is bool(elected)
        assert differences(at.motions.sealed(ID)).status == 0


def test_other_motions_are_not_voted_on_again() -> None:
    """They have no seats."""
    at = desk()
    do(at, "motion/prepare", id="m2", question="修", matter="other", jurisdiction="here")
    with pytest.raises(WrongState):
        do(at, "motion/elect-again", id="m2")
    at.motions.register("m2", roll())
    at.motions.open("m2")
    at.motions.close("m2")
    at.motions.publish("m2")
    with pytest.raises(NotPossible, match="no election"):
        do(at, "motion/elect-again", id="m2")


def test_a_voided_election_posts_what_it_came_to() -> None:
    """Not in force; its file recounts."""
    at = opened()
    for number in range(6):
        cast(at, number, "c1", ID)
    at.motions.close(ID)
    found = do(at, "motion/void", id=ID, reason="名单错")
    assert found["computed"]["elected"] == ["c1"]
    for data in (at.motions.bundle(ID), at.motions.sealed(ID)):
        assert differences(data).status == 0


# -- the recount -------------------------------------------------------------------------------


def _format(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return str(json.loads(whole.read("manifest.json"))["format"])


def _run(source: str, data: bytes, folder: Path) -> int:
    (folder / "recount.py").write_text(source, "utf-8")
    (folder / "e.zip").write_bytes(data)
    return subprocess.run(
        [sys.executable, "-I", "recount.py", "e.zip"], cwd=folder, capture_output=True, check=False
    ).returncode


def test_it_has_a_format_that_an_older_recount_does_not_decide(tmp_path: Path) -> None:
    """The one file of today agrees, that of the first edition says that it cannot tell."""
    at, _ = decided(["c1+c2", "c1+c3", "c1", "c1", "c2", ""])
    with zipfile.ZipFile(GOLDEN / "recount-1.zip") as held:
        old = held.read(next(iter(held.namelist()), "")).decode()
    for data in (at.motions.bundle(ID), at.motions.sealed(ID)):
        assert _format(data) == "tickbox-motion/4"
        assert _run(recount_source(), data, tmp_path) == 0
        assert _run(old, data, tmp_path) == 2


Outcome = dict[str, Any]


def _more_heads(outcome: Outcome) -> None:
    outcome["tallies"][0]["marks"]["c3"] += 1


def _no_ticks(outcome: Outcome) -> None:
    outcome["tallies"][0]["marks"]["abstain"] += 2  # three are left, and four ticked c1


def _fewer_took_part(outcome: Outcome) -> None:
    outcome["tallies"][0]["participating"] -= 1


@pytest.mark.parametrize(
    "change",
    [
        lambda outcome: outcome.update(elected=["c2"]),
        lambda outcome: outcome.update(elected=["c1", "c2"], left=0, again=[]),
        lambda outcome: outcome.update(left=0),
        lambda outcome: outcome.update(again=["c2"]),
        lambda outcome: outcome.update(equal=["c2", "c3"]),
        lambda outcome: outcome.update(seats=1),
        lambda outcome: outcome.update(result="rejected"),
        lambda outcome: outcome.update(chosen="c1"),
        lambda outcome: outcome.update(next_round=["c1"]),
        _more_heads,
        _no_ticks,
        _fewer_took_part,
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_whoever_publishes_another_outcome_is_found_out(
    change: Callable[[Outcome], object], sealed: bool
) -> None:
    """Though the log pins it: from the public totals alone, or with the papers."""
    at, published = decided(["c1+c2", "c1+c3", "c1", "c1", "c2", ""])
    assert (published["elected"], published["again"]) == (["c1"], ["c2", "c3"])
    hand = at._hand
    checkpoint = log.last_checkpoint(hand.store, ID)
    assert checkpoint is not None
    change(published)
    parts = deciding.motion_parts(hand, at.motions.poll(ID), checkpoint, published, sealed)
    *before, last = parts.entries
    digest = hashlib.sha256(canonical(published)).hexdigest()
    forged = attrs.evolve(parts, entries=(*before, {**last, "outcome": digest}))
    found = differences(write_motion(forged))
    assert found.status == 1
    assert any("decision.json" in sentence for sentence in found.sentences)


@pytest.mark.parametrize(
    "fields",
    [{"silence": "follow_majority"}, {"seats": 9}, {"seats": 0}, {"kind": "residents-motion"}],
)
def test_an_election_that_nobody_may_hold_is_not_decided(fields: dict[str, Any]) -> None:
    """Silence that would follow, more seats than candidates, no owners; or no seats at all."""
    at, published = decided(["c1", "c1", "c1", "c1", "c2", ""])
    checkpoint = log.last_checkpoint(at._hand.store, ID)
    assert checkpoint is not None
    parts = deciding.motion_parts(at._hand, at.motions.poll(ID), checkpoint, published, False)
    first, *rest = parts.entries
    first = {**first, "motion": {**first["motion"], **fields}}
    found = differences(write_motion(attrs.evolve(parts, entries=(first, *rest))))
    assert found.status != 0


@pytest.mark.parametrize("mark", ["c2+c1", "c1+c1", "c1+c2+c3", "c1+c9", "c1+none-of-these"])
def test_a_sealed_paper_that_nobody_may_mark_is_found_out(mark: str) -> None:
    """Another order, twice the same, too many, a stranger, a contradiction."""
    at, published = decided(["c1+c2", "c1+c3", "c1", "c1", "c2", ""])
    checkpoint = log.last_checkpoint(at._hand.store, ID)
    assert checkpoint is not None
    parts = deciding.motion_parts(at._hand, at.motions.poll(ID), checkpoint, published, True)
    assert parts.sealed is not None
    papers = [dict(one) for one in parts.sealed.papers]
    papers[0]["mark"] = mark
    forged = attrs.evolve(parts, sealed=attrs.evolve(parts.sealed, papers=papers))
    sentences = differences(write_motion(forged)).sentences
    assert any("papers.jsonl:1" in one and "cannot say this" in one for one in sentences)


def test_library_papers_are_in_order_too() -> None:
    """Whoever embeds gives a mark as it is kept."""
    at = opened()
    with pytest.raises(TickboxError):
        at.motions.cast(ID, CastPaper(Paper("u0", "c2+c1", "p0"), "k"))
    assert at.motions.cast(ID, CastPaper(Paper("u0", "c1+c2", "p0"), "k")).revision == 1
