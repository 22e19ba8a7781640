"""Ideas: asked for, given, answered, taken as options with their trace, taken back, erased."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from tickbox_core import Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.components.ideas import IdeaReply, NewIdea, OptionOfIdea, origin_words
from tickbox_core.desk import Cast, Desk, wall
from tickbox_core.desk.diary import history
from tickbox_core.desk.notices.handed_out import _boxes
from tickbox_core.errors import (
    BadValue,
    DuplicateId,
    NotAllowed,
    NotListed,
    NotPossible,
    WrongState,
)
from tickbox_core.testing import desks
from tickbox_core.workflow import NOBODY

LIN = Actor("小林", Role.STAFF)
WHY = Text("试过了", "it was tried")


@pytest.fixture
def desk() -> Desk:
    """A list that is being formed, and a call about its first item."""
    found = desks.desk()
    found.prepare(desks.plan())
    do(found, "idea/ask", call="i1", question="边门怎么开？", item="r1/gate")
    return found


def do(desk: Desk, key: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act, as staff unless somebody else asks."""
    return perform(ACTS[key], desk, given, actor)


def given_by(desk: Desk, text: str = "装刷卡门", **more: Any) -> str:
    """An idea of a resident; its reference."""
    return str(do(desk, "idea/give", NOBODY, call="i1", text=text, **more)["ref"])


def taken(desk: Desk, ref: str, option: str = "card") -> Any:
    """It is answered as taken up and becomes an option."""
    do(desk, "idea/answer", ref=ref, reply="taken-up", words="可行", posted="装刷卡门")
    return do(desk, "idea/take", ref=ref, option=option, title="刷卡门", cost=10000)


class TestAsking:
    """A call is about one thing and lasts until its last day."""

    def test_it_is_about_one_item_or_one_problem(self, desk: Desk) -> None:
        """Neither, both and what is not there are refused."""
        raised = do(desk, "problem/raise", title="积水")["ref"]
        asked = do(desk, "idea/ask", call="i2", question="怎么排水？", problem=raised)
        assert (asked["matter"], asked["about"], asked["title"]["zh"]) == (
            "problem",
            raised,
            "积水",
        )
        for about in ({}, {"item": "r1/gate", "problem": raised}):
            with pytest.raises(NotPossible, match="one item or one problem"):
                do(desk, "idea/ask", call="i3", question="?", **about)
        with pytest.raises(NotListed):
            do(desk, "idea/ask", call="i3", question="?", problem="AAAA-AAAA")
        with pytest.raises(NotPossible, match="in use"):
            do(desk, "idea/ask", call="i1", question="?", item="r1/gate")

    def test_only_staff_ask_answer_and_take(self, desk: Desk) -> None:
        """A resident gives, follows and takes back."""
        ref = given_by(desk)
        for key, more in (
            ("idea/answer", {"ref": ref, "reply": "kept", "words": "好"}),
            ("idea/take", {"ref": ref, "option": "a", "title": "b"}),
            ("idea/close", {"call": "i1", "outcome": "好"}),
            ("idea/all", {}),
        ):
            with pytest.raises(NotAllowed):
                do(desk, key, NOBODY, **more)

    @pytest.mark.parametrize(("after", "takes"), [(-1, None), (0, True), (1, False)])
    def test_the_last_day_is_the_last(self, after: int, takes: bool | None) -> None:
        """Just before, on and just after; a day that has passed is never announced."""
        moments = [desks.NOON]
        desk = desks.desk(clock=lambda: moments[0])
        desk.prepare(desks.plan())
        closes = (desks.NOON.date() + timedelta(days=after if after < 0 else 0)).isoformat()
        asking = {"call": "i1", "question": "?", "item": "r1/gate", "closes": closes}
        if takes is None:
            with pytest.raises(BadValue, match="passed"):
                do(desk, "idea/ask", **asking)
            return
        do(desk, "idea/ask", **asking)
        moments[0] += timedelta(days=after)
        if takes:
            assert given_by(desk)
            assert do(desk, "idea/show", NOBODY, call="i1")["open"] is True
            return
        with pytest.raises(NotPossible, match="over"):
            given_by(desk)
        assert do(desk, "idea/show", NOBODY, call="i1")["open"] is False

    def test_a_closed_call_takes_none_and_still_answers(self, desk: Desk) -> None:
        """What came of it is posted; what was given before gets its answer."""
        ref = given_by(desk)
        closed = do(desk, "idea/close", call="i1", outcome="采用一条")
        assert (closed["open"], closed["waiting"]) == (False, 1)
        with pytest.raises(NotPossible, match="over"):
            given_by(desk)
        with pytest.raises(NotPossible, match="closed already"):
            do(desk, "idea/close", call="i1", outcome="又")
        do(desk, "idea/answer", ref=ref, reply="kept", words="以后")
        assert do(desk, "idea/show", NOBODY, call="i1")["waiting"] == 0


