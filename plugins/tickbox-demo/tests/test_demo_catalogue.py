"""The demo's catalogue: the year it can fill, and what its texts may say."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tickbox_demo.catalogue import (
    CATEGORIES,
    ROUNDS,
    TOWN,
    DemoHome,
    DrawnItem,
    DrawnProblem,
    Neighbourhood,
    capacity,
    draw_items,
    draw_problems,
    neighbourhoods,
    people_per_unit,
    plan_items,
)

SEEDS = (0, 1, 2023)
REAL_NAMES = re.compile("淞南|华浜|嘉骏|香山苑|盛世宝邸|新梅|鹏程|万临|宝景|淞益|淞和|宝山|Songnan")
PERSONS = re.compile(r"先生|女士|小姐|太太|阿姨|阿婆|老伯|爷叔|\d室|\bMr|\bMs|\bMiss\b")
CHINESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module", params=SEEDS)
def town(request: pytest.FixtureRequest) -> list[Neighbourhood]:
    """The neighbourhoods of several seeds."""
    return neighbourhoods(Random(request.param))


@pytest.fixture(scope="module")
def everything(town: list[Neighbourhood]) -> list[tuple[str, DrawnItem]]:
    """Every item the catalogue can give in the three rounds, with its neighbourhood."""
    rng = Random(5)
    return [
        (place["id"], item)
        for place in town
        for round_no in ROUNDS
        for item in draw_items(rng, place, round_no, capacity(place, round_no))
    ]


def texts(value: Any) -> Iterator[dict[str, str]]:
    """Every bilingual text anywhere inside a value."""
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def units(place: Neighbourhood) -> list[DemoHome]:
    """Every home of a neighbourhood."""
    return [
        unit
        for estate in place["estates"]
        for building in estate["buildings"]
        for stairwell in building["stairwells"]
        for unit in stairwell["units"]
    ]


def year(seed: int) -> tuple[list[Neighbourhood], list[DrawnItem], list[DrawnProblem]]:
    """A whole year as the demo draws it."""
    rng = Random(seed)
    town = neighbourhoods(rng)
    plan = plan_items(rng, town)
    items = [
        item
        for place in town
        for round_no in ROUNDS
        for item in draw_items(rng, place, round_no, plan[place["id"]][round_no])
    ]
    return town, items, draw_problems(rng, town, 167)


def test_the_same_seed_gives_the_same_year() -> None:
    """Two draws from one seed are equal, and another seed gives another year."""
    assert year(2023) == year(2023)
    assert year(2023)[1] != year(2024)[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_has_the_figures_of_the_practice(seed: int) -> None:
    """1,389 items in every category and 167 problems are there to be drawn."""
    _, items, problems = year(seed)
    assert len(items) == 1389
    assert {item["category"] for item in items} == set(CATEGORIES)
    assert len(problems) == 167


def test_the_town_is_labelled_as_generated() -> None:
    """Whoever sees the town's name sees that nothing here is real."""
    assert "生成数据" in TOWN["name"]["zh"]
    assert "generated data" in TOWN["name"]["en"]


def test_eleven_neighbourhoods_of_credible_size(town: list[Neighbourhood]) -> None:
    """Each neighbourhood has some 500 to 900 homes, most of them in walk-ups."""
    assert [place["id"] for place in town] == [f"n{n:02d}" for n in range(1, 12)]
    assert all(500 <= len(units(place)) <= 920 for place in town)
    buildings = [b for place in town for estate in place["estates"] for b in estate["buildings"]]
    assert all(11 <= b["floors"] <= 18 if b["lift"] else 5 <= b["floors"] <= 7 for b in buildings)
    assert sum(b["lift"] for b in buildings) < len(buildings) / 2


def test_ids_are_unique_and_areas_whole(town: list[Neighbourhood]) -> None:
    """No two homes share an id, nor a label in one neighbourhood; areas are ints over zero."""
    homes = [unit for place in town for unit in units(place)]
    assert len({home["id"] for home in homes}) == len(homes)
    assert all(type(home["floor_area"]) is int and home["floor_area"] > 0 for home in homes)
    for place in town:
        assert len({unit["label"] for unit in units(place)}) == len(units(place))


def test_microgrids_cover_every_stairwell_and_shop_once(town: list[Neighbourhood]) -> None:
    """A micro-grid overlay leaves nothing out and counts nothing twice."""
    for place in town:
        covered = Counter(s for grid in place["microgrids"] for s in grid["stairwells"])
        assert covered == Counter(
            s["id"] for e in place["estates"] for b in e["buildings"] for s in b["stairwells"]
        )
        shops = Counter(shop for grid in place["microgrids"] for shop in grid["shops"])
        assert shops == Counter(shop["id"] for shop in place["shops"])


def test_there_are_enough_residents() -> None:
    """The homes hold more adults than a round needs participants."""
    rng = Random(3)
    homes = sum(len(units(place)) for place in neighbourhoods(rng))
    people = [people_per_unit(rng) for _ in range(homes)]
    assert min(people) >= 1
    assert 15_000 < sum(people) < 21_000


@pytest.mark.parametrize("total", [1389, 1400, 500, 40, 0])
def test_a_plan_sums_exactly(total: int) -> None:
    """Any total is met to the item."""
    rng = Random(11)
    plan = plan_items(rng, neighbourhoods(rng), total)
    planned = [
        n for rounds in plan.values() for numbers in rounds.values() for n in numbers.values()
    ]
    assert sum(planned) == total
    assert min(planned) >= 0


