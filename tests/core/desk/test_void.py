"""A round that two people void: from each state, said everywhere, final, and due like any other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.archive import read, write
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk, notices, wall
from tickbox_core.desk.keeping import What
from tickbox_core.desk.keeping.restoring import restore
from tickbox_core.desk.keeping.slicing import archive
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import (
    NotCountersigned,
    NotListed,
    NotPossible,
    TickboxError,
    WrongState,
)
from tickbox_core.hooks import Event
from tickbox_core.model import Area, AreaTree, State
from tickbox_core.store import MemoryStore
from tickbox_core.store.folder import DataFolder
from tickbox_core.testing import desks
from tickbox_core.text import LANGUAGES, Text
from tickbox_core.workflow import log

R1 = desks.ROUND
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WHY = "名册用错了一份"
MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)
STATES = ("posted", "ticking", "counting", "tied")


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act by two members of staff, or by the first of them."""
    second = ZHOU if ACTS[act].second else None
    return perform(ACTS[act], desk, given, LIN, second)


def vote(desk: Desk, *, tie: bool = False) -> None:
    """Two for the garden, one (or two) for the bench."""
    for at, item in enumerate(("garden", "garden", "bench", *(("bench",) if tie else ()))):
        desk.cast(R1, Cast(desk.slots(R1)[at].slot, (item,), f"k{at}"))


def reached(state: str, desk: Desk | None = None) -> Desk:
    """A desk with the round in that state."""
    desk = desk or desks.desk(MemoryStore())
    desk.prepare(desks.plan(tie_break="refuse", notice_days=7 if state == "posted" else 0))
    desk.register(R1, desks.roll())
    if state == "posted":
        desk.posting.post(R1)
        return desk
    desk.open(R1)
    vote(desk, tie=state == "tied")
    if state != "ticking":
        desk.close(R1)
    if state == "tied":
        desk.post_tie(R1, "小林", "老周")
    return desk


def void(desk: Desk, why: str = WHY) -> Any:
    """The round voided by two."""
    return do(desk, "round/void", round=R1, reason=why)


def desks_tree() -> AreaTree:
    """A town of one neighbourhood."""
    return AreaTree((Area("t", "town", Text.of("镇")), Area("n1", "neighbourhood", "一村", "t")))