class TestGiving:
    """What is said is sealed; what residents see is what staff post."""

    def test_words_and_author_are_for_staff(self, desk: Desk) -> None:
        """Nothing of them stands open in the diary, or is told to whoever follows."""
        ref = given_by(desk, "装刷卡门，电话打给我", author="王阿姨", contact="138")
        (entry,) = (one for one in history(desk.context.store) if one.kind == "idea")
        assert "王阿姨" not in str(entry.facts) and "刷卡" not in str(entry.facts)
        told = [
            do(desk, "idea/follow", NOBODY, ref=ref),
            do(desk, "idea/calls", NOBODY),
        ]
        assert "王阿姨" not in str(told) and "电话" not in str(told)
        assert ref not in str(told[1])
        assert do(desk, "idea/waiting")[0]["author"] == {"name": "王阿姨", "contact": "138"}

    @pytest.mark.parametrize("text", ["", "  ", "字" * 2001])
    def test_it_is_bounded_as_wishes_are(self, desk: Desk, text: str) -> None:
        """Nothing, blanks, and more than 2,000 characters."""
        with pytest.raises(BadValue):
            given_by(desk, text)
        assert given_by(desk, "字" * 2000)

    def test_a_name_that_may_be_told_is_needed_for_that(self, desk: Desk) -> None:
        """Nobody's name may not be told."""
        with pytest.raises(NotPossible, match="name"):
            given_by(desk, named=True)

    def test_a_resident_cannot_say_by_which_way_it_came(self, desk: Desk) -> None:
        """It came online; staff say how they heard of it."""
        given_by(desk, channel="door")
        do(desk, "idea/give", call="i1", text="两扇门", channel="door")
        assert [one["channel"] for one in do(desk, "idea/all")] == ["online", "door"]


