"""What every answer carries, what no request may do, and what is never written down."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import (
    Area,
    AreaTree,
    Category,
    Item,
    Person,
    Problem,
    Residence,
    Roll,
    Text,
    Unit,
)
from tickbox_core.desk import Cast, Town
from tickbox_core.testing import desks
from tickbox_server import Settings, create_app

Client = TestClient[Any]

ALONE = "/recount.html"
Small = Any  # conftest's

LIST = "/n/bamboo/open-1"
GETS = [
    "/",
    "/n/bamboo",
    LIST,
    f"{LIST}/wall",
    f"{LIST}/check",
    "/n/willow/decided-1/wall",
    "/recount",
    "/recount.py",
    ALONE,
    "/promises",
    "/health",
    "/ready",
    "/nothing",
    "/n/nowhere",
    "/api/v1/areas",
    "/api/v1/acts",
    "/api/v1/areas/bamboo/acts/place/list",
    "/api/v1/nothing",
    "/api/v1/openapi.json",
    "/api/v1/areas/willow/rounds/decided-1/bundle",
    "/static/tickbox.css",
    "/static/mark.svg",
    "/static/nothing",
]
POSTS = [
    LIST,
    f"{LIST}/review",
    f"{LIST}/confirm",
    f"{LIST}/cast",
    f"{LIST}/check",
    f"{LIST}/receipt",
    f"{LIST}/follow",
    f"{LIST}/object",
    "/n/bamboo/wishes",
    "/n/bamboo/wishes/follow",
    "/n/bamboo/wishes/photo",
    "/n/bamboo/ideas/calls/i1",
    "/n/bamboo/ideas/follow",
    "/n/bamboo/ideas/withdraw",
    "/api/v1/areas/bamboo/rounds/open-1/casts",
    "/api/v1/areas/bamboo/rounds/open-1/check",
    "/api/v1/areas/bamboo/acts/place/close",
    "/api/v1/areas/bamboo/tables/roll/look",
    "/api/v1/areas/bamboo/tables/roll/take",
    "/api/v1/areas/bamboo/imports/undo",
    "/n/bamboo/motions/m1",
    "/n/bamboo/motions/m1/review",
    "/n/bamboo/motions/m1/confirm",
    "/n/bamboo/motions/m1/cast",
    "/n/bamboo/motions/m1/check",
    "/n/bamboo/motions/m1/mine",
    "/n/bamboo/motions/m1/mine/ask",
    "/n/bamboo/motions/m1/receipt",
    "/n/bamboo/motions/m1/object",
    "/n/bamboo/judge/j1",
    "/n/bamboo/judge/j1/review",
    "/n/bamboo/judge/j1/confirm",
    "/n/bamboo/judge/j1/cast",
    "/n/bamboo/judge/j1/check",
    "/api/v1/areas/bamboo/motions/m1/casts",
    "/api/v1/areas/bamboo/motions/m1/check",
    "/api/v1/areas/bamboo/judgements/j1/marks",
    "/api/v1/areas/bamboo/judgements/j1/check",
    "/staff/sign-in",
    "/staff/sign-out",
    "/staff/do/place/close",
    "/staff/wishes",
    "/staff/chain",
    "/staff/tables/roll/check",
    "/staff/tables/roll/current",
    "/staff/tables/roll/take",
    "/staff/rounds/open-1/codes",
    "/staff/rounds/open-1/keying",
    "/staff/motions/m1/keying",
    "/staff/motions/m1/law",
]
LARGE = {  # files, and long texts of staff; else 64 KiB, as for everybody
    "/n/bamboo/wishes/photo": 12_500_000,
    "/staff/do/place/close": 12_500_000,
    "/staff/tables/roll/check": 12_000_000,
    "/staff/wishes": 1_000_000,
    "/staff/chain": 2_000_000,
}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://testserver.local.evil.example"},
]


def routes(app: Any) -> set[tuple[str, str]]:
    """Every route and method of an app."""
    return {
        (route.path, method)
        for route in app.routes
        for method in getattr(route, "methods", ())
        if method != "OPTIONS"
    }


def test_no_route_is_forgotten_here(small: Small) -> None:
    """A new route that changes something has to be added to the lists above."""
    posts = {path for path, method in routes(create_app(small.town)) if method not in ("GET",)}
    known = {
        path.replace("bamboo", "{area:str}")
        .replace("open-1", "{round:str}")
        .replace("place/close", "{stage:str}/{name:str}")
        .replace("tables/roll", "tables/{kind:str}")
        .replace("/m1", "/{motion:str}")
        .replace("/j1", "/{judgement:str}")
        .replace("calls/i1", "calls/{call:str}")
        for path in POSTS
    }
    assert posts == known


@pytest.mark.parametrize("path", GETS)
def test_every_answer_carries_the_headers(onlooker: Client, path: str) -> None:
    """Pages, data, files and errors alike."""
    answer = onlooker.get(path, follow_redirects=False)
    assert answer.status_code in (200, 404)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    scripts = re.search(r"script-src ([^;]*)", policy)[1]
    if path == ALONE:  # one file that can be saved: its own script, by its digest, and no other
        (script,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert scripts == f"'sha256-{digest}'"
        assert f'content="{policy.partition("; frame-ancestors")[0]}"' in answer.text
    else:
        assert scripts == "'self'", "our own file, nothing inline"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_site_posts_here(
    onlooker: Client, unchanged: Small, path: str, headers: dict[str, str]
) -> None:
    """403 before anything is read; nothing changes."""
    fields = {"tick": "i1", "key": "long-enough", "code": unchanged.codes[0]}
    answer = onlooker.post(path, data=fields, headers=headers)
    assert answer.status_code == 403
    assert unchanged.desk.turnout("open-1").participants == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver.local"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver.local"},
    ],
)
def test_our_own_forms_and_programs_may(client: Client, headers: dict[str, str]) -> None:
    """The same origin, the address bar, and programs that send neither header."""
    answer = client.post(f"{LIST}/review", data={"tick": "i1"}, headers=headers)
    assert answer.status_code == 200


def test_a_host_may_name_further_origins(small: Small) -> None:
    """A portal whose forms stand on another host name says so in its settings."""
    settings = Settings(origins=frozenset({"https://portal.example"}))
    with TestClient(create_app(small.town, settings=settings)) as client:
        headers = {"Origin": "https://portal.example", "Sec-Fetch-Site": "same-site"}
        answer = client.post(f"{LIST}/review", data={"tick": "i1"}, headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize("path", POSTS)
def test_bodies_are_limited(onlooker: Client, path: str) -> None:
    """413 in the form that the asker understands."""
    kind = "application/json" if "api" in path else "application/x-www-form-urlencoded"
    content = b"x" * (LARGE.get(path, 64 * 1024) + 1)
    answer = onlooker.post(path, content=content, headers={"Content-Type": kind})
    assert answer.status_code == 413


class Page(HTMLParser):
    """What a page's markup does: elements, attributes, and addresses outside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Collect."""
        self.elements.append((tag, dict(attributes)))


