"""The items of a round: kinds of the files at places of the neighbourhood."""

import re
from collections.abc import Iterable
from functools import cache, partial
from itertools import chain, zip_longest
from random import Random

from tickbox_demo.catalogue.fees import fee_hands
from tickbox_demo.catalogue.places import DemoPlace, capital, places
from tickbox_demo.catalogue.shapes import (
    DemoText,
    Draw,
    DrawnItem,
    ItemSort,
    Neighbourhood,
    read,
)

CATEGORIES: dict[str, DemoText] = {
    "micro-renewal": {"zh": "微更新", "en": "Micro-renewal"},
    "property-fee": {"zh": "物业调价", "en": "Property-fee adjustment"},
    "building-groups": {"zh": "活力楼组", "en": "Vibrant building groups"},
    "conflict": {"zh": "矛盾处置", "en": "Conflict handling"},
    "maintenance-fund": {"zh": "维修资金使用", "en": "Maintenance-fund use"},
}
ROUNDS = (1, 2, 3)

_PLURAL = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
_SENTENCE = re.compile(r"(?<=[.] )[a-z]")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def draw_items(
    rng: Random, neighbourhood: Neighbourhood, round_no: int, wanted: dict[str, int]
) -> list[DrawnItem]:
    """As many items as `wanted` per category, for one round of one neighbourhood.

    The items come category by category. Within a category no kind comes twice before every
    kind has come once, and no title comes in two rounds. Raises `ValueError` for a category
    or round that does not exist and for more items than the catalogue can give (`capacity`).
    """
    drawn: list[DrawnItem] = []
    for category, number in wanted.items():
        hands = _hands(neighbourhood, round_no, category)
        for hand in hands:
            rng.shuffle(hand)
        rng.shuffle(hands)
        rows = chain.from_iterable(zip_longest(*hands))
        pile = [draw for draw in rows if draw is not None]
        if number > len(pile):
            raise ValueError(
                f"{neighbourhood['id']} has {len(pile)} {category} items in round {round_no}, "
                f"{number} were asked for"
            )
        drawn += [draw(rng) for draw in pile[:number]]
    return drawn


def capacity(neighbourhood: Neighbourhood, round_no: int) -> dict[str, int]:
    """How many items of each category `draw_items` can give in one round."""
    return {
        category: sum(map(len, _hands(neighbourhood, round_no, category)))
        for category in CATEGORIES
    }


def _hands(neighbourhood: Neighbourhood, round_no: int, category: str) -> list[list[Draw]]:
    """The possible items of one round, one hand per kind; each waits for its random numbers."""
    if category not in CATEGORIES or round_no not in ROUNDS:
        raise ValueError(f"no category {category!r} in round {round_no}")
    if category == "property-fee":
        return fee_hands(neighbourhood, round_no)
    return [
        [partial(_item, category, kind, place) for place in _dealt(neighbourhood, kind, round_no)]
        for kind in _kinds(category)
    ]


@cache
def _kinds(category: str) -> tuple[ItemSort, ...]:
    return tuple(read(category.replace("-", "_")))


def _dealt(neighbourhood: Neighbourhood, kind: ItemSort, round_no: int) -> Iterable[DemoPlace]:
    """The places of a kind that belong to this round, the same at every call."""
    rng = Random(f"{neighbourhood['deal']} {kind['key']}")
    rounds = kind.get("rounds", list(ROUNDS))
    if round_no not in rounds:
        return ()
    deck = places(rng, neighbourhood, kind["where"])
    rng.shuffle(deck)
    if kind.get("once"):
        deck = deck[:1]
    turn = (rounds.index(round_no) + rng.randrange(len(rounds))) % len(rounds)
    return deck[turn :: len(rounds)]


def _item(category: str, kind: ItemSort, place: DemoPlace, rng: Random) -> DrawnItem:
    number, cost = _number_and_cost(rng, kind, place)
    why_zh, why_en = rng.choice(kind["why"])
    do_zh, do_en = kind["do"]
    return {
        "category": category,
        "title": _fill_text(kind["title"][0], kind["title"][1], place, number),
        "description": _fill_text(why_zh + do_zh, f"{why_en} {do_en}", place, number),
        "place": place.label,
        "cost_fen": cost,
        "months": rng.randint(*kind["months"]),
        "fields": {},
    }


def _number_and_cost(rng: Random, kind: ItemSort, place: DemoPlace) -> tuple[int, int | None]:
    """The number named in the text (0 when none is) and the cost in fen."""
    if "n" in kind and "each" in kind:
        n = kind["n"]
        number = place.number_of(n) if isinstance(n, str) else rng.randint(*n)
        return number, number * _round_estimate(rng.randint(*kind["each"])) * 100
    yuan = kind.get("yuan")
    return 0, None if yuan is None else _round_estimate(rng.randint(*yuan)) * 100


def _round_estimate(yuan: int) -> int:
    """An amount as an estimate would state it, never falsely exact."""
    steps = ((1_000, 10), (10_000, 100), (100_000, 500))
    step = next((step for limit, step in steps if yuan < limit), 5_000)
    return yuan // step * step


def _fill_text(zh: str, en: str, place: DemoPlace, number: int) -> DemoText:
    """Both templates with place and number; `[lift|lifts]` follows the number in English."""
    spoken = "两" if number == 2 else number
    word = _WORDS[number] if number < len(_WORDS) else number
    plural = _PLURAL.sub(r"\1" if number == 1 else r"\2", en)
    english = capital(plural.format(p=place.en, n=word))
    return {
        "zh": zh.format(p=place.zh, n=spoken),
        "en": _SENTENCE.sub(lambda letter: letter[0].upper(), english),
    }