def test_a_plan_differs_from_list_to_list_and_keeps_fees_few(town: list[Neighbourhood]) -> None:
    """Lists are not all alike, and each has one to three property-fee items."""
    plan = plan_items(Random(4), town)
    lists = [numbers for rounds in plan.values() for numbers in rounds.values()]
    assert len(lists) == 33
    assert len({sum(numbers.values()) for numbers in lists}) > 5
    assert all(1 <= numbers["property-fee"] <= 3 for numbers in lists)


def test_no_title_comes_twice_in_a_neighbourhood(everything: list[tuple[str, DrawnItem]]) -> None:
    """Whatever is drawn in the three rounds, no list repeats another, in either language."""
    for language in ("zh", "en"):
        seen = Counter((place, item["title"][language]) for place, item in everything)
        assert [title for title, times in seen.items() if times > 1] == []


def test_a_round_gives_each_kind_once_before_any_twice() -> None:
    """A list of ordinary length has no two items that differ by the place alone."""
    place = neighbourhoods(Random(1))[0]
    items = draw_items(Random(2), place, 1, {"micro-renewal": 25})
    assert len({item["title"]["zh"].removeprefix(item["place"]["zh"]) for item in items}) == 25


def test_asking_for_too_much_is_refused() -> None:
    """More items than there are, an unknown category and an unknown round are errors."""
    place = neighbourhoods(Random(1))[0]
    with pytest.raises(ValueError, match="property-fee items in round 1, 99 were asked for"):
        draw_items(Random(0), place, 1, {"property-fee": 99})
    with pytest.raises(ValueError, match="no category 'lifts'"):
        draw_items(Random(0), place, 1, {"lifts": 1})
    with pytest.raises(ValueError, match="round 4"):
        draw_items(Random(0), place, 4, {"conflict": 1})


def test_titles_fit_a_phone(everything: list[tuple[str, DrawnItem]]) -> None:
    """A Chinese title has at most 18 characters."""
    assert max(len(item["title"]["zh"]) for _, item in everything) <= 18


def test_every_text_is_in_both_languages(
    town: list[Neighbourhood], everything: list[tuple[str, DrawnItem]]
) -> None:
    """No text is empty, unfilled or in the wrong language, and none names real people or places."""
    drawn = [item for _, item in everything]
    for text in texts([TOWN, CATEGORIES, town, drawn, draw_problems(Random(1), town, 300)]):
        zh, en = text["zh"], text["en"]
        assert CHINESE.search(zh), zh
        assert not re.search(r"[A-Za-z,;:!?{}\[\]|]", re.sub("LED|m²", "", zh)), zh
        assert en, zh
        assert not CHINESE.search(en), en
        assert not re.search(r"[{}\[\]|]|  ", en), en
        assert not REAL_NAMES.search(zh + en), zh
        assert not PERSONS.search(zh + en), zh


def test_costs_and_months_are_whole(everything: list[tuple[str, DrawnItem]]) -> None:
    """Costs are whole fen of a credible size, months whole and within the year."""
    for _, item in everything:
        cost, months = item["cost_fen"], item["months"]
        assert cost is None or (type(cost) is int and 0 <= cost <= 130_000_000), item["title"]
        assert months is None or (type(months) is int and 1 <= months <= 12)


def test_property_fee_items_carry_their_fields(everything: list[tuple[str, DrawnItem]]) -> None:
    """Class, fee now, fee new and start, in fen and as year and month; other items have none."""
    for _, item in everything:
        fields = item["fields"]
        if item["category"] != "property-fee":
            assert fields == {}
            continue
        assert set(fields) == {"class", "kind", "fee_now", "fee_new", "from"}
        assert fields["kind"] == ("shop" if "商铺" in fields["class"]["zh"] else "home")
        assert type(fields["fee_now"]) is int
        assert type(fields["fee_new"]) is int
        assert 0 < fields["fee_now"] < fields["fee_new"] <= 2 * fields["fee_now"]
        assert re.fullmatch(r"2024-\d\d", fields["from"])


def test_a_class_has_one_fee_now_all_year(everything: list[tuple[str, DrawnItem]]) -> None:
    """What is paid today does not depend on the round in which it is printed."""
    now: dict[tuple[str, str, str], set[int]] = {}
    for place, item in everything:
        if item["category"] == "property-fee":
            key = (place, item["place"]["zh"], item["fields"]["class"]["zh"])
            now.setdefault(key, set()).add(item["fields"]["fee_now"])
    assert all(len(fees) == 1 for fees in now.values())


@pytest.mark.parametrize("seed", range(5))
def test_problems_are_solved_after_they_are_raised(seed: int) -> None:
    """Raised before solved, both in 2023, listed in the order of solving."""
    rng = Random(seed)
    town = neighbourhoods(rng)
    problems = draw_problems(rng, town, 167)
    for problem in problems:
        raised, solved = (date.fromisoformat(problem[d]) for d in ("raised", "solved"))
        assert raised < solved
        assert raised.year == solved.year == 2023
    assert all(first["solved"] <= second["solved"] for first, second in pairwise(problems))
    assert {problem["neighbourhood"] for problem in problems} == {place["id"] for place in town}


def test_no_problem_comes_twice_in_a_neighbourhood(town: list[Neighbourhood]) -> None:
    """One wall never reports the same solution twice."""
    problems = draw_problems(Random(9), town, 167)
    assert len({(p["neighbourhood"], p["title"]["zh"]) for p in problems}) == len(problems)


def test_more_problems_than_kinds_are_refused() -> None:
    """The error says which neighbourhood has run out."""
    with pytest.raises(ValueError, match="n01 has only"):
        draw_problems(Random(0), neighbourhoods(Random(0)), 5000)
