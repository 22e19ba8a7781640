"""Words or outcomes that somebody changed in a table are noticed before anybody is shown them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Town, area_looks
from tickbox_core.store.sqlite import SqliteStore
from tickbox_server import Settings, create_app

Small = Any  # conftest's
Client = TestClient[Any]
DECIDED, OPEN = "/n/willow/decided-1", "/n/bamboo/open-1"
API = "/api/v1/areas"
AREAS = ("bamboo", "willow")
CHANGES = {
    "outcome": """UPDATE outcome SET body = replace(body, '"ballots": 5', '"ballots": 6')""",
    "outcome-of-none": "DELETE FROM outcome",
    "outcome-no-json": "UPDATE outcome SET body = '{'",
    "words": "UPDATE cycle SET configuration = replace(configuration, '长椅', '电梯')",
    "words-no-json": "UPDATE cycle SET configuration = '[' WHERE opened_at IS NOT NULL",
}


@pytest.fixture
def visiting(small: Small) -> Iterator[Client]:
    """A client of an app that keeps no answer."""
    fresh = Settings(
        figures_seconds=0, turnout_seconds=0, breakdown_seconds=0, round_seconds=0, health_seconds=0
    )
    with TestClient(create_app(small.town, settings=fresh)) as client:
        yield client


def changed(town: Town, area: str, *sql: str) -> None:
    """As somebody does who can write the file, while the server runs."""
    store = town._folder.area(area)
    assert isinstance(store, SqliteStore)
    with store.transaction(), store._changing() as raw:
        for one in sql:
            assert raw.execute(one).rowcount > 0


def look_again(town: Town) -> None:
    """The next look is into every area, as after some minutes."""
    town._looks._seen = {}


def ready(client: Client, town: Town) -> dict[str, list[str]]:
    """What is wrong with which area."""
    look_again(town)
    answer = client.get("/ready")
    return {} if answer.status_code == 200 else answer.json()["facts"]["areas"]


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_what_was_changed_in_a_table_is_never_shown(
    visiting: Client, small: Small, change: str
) -> None:
    """By page, API and file: refused in words, and told by ``/ready``; put back, all is shown."""
    doors = [f"{DECIDED}/wall", f"{API}/willow/rounds/decided-1/outcome"]
    if change.startswith("words"):
        doors += [DECIDED, f"{API}/willow/rounds/decided-1/list", f"{API}/willow/rounds"]
    for door in doors:
        assert visiting.get(door).status_code == 200
    assert ready(visiting, small.town) == {}
    store = small.town._folder.area("willow")
    kept = {table: store.find(table) for table in ("outcome", "cycle")}
    changed(small.town, "willow", CHANGES[change])
    for door in doors:
        answer = visiting.get(door, headers={"Accept-Language": "en"})
        assert answer.status_code == 503, door
        assert "changed in a table" in answer.text and "电梯" not in answer.text
    assert ready(visiting, small.town) == {"willow": ["tables"]}
    assert visiting.get(OPEN).status_code == 200
    with store.transaction():
        for table, rows in kept.items():
            for row in rows:
                store.put(table, row)
    for door in doors:
        assert visiting.get(door).status_code == 200
    assert ready(visiting, small.town) == {}


def test_words_of_an_open_list_are_those_it_was_opened_with(visiting: Client, small: Small) -> None:
    """Nobody ticks a list that says something else, and a plan that is not posted may change."""
    said = "UPDATE cycle SET configuration = replace(configuration, '长椅', '电梯') WHERE id = "
    changed(small.town, "bamboo", f"{said}'prepared-1'")
    assert visiting.get(OPEN).status_code == 200 and ready(visiting, small.town) == {}
    changed(small.town, "bamboo", f"{said}'open-1'")
    headers = {"Tickbox-Code": small.codes[0], "Idempotency-Key": "key-of-tampered"}
    cast = visiting.post(
        f"{API}/bamboo/rounds/open-1/casts", json={"ticks": ["i1"]}, headers=headers
    )
    assert (cast.status_code, cast.json()["code"]) == (503, "ledger-broken")
    assert visiting.get(OPEN).status_code == 503
    assert ready(visiting, small.town) == {"bamboo": ["tables"]}


def test_an_outcome_of_a_list_that_was_never_decided(visiting: Client, small: Small) -> None:
    """A result that no log states is none."""
    insert = """INSERT INTO outcome (cycle, body) VALUES ('open-1', '{"ballots": 1}')"""
    changed(small.town, "bamboo", insert)
    assert visiting.get(f"{API}/bamboo/rounds/open-1/outcome").status_code == 503
    assert ready(visiting, small.town) == {"bamboo": ["tables"]}


def test_a_log_is_hashed_anew_now_and_then(
    visiting: Client, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words changed in the table and in the log alike, while the server runs: locked."""
    assert ready(visiting, small.town) == {}
    changed(
        small.town,
        "willow",
        CHANGES["words"],
        "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '长椅', '电梯') AS BLOB)"
        " WHERE log = 'decided-1' AND position = 0",
    )
    assert visiting.get("/ready").status_code == 200
    monkeypatch.setattr(area_looks, "AGAIN", 0.0)
    told = visiting.get("/ready")
    assert told.status_code == 503 and told.json()["facts"]["areas"] == {"willow": ["locked"]}
    assert visiting.get(f"{DECIDED}/wall").status_code == 503


@pytest.mark.parametrize(
    ("back", "wrong"),
    [(timedelta(0), False), (timedelta(seconds=59), False), (timedelta(seconds=61), True)],
)
def test_a_clock_that_was_set_back_is_told(
    small: Small, visiting: Client, back: timedelta, wrong: bool
) -> None:
    """Compared with the last entry of each area; a few seconds are put right all the time."""
    noted = _newest(small.town)
    small.town._clock = lambda: noted - back
    found = ready(visiting, small.town)
    assert found.get("bamboo") == (["clock"] if wrong else None)
    small.town._clock = lambda: noted
    assert ready(visiting, small.town) == {}


def _newest(town: Town) -> datetime:
    """When the last entry of the open lists' area was written; the other's is older."""
    town.desk("bamboo")  # in use
    here, there = (area_looks.last_noted(partial(town._folder.area, one)) for one in AREAS)
    assert here is not None and there is not None and there <= here
    return here


def test_an_entry_that_comes_later_is_looked_at_too(small: Small, visiting: Client) -> None:
    """Of an area that is in use, without waiting for the next look into it."""
    assert ready(visiting, small.town) == {}
    real: Callable[[], datetime] = small.town._clock
    token = {"Authorization": f"Bearer {small.town.add_staff('bamboo', '小林')}"}
    wish = visiting.post(f"{API}/bamboo/acts/wish/take", json={"text": "灯"}, headers=token)
    assert wish.status_code == 200
    small.town._clock = lambda: real() - timedelta(hours=1)
    assert visiting.get("/ready").json()["facts"]["areas"]["bamboo"] == ["clock"]


def test_a_full_queue_is_told_by_area(
    small: Small, visiting: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever casts there is told to press again."""
    hall = visiting.app.state["hall"]  # type: ignore[attr-defined]
    monkeypatch.setattr(hall._writers, "full", lambda: ("bamboo",))
    told = visiting.get("/ready", headers={"Accept-Language": "en"})
    assert told.json()["facts"] == {"kinds": {"queue": 1}, "areas": {"bamboo": ["queue"]}}
    assert "no further ballot can wait: 1" in told.json()["detail"]
