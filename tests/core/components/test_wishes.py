"""Wishes and the diary they stand in: kept, merged, answered, followed, erased, rebuilt."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Item, Text, year
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.categories import of_row
from tickbox_core.components import places, wishes
from tickbox_core.components.places import ServicePlace, Tier
from tickbox_core.components.wishes import AWish, NewWish, Reply
from tickbox_core.desk import Desk
from tickbox_core.desk.diary import LOG, audit, history
from tickbox_core.desk.state import YearState
from tickbox_core.errors import BadValue, NotListed, NotPossible, TickboxError, WrongState
from tickbox_core.model.channels import Channel
from tickbox_core.store import MemoryStore, Store
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks

WHY = Text("内容相同", "the same thing")
DOOR = NewWish("东门装一盏灯", Channel.DOOR, author={"name": "王阿姨"}, taken_by="小林")
CENTRE = ServicePlace("c", "淞益中心", Tier.CENTRE, hours="9–17", phone="56140000")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Either store, empty."""
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "a.sqlite")


def three(desk: Desk) -> list[str]:
    """The references of three wishes that ask for light."""
    words = ("东门装灯", "东门太黑", "东门要灯")
    return [desk.collecting.take(NewWish(one)).ref for one in words]


class TestTaking:
    """What is said is kept as it was said."""

    def test_a_wish_keeps_its_channel_words_and_author(self, store: Store) -> None:
        """Written down at the door, it says so; words and name are not in the ledger."""
        desk = desks.desk(store)
        wish = desk.collecting.take(DOOR)
        assert (wish.text, wish.channel, dict(wish.author)) == (
            "东门装一盏灯", Channel.DOOR, {"name": "王阿姨"},
        )  # fmt: skip
        (entry,) = store.find("entry", log=LOG)
        assert json.loads(entry["body"])["facts"]["channel"] == "door"
        for secret in ("王阿姨", "装一盏灯", "小林"):
            assert secret.encode() not in entry["body"]

    def test_a_wish_keeps_the_day_on_which_it_was_said(self, store: Store) -> None:
        """Where one is given; a day to come is refused, and an entry without one says nothing."""
        desk = desks.desk(store)
        today = desk.today()
        for on in (today - timedelta(days=1), today):
            said = attrs.evolve(DOOR, on=on.isoformat())
            assert desk.collecting.take(said).said_on == on.isoformat()
        with pytest.raises(BadValue):
            desk.collecting.take(attrs.evolve(DOOR, on=(today + timedelta(days=1)).isoformat()))
        plain = desk.collecting.take(DOOR)
        assert (plain.on, plain.said_on) == ("", plain.at[:10])
        bodies = [json.loads(one["body"]) for one in store.find("entry", log=LOG)]
        assert ["on" in one["facts"] for one in bodies] == [True, True, False]
        again = desks.desk(store)
        assert [one.on for one in again.collecting.wishes()] == [
            (today - timedelta(days=1)).isoformat(), today.isoformat(), "",
        ]  # fmt: skip

    @pytest.mark.parametrize("role", [Role.STAFF, Role.ANYBODY])
    def test_residents_say_it_on_the_day_it_arrives(self, role: Role) -> None:
        """Staff write down when and how it reached them; what residents hand in comes now."""
        desk = desks.desk()
        given_ = {"text": "灯", "channel": "phone", "on": "2020-01-02"}
        perform(ACTS["wish/take"], desk, given_, Actor("小林", role))
        (wish,) = desk.collecting.wishes()
        inside = role is Role.STAFF
        assert wish.on == ("2020-01-02" if inside else "")
        assert wish.channel is (Channel.PHONE if inside else Channel.ONLINE)

    @pytest.mark.parametrize(
        ("typed", "channel"),
        [
            ("电话", "phone"), (" 来电 ", "phone"), ("１２３４５", "phone"), ("微信群", "chat"),
            ("QQ群", "chat"), ("走访", "door"), ("意见箱", "paper"), ("接待日", "place"),
            ("楼组会", "meeting"), ("小程序", "online"), ("phone", "phone"), ("飞鸽", None),
        ],
    )  # fmt: skip
    def test_channels_as_committees_write_them(self, typed: str, channel: str | None) -> None:
        """Each means one; what nobody knows is a fault."""
        plain, faults = of_row(AWish, {"text": "灯", "channel": typed})
        assert plain.get("channel") == channel and bool(faults) is (channel is None)

    @pytest.mark.parametrize(
        ("typed", "day"),
        [
            ("2025年11月3日", "2025-11-03"), ("2025/11/3 10:30", "2025-11-03"),
            ("２０２５．１１．３", "2025-11-03"), ("20251103", "2025-11-03"),
            ("2025-11-03T10:30:05", "2025-11-03"), ("2025年11月3日上午9时30分", "2025-11-03"),
            ("2025年11月3日上午", "2025-11-03"), ("2025/11/3 晚上8点", "2025-11-03"),
            ("2025-11-03（周一）", "2025-11-03"), ("2025年11月3日星期一 14:30", "2025-11-03"),
            ("2025/11/3 2:30 PM", "2025-11-03"),
            ("25-11-3", None), ("11月3日", None), ("2025-02-30", None), ("上周", None),
        ],
    )  # fmt: skip
    def test_days_as_committees_write_them(self, typed: str, day: str | None) -> None:
        """With the time or without; without a year, or one that is none, a fault."""
        plain, faults = of_row(AWish, {"text": "灯", "on": typed})
        assert plain.get("on") == day and bool(faults) is (day is None)

    def test_a_reference_can_be_typed_as_people_type(self, store: Store) -> None:
        """Small letters, no dash, spaces and lookalikes lead to the same wish."""
        collecting = desks.desk(store).collecting
        ref = collecting.take(DOOR).ref
        assert collecting.wish(f" {ref.lower().replace('-', ' ')} ").ref == ref
        with pytest.raises(NotListed):
            collecting.wish("NOTHING")

    @pytest.mark.parametrize(
        "wish, problem",
        [
            (NewWish("  "), "what is wished for is missing"),
            (NewWish("装灯", Channel.PHONE), "who wrote it down is missing"),
            (NewWish("装灯", place="nowhere"), "no service place 'nowhere'"),
        ],
    )
    def test_what_cannot_be_taken(self, store: Store, wish: NewWish, problem: str) -> None:
        """Blank words, nobody who wrote it down, a place that is not there; all or nothing."""
        desk = desks.desk(store)
        with pytest.raises(TickboxError, match=problem):
            desk.collecting.take_many([DOOR, wish])
        assert desk.collecting.wishes() == ()
        assert store.count("entry", log=LOG) == 0

    def test_a_service_place_takes_wishes(self, store: Store) -> None:
        """An open place is listed; a closed one is not, and cannot be closed again."""
        collecting = desks.desk(store).collecting
        collecting.set_place(CENTRE)
        assert collecting.take(NewWish("装灯", place="c")).place == "c"
        assert collecting.places() == (CENTRE,)
        collecting.close_place("c")
        assert collecting.places() == ()
        with pytest.raises(NotPossible):
            collecting.close_place("c")


