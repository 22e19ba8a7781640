"""Judging at the desk: the round's electorate, one vote a slot and project, recounted alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Text
from tickbox_core.acts import ACTS, Actor, Role, perform, plain_of
from tickbox_core.bundle import differences, recount, recount_source
from tickbox_core.bundle.recount_judgement import graded
from tickbox_core.declarations import ListOf, answer_schema
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.diary import LOG
from tickbox_core.errors import (
    BadValue,
    KeyReused,
    NotConfirmed,
    NotListed,
    NotPossible,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.ledger import Ed25519Signer, canonical
from tickbox_core.model.channels import Channel
from tickbox_core.rules.judgement import Judged, Mark, Vote
from tickbox_core.testing import desks
from tickbox_core.testing.answers import misfits, strangers
from tickbox_core.workflow.log import entries

from ..desk.annual_house import R1, Clock, listed
from .test_projects import WHY, begun

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
TITLE = Text("年终评议", "the year's judgement")
GOOD, FAIR, BAD = (Vote(mark, True) for mark in (Mark.SATISFIED, Mark.FAIRLY, Mark.DISSATISFIED))
J = "j1"


@pytest.fixture
def clock() -> Clock:
    """At noon."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """Two projects are delivered; a third is under way.  Thirty-six residents."""
    desk = listed(clock, signer=Ed25519Signer(b"k" * 32))
    for item in ("doors", "gate"):
        begun(desk, item)
        desk.projects.deliver(item, left_out=WHY)
    begun(desk, "garden")
    return desk


def opened(desk: Desk) -> list[str]:
    """The slots of a judgement that is open."""
    desk.judging.open(J, R1, ["doors", "gate"], TITLE)
    return [slot.slot for slot in desk.slots(R1)]


def vote(desk: Desk, slot: str, key: str = "", **votes: Vote) -> Any:
    """A submission of one slot."""
    return desk.judging.judge(J, slot, votes, key or f"{slot}-{votes}")


def published(desk: Desk) -> bytes:
    """The bundle, once it is closed and published."""
    desk.judging.close(J)
    desk.judging.publish(J, unjudged=not desk.judging.turnout(J).participants)
    return desk.judging.bundle(J)


class TestOpening:
    """Delivered projects of a round, to the round's own electorate."""

    def test_the_electorate_is_the_rounds(self, desk: Desk) -> None:
        """The same slots, committed to by the same root."""
        opened(desk)
        log = entries(desk._hand.store, J)
        assert [entry["kind"] for entry in log] == ["judgement", "roll", "opened"]
        assert log[1]["slots_root"] == desk.round(R1).roll.slots_root  # type: ignore[union-attr]
        assert desk.judging.turnout(J).registered == 36

    def test_only_what_is_delivered_is_judged_and_once(self, desk: Desk) -> None:
        """Under way, unknown, none, twice; an id that is taken."""
        for chosen, error in (
            (["garden"], NotPossible),
            (["x"], NotListed),
            ([], NotPossible),
        ):
            with pytest.raises(error):
                desk.judging.open(J, R1, chosen, TITLE)
        assert desk.judging.judgements() == ()
        opened(desk)
        with pytest.raises(NotPossible, match="put to judgement"):
            desk.judging.open("j2", R1, ["doors"], TITLE)
        for id_ in (J, R1, LOG, "", "a/b", "x" * 101):
            with pytest.raises(BadValue):
                desk.judging.open(id_, R1, ["doors"], TITLE)
        with pytest.raises(BadValue):
            desk.prepare(desks.plan(id=J))

    def test_a_project_of_another_round_is_refused(self, desk: Desk) -> None:
        """Its own residents judge it."""
        desk.prepare(desks.plan(id="r2"))
        desk.register("r2", desks.roll())
        with pytest.raises(NotPossible, match="of another round"):
            desk.judging.open(J, "r2", ["doors"], TITLE)
        desk.prepare(desks.plan(id="r3"))
        with pytest.raises(NotPossible, match="no roll"):
            desk.judging.open(J, "r3", ["doors"], TITLE)


