"""Whatever is handed in, in whatever order: the verdict follows, and every forgery is noticed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tickbox_core import Ownership, TickboxError
from tickbox_core.bundle import differences
from tickbox_core.desk.motions import PollState
from tickbox_core.ledger import canonical
from tickbox_core.rules.motions import Delivery, Mandate
from tickbox_core.workflow import log

from .motion_house import cast, desk, opened, options, poll, roll

MARKS = ("yes", "no", "abstain", "spoiled")
FLATS = 5


class MotionMachine(RuleBasedStateMachine):
    """Papers, proxies, proofs, closing and publishing in any order against a simple model."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = desk(silence="follow_majority", proxy__max_principals=2)
        self.spoken: dict[int, str] = {}
        self.held: dict[str, set[int]] = {}
        self.taken = 0
        self.served: frozenset[str] = frozenset()
        self.keys = 0
        self.state: PollState | None = None

    @precondition(lambda self: self.state is None)
    @rule(areas=st.lists(st.one_of(st.none(), st.integers(1, 999)), min_size=5, max_size=5))
    def start(self, areas: list[int | None]) -> None:
        opened(self.desk, roll(areas))
        self.state = PollState.OPEN

    @precondition(lambda self: self.state is not None)
    @rule(
        flat=st.integers(0, FLATS),
        mark=st.sampled_from((*MARKS, "perhaps")),
        proxy=st.sampled_from((None, None, "x", "y")),
        by=st.integers(0, FLATS),
    )
    def hand_in(self, flat: int, mark: str, proxy: str | None, by: int) -> None:
        self.keys += 1
        mandate = proxy and Mandate(proxy, True, mark)
        who = None if proxy else f"p{by if by < 2 else flat}"
        try:
            cast(self.desk, flat, mark, key=f"k{self.keys}", by=who, mandate=mandate)
        except TickboxError:
            return
        assert self.state is PollState.OPEN, "a paper after closing"
        assert flat < FLATS
        assert mark in MARKS
        assert proxy or who == f"p{flat}"
        self.taken += 1
        if self.spoken.get(flat, "spoiled") == "spoiled" and (
            flat not in self.spoken or mark != "spoiled"
        ):
            self.spoken[flat] = mark
            for principals in self.held.values():
                principals.discard(flat)
            if proxy:
                self.held.setdefault(proxy, set()).add(flat)

    @precondition(lambda self: self.state is PollState.OPEN)
    @rule(served=st.sets(st.integers(0, FLATS - 1)))
    def prove(self, served: set[int]) -> None:
        self.served = frozenset(f"u{n}" for n in served)
        assert self.desk.motions.deliver("m1", Delivery(self.served, True, True)) == len(served)

    @precondition(lambda self: self.state is PollState.OPEN and self.taken)
    @rule()
    def close(self) -> None:
        self.desk.motions.close("m1")
        self.state = PollState.CLOSED

    @precondition(lambda self: self.state is PollState.CLOSED)
    @rule()
    def publish(self) -> None:
        decision = self.desk.motions.publish("m1")
        self.state = PollState.PUBLISHED
        heads = decision.tallies[0]
        quiet = FLATS - len(self.spoken)
        assert heads.marks["silent"] <= quiet
        spoken = list(self.spoken.values())
        for mark in MARKS:
            least = spoken.count(mark)
            assert least <= heads.marks[mark] <= least + (heads.joined if mark in MARKS[:2] else 0)
        for sealed in (True, False):
            data = self.desk.motions.sealed("m1") if sealed else self.desk.motions.bundle("m1")
            assert differences(data).status == 0

    @invariant()
    def the_log_and_the_model_agree(self) -> None:
        if self.state is None:
            return
        entries = log.entries(self.desk._hand.store, "m1")
        casts = [entry for entry in entries if entry["kind"] == "cast"]
        assert len(casts) == self.taken
        assert self.desk.motions.taken_part("m1") == len(self.spoken)
        assert all(len(principals) <= 2 for principals in self.held.values())


MotionMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)
TestMotionMachine = MotionMachine.TestCase


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from((*MARKS, None, None)), min_size=1, max_size=7),
    st.data(),
    st.sampled_from(("not_participating", "abstain", "follow_majority")),
    st.sampled_from(("takes_part", "not_participating")),
    st.booleans(),
)
def test_every_poll_is_confirmed_by_the_recount(marks, data, silence, treatment, choice):
    """Owners of several flats, options, silence and abstentions of every kind: two routes agree."""
    flats = len(marks)
    areas = data.draw(st.lists(st.integers(1, 10**6), min_size=flats, max_size=flats))
    owned = data.draw(st.lists(st.integers(0, flats - 1), min_size=flats, max_size=flats))
    at = desk(silence=silence, abstention=treatment, spoiled=treatment)
    ownerships = tuple(Ownership(f"p{who}", f"u{flat}") for flat, who in enumerate(owned))
    fields = {"options": options()} if choice else {}
    opened(at, roll(areas, ownerships=ownerships), **fields)
    words = {"yes": "a", "no": "b"} if choice else {}
    for flat, mark in enumerate(marks):
        if mark is not None and flat == owned.index(owned[flat]):
            cast(at, flat, words.get(mark, mark), by=f"p{owned[flat]}")
    served = data.draw(st.sets(st.integers(0, flats - 1)))
    at.motions.deliver("m1", Delivery(frozenset(f"u{n}" for n in served), True, True))
    at.motions.close("m1")
    decision = at.motions.publish("m1")
    assert at.motions.published("m1")["result"] == str(decision.result)
    assert len(at.motions.seats("m1")) == len(set(owned))