class TestMerging:
    """Merging hides nothing, and can be undone."""

    def test_each_original_keeps_its_reference_and_leads_to_one(self, store: Store) -> None:
        """Followed by any of the references, the same reply is found, and why it was merged."""
        collecting = desks.desk(store).collecting
        one, two, other = three(desks.desk(store))
        collecting.merge([two, other], one, WHY, "小林")
        collecting.answer(one, Reply.TAKEN_UP, Text("列入清单", "listed"), by="小林")
        followed = collecting.follow(two)
        assert (followed.stands_with, followed.because) == (one, WHY)
        assert followed.answer is not None
        assert followed.answer.words.zh == "列入清单"
        assert [wish.text for wish in collecting.together(other)] == [
            "东门装灯", "东门太黑", "东门要灯",
        ]  # fmt: skip
        assert [wish.ref for wish in collecting.waiting()] == []

    def test_taken_apart_it_stands_alone_again(self, store: Store) -> None:
        """Its own reply is open again; the merge stays on record."""
        collecting = desks.desk(store).collecting
        one, two, _ = three(desks.desk(store))
        collecting.merge([two], one, WHY, "小林")
        collecting.unmerge(two, Text("是西门", "it was the west gate"), "小林")
        wish = collecting.wish(two)
        assert wish.merged_into is None
        assert wish.merges[0].undone == Text("是西门", "it was the west gate")
        with pytest.raises(NotPossible):
            collecting.unmerge(two, WHY, "小林")

    def test_what_cannot_be_merged(self, store: Store) -> None:
        """Into itself, into a merged one, twice, nothing, or without a reason."""
        collecting = desks.desk(store).collecting
        one, two, other = three(desks.desk(store))
        collecting.merge([two], one, WHY, "小林")
        for refs, into, why in (
            ([one], one, WHY), ([other], two, WHY), ([two], other, WHY), ([], one, WHY),
            ([other], one, Text(" ", " ")),
        ):  # fmt: skip
            with pytest.raises(NotPossible):
                collecting.merge(refs, into, why, "小林")


