"""A token that is taken away while a request waits: the API and the console refuse in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_console import act_forms as console
from tickbox_core.acts import perform
from tickbox_server import create_app
from tickbox_server.api import acting as api

from .conftest import HERE, Small

PLACE = {"id": "e1", "name": "东门", "tier": "corner"}


def taken_before(small: Small, monkeypatch: pytest.MonkeyPatch, door: Any) -> None:
    """Whoever comes through that door loses the token before the act begins."""

    def meanwhile(*given: Any) -> Any:
        small.town.remove_staff(HERE, "小林")
        return perform(*given)

    monkeypatch.setattr(door, "perform", meanwhile)


@pytest.fixture
def visit(small: Small) -> Callable[[], TestClient[Any]]:
    """Somebody who visits."""
    return lambda: TestClient(create_app(small.town), base_url="http://testserver.local")


def test_over_the_api(
    small: Small, monkeypatch: pytest.MonkeyPatch, visit: Callable[[], TestClient[Any]]
) -> None:
    """403 with a code of its own; nothing is written."""
    headers = {"Authorization": f"Bearer {small.town.add_staff(HERE, '小林')}"}
    taken_before(small, monkeypatch, api)
    with visit() as client:
        answer = client.post(f"/api/v1/areas/{HERE}/acts/place/set", json=PLACE, headers=headers)
    assert answer.status_code == 403 and answer.json()["code"] == "token-taken"
    assert small.desk.collecting.places() == ()


def test_at_the_console(
    small: Small, monkeypatch: pytest.MonkeyPatch, visit: Callable[[], TestClient[Any]]
) -> None:
    """The form comes back with the reason, and the session is over."""
    token = small.town.add_staff(HERE, "小林")
    with visit() as client:
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        page = client.get("/staff/do/place/set").text
        hidden = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
        taken_before(small, monkeypatch, console)
        given = {f"f.{name}": value for name, value in PLACE.items()}
        english = {"Accept-Language": "en"}
        answer = client.post("/staff/do/place/set", data={**hidden, **given}, headers=english)
        assert answer.status_code == 403 and "taken away meanwhile" in answer.text
        assert client.get("/staff/do/place/set").status_code == 401
    assert small.desk.collecting.places() == ()