@pytest.fixture(scope="module")
def published():
    """A published poll, with proofs, a void paper and a proxy."""
    at = opened(desk(silence="follow_majority"), roll((100, 200, 300, 400, 500)))
    for number, mark in enumerate(("yes", "yes", "no")):
        cast(at, number, mark)
    cast(at, 0, "no", key="again")
    cast(at, 3, "yes", by="x", mandate=Mandate("x", True, "yes"))
    at.motions.deliver("m1", Delivery(frozenset({"u4"}), True, True))
    at.motions.close("m1")
    at.motions.publish("m1")
    return at


def forged(data, name, change):
    """The zip with one file changed by somebody who also mends the manifest."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    lines = [json.loads(line) for line in files[name].splitlines()]
    change(lines)
    files[name] = b"".join(canonical(line) + b"\n" for line in lines)
    manifest = json.loads(files["manifest.json"])
    manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = canonical(manifest) + b"\n"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return held.getvalue()


def put(*path, to):
    """A change: the value at a path."""

    def change(value):
        for step in path[:-1]:
            value = value[step]
        assert value[path[-1]] != to
        value[path[-1]] = to

    return change


@pytest.mark.parametrize(
    "name, change",
    [
        ("decision.json", put(0, "result", to="rejected")),
        ("decision.json", put(0, "tallies", 0, "marks", "yes", to=2)),
        ("decision.json", put(0, "tallies", 1, "participating", to=1)),
        ("decision.json", put(0, "verdicts", "yes", "checks", 0, "met", to=False)),
        ("ledger.jsonl", put(0, "motion", "bars", 0, "approval", to="more_than 0")),
        ("ledger.jsonl", put(1, "weights", "area", to=1)),
        ("ledger.jsonl", put(3, "commitment", to="00")),
        ("papers.jsonl", put(2, "mark", to="yes")),
        ("papers.jsonl", put(4, "mandate", "proxy", to="y")),
        ("papers.jsonl", lambda lines: lines.pop()),
        ("papers.jsonl", lambda lines: lines.reverse()),
        ("heads.jsonl", put(0, "area", to=99)),
        ("heads.jsonl", lambda lines: lines.pop()),
        ("delivery.json", put(0, "served", to=["u0", "u4"])),
        ("roll.json", put(0, "roll", "ownerships", 0, "person", to="p1")),
        ("slots.json", lambda lines: lines[0].pop()),
    ],
)
def test_every_forgery_is_noticed(published, name, change):
    """One total, bar, weight, commitment, mark, mandate, head, proof or owner; mended outside."""
    data = published.motions.sealed("m1")
    assert differences(data).status == 0
    found = differences(forged(data, name, change))
    assert found.status == 1, found.sentences
    assert not any("unexpected" in text for text in found.sentences)


def test_totals_of_a_public_file_that_do_not_give_the_verdict_are_noticed(published):
    """Even where the digest in the log was written for them."""
    data = published.motions.bundle("m1")

    def lie(lines):
        lines[0]["tallies"][0]["marks"].update(yes=1, no=3)

    said = " ".join(differences(forged(data, "decision.json", lie)).sentences)
    assert "what the totals give" in said


def test_a_poll_whose_store_was_changed_is_not_published(published):
    """A paper changed behind the desk's back: the recount does not confirm it."""
    at = opened(desk(), roll((100, 100, 100)))
    for number in range(3):
        cast(at, number, "no")
    at.motions.close("m1")
    store = at._hand.store
    with store.transaction():
        for row in store.find("motion_paper", motion="m1"):
            store.put("motion_paper", {**row, "paper": row["paper"].replace('"no"', '"yes"')})
    with pytest.raises(TickboxError, match="not what was committed to"):
        at.motions.publish("m1")
    assert at.motions.poll("m1").state is PollState.CLOSED
    assert at.motions.published("m1") is None


def test_two_desks_with_the_same_papers_decide_the_same():
    """Random names and salts decide nothing."""
    told = []
    for seed in (1, 2):
        at = opened(desk(seed=seed), roll((100, 200, 300)))
        for number, mark in enumerate(("yes", "no", "yes")):
            cast(at, number, mark)
        at.motions.close("m1")
        told.append(attrs.evolve(at.motions.publish("m1")).plain())
    assert told[0] == told[1]
    assert poll(desk()).state is PollState.PREPARED