class TestAnswering:
    """Each gets an answer; some become options, with their trace."""

    @pytest.mark.parametrize("reply", list(IdeaReply))
    def test_an_answer_is_posted_with_the_words_that_staff_post(
        self, desk: Desk, reply: IdeaReply
    ) -> None:
        """Not the author's own; a later answer replaces it."""
        ref = given_by(desk, "我的原话")
        do(desk, "idea/answer", ref=ref, reply=str(reply), words="因为", posted="装门")
        do(desk, "idea/answer", ref=ref, words="再想想")  # what is not given stays
        (shown,) = do(desk, "idea/show", NOBODY, call="i1")["ideas"]
        assert shown["posted"]["zh"] == "装门" and shown["answer"]["reply"] == reply
        assert shown["answer"]["words"]["zh"] == "再想想" and "原话" not in str(shown)

    def test_an_option_and_its_trace_come_and_go_together(self, desk: Desk) -> None:
        """Taken and released: the list is as it was."""
        before, ref = desk.round("r1"), given_by(desk)
        with pytest.raises(NotPossible, match="not answered as taken up"):
            do(desk, "idea/take", ref=ref, option="card", title="刷卡门")
        taken(desk, ref)
        (option,) = desk.round("r1").item("gate").options
        assert (option.id, option.title.zh, option.cost) == ("card", "刷卡门", 10000)
        trace = OptionOfIdea("card", Text.of("刷卡门"), date(2026, 3, 6), Text.of("装刷卡门"), "")
        assert wall.item_facts(desk, "r1", "gate").ideas == (trace,)
        with pytest.raises(NotPossible, match="already"):
            do(desk, "idea/take", ref=ref, option="more", title="又")
        with pytest.raises(NotPossible, match="stands as an option"):
            do(desk, "idea/answer", ref=ref, reply="declined", words="不")
        with pytest.raises(NotPossible, match="stays"):
            do(desk, "idea/withdraw", NOBODY, ref=ref)
        do(desk, "idea/release", ref=ref, reason="换一种")
        assert desk.round("r1") == before
        assert wall.item_facts(desk, "r1", "gate").ideas == ()

    def test_an_option_that_goes_otherwise_has_no_trace_left(self, desk: Desk) -> None:
        """Where the item was changed the trace is not told of another option."""
        ref = given_by(desk)
        taken(desk, ref)
        do(desk, "item/change", round="r1", id="gate", unset=["options"])
        assert wall.item_facts(desk, "r1", "gate").ideas == ()
        do(desk, "idea/release", ref=ref, reason="清单改了")  # and there is a way out

    def test_an_id_that_stands_is_refused_and_nothing_happens(self, desk: Desk) -> None:
        """Neither the list nor the diary moves."""
        first, second = given_by(desk), given_by(desk, "两扇门")
        taken(desk, first)
        do(desk, "idea/answer", ref=second, reply="taken-up", words="可行")
        before = len(list(history(desk.context.store)))
        with pytest.raises(DuplicateId):
            do(desk, "idea/take", ref=second, option="card", title="又")
        assert len(list(history(desk.context.store))) == before

    def test_a_list_that_is_open_takes_no_option(self, desk: Desk) -> None:
        """It is refused in the words of changing an item."""
        ref = given_by(desk)
        do(desk, "idea/answer", ref=ref, reply="taken-up", words="可行")
        desk.register("r1", desks.roll())
        desk.open("r1")
        with pytest.raises(WrongState):
            do(desk, "idea/take", ref=ref, option="card", title="刷卡门")

    def test_about_a_problem_the_item_has_to_be_named(self, desk: Desk) -> None:
        """An idea about a problem becomes an option of the item that is named."""
        raised = do(desk, "problem/raise", title="积水")["ref"]
        do(desk, "idea/ask", call="i2", question="怎么排水？", problem=raised)
        ref = do(desk, "idea/give", NOBODY, call="i2", text="加泵")["ref"]
        do(desk, "idea/answer", ref=ref, reply="taken-up", words="可行")
        with pytest.raises(NotPossible, match="which item"):
            do(desk, "idea/take", ref=ref, option="pump", title="加泵")
        do(desk, "idea/take", ref=ref, option="pump", title="加泵", item="r1/garden")
        assert desk.round("r1").item("garden").ticks[0] == "garden/pump"

    @pytest.mark.parametrize(("named", "reply"), [(False, "taken-up"), (True, "kept")])
    def test_a_name_is_told_only_of_what_is_taken_up_and_allowed(
        self, desk: Desk, named: bool, reply: str
    ) -> None:
        """Anonymous it stays without a name, and so does what is not taken up."""
        ref = given_by(desk, author="王阿姨", named=named)
        do(desk, "idea/answer", ref=ref, reply=reply, words="好")
        assert "王阿姨" not in str(do(desk, "idea/calls", NOBODY))

    def test_a_name_that_is_allowed_goes_with_the_option(self, desk: Desk) -> None:
        """And leaves with what is sealed."""
        ref = given_by(desk, author="王阿姨", named=True)
        taken(desk, ref)
        (found,) = wall.item_facts(desk, "r1", "gate").ideas
        assert origin_words(found).en == "from an idea of 王阿姨, 6 March 2026: 装刷卡门"
        desk.diary.erase(lambda one: one.kind == "idea", WHY)
        assert wall.item_facts(desk, "r1", "gate").ideas[0].by == "王阿姨"  # sealed with the option
        desk.diary.erase(lambda one: one.kind == "idea-taken", WHY)
        (found,) = wall.item_facts(desk, "r1", "gate").ideas
        assert found.by == ""
        assert origin_words(found).en == "from a resident's idea of 6 March 2026: 装刷卡门"


