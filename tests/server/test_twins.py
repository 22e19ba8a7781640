"""The JSON twins of pages are what the description says: a played year, every address of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.declarations import answer_schema, value_of
from tickbox_core.desk import Desk, Town
from tickbox_core.rules.motions import YES
from tickbox_core.testing.answers import misfits
from tickbox_core.workflow.performing import plain_of
from tickbox_server import api, create_app
from tickbox_server.api._common import ANSWER
from tickbox_server.links import API

from . import asking_town

SAYING = [one for one in api.HANDLERS if ANSWER in one.opt]
OWN = {
    "/areas/{area:str}/motions/{motion:str}/mine": "test_asking",
    "/areas/{area:str}/matters/{component:str}": "test_components",
}
"""What needs somebody's code, or a plugin's component, and where it is tested."""


Visited = list[tuple[Town, Any]]


@pytest.fixture(scope="module")
def towns(played_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    """A town whose year is over and one that decides, each with a visitor."""
    place = tmp_path_factory.mktemp("twins")
    with ExitStack() as stack:
        opened = [Town(played_year), deciding(place / "deciding")]
        for town in opened:
            stack.callback(town.close)
        yield [(town, stack.enter_context(TestClient(create_app(town)))) for town in opened]


def deciding(folder: Path) -> Town:
    """A motion that is decided, one that is open, and one whose agenda is posted.

    Ideas are asked for, and a wish has waited long.
    """
    town = asking_town.town(folder)
    desk, staff = town.desk(asking_town.HERE), Actor("小林", Role.STAFF)
    perform(ACTS["wish/take"], desk, {"text": "装灯", "on": "2024-01-02"}, staff)
    ref = perform(ACTS["problem/raise"], desk, {"title": "积水"}, staff)["ref"]
    perform(ACTS["idea/ask"], desk, {"call": "i", "question": "怎么办？", "problem": ref}, staff)
    for at, code in enumerate(asking_town.ask(desk).values()):
        slot = desk.slot_of_code("m1", code)
        assert slot is not None
        desk.motions.say("m1", slot, YES, f"a random key {at:04}")
    desk.motions.close("m1")
    desk.motions.publish("m1", "小林", "小周")
    asking_town.residents(desk)
    asking_town.choice(desk)
    return town


def ids(desk: Desk) -> dict[str, list[str]]:
    """What an address of an area may name."""
    return {
        "round": [one.id for one in desk.rounds()],
        "item": [item.id for one in desk.rounds() for item in one.items],
        "motion": [one.id for one in desk.motions.polls()],
        "judgement": [one.id for one in desk.judging.judgements()],
        "project": [one.id for one in desk.projects.projects()],
        "month": [desk.today().isoformat()[:7]],
    }


def addresses(town: Town, path: str) -> Iterator[str]:
    """Every address of that pattern."""
    if "{" not in path:
        yield path
        return
    for area in town.areas():
        known = {**ids(town.desk(area)), "area": [area]}
        names = [part[1:-5] for part in path.split("/") if part.startswith("{")]
        for values in product(*(known[name] for name in names)):
            filled = path
            for name, value in zip(names, values, strict=True):
                filled = filled.replace(f"{{{name}:str}}", value)
            yield filled


@pytest.mark.parametrize("handler", SAYING, ids=lambda one: sorted(one.paths)[0])
def test_what_is_answered_fits_what_is_said(towns: Visited, handler: Any) -> None:
    """Its schema, strictly; read back as values of the classes it is the same JSON again."""
    (path,) = handler.paths
    if path in OWN:
        return
    kind, seen = handler.opt[ANSWER], 0
    schema = answer_schema(kind)
    for town, visitor in towns:
        for address in addresses(town, path):
            answer = visitor.get(API + address)
            if answer.status_code == 404:  # not posted, or not of this round
                continue
            plain = json.loads(answer.content)
            assert list(misfits(schema, plain)) == [], address
            assert plain_of(value_of(kind, plain)) == plain, address
            seen += bool(plain)
    assert seen, "nothing of it was played"


def test_nothing_that_is_answered_is_without_a_type(tmp_path: Path) -> None:
    """No operation answers ``{}``, an object of anything, or a body that is never sent."""
    town = Town(tmp_path / "data")
    with TestClient(create_app(town)) as visitor:
        described = visitor.get(f"{API}/openapi.json").json()
    town.close()
    assert '"additionalProperties": {}' not in json.dumps(described)
    for path, item in described["paths"].items():
        for method, operation in item.items():
            for status, answer in operation["responses"].items():
                for media, content in answer.get("content", {}).items():
                    schema = content.get("schema")
                    where = f"{method} {path} {status}"
                    assert schema or media == "application/zip", where
                    if int(status) >= 400:
                        ends = json.dumps(schema).endswith('/ProblemDetails"}')
                        assert ends, where