class TestAnswering:
    """Each wish has its own reply."""

    def test_a_referral_names_the_receiver(self, store: Store) -> None:
        """Without one it is refused."""
        collecting = desks.desk(store).collecting
        ref = collecting.take(DOOR).ref
        words = Text("已转交", "referred")
        with pytest.raises(NotPossible, match="to whom"):
            collecting.answer(ref, Reply.REFERRED, words, by="小林")
        firm = Text("物业公司", "the property firm")
        collecting.answer(ref, Reply.REFERRED, words, by="小林", referred_to=firm)
        followed = collecting.follow(ref)
        assert followed.answer is not None
        assert followed.answer.referred_to == firm

    def test_a_merged_wish_is_answered_where_it_stands(self, store: Store) -> None:
        """And a listed one is not declined."""
        collecting = desks.desk(store).collecting
        one, two, _ = three(desks.desk(store))
        collecting.merge([two], one, WHY, "小林")
        with pytest.raises(NotPossible):
            collecting.answer(two, Reply.TAKEN_UP, WHY, by="小林")

    def test_a_wish_becomes_an_item(self, store: Store) -> None:
        """Its reference leads to the item once the list is out; a declined wish leads to none."""
        desk = desks.desk(store)
        desk.prepare(desks.plan())
        one, two, other = three(desk)
        desk.collecting.merge([two], one, WHY, "小林")
        desk.collecting.list_as([one], desks.ROUND, Item("light", "东门路灯"))
        assert desk.round(desks.ROUND).item_ids[-1] == "light"
        assert desk.collecting.follow(two).items == (), "a list being prepared is nobody's business"
        with pytest.raises(NotPossible):
            desk.collecting.answer(one, Reply.DECLINED, WHY, by="小林")
        desk.collecting.answer(other, Reply.DECLINED, WHY, by="小林")
        with pytest.raises(NotPossible):
            desk.collecting.list_as([other], desks.ROUND, Item("light", "东门路灯"))
        desk.register(desks.ROUND, desks.roll())
        desks.open_list(desk, desks.ROUND)
        with pytest.raises(WrongState):
            desk.collecting.list_as([one], desks.ROUND, Item("late", "晚了"))
        assert desk.collecting.follow(two).items == ((desks.ROUND, "light"),)
        assert desk.collecting.follow(other).items == ()
        assert [f.ref for f in desk.collecting.of_item(desks.ROUND, "light")] == [one]


