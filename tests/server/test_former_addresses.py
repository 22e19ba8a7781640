"""Addresses that the API had: printed on walls, built into portals, they lead where they led."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient
from starlette.applications import Starlette
from starlette.routing import Mount

from tickbox_server import create_app
from tickbox_server.former import answering_former_addresses

from ..installed import ACTS
from .conftest import DECIDED, HERE, OPEN, THERE, Small

FORMER, TODAY = f"/api/v1/areas/{THERE}/cycles", f"/api/v1/areas/{THERE}/rounds"


READ = ("", "/list", "/outcome", "/checkpoint", "/items/i1", "/nowhere")


@pytest.mark.parametrize("rest", ["", *(f"/{DECIDED}{what}" for what in READ)])
def test_what_was_read_under_cycles_is_read_there(client, rest: str) -> None:
    """The same answer, refusals too (but for the address that they name)."""
    before, now = client.get(f"{FORMER}{rest}"), client.get(f"{TODAY}{rest}")
    assert before.status_code == now.status_code
    if now.status_code == 200:
        assert before.content == now.content
    assert client.head(f"{FORMER}{rest}").status_code == now.status_code


def test_a_bundle_is_fetched_and_a_ballot_cast_there(client, small: Small) -> None:
    """The QR of a posted result, and a portal that sends ballots."""
    assert client.get(f"{FORMER}/{DECIDED}/bundle").content[:2] == b"PK"
    asked = {"Idempotency-Key": "key-of-mine", "Tickbox-Code": small.codes[0]}
    here = f"/api/v1/areas/{HERE}/cycles/{OPEN}"
    answer = client.post(f"{here}/casts", json={"ticks": ["i1"]}, headers=asked)
    assert answer.status_code == 201 and answer.json()["round"] == OPEN
    told = client.post(f"{here}/check", json={"code": answer.json()["code"]})
    assert told.json()["counted"] is True


def test_an_area_and_an_item_may_be_called_cycles(client) -> None:
    """Only the word after the area is an address of ours; anything else is left as it is."""
    assert client.get("/api/v1/areas/cycles/rounds").status_code == 404
    answer = client.get(f"{TODAY}/{DECIDED}/items/cycles")
    assert answer.status_code == 404 and "cycles" in answer.text


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/api/v1/areas/cycles/cycles/cycles", "/api/v1/areas/cycles/rounds/cycles"),
        ("/tick/api/v1/areas/n1/cycles", "/tick/api/v1/areas/n1/rounds"),
        ("/api/v1/areas/n1/rounds/r1/items/cycles", "/api/v1/areas/n1/rounds/r1/items/cycles"),
        ("/n/n1/cycles", "/n/n1/cycles"),
    ],
)
async def test_both_forms_of_an_address_say_the_same(asked: str, led_to: str) -> None:
    """The decoded path and the one as it was sent; a page of a round called so stays its own."""
    seen: list[tuple[Any, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["path"], scope["raw_path"]))

    scope: Any = {"type": "http", "path": asked, "raw_path": asked.encode()}
    await answering_former_addresses(app)(scope, None, None)  # type: ignore[arg-type]
    assert seen == [(led_to, led_to.encode())]


def test_the_document_says_rounds_only(client) -> None:
    """Whoever builds on the API is told one word."""
    said = client.get("/api/v1/openapi.json")
    paths = said.json()["paths"]
    assert not any("cycle" in path for path in paths) and any("/rounds/" in path for path in paths)
    assert not any("cycle" in str(ACTS[key].schema) for key in ACTS)


def test_mounted_in_a_host_too(small: Small) -> None:
    """Under a path of the host's own."""
    with TestClient(Starlette(routes=[Mount("/tick", app=create_app(small.town))])) as outside:
        before = outside.get(f"/tick{FORMER}/{DECIDED}")
        assert before.status_code == 200
        assert before.json() == outside.get(f"/tick{TODAY}/{DECIDED}").json()
