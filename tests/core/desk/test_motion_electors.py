"""Motions by code: one code a head, one counted answer, one's own figures, and help."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import ClassVar

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tickbox_core import (
    Area,
    AreaTree,
    Item,
    Ownership,
    Person,
    Residence,
    Roll,
    Text,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.bundle import differences
from tickbox_core.categories import Disclosure
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.keeping.due import What
from tickbox_core.desk.motions import PollState
from tickbox_core.errors import (
    AlreadyCast,
    KeyReused,
    NotPossible,
    TickboxError,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.model import Question
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import Bars
from tickbox_core.store import MemoryStore
from tickbox_core.workflow import log

from .motion_house import TREE, Clock, LawPlugin, LiftPolicy, cast, desk, listed, opened, poll, roll

LAST = {"channel__double": "last_valid_stands"}


def coded(at, id_="m1", places=None):
    """Codes by slot's first place: of those who have none, or of some places anew."""
    return {slip.places[0]: slip.code for slip in at.motions.issue_codes(id_, places).slips}


def say(at, code, mark, key="", id_="m1"):
    """Answer by code, as a page would."""
    slot = at.motions.elector_of_code(id_, code)
    assert slot is not None
    return at.motions.say(id_, slot, mark, key or f"{slot}-{mark}")


class TestCodes:
    """Issued to heads."""

    def test_a_head_has_one_code_for_all_its_units(self):
        """Two flats of one owner, a flat of co-owners with a voter, one of co-owners without."""
        owned = [("p0", "u0"), ("p0", "u1"), ("p1", "u2"), ("p2", "u2"), ("p3", "u3"), ("p1", "u3")]
        ownerships = tuple(Ownership(who, unit, votes=(who, unit) == ("p1", "u2"))
                           for who, unit in owned)  # fmt: skip
        at = opened(desk(), roll((100,) * 4, ownerships=ownerships))
        issued = at.motions.issue_codes("m1")
        assert [slip.places for slip in issued.slips] == [("u0", "u1"), ("u2",)]
        assert issued.without == ("u3",)
        with pytest.raises(NotPossible, match="named no voter"):
            at.motions.issue_codes("m1", ["u3"])
        assert at.motions.issue_codes("m1", ["u1"]).slips[0].places == ("u0", "u1")
        with pytest.raises(UnknownId):
            at.motions.issue_codes("m1", ["u9"])

    def test_a_new_code_kills_the_old_one_and_nobody_elses(self):
        """And the wrong, the unknown and the dead are answered alike."""
        at = opened(desk())
        old = coded(at)
        (new,) = at.motions.issue_codes("m1", ["u2"]).slips
        assert at.motions.elector_of_code("m1", old["u2"]) is None
        assert at.motions.elector_of_code("m1", new.code) == new.slot
        assert at.motions.elector_of_code("m1", old["u3"]) is not None
        assert at.motions.elector_of_code("m1", "0000-0000-0000-0000") is None
        assert at.motions.elector_of_code("m2", new.code) is None

    def test_asked_again_for_nobody_in_particular_no_code_dies(self):
        """Only those who have none get one, of a motion as of a round."""
        at = opened(desk())
        (first,) = at.motions.issue_codes("m1", ["u2"]).slips
        rest = at.motions.issue_codes("m1", anew=False).slips
        assert "u2" not in {slip.places[0] for slip in rest} and len(rest) > 1
        assert at.motions.elector_of_code("m1", first.code) == first.slot
        assert at.motions.issue_codes("m1", anew=False).slips == ()

    def test_no_code_lies_readable_in_the_store(self):
        """Only salted, peppered hashes do."""
        at = opened(desk())
        kept = repr([dict(row) for row in at._hand.store.find("code")])
        for code in coded(at).values():
            assert code not in kept and code.replace("-", "")[4:15] not in kept

    def test_codes_are_issued_while_papers_are_taken(self):
        """Neither before nor after."""
        at = desk()
        at.motions.prepare(poll(at))
        at.motions.register("m1", roll())
        with pytest.raises(WrongState):
            at.motions.issue_codes("m1")
        at.motions.open("m1")
        at.motions.issue_codes("m1")
        at.motions.close("m1")
        with pytest.raises(WrongState):
            at.motions.issue_codes("m1")