class TestTheDiary:
    """Ledger and openings are the state; erasing takes the openings and nothing else."""

    def test_another_desk_reads_the_same_book(self, store: Store) -> None:
        """What is in memory is what ledger and openings rebuild, whoever wrote it."""
        first, second = desks.desk(store), desks.desk(store)
        one, two, _ = three(first)
        second.collecting.merge([two], one, WHY, "小林")
        assert first.collecting.wishes() == second.collecting.wishes()
        assert first.collecting.wishes() == desks.desk(store).collecting.wishes()

    def test_erased_words_are_gone_and_the_ledger_verifies(self, store: Store) -> None:
        """The reference still leads to the item; the words and the name lead nowhere."""
        desk = desks.desk(store)
        ref = desk.collecting.take(DOOR).ref
        kept = desk.collecting.take(NewWish("装长椅")).ref
        root = desk.diary.checkpoint()
        erased = desk.diary.erase(lambda one: one.facts.get("ref") == ref, Text("到期", "due"))
        assert erased == {"wish": 1}
        wish = desk.collecting.wish(ref)
        assert (wish.text, dict(wish.author), wish.taken_by) == (None, {}, "")
        assert desk.collecting.wish(kept).text == "装长椅"
        assert audit(store) == []
        assert root is not None
        assert [one.erased for one in history(store)] == [True, False, False]
        assert desk.diary.erase(lambda one: one.facts.get("ref") == ref, Text("", "")) == {}

    def test_a_changed_opening_or_entry_is_found(self, store: Store) -> None:
        """The audit names the entry."""
        desk = desks.desk(store)
        desk.collecting.take(DOOR)
        row = store.get("sealed", log=LOG, position=0) or {}
        with store.transaction():
            store.put("sealed", {**row, "body": row["body"].replace("灯", "树")})
        assert [text.en for text in audit(store)] == ["entry 0 of the diary was changed."]
        with store.transaction():
            store.put("sealed", row)
            entry = store.get("entry", log=LOG, position=0) or {}
            store.put("entry", {**entry, "body": entry["body"].replace(b"door", b"desk")})
        assert any("head" in text.en for text in audit(store))

    def test_no_round_takes_the_diarys_name(self, store: Store) -> None:
        """The log of that name is taken."""
        with pytest.raises(BadValue):
            desks.desk(store).prepare(desks.plan(id=LOG))


COMMANDS: dict[str, Callable[..., None]] = {
    "take": lambda c, refs, a, b: refs.append(c.take(NewWish(f"愿{a}{b}")).ref),
    "merge": lambda c, refs, a, b: c.merge([refs[a]], refs[b], WHY, "x"),
    "unmerge": lambda c, refs, a, b: c.unmerge(refs[a], WHY, "x"),
    "answer": lambda c, refs, a, b: c.answer(refs[a], Reply.TAKEN_UP, WHY, by="x"),
    "decline": lambda c, refs, a, b: c.answer(refs[a], Reply.DECLINED, WHY, by="x"),
}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(list(COMMANDS)), st.integers(0, 3), st.integers(0, 3))))
def test_no_order_of_commands_breaks_the_book(steps: list[tuple[str, int, int]]) -> None:
    """Every wish leads to one that stands alone; refusals leave no trace; a rebuild agrees."""
    store = MemoryStore()
    desk, refs = desks.desk(store), list[str]()
    for name, a, b in steps:
        before = store.count("entry", log=LOG)
        try:
            COMMANDS[name](desk.collecting, refs, a, b)
        except (NotPossible, IndexError):
            assert store.count("entry", log=LOG) == before
    book = YearState()
    for happened in history(store):
        book.apply(happened)
    assert tuple(book.wishes.by_ref.values()) == desk.collecting.wishes()
    assert all(book.wishes.head(ref).merged_into is None for ref in refs)
    assert audit(store) == []


def test_names_that_were_at_home_in_the_year_lead_on() -> None:
    """Whoever imports them from there gets the same things."""
    for at_home, names in ((wishes, "NewWish Reply Wish Wishes"), (places, "ServicePlace Tier")):
        for name in names.split():
            assert getattr(year, name) is getattr(at_home, name)
    assert year.Channel is Channel
    with pytest.raises(AttributeError, match="Dream"):
        _ = year.Dream