class TestTakingBack:
    """Whoever has the reference takes it back, once."""

    def test_nothing_of_it_is_shown_from_then_on(self, desk: Desk) -> None:
        """Also where it was answered; it waits for nothing."""
        ref = given_by(desk)
        do(desk, "idea/answer", ref=ref, reply="kept", words="好", posted="装门")
        assert do(desk, "idea/withdraw", NOBODY, ref=ref.lower())["withdrawn"] is True
        shown = do(desk, "idea/show", NOBODY, call="i1")
        assert (shown["received"], shown["waiting"], shown["ideas"]) == (0, 0, [])
        for key, more in (
            ("idea/withdraw", {}),
            ("idea/answer", {"reply": "kept", "words": "好"}),
        ):
            with pytest.raises(NotPossible, match="withdrawn"):
                do(desk, key, ref=ref, **more)

    def test_a_wrong_reference_takes_nothing_back(self, desk: Desk) -> None:
        """And says that there is none."""
        given_by(desk)
        with pytest.raises(NotListed):
            do(desk, "idea/withdraw", NOBODY, ref="AAAA-AAAA")


def test_what_is_sealed_stays_until_it_is_answered(desk: Desk) -> None:
    """A purpose that is over once there is an answer, or once it was taken back."""
    waiting, answered, back = given_by(desk), given_by(desk, "乙"), given_by(desk, "丙")
    do(desk, "idea/answer", ref=answered, reply="kept", words="好")
    do(desk, "idea/withdraw", NOBODY, ref=back)
    desk.keeping.erase(by="经办人")
    left = {one.ref for one in desk.ideas.ideas() if one.text is not None}
    assert left == {waiting}


def test_the_state_is_the_fold_of_the_diary(desk: Desk) -> None:
    """Read anew it is the same."""
    taken(desk, given_by(desk, author="王阿姨", named=True))
    given_by(desk, "再来一条")
    before = desk.ideas.ideas(), desk.ideas.all_public()
    desk.diary.forget()
    assert (desk.ideas.ideas(), desk.ideas.all_public()) == before


def test_a_matter_that_is_gone_is_told_by_its_id(desk: Desk) -> None:
    """A call does not break the page of all calls when its item leaves the list."""
    round = desk.round("r1")
    desk.prepare(desks.plan(items=tuple(one for one in round.items if one.id != "gate")))
    assert do(desk, "idea/calls", NOBODY)[0]["title"]["zh"] == "r1/gate"


def test_staff_may_write_one_down_and_say_so(desk: Desk) -> None:
    """``taken_by`` is needed for what did not come online."""
    with pytest.raises(NotPossible):
        desk.ideas.give("i1", NewIdea("装门", "door"))  # type: ignore[arg-type]


ORIGIN = Text("来自2026年3月6日的居民建议", "from a resident's idea of 6 March 2026")


class TestItsTrace:
    """That an option came of an idea stands in the plan: on ballot, paper, bundle and clone."""

    def test_it_survives_what_is_done_to_the_item(self, desk: Desk) -> None:
        """Its words and cost may be changed, and a list made from it; nobody is named."""
        taken(desk, given_by(desk, author="王阿姨", named=True))
        (option,) = desk.round("r1").item("gate").options
        assert option.origin == ORIGIN
        other = [{"id": "card", "title": "刷卡门（新）", "cost": 9}, {"id": "b", "title": "乙"}]
        do(desk, "item/change", round="r1", id="gate", options=other)
        changed = desk.round("r1").item("gate").options
        assert [(one.title.zh, one.origin) for one in changed] == [
            ("刷卡门（新）", ORIGIN),
            ("乙", Text("", "")),
        ]
        do(desk, "item/add", round="r1", id="gate", title="开边门", options=other)  # as it stands
        do(desk, "round/clone", round="r1", id="r2", title="明年")
        assert desk.round("r2").item("gate").options == changed

    def test_paper_and_bundle_say_so(self, desk: Desk) -> None:
        """The sheet's box, and the first entry of the log, with which the bundle recounts."""
        taken(desk, given_by(desk, author="王阿姨", named=True))
        (box, none) = _boxes(desk.round("r1").item("gate"), 1)
        assert ORIGIN.zh in box.words.zh and "100" in box.words.zh and none.tick != "card"
        desk.register("r1", desks.roll())
        desks.make_ready(desk, "r1")
        desk.open("r1")
        desk.cast("r1", Cast(desk.slots("r1")[0].slot, ("gate/card",), "key"))
        desk.close("r1")
        desk.publish("r1")
        bundle = desk.bundle("r1")
        assert differences(bundle).status == 0
        with zipfile.ZipFile(io.BytesIO(bundle)) as held:
            log = held.read("ledger.jsonl").decode()
        assert ORIGIN.zh in log and "王阿姨" not in log