class TestVoting:
    """One vote a slot and project; the last before closing counts."""

    def test_a_vote_is_acknowledged_and_revised(self, desk: Desk) -> None:
        """Receipts say it counts until a later one does; another project's changes nothing."""
        slots = opened(desk)
        first = vote(desk, slots[0], doors=GOOD, gate=BAD)
        again = vote(desk, slots[0], doors=FAIR)
        assert [one.revision for one in (*first, *again)] == [1, 1, 2]
        counted = [desk.judging.check(J, one.code).counted for one in (*first, *again)]  # type: ignore[union-attr]
        assert counted == [False, True, True]
        assert desk.judging.said(J, slots[0]) == {"doors": FAIR, "gate": BAD}
        assert desk.judging.turnout(J).participants == 1
        assert desk.judging.check(J, "AAAA-AAAA") is None

    def test_the_same_submission_is_answered_alike(self, desk: Desk) -> None:
        """And nothing is written twice; the same key with other votes is refused."""
        (slot, *_) = opened(desk)
        first = vote(desk, slot, "key", doors=GOOD)
        size = len(entries(desk._hand.store, J))
        assert vote(desk, slot, "key", doors=GOOD) == first
        assert len(entries(desk._hand.store, J)) == size
        with pytest.raises(KeyReused):
            vote(desk, slot, "key", doors=BAD)
        desk.judging.close(J)
        assert vote(desk, slot, "key", doors=GOOD) == first

    def test_what_cannot_count_uses_nothing_up(self, desk: Desk) -> None:
        """A stranger's slot, another project, no vote, after closing."""
        (slot, *_) = opened(desk)
        for who, votes, error in (
            ("nobody", {"doors": GOOD}, UnknownSlot),
            (slot, {"doors": GOOD, "garden": GOOD}, UnknownId),
            (slot, {}, BadValue),
        ):
            with pytest.raises(error):
                vote(desk, who, "k", **votes)
        vote(desk, slot, "k", doors=GOOD)
        desk.judging.close(J)
        with pytest.raises(WrongState):
            vote(desk, slot, "late", doors=GOOD)
        with pytest.raises(WrongState):
            desk.judging.close(J)

    def test_a_code_opens_one_slot_and_the_rounds_codes_none(self, desk: Desk) -> None:
        """New codes; those of the round are no good here, nor these there."""
        slots = opened(desk)
        old = desk.issue_codes(R1, slots[:1])[slots[0]]
        new = desk.judging.issue_codes(J, slots[:2])
        assert desk.judging.slot_of_code(J, new[slots[1]]) == slots[1]
        assert desk.judging.slot_of_code(J, old) is None
        assert desk.slot_of_code(R1, new[slots[0]]) is None
        with pytest.raises(UnknownSlot):
            desk.judging.issue_codes(J, ["nobody"])
        with pytest.raises(NotListed):
            desk.judging.issue_codes("j9")

    def test_a_helper_needs_a_witness(self, desk: Desk) -> None:
        """Both are kept, sealed; the vote counts as any other."""
        slots = opened(desk)
        with pytest.raises(NotPossible):
            desk.judging.assist(
                J, slots[0], {"doors": GOOD}, channel=Channel.DOOR, helper="甲", witness="甲"
            )
        desk.judging.assist(
            J, slots[0], {"doors": GOOD}, channel=Channel.DOOR, helper="甲乙", witness="丙丁"
        )
        assert desk.judging.turnout(J).participants == 1
        public = json.dumps(
            entries(desk._hand.store, LOG) + entries(desk._hand.store, J), ensure_ascii=False
        )
        assert "丙丁" not in public

    def test_no_result_is_computed_while_it_is_open(self, desk: Desk) -> None:
        """However partial."""
        opened(desk)
        for step in (desk.judging.count, desk.judging.publish, desk.judging.bundle):
            with pytest.raises(WrongState):
                step(J)
        with pytest.raises(NotListed):
            desk.judging.of_project("doors")
        assert desk.projects.card("doors")["judged"] is None


