"""The order of a list before one reader: its own, fixed, and fair to every item."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Item
from tickbox_core.model import arrange_items, is_seed, order_seed, seed_of
from tickbox_core.testing import desks

ITEMS = tuple(
    Item(f"i{at}", f"第{at}项", category)
    for at, category in enumerate(["lift", "bench", "bench", "bench", "light", "light"])
)
SEEDS = [order_seed(b"key", "r1", f"slot{at}") for at in range(6000)]


@given(
    st.lists(
        st.tuples(st.text("abc", min_size=1, max_size=3), st.sampled_from("xyz")),
        unique_by=lambda one: one[0],
    ),
    st.binary(min_size=16, max_size=16),
    st.randoms(),
)
def test_every_item_once_categories_together_whatever_the_list_was(
    pairs: list[tuple[str, str]], random: bytes, shuffler: object
) -> None:
    """The same items; each category in one piece; the order of the given list plays no part."""
    items = [Item(id_, id_, category) for id_, category in pairs]
    seed = seed_of(random)
    found = arrange_items(items, seed)
    assert sorted(item.id for item in found) == sorted(id_ for id_, _ in pairs)
    runs = [
        item.category
        for at, item in enumerate(found)
        if at == 0 or found[at - 1].category != item.category
    ]
    assert len(runs) == len(set(runs))
    shuffler.shuffle(items)  # type: ignore[attr-defined]
    assert arrange_items(items, seed) == found


def test_no_item_stands_first_more_often_than_another() -> None:
    """6,000 slots, six items: each first about 1,000 times, the only lift as the three benches."""
    first = Counter(arrange_items(ITEMS, seed)[0].id for seed in SEEDS)
    assert set(first) == {item.id for item in ITEMS}
    expected = len(SEEDS) / len(ITEMS)
    statistic = sum((number - expected) ** 2 / expected for number in first.values())
    assert statistic < 20.5, "chi-square with 5 degrees of freedom, 1 in 1,000"


def test_places_within_a_category_are_fair_too() -> None:
    """Each of the three benches leads its category a third of the time."""
    leads = Counter(
        next(item.id for item in arrange_items(ITEMS, seed) if item.category == "bench")
        for seed in SEEDS
    )
    assert all(abs(number - 2000) < 150 for number in leads.values())


def test_a_seed_belongs_to_one_slot_of_one_round_and_one_key() -> None:
    """Other slot, other round, other key: another seed; the same three: the same one."""
    seed = order_seed(b"key", "r1", "slot1")
    assert seed == order_seed(b"key", "r1", "slot1")
    others = [(b"key", "r1", "slot2"), (b"key", "r2", "slot1"), (b"other", "r1", "slot1")]
    assert seed not in [order_seed(*other) for other in others]
    assert len(set(SEEDS)) == len(SEEDS)


def test_what_is_a_seed() -> None:
    """16 characters of the alphabet that has no lookalikes, nothing else."""
    assert is_seed(seed_of(bytes(range(16)))) and is_seed(SEEDS[0])
    for said in ("", "0" * 15, "0" * 17, "I" * 16, "o" * 16, "0" * 16 + "\n", "０" * 16):
        assert not is_seed(said)


def test_a_desk_gives_each_slot_an_order_that_lasts() -> None:
    """Two desks over one store with one key agree; two slots differ."""
    desk = desks.opened()
    slots = [slot.slot for slot in desk.slots(desks.ROUND)]
    seeds = [desk.order_seed(desks.ROUND, slot) for slot in slots]
    assert seeds == [desks.desk().order_seed(desks.ROUND, slot) for slot in slots]
    assert len(set(seeds)) == len(slots)
    assert not any(slot in seed or seed in slot for slot in slots for seed in seeds)
