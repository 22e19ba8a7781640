"""The solved problems of the year ("急难愁盼"): what was wrong, who saw to it, and how."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tickbox_demo.catalogue.places import DemoPlace, capital, places
from tickbox_demo.catalogue.plan import split
from tickbox_demo.catalogue.shapes import DrawnProblem, Neighbourhood, read, text

_DATA = read("problems")
_FIRST, _LAST = date(2023, 1, 4), date(2023, 12, 27)


def draw_problems(
    rng: Random, neighbourhoods: list[Neighbourhood], count: int
) -> list[DrawnProblem]:
    """`count` solved problems over all neighbourhoods, in the order they were solved.

    Some neighbourhoods solve more than others, and a kind comes once in a neighbourhood.
    Raises `ValueError` for more problems than there are kinds.
    """
    shares = split(count, [rng.uniform(0.6, 1.4) for _ in neighbourhoods])
    drawn: list[DrawnProblem] = []
    for neighbourhood, share in zip(neighbourhoods, shares, strict=True):
        drawn += _of(rng, neighbourhood, share)
    return sorted(drawn, key=lambda problem: problem["solved"])


def _of(rng: Random, neighbourhood: Neighbourhood, share: int) -> list[DrawnProblem]:
    """The problems of one neighbourhood, each kind at one of its places."""
    open_to = [(k, places(rng, neighbourhood, k["where"])) for k in _DATA["kinds"]]
    possible = [(kind, where) for kind, where in open_to if where]
    if share > len(possible):
        raise ValueError(f"{neighbourhood['id']} has only {len(possible)} kinds of problem")
    chosen = rng.sample(possible, share)
    return [_problem(rng, neighbourhood["id"], kind, rng.choice(where)) for kind, where in chosen]


def _problem(
    rng: Random, neighbourhood: str, kind: dict[str, Any], place: DemoPlace
) -> DrawnProblem:
    days = rng.randint(*kind["days"])
    raised = _draw_day(rng, days, *kind.get("season", (1, 12)))
    title = text(kind["title"])
    return {
        "neighbourhood": neighbourhood,
        "title": {
            "zh": title["zh"].format(p=place.zh),
            "en": capital(title["en"].format(p=place.en)),
        },
        "raised": raised.isoformat(),
        "solved": (raised + timedelta(days=days)).isoformat(),
        "how": text(kind["how"]),
        "responsible": _DATA["responsible"][kind["by"]],
    }


def _draw_day(rng: Random, days: int, first_month: int, last_month: int) -> date:
    """A day in the season of the problem that leaves `days` to solve it within the year."""
    earliest = max(_FIRST, date(2023, first_month, 1))
    latest = min(date(2023, last_month, 28), _LAST - timedelta(days=days))
    return earliest + timedelta(days=rng.randint(0, (latest - earliest).days))