class TestAnswers:
    """By code, and beside paper."""

    def test_the_same_press_twice_is_one_answer(self):
        """The same key gives the same receipt; with another answer it is refused."""
        at = opened(desk())
        codes = coded(at)
        first = say(at, codes["u0"], "yes", key="k")
        assert say(at, codes["u0"], "yes", key="k") == first
        with pytest.raises(KeyReused):
            say(at, codes["u0"], "no", key="k")
        assert at.motions.taken_part("m1") == 1

    def test_where_the_first_stands_a_second_is_refused_and_uses_nothing_up(self):
        """Also where the first came on paper."""
        at = opened(desk())
        codes = coded(at)
        say(at, codes["u0"], "yes")
        cast(at, 1, "no")
        before = len(log.entries(at._hand.store, "m1"))
        for unit in ("u0", "u1"):
            with pytest.raises(AlreadyCast):
                say(at, codes[unit], "abstain")
        assert len(log.entries(at._hand.store, "m1")) == before

    def test_where_the_last_stands_one_may_think_again(self):
        """Also after a paper for the owner's second flat; the receipts say which counts."""
        owned = (Ownership("p0", "u0"), Ownership("p0", "u1"), Ownership("p2", "u2"))
        at = opened(desk(**LAST), roll((100, 100, 100), ownerships=owned))
        code = coded(at)["u0"]
        on_paper = cast(at, 1, "no", by="p0")
        online = say(at, code, "yes")
        assert [at.motions.check("m1", one.code).counted for one in (on_paper, online)] == [
            False,
            True,
        ]
        say(at, coded(at, places=["u2"])["u2"], "yes")
        at.motions.close("m1")
        assert at.motions.publish("m1").tallies[0].marks["yes"] == 2
        assert differences(at.motions.sealed("m1")).status == 0
        assert at.motions.check("m1", online.code.lower().replace("-", " ")).counted
        assert at.motions.check("m1", "K7QF-2M9P") is None

    def test_a_spoiled_paper_keeps_nobody_from_answering(self):
        """The first valid one stands."""
        at = opened(desk())
        cast(at, 0, "spoiled")
        receipt = say(at, coded(at)["u0"], "yes")
        assert at.motions.check("m1", receipt.code).counted

    @pytest.mark.parametrize("mark", ["spoiled", "perhaps", "none-of-these", ""])
    def test_only_what_is_offered_can_be_said(self, mark):
        """Nobody spoils a form."""
        at = opened(desk())
        with pytest.raises(UnknownId):
            say(at, coded(at)["u0"], mark)
        with pytest.raises(UnknownSlot):
            at.motions.say("m1", "nobody", "yes", "k")

    def test_a_household_answers_by_its_one_code(self):
        """Nobody is named as having marked it, because nobody knows who of them did."""
        bars = (Bars.of_plain({"base": "households", "approval": "more_than 1/2"}),)
        homes = tuple(Residence(f"p{n}", f"u{n // 2}") for n in range(4))
        the_roll = attrs.evolve(roll((100,) * 4), residences=homes)
        at = desk()
        plan = poll(at)
        motion = attrs.evolve(plan.motion, kind=Question.RESIDENTS_MOTION, bars=bars)
        at.motions.prepare(attrs.evolve(plan, motion=motion, matter=""))
        at.motions.register("m1", the_roll)
        at.motions.open("m1")
        codes = coded(at)
        assert sorted(codes) == ["u0", "u1"]
        say(at, codes["u0"], "yes")
        say(at, codes["u1"], "no")
        at.motions.close("m1")
        assert str(at.motions.publish("m1").result) == "rejected"
        assert differences(at.motions.sealed("m1")).status == 0


