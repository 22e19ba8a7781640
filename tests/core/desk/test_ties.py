"""A tie that goes back to people: posted, settled by two, and then a round like any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
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
from tickbox_core.errors import NotCountersigned, NotPossible, TieRefused, WrongState
from tickbox_core.hooks import Event
from tickbox_core.model import State
from tickbox_core.rules import How
from tickbox_core.store import MemoryStore, Store
from tickbox_core.store.folder import DataFolder
from tickbox_core.testing import desks
from tickbox_core.text import LANGUAGES, Text

R1, ROW = desks.ROUND, "3 5 1 6 2 " * 4
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)


def do(desk: Desk, act: str, **given: Any) -> Any:
    """An act by two members of staff, or by the first of them."""
    second = ZHOU if ACTS[act].second else None
    return perform(ACTS[act], desk, given, LIN, second)


def vote(desk: Desk) -> None:
    """One votes for the gate, two each for garden and bench; then the round is closed."""
    for at, item in enumerate(("garden", "garden", "bench", "bench", "gate")):
        desk.cast(R1, Cast(desk.slots(R1)[at].slot, (item,), f"k{at}"))
    desk.close(R1)


def played(store: Store | None = None) -> Desk:
    """A closed round that is tied: garden and bench are equal for the one place."""
    desk = desks.opened(store or MemoryStore(), tie_break="refuse", objection_days=0)
    vote(desk)
    return desk


@pytest.fixture
def desk() -> Desk:
    """The same in memory."""
    return played()


def kinds(desk: Desk) -> list[str]:
    """The kinds of the last entries of the round's log."""
    from tickbox_core.workflow import log

    return [entry["kind"] for entry in log.entries(desk._hand.store, R1)][-3:]


class TestPosting:
    def test_the_count_answers_who_is_tied(self, desk: Desk) -> None:
        """In words and data: which items, how many of them still fit, how it can be settled."""
        answer = do(desk, "round/count", round=R1)
        (tie,) = answer["ties"]
        assert [one["id"] for one in tie["items"]] == ["garden", "bench"]
        assert (tie["places"], answer["tied"], answer["posted"]) == (1, True, None)
        assert [way["how"] for way in answer["ways"]] == ["lot", "all", "none", "run-off"]
        assert "其中最多还能取1项：小花园、长椅靠背" in answer["words"]["zh"]
        assert "至少20次" in answer["words"]["zh"] and "20 times" in answer["words"]["en"]

    def test_publishing_posts_it(self, desk: Desk) -> None:
        """Instead of a result: an entry of the log, seen by anybody; the round stays closed."""
        heard: list[Event] = []
        desk.observe(heard.append)
        answer = do(desk, "round/publish", round=R1)
        assert answer["posted"] and desk.outcome(R1) is None
        assert kinds(desk)[-2:] == ["closed", "tied"]
        assert desk.round(R1).state is State.COUNTING
        assert [event.kind for event in heard] == ["tied"]
        assert heard[0].facts == {"ties": [{"items": ["garden", "bench"], "places": 1}]}
        with pytest.raises(NotPossible, match="posted already"):
            do(desk, "round/publish", round=R1)

    def test_it_takes_two_and_their_names_are_sealed(self, desk: Desk) -> None:
        """Nobody passes alone; the names stand in the diary, and nowhere in public."""
        for act in ("round/publish", "tie/settle"):
            for second in (None, LIN, Actor("老周"), Actor("老周", Role.KEYER)):
                with pytest.raises(NotCountersigned):
                    perform(ACTS[act], desk, {"round": R1}, LIN, second)
        do(desk, "round/publish", round=R1)
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        signed = {one.kind: one for one in desk.diary.entries() if one.sealed is not None}
        for kind in ("tie-posted", "tie-settled", "result-posted"):
            held = signed[kind]
            assert (held.secret("by"), held.secret("second")) == ("小林", "老周")
        public = f"{desk.bundle(R1)!r} {wall.round_facts(desk, R1)} {desk.timeline()}"
        assert "小林" not in public and "老周" not in public

    def test_nothing_is_posted_where_the_votes_decide(self) -> None:
        """One ballot more, one less: published at once."""
        desk = desks.opened(tie_break="refuse")
        for at, item in enumerate(("garden", "garden", "bench")):
            desk.cast(R1, Cast(desk.slots(R1)[at].slot, (item,), f"k{at}"))
        desk.close(R1)
        with pytest.raises(NotPossible, match="no tie"):
            desk.post_tie(R1)
        assert desk.tie(R1) is None
        assert do(desk, "round/publish", round=R1)["selected"] == ["garden"]

    def test_before_closing_nothing_is_counted(self) -> None:
        """However equal it may be."""
        desk = desks.opened(tie_break="refuse")
        for call in (desk.tie, desk.post_tie):
            with pytest.raises(WrongState):
                call(R1)
        with pytest.raises(WrongState):
            do(desk, "tie/settle", round=R1, how="none", reason="都不急")
        assert desk.posted_tie(R1) is None


