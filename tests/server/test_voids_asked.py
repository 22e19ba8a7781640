"""Motions and judgements that two people void: pages, JSON, receipts, recount, law, and anew."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.components.judgement import Phase
from tickbox_core.desk import Desk, notices
from tickbox_core.desk.keeping import What
from tickbox_core.desk.motions import PollState
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import NotCountersigned, NotPossible, TickboxError, WrongState
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.text import LANGUAGES
from tickbox_core.workflow import log
from tickbox_server import create_app

from .every_state import HERE, House, build
from .test_ties import words

Client = TestClient[Any]
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WHY = "议题写错了，重新来过"
MOTIONS = {
    "m-posted": PollState.PREPARED,
    "m-open": PollState.OPEN,
    "m-closed": PollState.CLOSED,
    "m-heard": PollState.PRELIMINARY,
}
COUNTED = (PollState.CLOSED, PollState.PRELIMINARY, Phase.CLOSED)
JUDGEMENTS = {"j-open": Phase.OPEN, "j-closed": Phase.CLOSED}


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    """A neighbourhood in which everything is in every state."""
    house = build(tmp_path / "town")
    yield house
    house.town.close()


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act by two members of staff, or by the first of them."""
    return perform(ACTS[act], desk, given, LIN, ZHOU if ACTS[act].second else None)


def void_all(desk: Desk) -> dict[str, Any]:
    """Everything voided that can be; the answers by id."""
    found = {id_: do(desk, "motion/void", id=id_, reason=WHY) for id_ in MOTIONS}
    for id_ in JUDGEMENTS:
        found[id_] = do(desk, "judgement/void", judgement=id_, reason=WHY)
    return found


def faults_of(desk: Desk) -> list[str]:
    """What does not fit, but for the round whose deadline the house took out of its table."""
    return [one.en for one in desk.keeping.verify().faults if "tick-over" not in one.en]


def test_void_ends_motions_and_judgements_from_every_state(house: House) -> None:
    """The log ends with it, after closing the count is posted and recounts; nothing goes on."""
    desk = house.desk
    decision = desk.motions.decide("m-closed")
    answers = void_all(desk)
    store = desk._hand.store
    for id_, was in (*MOTIONS.items(), *JUDGEMENTS.items()):
        entry = log.entries(store, id_)[-1]
        assert (entry["kind"], entry["reason"]["zh"]) == ("voided", WHY)
        assert answers[id_]["was"] == str(was) and WHY in answers[id_]["words"]["zh"]
        assert bool(answers[id_]["computed"]) == (was in COUNTED)
    assert answers["m-closed"]["computed"]["result"] == str(decision.result)
    assert desk.motions.published("m-closed") is None
    for id_ in ("m-open", "m-closed", "m-heard"):
        assert desk.motions.poll(id_).state is PollState.VOID
        assert differences(desk.motions.bundle(id_)).status == 0
        assert differences(desk.motions.sealed(id_)).status == 0
    with pytest.raises(WrongState):
        desk.motions.bundle("m-posted")
    for id_ in JUDGEMENTS:
        assert differences(desk.judging.bundle(id_)).status == 0
    assert faults_of(desk) == []
    for id_ in MOTIONS:
        for act in ("motion/open", "motion/close", "motion/publish", "motion/codes", "motion/post"):
            with pytest.raises(TickboxError):
                do(desk, act, id=id_)
        with pytest.raises(WrongState):
            do(desk, "motion/void", id=id_, reason="x")
    for id_ in JUDGEMENTS:
        for act in ("judgement/close", "judgement/publish"):
            with pytest.raises(WrongState, match=WHY):
                do(desk, act, judgement=id_)
        with pytest.raises(WrongState):
            do(desk, "judgement/void", judgement=id_, reason="x")


def test_void_takes_two_a_reason_and_something_that_can_be_voided(house: House) -> None:
    """Published ones stay; one person alone does nothing; names stay sealed."""
    desk = house.desk
    for act, name, id_ in (
        ("motion/void", "id", "m-open"),
        ("judgement/void", "judgement", "j-open"),
    ):
        for second in (None, LIN, Actor("老周")):
            with pytest.raises(NotCountersigned):
                perform(ACTS[act], desk, {name: id_, "reason": WHY}, LIN, second)
        with pytest.raises(TickboxError):
            perform(ACTS[act], desk, {name: id_, "reason": " "}, LIN, ZHOU)
    for act, name, id_ in (
        ("motion/void", "id", "m-done"),
        ("judgement/void", "judgement", "j-done"),
    ):
        with pytest.raises(WrongState):
            perform(ACTS[act], desk, {name: id_, "reason": WHY}, LIN, ZHOU)
    with pytest.raises(NotPossible):
        desk.motions.void(
            "m-open", desk.motions.poll("m-open").motion.question, by="甲", second="甲"
        )
    void_all(desk)
    held = [
        one for one in desk.diary.entries() if one.kind in ("motion-voided", "judgement-voided")
    ]
    assert len(held) == 6
    assert {(one.secret("by"), one.secret("second")) for one in held} == {("小林", "老周")}
    assert "小林".encode() not in desk.motions.bundle("m-closed") + desk.judging.bundle("j-closed")