class TestVoiding:
    @pytest.mark.parametrize("state", STATES)
    def test_it_ends_the_round_for_good(self, state: str) -> None:
        """Nothing opens, closes, counts, publishes or settles it, and it is not voided twice."""
        desk = reached(state)
        answer = void(desk)
        assert answer["reason"]["zh"] == WHY and WHY in answer["words"]["zh"]
        assert desk.round(R1).state is State.VOID
        last = log.entries(desk._hand.store, R1)[-1]
        assert (last["kind"], last["reason"]["zh"]) == ("voided", WHY)
        for act, more in (
            ("round/open", {}), ("round/close", {}), ("round/count", {}), ("round/publish", {}),
            ("round/post", {}), ("round/withdraw", {"reason": "x"}),
            ("round/void", {"reason": "x"}),
            ("tie/settle", {"how": "none", "reason": "x"}), ("result/finalise", {}),
            ("result/override", {"take": ["bench"], "reason": "x", "decided-by": "x"}),
            ("round/codes", {}),
        ):  # fmt: skip
            with pytest.raises(TickboxError):
                do(desk, act, round=R1, **more)
        assert desk.round(R1).state is State.VOID and desk.outcome(R1) is None
        assert log.entries(desk._hand.store, R1)[-1] == last
        assert desk.keeping.verify().faults == ()

    @pytest.mark.parametrize("state", STATES)
    def test_its_items_are_listed_anew_by_a_clone(self, state: str) -> None:
        """Under another id, from the beginning."""
        desk = reached(state)
        void(desk)
        do(desk, "round/clone", round=R1, id="r2", title="重来一轮")
        assert desk.round("r2").state is State.LISTING
        assert desk.round("r2").item_ids == desk.round(R1).item_ids
        assert desk.round("r2").opened_at is None

    def test_not_what_is_a_draft_or_published(self) -> None:
        """A draft is changed, a result stands; both say so."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        with pytest.raises(WrongState, match="not posted yet"):
            void(desk)
        desk.register(R1, desks.roll())
        desk.open(R1)
        vote(desk)
        desk.close(R1)
        desk.publish(R1)
        with pytest.raises(WrongState, match="posted and stays"):
            void(desk)
        assert desk.round(R1).state is State.DECIDED

    def test_a_trial_is_wiped_instead(self) -> None:
        """It counts nowhere."""
        desk = desks.desk()
        desk.prepare(desks.plan(rehearsal=True))
        desk.register(R1, desks.roll())
        desk.open(R1)
        with pytest.raises(NotPossible, match="round/wipe"):
            void(desk)

    def test_it_takes_two_and_a_reason(self) -> None:
        """Never one alone, never one twice; names are sealed and nowhere in public."""
        desk = reached("counting")
        for second in (None, LIN, Actor("老周"), Actor("老周", Role.KEYER)):
            with pytest.raises(NotCountersigned):
                perform(ACTS["round/void"], desk, {"round": R1, "reason": WHY}, LIN, second)
        for names in (("小林", "小林 "), ("小林", "")):
            with pytest.raises(NotPossible):
                desk.void(R1, Text(WHY, WHY), by=names[0], second=names[1])
        with pytest.raises(NotPossible, match="reason"):
            desk.void(R1, Text("  ", ""), by="小林", second="老周")
        assert desk.round(R1).state is State.COUNTING
        void(desk)
        (held,) = [one for one in desk.diary.entries() if one.kind == "round-voided"]
        assert (held.secret("by"), held.secret("second")) == ("小林", "老周")
        public = f"{desk.bundle(R1)!r} {wall.round_facts(desk, R1)} {desk.timeline()}"
        assert "小林" not in public and "老周" not in public

    def test_observers_are_told(self) -> None:
        """Once it is durable."""
        desk, heard = reached("ticking"), list[Event]()
        desk.observe(heard.append)
        void(desk)
        assert [(one.kind, one.facts["reason"]["zh"]) for one in heard] == [("voided", WHY)]


class TestWhileTicking:
    def test_later_ballots_are_refused_with_the_reason(self) -> None:
        """And one that was taken is answered again with its receipt."""
        desk = reached("ticking")
        slot = desk.slots(R1)[0].slot
        void(desk)
        with pytest.raises(WrongState, match=WHY):
            desk.cast(R1, Cast(desk.slots(R1)[4].slot, ("gate",), "late"))
        again = desk.cast(R1, Cast(slot, ("garden",), "k0"))
        checked = desk.check(R1, again.code)
        assert checked is not None and checked.voided and not checked.counted

    def test_nothing_is_counted_and_no_ballot_is_opened(self) -> None:
        """Nobody knew a result, so there is none to be hidden: choices stay where they are."""
        desk = reached("ticking")
        answer = void(desk)
        assert answer["computed"] is None and answer["tied"] is None
        assert desk._hand.store.get("outcome", cycle=R1) is None
        with pytest.raises(WrongState):
            desk.ticks_of_receipt(
                R1, desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("garden",), "k0")).code
            )
        assert differences(desk.bundle(R1)).status == 0


class TestAfterClosing:
    def test_the_count_is_posted_beside_the_reason(self) -> None:
        """In answer, wall, notice; it is no result: nothing is carried out of it."""
        desk = reached("counting")
        computed = desk.count(R1).plain()
        answer = void(desk)
        assert answer["computed"] == computed and answer["was"] == "counting"
        assert desk.outcome(R1) is None
        shown = wall.round_facts(desk, R1)
        assert shown.void is not None and shown.result is None
        assert shown.void.computed.ranking[0].item == "garden"
        with pytest.raises(TickboxError):
            do(desk, "project/start", round=R1, item="garden", id="p1", milestones=[])
        for language in LANGUAGES:
            said = str(notices.void_notice(desk, R1, Sender()).document(language).values)
            assert WHY in said and "小花园" in said
            assert Text("按计票会选出：", "The count would have chosen").said_in(language) in said

    def test_a_tie_is_posted_with_it(self) -> None:
        """Whether it stood on the wall before or not: the log says tied, then voided."""
        for posted in (True, False):
            desk = reached("tied") if posted else desks.opened(tie_break="refuse")
            if not posted:
                vote(desk, tie=True)
                desk.close(R1)
            answer = void(desk)
            kinds = [one["kind"] for one in log.entries(desk._hand.store, R1)]
            assert kinds[-3:] == ["closed", "tied", "voided"]
            assert answer["tied"]["ties"][0]["places"] == 1 and answer["computed"] is None
            assert "并列" in answer["words"]["zh"]
            assert differences(desk.bundle(R1)).status == 0
            assert desk.posted_tie(R1) is None and desk.keeping.verify().faults == ()

    def test_a_count_that_is_not_to_be_had_is_no_dead_end(self) -> None:
        """Where the recount does not confirm it that is said, and the round ends all the same."""
        desk = reached("counting")
        store = desk._hand.store
        with store.transaction():
            store.put("ballot", {**store.find("ballot")[0], "salt": bytes(32)})
        answer = void(desk)
        assert answer["computed"] is None and "没有算出可以公布的结果" in answer["words"]["zh"]
        assert desk.round(R1).state is State.VOID
        assert differences(desk.bundle(R1)).status == 1, "what was tampered with still shows"


def at_once(desk: Desk, *pair: tuple[str, dict[str, Any]]) -> list[str]:
    """Two acts by two threads at the same moment: those that were not refused."""
    start, done = threading.Barrier(2), list[str]()

    def run(act: str, given: dict[str, Any]) -> None:
        start.wait()
        with suppress(TickboxError):
            do(desk, act, round=R1, **given)
            done.append(act)

    threads = [threading.Thread(target=run, args=one) for one in pair]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return done


@pytest.mark.parametrize(
    "state,other,more",
    [
        ("counting", "round/publish", {}),
        ("counting", "round/void", {"reason": "另一个理由"}),
        ("tied", "tie/settle", {"how": "none", "reason": "x"}),
        ("ticking", "round/close", {}),
    ],
)
def test_at_the_same_moment_one_stands(state: str, other: str, more: dict[str, Any]) -> None:
    """Whoever comes second is refused; closing and voiding may follow each other."""
    for _ in range(5):
        desk = reached(state)
        done = at_once(desk, ("round/void", {"reason": WHY}), (other, more))
        if other == "round/close":
            assert 1 <= len(done) <= 2
        else:
            assert len(done) == 1
        voided = "round/void" in done
        assert (desk.round(R1).state is State.VOID) == voided
        assert (desk.voided(R1) is not None) == voided
        assert desk.keeping.verify().faults == ()


class TestWhatEverybodySees:
    @pytest.mark.parametrize("state", STATES)
    def test_wall_timeline_chat_and_notice(self, state: str) -> None:
        """The reason in every one of them, in both languages."""
        desk = reached(state)
        with pytest.raises(NotListed):
            notices.void_notice(desk, R1, Sender())
        void(desk)
        assert desk.timeline()[-1].kind == "voided"
        assert wall.round_facts(desk, R1).state_words == Text("已作废", "voided")
        for language in LANGUAGES:
            said = str(notices.void_notice(desk, R1, Sender()).document(language).values)
            assert WHY in said
            assert WHY in notices.chat(desk, R1, Sender()).text(language)

    def test_figures_leave_it_out(self) -> None:
        """Neither its items nor who took part are counted among the year's."""
        desk = reached("counting")
        assert (desk.figures().rounds, desk.figures().participations) == (1, 3)
        void(desk)
        assert (desk.figures().rounds, desk.figures().participations) == (0, 0)
        assert desk.figures().items == 0