class TestResult:
    """Published once the recount confirms it."""

    def test_grade_and_figures_stand_on_the_card(self, desk: Desk) -> None:
        """Nineteen of thirty-six are more than half; eighteen are not."""
        slots = opened(desk)
        for slot in slots[:18]:
            vote(desk, slot, doors=GOOD, gate=GOOD)
        vote(desk, slots[18], doors=Vote(Mark.SATISFIED, False))
        assert differences(published(desk)).status == 0
        doors, gate = (desk.projects.card(one)["judged"] for one in ("doors", "gate"))
        assert (doors["level"], gate["level"]) == ("satisfied", "dissatisfied")
        assert doors["awareness"] == {"numerator": 18, "denominator": 19, "base": "judges"}
        with pytest.raises(WrongState):
            desk.judging.publish(J)

    def test_beneficiaries_are_told_apart_where_no_handful_is(self, desk: Desk) -> None:
        """Buildings 1 and 2 have 24 residents, building 3 has 12."""
        opened(desk)
        home = {slot.slot: slot.unit or "" for slot in desk.slots(R1)}
        theirs = [slot for slot, unit in home.items() if not unit.startswith("b3")]
        others = [slot for slot in home if slot not in theirs]
        for slot in (*theirs[:10], *others[:5]):
            vote(desk, slot, doors=GOOD)
        published(desk)
        told = desk.judging.of_project("doors")
        assert told.beneficiaries == 24
        assert {name: tuple(row) for name, row in (told.apart or {}).items()} == {
            "satisfied+fairly": (10, 5),
            "dissatisfied+none+absent": (14, 7),
        }
        assert desk.judging.of_project("gate").apart is None

    def test_a_handful_of_others_hides_both(self, desk: Desk) -> None:
        """Four of the others: no figure of either group, and not even how many benefit."""
        opened(desk)
        home = {slot.slot: slot.unit or "" for slot in desk.slots(R1)}
        others = [slot for slot, unit in home.items() if unit.startswith("b3")]
        for slot in others[:4]:
            vote(desk, slot, doors=GOOD)
        published(desk)
        told = desk.judging.of_project("doors")
        assert (told.beneficiaries, told.apart) == (None, None)

    def test_nobody_judging_still_counts(self, desk: Desk) -> None:
        """An empty judgement is published, asked twice, and recounts; it grades nothing."""
        opened(desk)
        desk.judging.close(J)
        given = {"judgement": J}
        with pytest.raises(NotPossible, match=r"nobody judged\. Void it") as refused:
            perform(ACTS["judgement/publish"], desk, given, LIN, ZHOU)
        assert "没有人参加评议" in refused.value.text.zh
        assert desk.judging.judgement(J).phase == "closed"
        found = perform(ACTS["judgement/publish"], desk, {**given, "unjudged": True}, LIN, ZHOU)
        assert [one["level"] for one in found] == ["nobody-judged"] * 2
        assert "Nobody judged: none of the 36 members" in found[0]["text"]["en"]
        assert "不满意" not in found[0]["text"]["zh"]
        assert differences(desk.judging.bundle(J)).status == 0
        assert desk.judging.of_project("doors").judged.participation.numerator == 0

    @pytest.mark.parametrize("level, agrees", [
        ("nobody-judged", True), ("dissatisfied", True), ("satisfied", False),
        ("undetermined", False),
    ])  # fmt: skip
    def test_a_bundle_of_before_still_recounts(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, level: str, agrees: bool
    ) -> None:
        """Where nobody judged, older bundles say "dissatisfied"; nothing else is let through."""
        opened(desk)
        desk.judging.close(J)
        plain = Judged.plain
        monkeypatch.setattr(Judged, "plain", lambda one: {**plain(one), "level": level})
        if agrees:
            desk.judging.publish(J, unjudged=True)
            assert differences(desk.judging.bundle(J)).status == 0
        else:
            with pytest.raises(NotConfirmed):
                desk.judging.publish(J, unjudged=True)

    def test_one_who_judged_is_enough(self, desk: Desk) -> None:
        """Of any of the projects; the one that nobody judged has no grade."""
        slots = opened(desk)
        vote(desk, slots[0], doors=GOOD)
        desk.judging.close(J)
        doors, gate = desk.judging.publish(J)
        assert (doors.judged.level, gate.judged.level) == ("dissatisfied", "nobody-judged")

    def test_who_judged_what_is_nowhere_public(self, desk: Desk) -> None:
        """The log holds commitments; slots that did not judge are not in the bundle."""
        slots = opened(desk)
        vote(desk, slots[0], doors=BAD)
        data = published(desk)
        log = json.dumps(entries(desk._hand.store, J))
        assert "dissatisfied" not in log
        held = b"".join(_files(data).values()).decode()
        assert slots[0] in held
        assert not any(slot in held for slot in slots[1:])
        assert "b1s1u0" not in held