class TestOwn:
    """What the holder of a code is told of themselves."""

    def test_the_figures_are_those_of_the_categorys_policy(self):
        """For each unit; the head's area as the roll has it, unknown where it is."""
        at = listed(house_with_figures(), Item("lift", "电梯", "lift"))
        owned = (Ownership("p0", "u0"), Ownership("p0", "u1"), Ownership("p2", "u2"))
        (_, second) = at.promote(at.rounds()[0].id, "lift", "here")
        at.motions.register(second.id, roll((100, 250, None), ownerships=owned))
        at.motions.open(second.id)
        codes = coded(at, second.id)
        mine = at.motions.mine(second.id, at.motions.elector_of_code(second.id, codes["u0"]))
        assert (mine.units, mine.area, mine.answered, mine.final) == (2, 350, False, False)
        told = [(unit.id, shown[0].value.en) for unit, shown in mine.figures]
        assert told == [("u0", "100 fen"), ("u1", "250 fen")]
        receipt = say(at, codes["u0"], "yes", id_=second.id)
        mine = at.motions.mine(second.id, receipt.slot)
        assert mine.answered and mine.final
        other = at.motions.elector_of_code(second.id, codes["u2"])
        assert at.motions.mine(second.id, other).area is None

    def test_a_motion_made_by_hand_has_no_figures(self):
        """Only the weight."""
        at = opened(desk())
        slot = at.motions.elector_of_code("m1", coded(at)["u0"])
        assert at.motions.mine("m1", slot).figures == ()


@attrs.frozen
class SharingPolicy(LiftPolicy):
    """The lift, with each unit's share."""

    def disclose(self, item, unit, setting=None):
        """A fen for each 0.01 m²."""
        return (Disclosure(Text("您家分摊", "Your share"), Text.of(f"{unit.floor_area} fen")),)


def house_with_figures():
    """The house whose lift costs each flat something."""

    class Plugin(LawPlugin):
        """The same law."""

        @hookimpl
        def tickbox_categories(self):
            return (SharingPolicy(),)

    registry = open_registry(discover=False, plugins={"here": Plugin()})
    return Desk(MemoryStore(), registry, area="n1", clock=Clock(), tree=TREE)


class TestHelp:
    """With a helper before a witness."""

    def test_two_people_stand_for_it_and_are_sealed(self):
        """One in both roles is refused; their names are in no public entry."""
        at = opened(desk())
        with pytest.raises(NotPossible):
            at.motions.assist("m1", "u0", "yes", by="p0", channel=Channel.DOOR,
                              helper="小林", witness="小林")  # fmt: skip
        receipt = at.motions.assist("m1", "u0", "yes", by="p0", channel=Channel.DOOR,
                                    helper="小林", witness="老周")  # fmt: skip
        assert at.motions.check("m1", receipt.code).counted
        public = repr([log.entries(at._hand.store, name) for name in ("m1", "diary")])
        assert "小林" not in public and "老周" not in public and "assisted-door" in public
        with pytest.raises(AlreadyCast):
            at.motions.assist("m1", "u0", "no", by="p0", channel=Channel.DOOR,
                              helper="小林", witness="老周")  # fmt: skip

    def test_what_the_paper_refuses_writes_nothing_of_the_help(self):
        """Neither in the motion's log nor in the diary."""
        at = opened(desk())
        with pytest.raises(TickboxError):
            at.motions.assist("m1", "u0", "yes", by="p3", channel=Channel.PHONE,
                              helper="小林", witness="老周")  # fmt: skip
        assert log.entries(at._hand.store, "diary") == []

    def test_names_of_helpers_go_with_the_papers(self):
        """A year after publishing: until then a court may ask who helped and who saw it."""
        clock = Clock()
        at = opened(desk(clock))
        at.motions.assist("m1", "u0", "yes", by="p0", channel=Channel.DOOR,
                          helper="小林", witness="老周")  # fmt: skip
        assert [(one.goes, one.stays) for one in due(at)] == [(0, 1)]
        at.motions.close("m1")
        at.motions.publish("m1")
        assert [(one.goes, one.stays) for one in due(at)] == [(0, 1)]
        clock.at += timedelta(days=366)
        assert [(one.goes, one.stays) for one in due(at)] == [(1, 0)]


def due(at):
    """The lines of what may go that speak of helpers."""
    return [one for one in at.keeping.due() if one.what is What.BALLOTS]


