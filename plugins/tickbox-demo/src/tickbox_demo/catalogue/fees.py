"""Property-fee items: one class of one estate, its fee now and a proposed one."""

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

from tickbox_demo.catalogue.shapes import (
    DemoText,
    Draw,
    DrawnItem,
    Estate,
    Neighbourhood,
    read,
    text,
)

_DATA = read("property_fee")
_ROUNDS = 3


def fee_hands(neighbourhood: Neighbourhood, round_no: int) -> list[list[Draw]]:
    """The fee items that belong to one round, one hand per class and estate."""
    several = len(neighbourhood["estates"]) > 1
    hands: list[list[Draw]] = []
    for estate, key in _classes(neighbourhood):
        now, proposed = _fees(neighbourhood, estate, key)
        hands.append(
            [
                partial(_item, estate if several else None, key, now, new)
                for new in proposed[round_no - 1 :: _ROUNDS]
            ]
        )
    return hands


def _classes(neighbourhood: Neighbourhood) -> Iterator[tuple[Estate, str]]:
    """Homes with and without a lift in every estate; the shops stand before the first one."""
    for estate in neighbourhood["estates"]:
        for key, lift in (("walkup", False), ("lift", True)):
            if any(building["lift"] is lift for building in estate["buildings"]):
                yield estate, key
    yield neighbourhood["estates"][0], "shop"


def _fees(neighbourhood: Neighbourhood, estate: Estate, key: str) -> tuple[int, list[int]]:
    """The fee of today and the fees that may be proposed, shuffled, the same at every call."""
    rng, rule = Random(f"{neighbourhood['deal']} {estate['id']} {key}"), _DATA["classes"][key]
    step, (low, high) = rule["step"], rule["now"]
    now = rng.randrange(low, high + 1, step)
    least, most = rule["raise"]
    proposed = [now + step * steps for steps in range(least, most + 1)]
    rng.shuffle(proposed)
    return now, proposed


def _item(estate: Estate | None, key: str, now: int, new: int, rng: Random) -> DrawnItem:
    rule, start = _DATA["classes"][key], rng.choice(_DATA["from"])
    words = _words(rule, estate, now, new, start)
    use: DemoText = text(rng.choice(_DATA["uses"][key]))
    title, about = text(_DATA["title"]), text(_DATA["about"])
    label = rule["name"] if estate is None else estate["name"]
    return {
        "category": "property-fee",
        "title": {"zh": title["zh"].format(**words["zh"]), "en": title["en"].format(**words["en"])},
        "description": {
            "zh": about["zh"].format(use=use["zh"], **words["zh"]),
            "en": about["en"].format(use=use["en"], **words["en"]),
        },
        "place": label,
        "cost_fen": None,
        "months": None,
        "fields": {
            "class": rule["name"],
            "kind": "shop" if key == "shop" else "home",
            "fee_now": now,
            "fee_new": new,
            "from": start,
        },
    }


def _words(
    rule: dict[str, Any], estate: Estate | None, now: int, new: int, start: str
) -> dict[str, dict[str, str]]:
    """What the templates of both languages are filled with."""
    year, month = start.split("-")
    both = {"now": _yuan(now), "new": _yuan(new), "year": year, "month": str(int(month))}
    zh = {"estate": "" if estate is None else estate["name"]["zh"], "class": rule["short"]["zh"]}
    en = {
        "in_estate": "" if estate is None else f" in {estate['name']['en']}",
        "class": rule["short"]["en"],
        "Month": _DATA["months"][int(month) - 1],
    }
    return {"zh": {**both, **zh}, "en": {**both, **en}}


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
