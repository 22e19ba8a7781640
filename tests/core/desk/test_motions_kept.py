"""The papers of a motion stay for the year in which it can be annulled; no path goes round that."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

import tickbox_core
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.archive import AreaParts, Contents, Kind, read, write
from tickbox_core.cli import main
from tickbox_core.desk import Desk
from tickbox_core.desk.diary import history
from tickbox_core.desk.keeping import What
from tickbox_core.desk.keeping.taking import about, fill_store
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import BadValue, NotPossible, NotReady, WrongState
from tickbox_core.model import Question
from tickbox_core.model.channels import Channel
from tickbox_core.store import TOWN, MemoryStore
from tickbox_core.text import Text

from . import kept_house, motion_house
from .motion_house import cast, opened, poll

LIN = Actor("小林", Role.STAFF)
LATER = date(2200, 1, 1)
WHY = Text("业主起诉", "an owner goes to court")
DONE = Text("法院驳回", "the court dismisses it")


def published(day: date = date(2026, 3, 1), **law: Any) -> tuple[Desk, motion_house.Clock]:
    """A desk whose motion m1 was published on a day; and its clock."""
    clock = motion_house.Clock()
    clock.at = datetime(day.year, day.month, day.day, 12, tzinfo=motion_house.PLACE)
    at = opened(motion_house.desk(clock, **law))
    at.motions.assist("m1", "u5", "no", by="p5", channel=Channel.DOOR, helper="帮", witness="见")
    for flat in range(5):
        cast(at, flat, "yes")
    at.motions.issue_codes("m1")
    at.motions.close("m1")
    at.motions.publish("m1")
    return at, clock


def on(clock: motion_house.Clock, day: date) -> None:
    """The clock on the evening of a day."""
    clock.at = datetime(day.year, day.month, day.day, 23, 59, tzinfo=motion_house.PLACE)


def of_papers(at: Desk, id_: str = "m1", **scope: Any) -> tuple[int, int, str]:
    """How many heads go and stay, and why."""
    (line,) = [one for one in at.keeping.due(**scope) if (one.what, one.id) == (What.PAPERS, id_)]
    return line.goes, line.stays, "".join(why.en for why in line.why)


def rows_of(at: Desk, id_: str = "m1") -> dict[str, int]:
    """How many rows of each table a motion has."""
    store = at._hand.store
    found = {name: store.count(name, motion=id_) for name in ("head_slot", "motion_paper")}
    found |= {name: store.count(name, cycle=id_) for name in ("code", "answer")}
    row = store.get("motion", id=id_) or {}
    return {**found, "roll": int(row.get("rows") is not None)}


class TestTheTerm:
    @pytest.mark.parametrize(
        "posted, last",
        [
            (date(2026, 3, 1), date(2027, 3, 1)),
            (date(2027, 3, 1), date(2028, 3, 1)),  # a leap day lies in between
            (date(2027, 2, 28), date(2028, 2, 28)),
            (date(2028, 2, 29), date(2029, 2, 28)),  # there is no such day a year later
            (date(2026, 12, 31), date(2027, 12, 31)),
        ],
    )
    def test_to_the_day(self, posted: date, last: date) -> None:
        """The day before its last day and that day itself: kept; the day after: due."""
        at, clock = published(posted)
        for day in (posted, last - timedelta(days=1), last):
            on(clock, day)
            goes, stays, why = of_papers(at)
            assert (goes, stays) == (0, 6)
            assert last.isoformat() in why
        on(clock, last + timedelta(days=1))
        assert of_papers(at)[:2] == (6, 0)

    @pytest.mark.parametrize(
        "law, last",
        [
            ({}, date(2027, 3, 1)),
            ({"keep__years": 1}, date(2027, 3, 1)),
            ({"keep__years": 0}, date(2027, 3, 1)),
            ({"keep__years": 3}, date(2029, 3, 1)),
            ({"keep__years": "2"}, date(2028, 3, 1)),
            ({"keep__days": 30}, date(2027, 3, 1)),
            ({"keep__days": 366}, date(2027, 3, 2)),
            ({"keep__days": 730}, date(2028, 2, 29)),
            ({"keep__years": 2, "keep__days": 30}, date(2028, 3, 1)),
        ],
    )
    def test_a_place_makes_it_longer_and_never_shorter(self, law: Any, last: date) -> None:
        """What was kept too long can still be erased; what was erased too early is gone."""
        at, clock = published(**law)
        on(clock, last)
        assert of_papers(at)[:2] == (0, 6)
        on(clock, last + timedelta(days=1))
        assert of_papers(at)[:2] == (6, 0)

    def test_it_says_which_rule_holds(self) -> None:
        """The source that the layer names, or that it is ours."""
        at, _ = published(keep__years=2)
        assert "本地规则" in of_papers(at)[2]
        at, _ = published()
        assert "no rule says how long" in of_papers(at)[2]

    def test_without_a_jurisdiction_a_year(self) -> None:
        """The right does not hang on whether a plugin is named."""
        clock = motion_house.Clock()
        at = motion_house.desk(clock)
        made = poll(at)
        at.motions.prepare(Poll(made.motion))
        at.motions.register("m1", motion_house.roll())
        questions = at.motions.checklist("m1").questions
        at.motions.answer("m1", {**dict.fromkeys(questions), "keep.years": 1}, "议事规则")
        at.motions.open("m1")
        cast(at, 0, "yes")
        at.motions.close("m1")
        at.motions.publish("m1")
        day = clock.at.date()
        on(clock, day.replace(year=day.year + 1))
        assert of_papers(at)[:2] == (0, 6)
        clock.at += timedelta(days=1)
        assert of_papers(at)[:2] == (6, 0)

    def test_residents_motions_are_kept_alike(self) -> None:
        """No law gives their annulment another time."""
        clock = motion_house.Clock()
        at = motion_house.desk(clock)
        owners = poll(at).motion
        motion = attrs.evolve(owners, kind=Question.RESIDENTS_MOTION, bars=owners.bars[:1])
        at.motions.prepare(Poll(motion, jurisdiction="here"))
        roll = motion_house.roll()
        grown = tuple(attrs.evolve(one, born=date(1970, 1, 1)) for one in roll.persons)
        at.motions.register("m1", attrs.evolve(roll, persons=grown))
        at.motions.open("m1")
        at.motions.close("m1")
        at.motions.publish("m1")
        day = clock.at.date()
        on(clock, day.replace(year=day.year + 1))
        assert of_papers(at)[:2] == (0, 6)
        clock.at += timedelta(days=1)
        assert of_papers(at)[:2] == (6, 0)

    @pytest.mark.parametrize("value", ["for ever", 1.5, True, -1, [1]])
    def test_a_term_that_cannot_be_read_is_refused(self, value: Any) -> None:
        """When it is answered; and a law that says so keeps the motion from opening."""
        at = motion_house.desk()
        at.motions.prepare(poll(at))
        with pytest.raises(BadValue):
            at.motions.answer("m1", {"keep.years": value}, "规则")
        other = motion_house.desk(keep__years=value)
        other.motions.prepare(poll(other))
        other.motions.register("m1", motion_house.roll())
        with pytest.raises(NotReady, match="whole number"):
            other.motions.open("m1")

    def test_a_longer_law_of_today_holds_at_once(self) -> None:
        """What was frozen at opening is the least."""
        at, clock = published()
        longer = kept_house.open_registry(
            discover=False, plugins={"here": motion_house.LawPlugin(**{"keep.years": 5})}
        )
        later = Desk(at._hand.store, longer, area="n1", clock=clock, pepper=b"p")
        on(clock, date(2030, 1, 1))
        assert of_papers(at)[:2] == (6, 0)
        assert of_papers(later)[:2] == (0, 6)
        bare = Desk(at._hand.store, kept_house.open_registry(discover=False), area="n1",
                    clock=clock, pepper=b"p")  # fmt: skip
        assert of_papers(bare)[:2] == (6, 0)


class TestDisputes:
    def test_everything_stays_until_it_has_ended(self) -> None:
        """Long after the term; and then it is due, not before."""
        at, clock = published()
        made = perform(ACTS["motion/dispute"], at, {"id": "m1", "reason": "起诉"}, LIN)
        on(clock, date(2031, 1, 1))
        goes, stays, why = of_papers(at)
        assert (goes, stays) == (0, 6)
        assert "disputed (no. 1, declared on 2026-03-01)" in why
        at.keeping.erase(by="小林", before=LATER)
        assert rows_of(at) == {"head_slot": 6, "motion_paper": 6, "code": 6, "answer": 6, "roll": 1}
        perform(ACTS["motion/end-dispute"], at,
                {"id": "m1", "number": made["number"], "reason": "驳回"}, LIN)  # fmt: skip
        assert of_papers(at)[:2] == (6, 0)
        at.keeping.erase(by="小林", before=LATER)
        assert not any(rows_of(at).values())
        assert all(one.sealed is None for one in history(at._hand.store) if one.kind != "erased")
        assert at.keeping.verify().faults == ()

    def test_one_that_ends_before_the_term_leaves_the_term(self) -> None:
        """The later of the two."""
        at, clock = published()
        at.motions.dispute("m1", WHY, "小林")
        on(clock, date(2026, 6, 1))
        at.motions.end_dispute("m1", DONE, "小林")
        on(clock, date(2027, 3, 1))
        assert of_papers(at)[:2] == (0, 6)
        on(clock, date(2027, 3, 2))
        assert of_papers(at)[:2] == (6, 0)

    def test_each_of_several_holds(self) -> None:
        """Which one has ended has to be said where several go on."""
        at, clock = published()
        at.motions.dispute("m1", WHY, "小林")
        at.motions.dispute("m1", WHY, "小林")
        with pytest.raises(NotPossible, match="several"):
            at.motions.end_dispute("m1", DONE, "小林")
        at.motions.end_dispute("m1", DONE, "小林", 1)
        on(clock, date(2030, 1, 1))
        assert of_papers(at)[:2] == (0, 6)
        with pytest.raises(NotPossible, match="no such dispute"):
            at.motions.end_dispute("m1", DONE, "小林", 1)
        at.motions.end_dispute("m1", DONE, "小林")
        assert of_papers(at)[:2] == (6, 0)
        assert [one.ended != "" for one in at.motions.disputes("m1")] == [True, True]

    def test_what_cannot_be_disputed(self) -> None:
        """Before it opens; without a reason or a name; once the papers are gone; what is not."""
        at = motion_house.desk()
        at.motions.prepare(poll(at))
        with pytest.raises(WrongState):
            at.motions.dispute("m1", WHY, "小林")
        at, clock = published()
        for reason, by in ((Text(" ", " "), "小林"), (WHY, " ")):
            with pytest.raises(NotPossible):
                at.motions.dispute("m1", reason, by)
        with pytest.raises(NotPossible, match="no such dispute"):
            at.motions.end_dispute("m1", DONE, "小林")
        on(clock, date(2030, 1, 1))
        at.keeping.erase(by="小林")
        with pytest.raises(NotPossible, match="erased"):
            at.motions.dispute("m1", WHY, "小林")

    def test_its_reason_is_in_no_log(self) -> None:
        """It may name who goes to court; that there is one is public."""
        at, _ = published()
        at.motions.dispute("m1", Text("王五起诉", "Wang sues"), "小林")
        *_, last = history(at._hand.store)
        assert (last.kind, set(last.facts)) == ("motion-disputed", {"motion", "number", "keeps"})
        bodies = b"".join(row["body"] for row in at._hand.store.find("entry"))
        assert "王五".encode() not in bodies and "小林".encode() not in bodies
        told = perform(ACTS["motion/disputes"], at, {"id": "m1"}, LIN)
        assert told[0]["reason"] == {"zh": "王五起诉", "en": "Wang sues"}


class TestNoWayRound:
    def test_not_by_the_act_nor_by_day_nor_by_round(self) -> None:
        """However it is asked for, within the year nothing of the motion goes."""
        at, clock = published()
        on(clock, date(2027, 3, 1))
        before = rows_of(at)
        assert all(before.values())
        for given in ({}, {"before": "2200-01-01"}):
            perform(ACTS["keeping/erase"], at, {"confirm": True, **given}, LIN)
            assert rows_of(at) == before
        helped = [one for one in history(at._hand.store) if one.kind == "assisted"]
        assert [dict(one.sealed or {}) for one in helped] == [{"helper": "帮", "witness": "见"}]
        assert at.motions.sealed("m1")

    def test_not_by_erasing_the_diary(self) -> None:
        """Who helped and who saw it is proof too."""
        at, clock = published()
        with pytest.raises(NotPossible, match="kept to the end of"):
            at.diary.erase(lambda one: one.kind == "assisted", WHY)
        on(clock, date(2030, 1, 1))
        assert at.diary.erase(lambda one: one.kind == "assisted", WHY) == {"assisted": 1}

    def test_who_acted_in_it_is_proof_too(self) -> None:
        """Whoever published it, say: sealed in an entry that names the motion by its log."""
        at, clock = published()
        perform(ACTS["motion/dispute"], at, {"id": "m1", "reason": "起诉"}, LIN)
        perform(ACTS["motion/end-dispute"], at, {"id": "m1", "reason": "驳回"}, LIN)
        with pytest.raises(NotPossible, match="kept to the end of"):
            at.diary.erase(lambda one: one.kind == "act", WHY)
        (staff,) = (line for line in at.keeping.due() if line.what is What.STAFF)
        assert staff.goes == 0 and staff.stays
        on(clock, date(2030, 1, 1))
        assert at.diary.erase(lambda one: one.kind == "act", WHY)["act"] >= 2

    def test_whose_codes_were_issued_is_proof_too(self) -> None:
        """A second code for a head could have answered for it: known as long as its paper."""
        at = opened(motion_house.desk())
        at.motions.issue_codes("m1")
        with pytest.raises(NotPossible):
            at.diary.erase(lambda one: one.kind == "codes-issued", WHY)

    def test_not_with_its_round(self) -> None:
        """The round is due, archived, its trial wiped: the motion of its item stays."""
        at = kept_house.desk_over(MemoryStore())
        kept_house.play(at)
        at._hand.clock.pass_days(-kept_house.A_YEAR)  # type: ignore[attr-defined]
        before = rows_of(at, "m1")
        at.keeping.erase(by="小林", round="r1", before=LATER)
        assert rows_of(at, "m1") == before
        assert not at._hand.store.find("code", cycle="r1")
        with pytest.raises(NotPossible):
            at.posting.wipe("r1")

    def test_not_by_moving_house(self) -> None:
        """What was restored is held as long as it was before."""
        at, clock = published()
        at.motions.dispute("m1", WHY, "小林")
        tables = at._hand.store.snapshot()
        town = {name: [] for name in TOWN.tables} | {"file": [{"area": "n1", "name": "n1.sqlite"}]}
        told = about(Kind.BACKUP, {"n1": tables}, clock.at, "0")
        data = write(Contents(told, town, {"n1": AreaParts(tables)}))
        moved = Desk(fill_store(read(data).areas["n1"].tables), at._hand.registry, area="n1",
                     clock=clock, pepper=b"p")  # fmt: skip
        on(clock, date(2030, 1, 1))
        moved.keeping.erase(by="小林", before=LATER)
        assert rows_of(moved) == rows_of(at)
        moved.motions.end_dispute("m1", DONE, "小林")
        assert of_papers(moved)[:2] == (6, 0)

    def test_the_first_round_stays_with_the_second(self) -> None:
        """Both are one decision: the longer term and any dispute hold both."""
        clock = motion_house.Clock()
        at = opened(motion_house.desk(clock), options=motion_house.options())
        for flat, mark in enumerate(["a", "a", "b", "none-of-these", "abstain"]):
            cast(at, flat, mark)
        at.motions.close("m1")
        (leads, *_) = at.motions.publish("m1").next_round
        clock.at += timedelta(days=300)
        second = at.motions.confirming("m1", leads).id
        assert at.motions.confirming("m1", leads) == at.motions.poll(second)
        at.motions.open(second)
        clock.at += timedelta(days=100)
        assert "which follows 'm1', is not published yet" in of_papers(at)[2]
        for flat in range(6):
            cast(at, flat, "yes", second)
        at.motions.close(second)
        at.motions.publish(second)
        on(clock, clock.at.date().replace(year=2028))
        assert of_papers(at)[:2] == (0, 6)
        assert of_papers(at, second)[:2] == (0, 6)
        clock.at += timedelta(days=1)
        assert of_papers(at)[:2] == (6, 0)
        at.motions.dispute("m1", WHY, "小林")
        assert "'m1' is disputed" in of_papers(at, second)[2]

    def test_one_that_an_older_version_published_is_kept_from_when_it_is_noted(self) -> None:
        """No day was written down: it is counted from the next erasure, never from before."""
        at, clock = published()
        with at._hand.store.transaction():
            entries = at._hand.store.find("entry", order="position", log="diary")
            for row in entries:
                at._hand.store.remove("entry", log="diary", position=row["position"])
            at._hand.store.remove("head", log="diary")
            at._hand.store.remove("checkpoint", log="diary")
            at._hand.store.remove("sealed", log="diary")
        at.diary.forget()
        on(clock, date(2030, 1, 1))
        assert "no record of the day" in of_papers(at)[2]
        at.keeping.erase(by="小林", before=LATER)
        assert all(rows_of(at).values())
        assert "2031-01-01" in of_papers(at)[2]
        on(clock, date(2031, 1, 2))
        assert of_papers(at)[:2] == (6, 0)

    def test_nothing_else_deletes_their_rows(self) -> None:
        """Every removal in the package is known: a new one has to come here, and be looked at."""
        root = Path(tickbox_core.__file__).parent
        found = set()
        for path in root.rglob("*.py"):
            if "testing" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("store.remove"):
                    found.add(f"{path.relative_to(root)}: {ast.unparse(node)}")
        assert found == {
            # a job that is done or given up, and the hour of a trial that is wiped
            "workflow/jobs.py: self._context.store.remove('job', job=job.job, key=job.key)",
            "workflow/jobs.py: self._context.store.remove('job', job=job, key=key)",
            "workflow/deadlines.py: context.store.remove('deadline', cycle=id_)",
            # the bundle of a trial, which is wiped whole
            "workflow/bundles.py: context.store.remove('bundle', cycle=id_)",
            # when it is due (``keeping.annulment``), and in the copy that an archive is made from
            "desk/motions/rows.py: store.remove(table, motion=id_)",
            "desk/keeping/stripping.py: store.remove(table, cycle=id_)",
            "desk/keeping/stripping.py: store.remove('person', cycle=round)",
            "desk/keeping/slicing.py: store.remove('unit', cycle=round)",
            # a round that is not open gets another roll; a draft is dropped, a trial wiped: no
            # motion has their ids
            "desk/listing.py: hand.store.remove(table, cycle=round_id)",
            "desk/dropping.py: hand.store.remove(table, cycle=round_id)",
            "desk/dropping.py: hand.store.remove(table, log=round_id)",
            "desk/dropping.py: hand.store.remove('cycle', id=round_id)",
            # a motion that is being prepared and that nobody was shown: it has no papers yet
            "desk/motions/rows.py: store.remove('motion', id=id_)",
            # slots reserved before opening: the roll may have other heads by then
            "desk/motions/rows.py: store.remove('head_slot', motion=id_)",
            # a code that takes the place of an older one, or whose head is gone at opening
            "desk/codes.py: hand.store.remove('code', cycle=round_id, slot=slot)",
            # who stood on a count sheet of a round that is taken back: the sheet stays in its log
            "desk/totals.py: hand.store.remove('sheet_slot', cycle=round_id, number=number)",
        }


def test_the_command_says_until_when(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a real folder, by the day that it is: nothing of a motion of this year goes."""
    path = tmp_path / "town"
    today = (datetime.now(UTC) - kept_house.desks.NOON).days
    data, _, _ = kept_house.folder(path, days_ago=kept_house.A_YEAR - today)
    data.close()
    asked = ["erase", "--lang", "en", "--data", str(path), "--area", "n1", "--before", "2200-01-01"]
    assert main([*asked, "--confirm", "--by", "小林"]) == 0
    told = capsys.readouterr().out
    assert "[m1]: 6 stay ('m1' was published on " in told
    assert kept_house.OWNER.encode() in b"".join(f.read_bytes() for f in path.glob("*.sqlite*"))
