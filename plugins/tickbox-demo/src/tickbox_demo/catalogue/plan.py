"""How many items each list of the year holds."""

from random import Random

from tickbox_demo.catalogue.items import CATEGORIES, ROUNDS
from tickbox_demo.catalogue.shapes import Neighbourhood

Plan = dict[str, dict[int, dict[str, int]]]
"""Neighbourhood id → round → category → number of items."""

_WEIGHTS = {"micro-renewal": 43, "building-groups": 24, "conflict": 16, "maintenance-fund": 14}


def plan_items(rng: Random, neighbourhoods: list[Neighbourhood], total: int = 1389) -> Plan:
    """Numbers that sum to `total` exactly and differ from list to list.

    Bigger neighbourhoods have longer lists; every list has one to three property-fee items
    as far as it is long enough (at least ten items).
    """
    lists = [(n["id"], round_no) for n in neighbourhoods for round_no in ROUNDS]
    sizes = [300 + _homes(n) for n in neighbourhoods for _ in ROUNDS]
    lengths = split(total, [size * rng.uniform(0.88, 1.12) for size in sizes])
    plan: Plan = {n["id"]: {} for n in neighbourhoods}
    for (ident, round_no), length in zip(lists, lengths, strict=True):
        plan[ident][round_no] = _categories(rng, length)
    return plan


def _categories(rng: Random, length: int) -> dict[str, int]:
    fees = rng.choice((1, 1, 1, 2, 2, 3)) if length >= 10 else 0
    rest = split(length - fees, [w * rng.uniform(0.8, 1.2) for w in _WEIGHTS.values()])
    numbers = {"property-fee": fees, **dict(zip(_WEIGHTS, rest, strict=True))}
    return {category: numbers[category] for category in CATEGORIES}


def _homes(neighbourhood: Neighbourhood) -> int:
    return sum(
        len(stairwell["units"])
        for estate in neighbourhood["estates"]
        for building in estate["buildings"]
        for stairwell in building["stairwells"]
    )


def split(total: int, weights: list[float]) -> list[int]:
    """The total in whole parts by largest remainder; equal remainders go to the earlier part."""
    quotas = [total * weight / sum(weights) for weight in weights]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - quotas[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