class TestSettling:
    @pytest.mark.parametrize("how", ["lot", "all", "none"])
    def test_not_before_it_is_posted(self, desk: Desk, how: str) -> None:
        """Whoever throws before everybody knows who is tied is refused."""
        dice = {"dice": ROW} if how == "lot" else {}
        with pytest.raises(NotPossible, match="only once it is"):
            do(desk, "tie/settle", round=R1, how=how, **dice)
        assert kinds(desk)[-1] == "closed"

    def test_by_lot(self, desk: Desk) -> None:
        """Drawn from the throws; published; the frozen tie-break stands beside the settling."""
        do(desk, "round/publish", round=R1)
        answer = do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        assert kinds(desk) == ["tied", "settled", "result"]
        assert answer["parameters"]["tie_break"] == "refuse"
        assert answer["settling"]["dice"] == "35162" * 4
        assert answer["selected"] == ["garden"] == list(desk.concluding.standing(R1).chosen)
        assert desk.round(R1).state is State.DECIDED and desk.posted_tie(R1) is None
        assert desk.count(R1).plain() == answer, "counted again it is the same"
        assert desk.tie(R1) is None

    @pytest.mark.parametrize("how,chosen", [("all", ("garden", "bench")), ("none", ())])
    def test_all_or_none_stand_beside_the_count(
        self, desk: Desk, how: str, chosen: tuple[str, ...]
    ) -> None:
        """What is computed says tied, with those chosen in any case; the annual list has both."""
        do(desk, "round/publish", round=R1)
        answer = do(desk, "tie/settle", round=R1, how=how, reason="两项都急")
        assert answer["selected"] == [] and answer["settling"]["reason"]["zh"] == "两项都急"
        assert [row["chosen"] for row in answer["ranking"]] == [False] * 3
        assert desk.concluding.standing(R1).chosen == chosen
        assert tuple(do(desk, "result/finalise", round=R1)["items"]) == chosen

    def test_an_override_goes_on_from_it(self, desk: Desk) -> None:
        """What was taken of a tie can be left out again, with a reason, like any other."""
        do(desk, "round/publish", round=R1)
        do(desk, "tie/settle", round=R1, how="all", reason="两项都急")
        do(desk, "result/override", round=R1, leave=["bench"], reason="不可行", decided_by="居委会")
        assert desk.concluding.standing(R1).chosen == ("garden",)

    @pytest.mark.parametrize(
        "given,problem",
        [
            ({"how": "lot"}, "0 throws"),
            ({"how": "lot", "dice": "1 2 3"}, "3 throws"),
            ({"how": "lot", "dice": ROW[:-2]}, "19 throws"),
            ({"how": "lot", "dice": ROW + " 7"}, "'7'"),
            ({"how": "all", "dice": ROW}, "for a lot only"),
            ({"how": "none", "dice": ROW}, "for a lot only"),
            ({"how": "coin"}, "coin"),
            ({"how": "all"}, "needs a reason"),
            ({"how": "none"}, "needs a reason"),
        ],
    )
    def test_what_will_not_do(self, desk: Desk, given: dict[str, str], problem: str) -> None:
        """Said in words, and nothing is written: it can be settled afterwards."""
        from tickbox_core.errors import TickboxError

        do(desk, "round/publish", round=R1)
        with pytest.raises(TickboxError) as refused:
            do(desk, "tie/settle", round=R1, **given)
        assert problem in refused.value.text.en
        assert kinds(desk)[-1] == "tied"
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)

    def test_it_is_settled_once(self, desk: Desk) -> None:
        """Whoever does not like how the dice fell does not throw again."""
        do(desk, "round/publish", round=R1)
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        with pytest.raises(WrongState):
            do(desk, "tie/settle", round=R1, how="lot", dice="12" * 10)
        with pytest.raises(WrongState):
            do(desk, "round/publish", round=R1)

    def test_a_library_user_needs_two_names(self, desk: Desk) -> None:
        """The service itself refuses one person twice."""
        desk.post_tie(R1, "甲", "乙")
        with pytest.raises(NotPossible, match="same person"):
            desk.settle_tie(R1, How.NONE, by="甲", second="甲 ")
        with pytest.raises(NotPossible, match="missing"):
            desk.settle_tie(R1, How.NONE, by="甲", second="")


