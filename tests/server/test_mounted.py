"""Mounted in a host: under a prefix, with the host's log-in, templates and ear for events."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from tickbox_core.hooks import Event, Identity
from tickbox_server import Settings, create_app

Small = Any  # conftest's

Client = TestClient[Any]
PREFIX = "/services/tick"
LIST = f"{PREFIX}/n/bamboo/open-1"
ENGLISH = {"Accept-Language": "en"}


class PortalIdentity:
    """A portal's own log-in: its session cookie says who it is, its table which slot that is."""

    key = "portal"

    def __init__(self, slots: dict[str, str]) -> None:
        self.sessions: dict[str, str] = {}
        self._slots = slots

    def slot(self, round: str, request: Any) -> str | None:
        """The slot of whoever is signed in."""
        who = self.sessions.get(request.cookies.get("portal", ""))
        return self._slots.get(f"{round}/{who}") if who else None


class Portal:
    """A Starlette site that has residents signed in, and tickbox mounted under a prefix."""

    def __init__(self, small: Small, **options: Any) -> None:
        slots = [slot.slot for slot in small.desk.slots("open-1")]
        finals = [slot.slot for slot in small.desk.slots("final-1")]
        self.identity = PortalIdentity(
            {"open-1/wang": slots[0], "open-1/li": slots[1], "final-1/wang": finals[0]}
        )
        mounted = create_app(small.town, identity=self.identity, **options)
        self.app = Starlette(routes=[Route("/login/{who}", self.login), Mount(PREFIX, app=mounted)])

    async def login(self, request: Request) -> Response:
        """Sign somebody in."""
        session = secrets.token_urlsafe(16)
        self.identity.sessions[session] = request.path_params["who"]
        answer = RedirectResponse(f"{PREFIX}/")
        answer.set_cookie("portal", session, httponly=True, samesite="strict")
        return answer


Visit = Callable[[Any], Client]


@pytest.fixture
def visit() -> Iterator[Visit]:
    """Opens a browser on a host's site."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(TestClient(app))


@pytest.fixture
def portal(small: Small) -> Portal:
    """A portal whose sign-in page stands outside tickbox."""
    return Portal(small, settings=Settings(sign_in="/login/wang", turnout_seconds=0))


@pytest.fixture
def visitor(portal: Portal, visit: Visit) -> Client:
    """Somebody who visits; the host runs no lifespan of what it has mounted."""
    return visit(portal.app)


def hidden(html: str, name: str) -> list[str]:
    """The values that a page's form carries along under a name."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', html)


def test_a_resident_of_the_portal_ticks_in_three_screens(visitor: Client, small: Small) -> None:
    """Signed in to the portal, no code is asked for: list, confirm, receipt."""
    visitor.get("/login/wang")
    assert "checkbox" in visitor.get(LIST).text
    confirm = visitor.post(f"{LIST}/review", data={"tick": ["i1", "i2"]}, headers=ENGLISH)
    assert "Is this your ballot?" in confirm.text
    form = {"tick": ["i1", "i2"], "key": hidden(confirm.text, "key")[0]}
    receipt = visitor.post(f"{LIST}/cast", data=form, headers=ENGLISH)
    assert "Your ballot counts" in receipt.text
    assert small.desk.turnout("open-1").participants == 1


def test_nobody_signed_in_takes_no_ballot(visitor: Client, small: Small) -> None:
    """The review leads to the portal's sign-in; a cast straight away is refused."""
    review = visitor.post(f"{LIST}/review", data={"tick": "i1"}, headers=ENGLISH)
    assert "You are not signed in" in review.text
    assert 'href="/login/wang"' in review.text
    assert 'name="code"' not in review.text
    form = {"tick": "i1", "key": "long-enough"}
    assert visitor.post(f"{LIST}/cast", data=form).status_code == 403
    api = f"{PREFIX}/api/v1/areas/bamboo/rounds/open-1"
    refused = visitor.post(
        f"{api}/casts", json={"ticks": ["i1"]}, headers={"Idempotency-Key": "long-enough"}
    )
    assert refused.status_code == 401
    assert small.desk.turnout("open-1").participants == 0


def test_a_voting_code_is_no_way_around_the_portals_log_in(visitor: Client, small: Small) -> None:
    """Where the host says who ticks, codes say nothing."""
    form = {"tick": "i1", "key": "long-enough", "code": small.codes[0]}
    assert visitor.post(f"{LIST}/cast", data=form).status_code == 403


def test_whoever_signs_out_before_the_last_press_casts_nothing(
    visitor: Client, portal: Portal, small: Small
) -> None:
    """The identity is asked again when the ballot is handed in."""
    visitor.get("/login/wang")
    confirm = visitor.post(f"{LIST}/review", data={"tick": "i1"})
    portal.identity.sessions.clear()
    form = {"tick": "i1", "key": hidden(confirm.text, "key")[0]}
    assert visitor.post(f"{LIST}/cast", data=form).status_code == 403
    assert small.desk.turnout("open-1").participants == 0


def test_a_slot_that_is_not_on_the_roll_is_refused(small: Small, visit: Visit) -> None:
    """A host's mistake does not become a ballot."""
    portal = Portal(small)
    portal.identity._slots["open-1/wang"] = "NOT-A-SLOT"
    visitor = visit(portal.app)
    visitor.get("/login/wang")
    page = visitor.post(f"{LIST}/cast", data={"tick": "i1", "key": "long-enough"})
    assert page.status_code == 403
    assert "名册上没有这个位置" in page.text