def in_zip(data: bytes, name: str) -> bytes:
    """A file of a bundle."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return held.read(name)


def test_before_closing_nothing_is_opened(house: House) -> None:
    """Neither a total nor a mark of what was not counted stands in a public file."""
    desk = house.desk
    void_all(desk)
    assert json.loads(in_zip(desk.motions.bundle("m-open"), "decision.json"))["tallies"] == []
    assert in_zip(desk.judging.bundle("j-open"), "marks.jsonl") == b""
    assert in_zip(desk.judging.bundle("j-closed"), "marks.jsonl") != b""


def test_papers_of_a_voided_motion_are_kept_for_the_year_of_the_law(house: House) -> None:
    """As those of a published one, from the day of the void; a judgement's codes go at once."""
    desk, clock = house.desk, house.clock
    before = {(one.what, one.id): one for one in desk.keeping.due()}
    assert before[What.CODES, "j-closed"].stays
    void_all(desk)
    due = {(one.what, one.id): one for one in desk.keeping.due()}
    assert due[What.PAPERS, "m-closed"].stays and not due[What.PAPERS, "m-closed"].goes
    assert due[What.CODES, "j-closed"].goes and not due[What.CODES, "j-closed"].stays
    day = desk.today().isoformat()
    for what in (What.PAPERS, What.CODES):
        papers = due[what, "m-closed"]
        assert f"voided on {day}" in papers.ends.en and f"已于{day}作废" in papers.ends.zh
        (why,) = papers.why
        assert f"'m-closed' was voided on {day}" in why.en and "公布" not in why.zh
    assert f"voided on {day}" in due[What.CODES, "j-closed"].ends.en
    clock.wait(367)
    due = {(one.what, one.id): one for one in desk.keeping.due()}
    assert due[What.PAPERS, "m-closed"].goes and not due[What.PAPERS, "m-closed"].stays
    desk.keeping.erase(by="小林")
    assert faults_of(desk) == []
    assert differences(desk.motions.bundle("m-closed")).status == 0


def test_voided_projects_are_judged_anew(house: House) -> None:
    """Under another id; while it stands they are not."""
    desk = house.desk
    given = {"round": "works", "projects": ["cheaper"], "title": "重新评议"}
    with pytest.raises(NotPossible, match="put to judgement"):
        do(desk, "judgement/open", judgement="j-again", **given)
    void_all(desk)
    do(desk, "judgement/open", judgement="j-again", **given)
    slot = desk.slots("works")[0].slot
    desk.judging.judge("j-again", slot, {"cheaper": Vote(Mark.FAIRLY, True)}, "k")
    do(desk, "judgement/close", judgement="j-again")
    do(desk, "judgement/publish", judgement="j-again")
    assert desk.judging.of_project("cheaper").judgement == "j-again"


def test_answers_that_come_too_late_are_told_why(house: House) -> None:
    """Over code and paper; a receipt says that it was taken, and counts no more."""
    desk = house.desk
    slot = desk.motions.elector_of_code("m-open", house.codes["m-open"][0]) or ""
    receipt = desk.motions.say("m-open", slot, "yes", "a-key")
    void_all(desk)
    with pytest.raises(WrongState, match=WHY):
        desk.motions.say("m-open", slot, "no", "another")
    checked = desk.motions.check("m-open", receipt.code)
    assert checked is not None and (checked.counted, checked.voided) == (False, True)
    judge = desk.slots("works")[0].slot
    with pytest.raises(WrongState, match=WHY):
        desk.judging.judge("j-open", judge, {"dearer": Vote(Mark.FAIRLY, True)}, "late")
    marked = desk.judging.check("j-open", house.receipts["j-open"][0])
    assert marked is not None and (marked.counted, marked.voided) == (False, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_residents_see_of_it(house: House, language: str) -> None:
    """Pages, feed, JSON and notice say why; what was counted is labelled as not in force."""
    void_all(house.desk)
    label = {"zh": "不生效", "en": "not in force"}[language]
    with TestClient(create_app(house.town), base_url="http://testserver.local") as client:
        client.get(f"/?lang={language}")
        for id_ in MOTIONS:
            page = words(client.get(f"/n/{HERE}/motions/{id_}").text)
            assert WHY in page, id_
            assert (label in page) == (id_ in ("m-closed", "m-heard")), id_
            asked = client.get(f"/api/v1/areas/{HERE}/motions/{id_}").json()
            assert asked["state"] == "void" and asked["void"]["reason"]["zh"] == WHY
        for id_ in JUDGEMENTS:
            page = words(client.get(f"/n/{HERE}/judge/{id_}").text)
            assert WHY in page, id_
            assert (label in page) == (id_ == "j-closed"), id_
            check = client.post(
                f"/n/{HERE}/judge/{id_}/check", data={"code": house.receipts[id_][0]}
            )
            taken = {"zh": "您的答复已经收到", "en": "Your answer was taken"}[language]
            assert taken in words(check.text) and WHY in words(check.text)
        feed = client.get(f"/n/{HERE}/feed.atom?lang={language}").text
        assert len(re.findall(r":(motion|judgement)-voided<", feed)) == 6
    for make, id_ in (
        (notices.void_motion_notice, "m-closed"),
        (notices.void_judgement_notice, "j-closed"),
    ):
        said = str(make(house.desk, id_, Sender()).document(language).values)
        assert WHY in said and label in said


def test_a_motion_is_promoted_anew_after_a_void(house: House) -> None:
    """Under the next id, so that the voided one stays as it is."""
    from tickbox_core.desk.motions import preparing

    void_all(house.desk)
    assert preparing.id_after_voids(house.desk._hand, "m-open") == "m-open.2"
    assert preparing.id_after_voids(house.desk._hand, "m-done") == "m-done"