# -- any order, and many at once ---------------------------------------------------------------

FLATS = 4
SAID = ("yes", "no", "abstain", "spoiled")


class ElectorsMachine(RuleBasedStateMachine):
    """Codes, papers, help, days, closing and publishing in any order against a simple model."""

    def __init__(self):
        super().__init__()
        self.clock = Clock()
        self.at = desk(self.clock, window__max_days=9, **self.law)
        opened(self.at, roll((100, 250, 300, 410)))
        self.codes = coded(self.at)
        self.slots = {unit: self.at.motions.elector_of_code("m1", c)
                      for unit, c in self.codes.items()}  # fmt: skip
        self.stands = {}
        self.receipts = {}
        self.state = PollState.OPEN
        self.days = self.keys = self.entries = 0

    law: ClassVar[dict] = {}
    last = False

    def accepts(self, flat, mark):
        """Whether the motion takes papers, and what the model says of the one that stands."""
        assert self.state is PollState.OPEN, "an answer after closing"
        assert self.days <= 9, "an answer after the last day"
        self.entries += 1
        before = self.stands.get(flat)
        if before is None or (before == "spoiled" and mark != "spoiled"):
            self.stands[flat] = mark
            return True
        if self.last and mark != "spoiled":
            self.stands[flat] = mark
            return True
        return False

    @rule(flat=st.integers(0, FLATS - 1), mark=st.sampled_from(SAID), again=st.booleans())
    def by_code(self, flat, mark, again):
        before = self.stands.get(flat)
        self.keys += 1
        key = f"k{self.keys}"
        try:
            receipt = self.at.motions.say("m1", self.slots[f"u{flat}"], mark, key)
        except AlreadyCast:
            assert before not in (None, "spoiled") and not self.last
            return
        except TickboxError:
            assert mark == "spoiled" or self.state is not PollState.OPEN or self.days > 9
            return
        assert self.accepts(flat, mark), "a second answer was taken to be kept void"
        self.receipts[flat] = receipt.code
        if again:
            assert self.at.motions.say("m1", receipt.slot, mark, key) == receipt

    @rule(flat=st.integers(0, FLATS - 1), mark=st.sampled_from(SAID))
    def on_paper(self, flat, mark):
        self.keys += 1
        try:
            receipt = cast(self.at, flat, mark, key=f"k{self.keys}")
        except TickboxError:
            assert self.state is not PollState.OPEN or self.days > 9
            return
        if self.accepts(flat, mark):
            self.receipts[flat] = receipt.code

    @rule(flat=st.integers(0, FLATS - 1), mark=st.sampled_from(SAID))
    def with_help(self, flat, mark):
        before = self.stands.get(flat)
        try:
            receipt = self.at.motions.assist("m1", f"u{flat}", mark, by=f"p{flat}",
                channel=Channel.DOOR, helper="h", witness="w")  # fmt: skip
        except TickboxError:
            closed = self.state is not PollState.OPEN or self.days > 9
            assert closed or (before not in (None, "spoiled") and not self.last)
            return
        if self.accepts(flat, mark):
            self.receipts[flat] = receipt.code

    @rule(flat=st.integers(0, FLATS - 1))
    def lose_the_slip(self, flat):
        try:
            (slip,) = self.at.motions.issue_codes("m1", [f"u{flat}"]).slips
        except WrongState:
            assert self.state is not PollState.OPEN
            return
        assert self.at.motions.elector_of_code("m1", self.codes[f"u{flat}"]) is None
        assert self.at.motions.elector_of_code("m1", slip.code) == self.slots[f"u{flat}"]
        self.codes[f"u{flat}"] = slip.code

    @rule(days=st.integers(1, 4))
    def wait(self, days):
        self.clock.at += timedelta(days=days)
        self.days += days

    @precondition(lambda self: self.state is PollState.OPEN)
    @rule()
    def close(self):
        self.at.motions.close("m1")
        self.state = PollState.CLOSED

    @precondition(lambda self: self.state is PollState.CLOSED)
    @rule()
    def publish(self):
        heads = self.at.motions.publish("m1").tallies[0]
        self.state = PollState.PUBLISHED
        said = list(self.stands.values())
        assert {m: heads.marks[m] for m in SAID} == {m: said.count(m) for m in SAID}
        assert heads.marks["silent"] == FLATS - len(said)
        assert sum(heads.marks.values()) == heads.total == FLATS
        for data in (self.at.motions.sealed("m1"), self.at.motions.bundle("m1")):
            assert differences(data).status == 0

    @invariant()
    def one_answer_counts_for_each_head(self):
        entries = log.entries(self.at._hand.store, "m1")
        assert sum(entry["kind"] == "cast" for entry in entries) == self.entries
        assert self.at.motions.taken_part("m1") == len(self.stands)
        for code in self.receipts.values():
            assert self.at.motions.check("m1", code).counted