def test_no_link_form_or_redirect_loses_the_prefix(visitor: Client) -> None:
    """Every page that can be reached, and every step of a ballot: all addresses keep it."""
    visitor.get("/login/wang")
    seen: set[str] = set()
    waiting = [f"{PREFIX}/", f"{PREFIX}/nothing", f"{PREFIX}/n/nowhere"]
    forms = {"tick": "i1", "code": "AAAA-AAAA"}
    bodies = [
        visitor.post(f"{LIST}{step}", data=forms | {"key": "long-enough"}).text
        for step in ("", "/review", "/confirm", "/cast", "/check")
    ]
    while waiting or bodies:
        if not bodies:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            answer = visitor.get(path, follow_redirects=False)
            at_the_door = (401,) if path.startswith(f"{PREFIX}/staff") else ()
            assert answer.status_code in (200, 303, 404, *at_the_door), path
            if location := answer.headers.get("location"):
                assert location.startswith(f"{PREFIX}/"), path
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            bodies.append(answer.text)
        for address in re.findall(
            r'(?:href|src|action|formaction)="(?!data:image/png)([^"#]+)', bodies.pop()
        ):
            assert address.startswith(f"{PREFIX}/"), address
            waiting.append(address.replace("&amp;", "&"))
    for page in ("", "/wall", "/check", "?lang=en"):
        assert f"{LIST}{page}" in seen
    assert f"{PREFIX}/api/v1/areas/willow/rounds/decided-1/bundle" in seen
    assert any(path.startswith(f"{PREFIX}/static/") for path in seen)
    redirect = visitor.get(f"{LIST}/confirm", follow_redirects=False)
    assert redirect.headers["location"] == LIST


def test_the_language_cookie_keeps_to_the_prefix(visitor: Client) -> None:
    """The host's other pages never see it."""
    answer = visitor.get(f"{PREFIX}/?lang=en")
    assert f"Path={PREFIX}/;" in answer.headers["set-cookie"] + ";"


def test_the_description_names_the_prefix_as_its_server(visitor: Client) -> None:
    """A client made from the description finds the API where it is."""
    described = visitor.get(f"{PREFIX}/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": PREFIX}]


def test_errors_of_the_api_are_problems_under_a_prefix_too(visitor: Client) -> None:
    """The prefix does not turn data into pages."""
    answer = visitor.get(f"{PREFIX}/api/v1/nothing")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_host_that_strips_the_prefix_itself(small: Small, visit: Visit) -> None:
    """Some dispatchers hand on the path without the prefix and name it in ``root_path``."""
    app = create_app(small.town)

    async def dispatcher(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            path = scope["path"].removeprefix(PREFIX)
            scope = {**scope, "root_path": PREFIX, "path": path, "raw_path": path.encode()}
            await app(scope, receive, send)  # type: ignore[arg-type]

    visitor = visit(dispatcher)
    page = visitor.get(LIST)
    assert page.status_code == 200
    addresses = re.findall(r'(?:href|src|action|formaction)="(?!data:image/png)([^"#]+)', page.text)
    assert f"{LIST}/review" in addresses
    assert f"{LIST}?lang=en" in addresses
    assert all(address.startswith(f"{PREFIX}/") for address in addresses)


def test_events_go_to_one_callback_after_they_are_durable(small: Small, visit: Visit) -> None:
    """Opened desks and later ones; casts, closing, publishing; never a choice."""
    heard: list[tuple[Event, int]] = []

    def hear(event: Event) -> None:
        heard.append((event, small.desk.turnout("open-1").participants))

    portal = Portal(small, on_event=hear)
    visitor = visit(portal.app)
    visitor.get("/login/li")
    visitor.post(f"{LIST}/cast", data={"tick": "i1", "key": "long-enough"})
    small.desk.close("open-1")
    small.desk.publish("open-1")
    assert [event.kind for event, _ in heard] == ["cast", "closed", "published"]
    assert heard[0][1] == 1, "the ballot can be read when the event is heard"
    assert not any("i1" in str(event.facts) for event, _ in heard)


def test_an_ear_that_fails_harms_no_ballot(small: Small, visit: Visit) -> None:
    """The receipt comes all the same."""

    def broken(event: Event) -> None:
        raise RuntimeError(event.kind)

    visitor = visit(Portal(small, on_event=broken).app)
    visitor.get("/login/li")
    page = visitor.post(f"{LIST}/cast", data={"tick": "i1", "key": "long-enough"})
    assert "receipt-code" in page.text


def test_a_hosts_own_templates_replace_ours_by_name(
    small: Small, tmp_path: Path, visit: Visit
) -> None:
    """One page of one's own, the rest as before, the view-model as documented."""
    own = tmp_path / "templates"
    own.mkdir()
    (own / "wall.html").write_text(
        "{{ frame.language }}|{{ page.round.title }}|{{ page.result.ranking[0].percent }}"
        "|{{ _('The wall') }}",
        encoding="utf-8",
    )
    visitor = visit(Portal(small, templates=own).app)
    wall = visitor.get(f"{PREFIX}/n/willow/decided-1/wall", headers=ENGLISH)
    assert wall.text == "en|decided-1 ticking|60.0%|The wall"
    assert "<h1>" in visitor.get(f"{PREFIX}/promises").text


def test_the_portals_identity_is_an_identity() -> None:
    """What the docs show is what the core asks for."""
    assert isinstance(PortalIdentity({}), Identity)