def harmless(html: str) -> None:
    """Nothing in the markup could run, style inline, or leave the origin."""
    page = Page(html)
    names = {tag for tag, _ in page.elements}
    assert not names & {"style", "iframe", "object", "embed", "base", "x"}
    scripts = [held for tag, held in page.elements if tag == "script"]
    assert [set(held) for held in scripts] in ([], [{"src", "defer"}]), "the one file of ours"
    assert all("/static/tickbox.js?v=" in str(held["src"]) for held in scripts)
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            address = attributes.get(name) or "/"
            assert address.startswith(("/", "#", "tel:", "data:image/png;base64,")), address
            assert not address.startswith("//")


@pytest.mark.parametrize("path", [path for path in GETS if "." not in path and "api" not in path])
def test_pages_have_nothing_inline_and_nothing_from_outside(onlooker: Client, path: str) -> None:
    """No script, no inline style, no event attribute, no other host."""
    if path not in ("/health", "/ready"):
        harmless(onlooker.get(path).text)


PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "%(num)s %s {0} {name}",
    "<!--",
    "</textarea></select></form><x>",
    "&lt;script&gt;",
    "<x>",
    "\u202e\u2066<script>",
    "]]><x>",
    "`${alert(1)}`",
]


def hostile(text: str) -> Text:
    """A payload in both languages."""
    return Text(text, text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_of_any_kind_stays_text(tmp_path: Path, small: Small, payload: str) -> None:
    """Each field of each thing on each page: seen as it is written, never as markup."""
    said = hostile(payload)
    town = Town(tmp_path / "hostile")
    town.plant(AreaTree((Area("t", "town", said), Area("n", "neighbourhood", said, "t"))))
    desk = town.found("n")
    base = small.desk.round("open-1")
    item = Item("i1", said, "c", said, said, 100)
    plan = attrs.evolve(
        base, area="n", title=said, items=(item,), categories=(Category("c", said),)
    )
    slots = []
    for id_ in ("open", "shut"):
        desk.prepare(attrs.evolve(plan, id=id_, limits=attrs.evolve(base.limits, maximum=None)))
        desk.register(id_, _roll())
        desks.open_list(desk, id_)
        slots = [slot.slot for slot in desk.slots(id_)]
    desk.cast("shut", Cast(slots[0], ("i1",), "key-of-one"))
    desk.close("shut")
    desk.publish("shut")
    day = small.desk.problems()[0].raised
    desk.add_problems([Problem("p", "n", said, day, day, said, said)])
    (code,) = desk.issue_codes("open", [desk.slots("open")[0].slot]).values()
    settings = Settings(title=said, contact=said)
    with TestClient(create_app(town, settings=settings)) as client:
        for path in ("/", "/n/n", "/n/n/open", "/n/n/open/wall", "/n/n/shut/wall", "/n/n/shut"):
            page = client.get(path)
            assert page.status_code == 200
            harmless(page.text)
        form = {"tick": "i1", "key": "long-enough", "code": code}
        for step in ("", "/review", "/confirm", "/cast"):
            page = client.post(f"/n/n/open{step}", data=form)
            assert page.status_code == 200
            harmless(page.text)
        typed = {"tick": payload, "key": "long-enough", "code": payload}
        for step in ("", "/review", "/confirm", "/cast", "/check"):
            harmless(client.post(f"/n/n/open{step}", data=typed).text)
        for path in (f"/n/{payload}", f"/n/n/{payload}/wall", f"/{payload}"):
            harmless(client.get(path).text)
    town.close()


def _roll() -> Any:
    return Roll(date(2026, 1, 1), (Unit("u", "n"),), (Person("p"),), (Residence("p", "u"),))


def test_escaping_is_on_for_a_hosts_own_templates_too(small: Small, tmp_path: Path) -> None:
    """Whatever a template's name ends with."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "promises.html").write_text("{{ frame.service }}", encoding="utf-8")
    settings = Settings(title="<b>")
    with TestClient(create_app(small.town, templates=own, settings=settings)) as client:
        assert client.get("/promises").text == "&lt;b&gt;"


def test_codes_keys_and_choices_are_never_logged(
    client: Client, small: Small, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    """A whole journey, its mistakes, and a server failure: no canary in any log or output."""
    caplog.set_level(logging.DEBUG)
    code, key = small.codes[0], "canary-key-123"
    plain = code.replace("-", "")
    form = {"tick": ["i1", "i3"], "key": key, "code": code}
    for step in ("review", "confirm", "cast", "cast"):
        client.post(f"{LIST}/{step}", data=form)
    client.post(f"{LIST}/cast", data={**form, "tick": ["i2"]})
    client.post(f"{LIST}/confirm", data={**form, "code": code[:-1] + "Z"})
    api = "/api/v1/areas/bamboo/rounds/open-1"
    headers = {"Tickbox-Code": code, "Idempotency-Key": key}
    client.post(f"{api}/casts", json={"ticks": ["i1"]}, headers=headers)

    def broken(*_: object) -> Any:
        raise RuntimeError("broken")

    small.desk.has_ballot = broken
    assert client.post(f"{LIST}/confirm", data=form).status_code == 500
    written = caplog.text + "".join(capfd.readouterr())
    assert "a request failed" in written
    for canary in (code, plain, code[:-1] + "Z", key):
        assert canary not in written


def test_codes_are_in_no_address(client: Client, small: Small) -> None:
    """Nothing on any page of the journey links to a code, a key or a tick."""
    form = {"tick": "i1", "key": "canary-key-123", "code": small.codes[0]}
    for step in ("review", "confirm", "cast"):
        html = client.post(f"{LIST}/{step}", data=form).text
        addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', html)
        assert addresses
        for address in addresses:
            assert small.codes[0] not in address
            assert "canary" not in address
            assert "tick=" not in address


def test_the_receipt_does_not_carry_the_code(client: Client, small: Small) -> None:
    """The last page can be photographed: neither code nor choice is on it, seen or hidden."""
    form = {"tick": "i1", "key": "canary-key-123", "code": small.codes[0]}
    html = client.post(f"{LIST}/cast", data=form).text
    assert "receipt-code" in html
    assert small.codes[0] not in html
    assert 'value="i1"' not in html