class TestWhatEverybodySees:
    def test_the_wall_and_the_timeline(self, desk: Desk) -> None:
        """Who is equal for how much, how it will be settled; afterwards how it was."""
        before = wall.round_facts(desk, R1)
        assert before.tied is None and before.state_words.en == "closed, being counted"
        do(desk, "round/publish", round=R1)
        facts = wall.round_facts(desk, R1)
        assert facts.state == "counting" and "tied" in facts.state_words.en
        assert [one.id for one in facts.tied.ties[0].items] == ["garden", "bench"]
        assert "dice" in facts.tied.words.en and facts.result is None
        assert [one.kind for one in desk.timeline()] == ["opened", "closed", "tied"]
        do(desk, "tie/settle", round=R1, how="all", reason="两项都急")
        result = wall.round_facts(desk, R1).result
        assert [one.id for one in result.settling.taken] == ["garden", "bench"]
        assert "all of the tied" in result.settling.words.en
        told = [one.kind for one in desk.timeline()]
        assert told == ["opened", "closed", "tied", "tie-settled", "decided"]
        placed = wall.item_facts(desk, R1, "bench").placed
        assert placed.taken and not placed.chosen and "take all" in placed.why.en

    def test_notices(self, desk: Desk) -> None:
        """A notice of the tie while it waits; the result's notice says how it was settled."""
        from tickbox_core.errors import NotListed

        with pytest.raises(NotListed):
            notices.tie_notice(desk, R1, Sender())
        do(desk, "round/publish", round=R1)
        for language in LANGUAGES:
            said = str(notices.tie_notice(desk, R1, Sender()).document(language).values)
            assert ("小花园" in said) and ("20" in said)
        chat = notices.chat(desk, R1, Sender()).text("zh")
        assert "票数并列" in chat and "小花园、长椅靠背" in chat
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        said = str(notices.result_notice(desk, R1, Sender()).document("zh").values)
        assert "35162 35162 35162 35162" in said and "其中最多还能取1项" in said

    def test_a_trial_ties_too(self) -> None:
        """It is posted and settled in the trial alone; the diary says nothing of it."""
        desk = desks.desk()
        desk.prepare(desks.plan(tie_break="refuse", rehearsal=True))
        desk.register(R1, desks.roll())
        desk.open(R1)
        vote(desk)
        do(desk, "round/publish", round=R1)
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        assert desk.diary.entries() == ()
        assert desk.posting.wipe(R1) == 5


TIE_BREAKS = {
    "refuse": "two people throw dice",
    "listed-first": "stands earlier on the list",
    "lower-cost": "cheaper",
    "lexicographic": "id comes first",
    "lot:2468": "drawn by the seed 2468",
}


@pytest.mark.parametrize("tie_break", TIE_BREAKS)
def test_the_checklist_says_what_happens_on_a_tie(tie_break: str) -> None:
    """Before opening, in both languages, for every tie-break; the posted list says it too."""
    desk = desks.desk()
    desk.prepare(desks.plan(tie_break=tie_break))
    (said,) = [one for one in desk.posting.checklist(R1) if one.key == "ties"]
    assert said.met and TIE_BREAKS[tie_break] in said.text.en
    assert said.text.zh.startswith("票数并列")
    assert said.text == desk.on_a_tie(R1)
    assert said.text.zh in str(notices.list_notice(desk, R1, Sender()).document("zh").values)