class LastStandsMachine(ElectorsMachine):
    """The same where the last valid paper stands."""

    law = LAST
    last = True


TestFirstStands = ElectorsMachine.TestCase
TestLastStands = LastStandsMachine.TestCase
TestFirstStands.settings = TestLastStands.settings = settings(
    max_examples=20, stateful_step_count=15, deadline=None
)


def on_disk(tmp_path, **values):
    """A town on the disk whose neighbourhood has an open motion."""
    plugin = {"here": LawPlugin(**{n.replace("__", "."): v for n, v in values.items()})}
    town = Town(tmp_path / "data", open_registry(discover=False, plugins=plugin))
    town.plant(AreaTree((Area("t", "town", "镇"), attrs.evolve(TREE["n1"], parent="t"),
                         *[a for a in TREE if a.id != "n1"])))  # fmt: skip
    return town, opened(town.found("n1"), roll((100,) * 3))


@pytest.mark.parametrize("double", ["first_valid_stands", "last_valid_stands"])
def test_many_threads_for_one_elector_leave_one_counted_answer(tmp_path, double):
    """Eight phones with keys of their own, each pressing twice; the bundle recounts."""
    town, at = on_disk(tmp_path, channel__double=double)
    slot = at.motions.elector_of_code("m1", coded(at)["u0"])
    marks = ["yes", "no", "abstain", "yes"] * 2
    start, took, refused = threading.Barrier(len(marks)), [], []

    def phone(number):
        start.wait()
        for _ in range(2):
            try:
                took.append(at.motions.say("m1", slot, marks[number], f"key-{number}"))
            except AlreadyCast as refusal:
                refused.append(refusal)

    phones = [threading.Thread(target=phone, args=(n,)) for n in range(len(marks))]
    for one in phones:
        one.start()
    for one in phones:
        one.join()
    receipts = {receipt.code for receipt in took}
    assert len(took) + len(refused) == 2 * len(marks)
    assert len(receipts) == (1 if double.startswith("first") else len(marks))
    assert sum(at.motions.check("m1", code).counted for code in receipts) == 1
    at.motions.close("m1")
    heads = at.motions.publish("m1").tallies[0]
    assert heads.marks["silent"] == 2
    assert differences(at.motions.sealed("m1")).status == 0
    town.close()


def test_a_resident_is_a_head_with_a_code():
    """A residents' motion by heads; nobody else has a code."""
    at = desk()
    plan = poll(at)
    bars = (Bars.of_plain({"base": "heads", "approval": "more_than 1/2"}),)
    motion = attrs.evolve(plan.motion, kind=Question.RESIDENTS_MOTION, bars=bars)
    at.motions.prepare(attrs.evolve(plan, motion=motion, matter=""))
    grown = (Person("p0", born=date(1950, 1, 1)), Person("p1", born=date(1980, 1, 1)))
    homes = (Residence("p0", "u0"), Residence("p1", "u0"))
    at.motions.register("m1", Roll(date(2026, 1, 1), (Unit("u0", "b8"),), grown, homes))
    at.motions.open("m1")
    codes = coded(at)
    assert sorted(codes) == ["p0", "p1"]
    say(at, codes["p0"], "yes")
    assert at.motions.mine("m1", at.motions.elector_of_code("m1", codes["p1"])).area is None
