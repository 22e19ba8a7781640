"""Projects, problems, meetings and awards as anybody may know them."""

from __future__ import annotations

from typing import Any

from tickbox_core.components.awards import Award
from tickbox_core.components.meetings import Matter
from tickbox_core.desk.desk import Desk
from tickbox_core.errors import NotListed
from tickbox_core.model import Problem, State
from tickbox_core.text import EMPTY, Text

Plain = dict[str, Any]


# -- projects, problems, meetings --------------------------------------------------------------


def project_facts(desk: Desk, id_: str) -> Plain:
    """A project's card, its problems by title, and pictures of the item by digest."""
    card = desk.projects.card(id_)
    known = {one["ref"]: one for one in desk.solving.cards()}
    base = card["baseline"]
    item = desk.round(base["round"]).item(base["item"])
    return {
        **card,
        "area": desk.area,
        "problems": [known[ref] for ref in card["problems"] if ref in known],
        "pictures": [one.plain() for one in item.pictures],
    }


def projects(desk: Desk) -> list[Plain]:
    """All of an area's projects, the newest first."""
    return [project_facts(desk, one.id) for one in reversed(desk.projects.projects())]


def problems(desk: Desk) -> list[Plain]:
    """Problems that are open, the oldest first; then those solved, the newest first."""
    cards = {one["ref"]: one for one in desk.solving.cards()}
    found = [
        _named(desk, cards[one.id]) if one.id in cards else _kept(desk, one)
        for one in desk.problems()
    ]
    still = [one for one in found if one["solved"] is None]
    done = [one for one in found if one["solved"] is not None]
    return [*still, *sorted(done, key=lambda one: str(one["solved"]), reverse=True)]


def problem(desk: Desk, ref: str) -> Plain:
    """One of them, or ``NotListed``."""
    for one in problems(desk):
        if one["ref"] == ref:
            return one
    raise NotListed(Text("问题", "problem"), ref)


def _named(desk: Desk, card: Plain) -> Plain:
    """What it is tied to by title; an item of a list that is not posted yet is left out."""
    rounds = {round.id: round for round in desk.rounds() if round.state is not State.LISTING}
    ties = [one.partition("/") for one in card["items"]]
    held = {one.id: one for one in desk.projects.projects()}
    return {
        **card,
        "items": [
            {"title": rounds[round].item(item).title.plain(), "id": f"{round}/{item}"}
            for round, _, item in ties
            if round in rounds
        ],
        "projects": [{"id": id_, "title": held[id_].title.plain()} for id_ in card["projects"]],
    }


def _kept(desk: Desk, one: Problem) -> Plain:
    """A problem that was recorded before problems had a diary."""
    until = one.solved or desk.today()
    return {
        "ref": one.id,
        "area": one.area,
        "title": one.title.plain(),
        "raised": one.raised.isoformat(),
        "raised_by": "staff",
        "days_open": (until - one.raised).days,
        "solved": one.solved and one.solved.isoformat(),
        "how": one.how.plain(),
        "publisher": desk.people.publisher().plain(),
        "reopened": [],
        "responsible": [{"side": "other", "name": one.responsible.plain(), "task": EMPTY.plain()}]
        if one.responsible
        else [],
        "items": [],
        "projects": [],
        "meetings": [],
    }


def meetings(desk: Desk) -> list[Plain]:
    """All meetings, the newest first, with what each is about by title."""
    found = sorted(desk.meetings.meetings(), key=lambda one: (one.on, one.id), reverse=True)
    return [
        {**one.plain(), "about": [_matter(desk, about.matter, about.id) for about in one.about]}
        for one in found
    ]


def _matter(desk: Desk, matter: Matter, id_: str) -> Plain:
    return {
        "matter": str(matter),
        "matter_words": matter.words.plain(),
        "id": id_,
        "title": _title(desk, matter, id_).plain(),
    }


def _title(desk: Desk, matter: Matter, id_: str) -> Text:
    if matter is Matter.ITEM:
        round, _, item = id_.partition("/")
        return desk.round(round).item(item).title
    if matter is Matter.MOTION:
        return desk.motions.poll(id_).motion.question
    if matter is Matter.PROJECT:
        return desk.projects.project(id_).title
    return desk.solving.problem(id_).title


# -- a town's awards ---------------------------------------------------------------------------


def award_facts(desk: Desk, award: Award) -> Plain:
    """An award: its formula, its cases, and once it is decided their scores and certificates.

    Before the decision the cases are in the order of their ids, and no points are told.
    """
    rows = {} if award.decided is None else {row["case"]: row for row in award.decided["rows"]}
    order = list(rows) or sorted(award.cases)
    return {
        "id": award.id,
        "title": award.title.plain(),
        "places": award.places,
        "formula": award.formula.text.plain(),
        "decided": award.decided_at[:10] or None,
        "cases": [
            {
                "id": id_,
                "area": award.cases[id_].area,
                "area_name": _area_name(desk, award.cases[id_].area).plain(),
                "project": award.cases[id_].project,
                "title": award.cases[id_].title.plain(),
                "text": award.cases[id_].text.plain(),
                "chosen": id_ in award.chosen,
                "rank": rows[id_]["rank"] if rows else None,
                "score": rows[id_]["score"] if rows else None,
                "why": dict(rows[id_]["why"]) if rows else None,
            }
            for id_ in order
        ],
        "certificates": desk.awards.certificates(award.id) if rows else [],
    }


def _area_name(desk: Desk, area: str) -> Text:
    return desk.tree[area].name if area in desk.tree else Text.of(area)
