"""The acts of the year over HTTP: anybody's, staff's, and what each refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Text, open_registry
from tickbox_core.acts import ACTS, Role
from tickbox_core.desk import Town
from tickbox_server import create_app

API = "/api/v1/areas/n1/acts"


@contextmanager
def opened(folder: Path) -> Iterator[tuple[TestClient[Any], Town, dict[str, str]]]:
    """Two neighbourhoods, a client, and the header of staff of the first."""
    town = Town(folder, open_registry(discover=False))
    names = (Area(n, "neighbourhood", Text(n, n)) for n in ("n1", "n2"))
    town.plant(AreaTree(tuple(names)))
    for area in ("n1", "n2"):
        town.found(area)
    staff = {"authorization": f"Bearer {town.add_staff('n1', '小林')}"}
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        yield client, town, staff


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[TestClient[Any], Town, dict[str, str]]]:
    """Two neighbourhoods for one test."""
    with opened(tmp_path / "data") as here:
        yield here


@pytest.fixture(scope="module")
def other(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[TestClient[Any], dict[str, str]]]:
    """Two neighbourhoods in which nothing happens, and the header of staff of the second."""
    with opened(tmp_path_factory.mktemp("refusing") / "data") as (client, town, _):
        yield client, {"authorization": f"Bearer {town.add_staff('n2', '老周')}"}


def test_a_wish_is_handed_in_and_followed_by_anybody(
    at: tuple[TestClient[Any], Town, dict[str, str]],
) -> None:
    """Its reference leads to the reply that staff give; names stay inside."""
    client, _, staff = at
    wish = client.post(f"{API}/wish/take", json={"text": "东门装灯", "author": "王阿姨"})
    ref = wish.json()["answer"]["ref"]
    reply = {"ref": ref, "reply": "declined", "words": "已有路灯"}
    assert client.post(f"{API}/wish/answer", json=reply).status_code == 403
    assert client.post(f"{API}/wish/answer", json=reply, headers=staff).status_code == 200
    followed = client.get(f"{API}/wish/follow", params={"ref": ref.lower()})
    assert followed.json()["answer"]["answer"]["words"]["zh"] == "已有路灯"
    assert "王阿姨" not in followed.text
    waiting = client.get(f"{API}/wish/all", headers=staff).json()["answer"]
    assert waiting[0]["author"] == {"name": "王阿姨"}


def test_ids_are_typed_on_a_chinese_keyboard(
    at: tuple[TestClient[Any], Town, dict[str, str]],
) -> None:
    """Full width, new ones too, and other capitals mean what there is."""
    client, town, staff = at
    made = client.post(f"{API}/place/set", json={"id": "ｅ１", "name": "甲", "tier": "corner"},
        headers=staff)  # fmt: skip
    assert made.status_code == 200, made.text
    assert [one.id for one in town.desk("n1").collecting.places()] == ["e1"]
    closed = client.post(f"{API}/place/close", json={"id": " Ｅ１　"}, headers=staff)
    assert closed.status_code == 200, closed.text
    unknown = client.post(f"{API}/place/close", json={"id": "ｅ２"}, headers=staff)
    assert unknown.status_code == 404


@pytest.mark.parametrize("key", [key for key, act in ACTS.items() if act.role is Role.STAFF])
def test_what_is_for_staff_is_refused_to_others(
    other: tuple[TestClient[Any], dict[str, str]], key: str
) -> None:
    """Without a token, with a made-up one, and with that of another neighbourhood."""
    client, elsewhere = other
    for headers in ({}, {"authorization": "Bearer tb_made-up"}, elsewhere):
        if ACTS[key].reads:
            answer = client.get(f"{API}/{key}", headers=headers)
        else:
            answer = client.post(f"{API}/{key}", json={}, headers=headers)
        assert answer.status_code == 403, key
        assert answer.json()["code"] == "not-allowed"


def test_slips_are_problems(at: tuple[TestClient[Any], Town, dict[str, str]]) -> None:
    """An unknown act or area, a field that will not do, a step that cannot be taken."""
    client, _, staff = at
    assert client.post(f"{API}/wish/grant", json={}).status_code == 404
    for answer, act, method in (
        (client.get(f"{API}/wish/take"), "wish/take", "POST"),  # it changes something
        (client.post(f"{API}/wish/waiting", json={}), "wish/waiting", "GET"),
    ):
        assert (answer.status_code, answer.headers["allow"]) == (405, method)
        assert answer.json()["text"]["en"] == f"'{act}' answers to {method} at this address."
    assert client.get("/api/v1/areas/n9/acts/place/list").status_code == 404
    assert client.post(f"{API}/wish/take", json={"text": ""}).status_code == 422
    assert client.get(f"{API}/wish/follow", params={"rf": "x"}).status_code == 422
    taken = client.post(f"{API}/place/close", json={"id": "x"}, headers=staff)
    assert taken.status_code == 404
    round = {"round": "r1", "id": "x"}
    assert client.post(f"{API}/round/wipe", json=round, headers=staff).status_code == 422


def test_a_token_is_taken_away(at: tuple[TestClient[Any], Town, dict[str, str]]) -> None:
    """From then on it is nobody's; no file holds it."""
    client, town, staff = at
    assert client.get(f"{API}/wish/waiting", headers=staff).status_code == 200
    assert town.remove_staff("n1", "小林") == 1
    assert client.get(f"{API}/wish/waiting", headers=staff).status_code == 403
    token = staff["authorization"].split()[1].encode()
    for file in Path(town._folder.path).rglob("*"):
        assert not file.is_file() or token not in file.read_bytes()


def test_the_catalogue_says_what_each_asks_for(
    at: tuple[TestClient[Any], Town, dict[str, str]],
) -> None:
    """Every act, with its fields as JSON Schema."""
    acts = at[0].get("/api/v1/acts").json()
    assert [act["act"] for act in acts] == list(ACTS)
    (wish,) = [act for act in acts if act["act"] == "wish/take"]
    assert wish["fields"]["required"] == ["text"]
