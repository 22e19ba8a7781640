"""Deep JSON, broken encodings and odd headers, to whatever takes anything: never a 500."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.categories.fields import fields_of
from tickbox_server import create_app

from ..installed import ACTS

Small = Any  # conftest's
Client = TestClient[Any]
DEEP = json.dumps({"text": 1}).replace("1", "[" * 1100 + "]" * 1100)
AREA, ROUND = "bamboo", "open-1"
_PARTS = {"area": AREA, "round": ROUND, "kind": "roll", "stage": "wish", "name": "take"}


@pytest.fixture
def visiting(small: Small) -> Iterator[tuple[Client, str]]:
    """A client, and a token of the committee's."""
    token = small.town.add_staff(AREA, "小林")
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        yield client, token


def routes(client: Client, method: str) -> list[str]:
    """Every address that takes a method, its parts filled in."""
    found = [
        re.sub(r"\{(\w+):\w+\}", lambda part: _PARTS.get(part[1], "x"), route.path)
        for route in client.app.routes  # type: ignore[attr-defined]
        if method in getattr(route, "methods", ())
    ]
    assert len(found) > 20
    return found


def test_any_post_of_deep_json_is_400(visiting: tuple[Client, str], small: Small) -> None:
    """Whoever sends it: a problem in words; only where nothing is read may it be another 4xx."""
    client, token = visiting
    headers = {"Content-Type": "application/json", "Idempotency-Key": "key-of-deep-json"}
    staff, resident = {"Authorization": f"Bearer {token}"}, {"Tickbox-Code": small.codes[0]}
    for path in routes(client, "POST"):
        for who in ({}, staff, resident):
            answer = client.post(path, content=DEEP, headers={**headers, **who})
            assert (path, answer.status_code) in {(path, s) for s in (400, 401, 403, 404)}
            if path.startswith("/api/"):
                assert (path, answer.status_code) == (path, 400)
                assert answer.json()["text"]["zh"]


@pytest.mark.parametrize("depth", [64, 65])
def test_the_bar_at_the_door(visiting: tuple[Client, str], depth: int) -> None:
    """As deep as may be is looked at (and refused for what it says); deeper is not."""
    client, token = visiting
    body = '{"text":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"
    answer = client.post(
        f"/api/v1/areas/{AREA}/acts/wish/take",
        content=body,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == (422 if depth == 64 else 400)


def test_deep_json_in_fields_of_every_act(visiting: tuple[Client, str]) -> None:
    """Through the API, the address of a reading act, and the console's forms of both kinds."""
    client, token = visiting
    client.post("/staff/sign-in", data={"area": AREA, "token": token})
    staff = {"Authorization": f"Bearer {token}"}
    for act in ACTS.values():
        fields = [field.key for field in fields_of(act.fields)]
        typed = dict.fromkeys(fields, DEEP)
        page = client.get(f"/staff/do/{act.key}")
        (form_key,) = set(re.findall(r'name="form_key" value="([^"]+)"', page.text)) or {""}
        form = {"form_key": form_key, **{f"f.{key}": DEEP for key in fields}}
        answers = [
            client.post(f"/staff/do/{act.key}", data=form),
            client.post(f"/staff/do/{act.key}", data=form, files={"f.file": ("a.csv", DEEP)}),
        ]
        if act.reads:
            answers.append(
                client.get(f"/api/v1/areas/{AREA}/acts/{act.key}", params=typed, headers=staff)
            )
        else:
            answers.append(
                client.post(f"/api/v1/areas/{AREA}/acts/{act.key}", json=typed, headers=staff)
            )
        assert [one.status_code for one in answers if one.status_code >= 500] == [], act.key


_PART = b'--x\r\nContent-Disposition: form-data; name="round"\r\n'
_CHARSET = b"Content-Type: text/plain; charset=nobody-knows\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", _PART + _CHARSET + b"\r\nabc\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", _PART + b"\r\n\xff\xfe\xff\r\n--x--\r\n"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=\xe9", b"--x--"),
        ("application/x-www-form-urlencoded", b"\xff%ff=%zz&\x00"),
        ("application/json", b"\xff\xfe{}"),
        ("application/json", b'{"text":"\\ud800"}'),
        ("application/json", b"9" * 6000),
        ("application/x-msgpack", b"\x91" * 3000),
    ],
)
def test_bytes_that_are_no_form_of_ours(
    visiting: tuple[Client, str], kind: str, body: bytes
) -> None:
    """Encodings that nobody knows, text that is none, in every place that takes a body."""
    client, token = visiting
    client.post("/staff/sign-in", data={"area": AREA, "token": token})
    typed = {b"Content-Type": kind.encode("latin-1"), b"Authorization": f"Bearer {token}".encode()}
    for path in routes(client, "POST"):
        answer = client.post(path, content=body, headers=typed)
        assert (path, answer.status_code < 500) == (path, True)


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//", "null", "http://a:b:c"])
def test_an_origin_that_is_no_address_is_foreign(visiting: tuple[Client, str], origin: str) -> None:
    """Refused as another site's, not a failure."""
    client, _ = visiting
    answer = client.post(f"/n/{AREA}/wishes", data={"text": "x"}, headers={"Origin": origin})
    assert answer.status_code == 403