class TestRecount:
    """The bundle follows from its marks, by ``recount.py``'s own route."""

    @pytest.fixture
    def data(self, desk: Desk) -> bytes:
        """A bundle with revisions."""
        slots = opened(desk)
        for at, slot in enumerate(slots[:20]):
            vote(desk, slot, doors=(GOOD, FAIR, BAD)[at % 3], gate=GOOD)
        self.receipts = vote(desk, slots[0], doors=BAD)
        return published(desk)

    def test_it_agrees_alone(self, data: bytes, tmp_path: Path) -> None:
        """One file, no tickbox, with a receipt; the grades are printed."""
        (tmp_path / "recount.py").write_text(recount_source(), encoding="utf-8")
        (tmp_path / "b.zip").write_bytes(data)
        receipt = json.dumps(self.receipts[0].plain())
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                "recount.py",
                "b.zip",
                "--lang",
                "en",
                "--receipt",
                receipt,
            ],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "gate: satisfied (20/36)" in done.stdout
        assert "it counts" in done.stdout

    def test_a_receipt_of_another_project_is_not_called_replaced(self, desk: Desk) -> None:
        """Each mark stands for itself."""
        slots = opened(desk)
        first = vote(desk, slots[0], doors=GOOD)
        vote(desk, slots[0], gate=GOOD)
        audit = recount.recount(published(desk), receipts=[json.dumps(first[0].plain())])
        assert audit.status == 0
        assert any("it counts" in en for _, _, en in audit.steps)

    @pytest.mark.parametrize(
        "name, change",
        [
            ("marks.jsonl", lambda m: m[1:]),
            ("marks.jsonl", lambda m: m[::-1]),
            ("marks.jsonl", lambda m: [*m, m[0]]),
            ("marks.jsonl", lambda m: [{**m[0], "mark": "fairly"}, *m[1:]]),
            ("marks.jsonl", lambda m: [{**m[0], "knew": False}, *m[1:]]),
            ("marks.jsonl", lambda m: [{**m[0], "project": "garden"}, *m[1:]]),
            ("marks.jsonl", lambda m: [{**m[0], "household": "X"}, *m[1:]]),
            ("marks.jsonl", lambda m: [{**m[0], "name": "王"}, *m[1:]]),
            ("judgement.json", lambda o: [_better(o[0])]),
            ("judgement.json", lambda o: [{**o[0], "projects": o[0]["projects"][:1]}]),
            ("ledger.jsonl", lambda e: [*e[:3], *e[4:]]),
            ("ledger.jsonl", lambda e: [e[0], *e[2:]]),
            ("ledger.jsonl", lambda e: e[:-1]),
            ("ledger.jsonl", lambda e: [*e[:-2], e[-1], e[-2]]),
            ("ledger.jsonl", lambda e: [_other_electorate(e[0]), *e[1:]]),
            ("slots.json", lambda s: [s[0][1:]]),
            ("checkpoint.json", lambda c: [{**c[0], "size": c[0]["size"] - 1}]),
        ],
    )
    def test_whatever_is_changed_is_noticed(
        self, data: bytes, name: str, change: Callable[[list[Any]], list[Any]]
    ) -> None:
        """Even where the manifest was mended to fit."""
        files = _files(data)
        rows = change([json.loads(line) for line in files[name].splitlines()])
        files[name] = b"".join(canonical(row) + b"\n" for row in rows)
        assert differences(_packed(files)).status != 0

    def test_a_rule_it_does_not_know_is_left_undecided(self, data: bytes) -> None:
        """Neither right nor wrong."""
        files = _files(data)
        first, *rest = files["ledger.jsonl"].splitlines(keepends=True)
        other = {**json.loads(first), "rule": "zhenhai/2"}
        files["ledger.jsonl"] = canonical(other) + b"\n" + b"".join(rest)
        audit = recount.recount(_packed(files))
        assert "rule" in " ".join(en for _, en in audit.undecided)

    def test_a_result_the_recount_does_not_confirm_is_not_published(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is written; the judgement stays closed."""
        opened(desk)
        desk.judging.close(J)
        size = len(entries(desk._hand.store, J))
        wrong = (Judged.of("doors", 36, [GOOD]), Judged.of("gate", 36, []))
        with monkeypatch.context() as patched:
            patched.setattr(type(desk.judging), "count", lambda *_: wrong)
            with pytest.raises(NotConfirmed):
                desk.judging.publish(J, unjudged=True)
        assert len(entries(desk._hand.store, J)) == size
        assert desk.judging.judgement(J).phase == "closed"
        desk.judging.publish(J, unjudged=True)


@given(st.lists(st.tuples(st.sampled_from(Mark), st.booleans()), max_size=25), st.integers(0, 30))
def test_two_routes_to_a_grade_agree(votes: list[tuple[Mark, bool]], away: int) -> None:
    """The recount's own arithmetic and the library's, for any marks."""
    members = len(votes) + away
    plain = Judged.of("p", members, [Vote(*one) for one in votes]).plain()
    rows = [{"mark": str(mark), "knew": knew} for mark, knew in votes]
    assert graded("p", members, rows) == plain


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_any_course_of_voting_recounts(data: st.DataObject) -> None:
    """Revisions, several projects at once, in any order: the last words count."""
    desk = listed(Clock())
    for item in ("doors", "gate"):
        begun(desk, item)
        desk.projects.deliver(item, left_out=WHY)
    slots = opened(desk)[:4]
    last: dict[tuple[str, str], Vote] = {}
    votes = st.builds(Vote, st.sampled_from(Mark), st.booleans())
    said = st.dictionaries(st.sampled_from(["doors", "gate"]), votes, min_size=1)
    steps = data.draw(st.lists(st.tuples(st.sampled_from(slots), said), max_size=10))
    for at, (slot, each) in enumerate(steps):
        desk.judging.judge(J, slot, each, f"k{at}")
        last |= {(slot, project): one for project, one in each.items()}
    assert differences(published(desk)).status == 0
    for project in ("doors", "gate"):
        want = Judged.of(project, 36, [v for (_, p), v in last.items() if p == project])
        assert desk.judging.of_project(project).judged == want


def test_the_acts_lead_through_a_judgement(desk: Desk) -> None:
    """Opened, a code issued, judged twice with one key, closed, published, read by anybody."""

    def do(act: str, actor: Actor = LIN, **fields: Any) -> Any:
        return perform(ACTS[act], desk, fields, actor, ZHOU if ACTS[act].second else None)

    shown = do(
        "judgement/open", judgement=J, round=R1, title="年终评议", projects=["doors", "gate"]
    )
    assert shown["projects"][0]["comparison"]["whole"] is False
    ((slot, code),) = do("judgement/codes", judgement=J, slots=[desk.slots(R1)[0].slot]).items()
    votes = [{"project": "doors", "mark": "satisfied"}]
    given = {"judgement": J, "code": code, "votes": votes, "key": "k"}
    first = do("judgement/judge", Actor(), **given)
    assert do("judgement/judge", Actor(), **given) == first
    with pytest.raises(NotPossible, match="not right"):
        do("judgement/judge", Actor(), **{**given, "code": "AAAA"})
    do("judgement/assist", judgement=J, slot=slot, votes=votes, channel="door", witness="吴姐")
    assert do("judgement/close", judgement=J)["judges"] == 1
    (doors, _) = do("judgement/publish", judgement=J)
    assert doors["marks"]["satisfied"] == 1
    assert do("judgement/of", Actor(), project="doors") == doors
    assert do("judgement/show", Actor(), judgement=J)["phase"] == "published"


def test_a_rounds_own_ballots_are_left_alone(desk: Desk) -> None:
    """Judging changes nothing of the round it belongs to."""
    before = desk.bundle(R1)
    opened(desk)
    published(desk)
    assert desk.bundle(R1) == before


def _better(outcome: dict[str, Any]) -> dict[str, Any]:
    first, *rest = outcome["projects"]
    return {**outcome, "projects": [{**first, "level": "satisfied"}, *rest]}


def _other_electorate(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "round": {**entry["round"], "slots_root": "0" * 64}}


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(files: dict[str, bytes]) -> bytes:
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: sha256(content).hexdigest()
        for name, content in files.items()
        if name != "manifest.json"
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in {**files, "manifest.json": canonical(manifest) + b"\n"}.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_judgement_is_found_by_kind(desk: Desk) -> None:
    """By the projects that it is about; what is not there is refused in its own words."""
    opened(desk)
    with desk.diary.reading() as state:
        assert desk._hand.find("judgement", state, J) == ("doors", "gate")
        with pytest.raises(NotListed, match=r"judgement .?j9"):
            desk._hand.find("judgement", state, "j9")


def test_what_stands_on_the_wall_is_what_its_class_says(desk: Desk) -> None:
    """While it is open nothing is told of the marks; once published they are."""
    opened(desk)
    ((known,), kind) = (wall.judgements(desk), ListOf(wall.JudgementOnWall))
    assert known.takes_answers and [one.judged for one in known.projects] == [None, None]
    published(desk)
    (known,) = wall.judgements(desk)
    assert list(strangers(kind, [known])) == []
    assert list(misfits(answer_schema(kind), plain_of([known]))) == []
    assert [one.judged and one.judged.judges for one in known.projects] == [0, 0]