class TestItEndsLikeAnyOther:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Iterator[tuple[DataFolder, Desk]]:
        """A data folder whose round was voided after closing."""
        data = DataFolder(tmp_path / "town")
        data.plant(desks_tree())
        desk = reached("counting", desks.desk(data.add_area("n1")))
        void(desk)
        yield data, desk
        data.close()

    def test_its_personal_data_falls_due(self, folder: tuple[DataFolder, Desk]) -> None:
        """At once, as of a round whose annual list is fixed; it recounts all the same."""
        _, desk = folder
        due = {line.what: line for line in desk.keeping.due(R1)}
        assert due[What.ROLL].goes == 6
        day = desk.today().isoformat()
        for what in (What.ROLL, What.CODES):
            assert f"voided on {day}" in due[what].ends.en and f"已于{day}作废" in due[what].ends.zh
        assert not any(line.stays for line in due.values())
        desk.keeping.erase(by="小林", round=R1)
        assert not any(line.goes for line in desk.keeping.due(R1))
        (held,) = [one for one in desk.diary.entries() if one.kind == "round-voided"]
        assert held.secret("by") is None
        assert differences(desk.bundle(R1)).status == 0
        assert desk.keeping.verify().faults == ()

    @pytest.mark.parametrize("state", STATES)
    def test_so_it_does_from_every_state(self, state: str) -> None:
        """Nothing of it has to stay."""
        desk = reached(state)
        assert any(line.stays for line in desk.keeping.due(R1))
        void(desk)
        assert not any(line.stays for line in desk.keeping.due(R1))

    def test_it_is_backed_up_restored_and_archived(
        self, folder: tuple[DataFolder, Desk], tmp_path: Path
    ) -> None:
        """With the bundle as it was posted."""
        data, desk = folder
        contents = read(write(backup(data, made=MADE, version="0")))
        assert restore(contents, tmp_path / "new", check=True).faults == ()
        there = DataFolder(tmp_path / "new")
        other = desks.desk(there.area("n1"))
        assert other.voided(R1) == desk.voided(R1) and other.bundle(R1) == desk.bundle(R1)
        there.close()
        kept = archive(data, "n1", R1, desk._hand.registry, made=MADE, version="0").contents
        (bundle,) = [one for name, one in kept.files.items() if name.startswith("bundles/")]
        assert bundle == desk.bundle(R1)
        assert "小林" not in str(kept)

    def test_ballots_of_one_that_was_never_counted_are_not_archived(self, tmp_path: Path) -> None:
        """What was ticked stays nobody's business."""
        data = DataFolder(tmp_path / "town")
        data.plant(desks_tree())
        desk = reached("ticking", desks.desk(data.add_area("n1")))
        void(desk)
        with pytest.raises(WrongState, match=WHY):
            archive(data, "n1", R1, desk._hand.registry, made=MADE, version="0")
        data.close()