class TestItEndsLikeAnyOther:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Iterator[tuple[DataFolder, Desk]]:
        """A data folder whose round is tied, and posted."""
        data = DataFolder(tmp_path / "town")
        data.plant(desks_tree())
        self.now = desks.NOON
        desk = desks.desk(data.add_area("n1"), clock=lambda: self.now)
        desk.prepare(desks.plan(tie_break="refuse"))
        desk.register(R1, desks.roll())
        desk.open(R1)
        vote(desk)
        do(desk, "round/publish", round=R1)
        yield data, desk
        data.close()

    def test_it_falls_due_once_it_is_final(self, folder: tuple[DataFolder, Desk]) -> None:
        """Tied it stays; settled and fixed, roll and signers' names go like any round's."""
        _, desk = folder
        assert not any(line.goes for line in desk.keeping.due(R1))
        do(desk, "tie/settle", round=R1, how="lot", dice=ROW)
        assert {line.what for line in desk.keeping.due(R1) if line.goes} <= {
            What.CODES,
            What.REPLACED,
        }
        do(desk, "result/finalise", round=R1)
        (roll,) = [line for line in desk.keeping.due(R1) if line.what is What.ROLL]
        assert (roll.goes, roll.stays) == (0, 6)  # those on it are to judge what comes of it
        self.now += timedelta(days=366)  # within a year, that is
        due = {line.what: line for line in desk.keeping.due(R1)}
        # two signers each, and who published, settled and fixed it
        assert due[What.ROLL].goes == 6 and due[What.STAFF].goes == 4 + 3
        assert not any(line.stays for line in due.values())
        desk.keeping.erase(by="小林", round=R1)
        assert not any(line.goes for line in desk.keeping.due(R1))
        assert [one.secret("by") for one in desk.diary.entries() if one.kind == "tie-settled"] == [
            None
        ]
        assert differences(desk.bundle(R1)).status == 0
        assert desk.keeping.verify().faults == ()

    def test_a_tied_round_is_backed_up_restored_and_settled(
        self, folder: tuple[DataFolder, Desk], tmp_path: Path
    ) -> None:
        """The log goes along: what was posted is posted there, and the dice give the same."""
        data, desk = folder
        assert desk.keeping.verify().faults == ()
        contents = read(write(backup(data, made=MADE, version="0")))
        assert restore(contents, tmp_path / "new", check=True).faults == ()
        there = DataFolder(tmp_path / "new")
        other = desks.desk(there.area("n1"))
        assert other.posted_tie(R1) == desk.posted_tie(R1)
        assert other.bundle(R1) == desk.bundle(R1)
        assert do(other, "tie/settle", round=R1, how="lot", dice=ROW) == do(
            desk, "tie/settle", round=R1, how="lot", dice=ROW
        )
        there.close()

    def test_it_is_archived_once_it_is_settled(self, folder: tuple[DataFolder, Desk]) -> None:
        """Not before; then with its bundle, which recounts."""
        data, desk = folder

        def sliced() -> Any:
            registry = desk._hand.registry
            return archive(data, "n1", R1, registry, made=MADE, version="0").contents

        with pytest.raises(WrongState):
            sliced()
        do(desk, "tie/settle", round=R1, how="all", reason="两项都急")
        contents = sliced()
        (bundle,) = [data for name, data in contents.files.items() if name.startswith("bundles/")]
        assert bundle == desk.bundle(R1) and differences(bundle).status == 0
        assert "小林" not in str(contents)


def desks_tree() -> Any:
    """A town of one neighbourhood."""
    from tickbox_core import Area, AreaTree

    return AreaTree((Area("t", "town", Text.of("镇")), Area("n1", "neighbourhood", "一村", "t")))


def test_a_count_that_only_ranks_has_no_tie() -> None:
    """Without places nothing is at stake, however equal it is."""
    desk = desks.opened(tie_break="refuse", places=None)
    vote(desk)
    assert desk.tie(R1) is None
    assert do(desk, "round/publish", round=R1)["ties"] == []


def test_python_callers_are_told_as_before(desk: Desk) -> None:
    """``count`` and ``publish`` raise, and nothing has happened."""
    for call in (desk.count, desk.publish):
        with pytest.raises(TieRefused) as refused:
            call(R1)
        assert (refused.value.tied, refused.value.places) == (("garden", "bench"), 1)
    assert kinds(desk)[-1] == "closed"


def test_a_list_taken_over_draws_a_new_seed() -> None:
    """How last year's seed falls is known to whoever plans this year's list."""
    desk = desks.desk()
    desk.prepare(desks.plan(tie_break="lot:7"))
    new = desk.posting.clone(R1, "r2", Text.of("新"))
    assert new.tie_break != "lot:7" and len(new.tie_break) == len("lot:") + 20
    desk.prepare(desks.plan(id="r3", tie_break="listed-first"))
    assert desk.posting.clone("r3", "r4", Text.of("新")).tie_break == "listed-first"
