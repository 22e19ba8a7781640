"""Who asks, believed from named proxies alone; how often an address may hand in unsigned."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request
from litestar.testing import TestClient

from tickbox_core.errors import BadValue, TooOften
from tickbox_core.workflow.hourly import HOUR, HourlyLimit
from tickbox_server import Settings, create_app, hall
from tickbox_server.addresses import NamedProxies, address_of, read_networks

Small = Any  # conftest's
WISHES, OBJECT = "/n/bamboo/wishes", "/n/bamboo/open-1/object"
ACT = "/api/v1/areas/bamboo/acts/wish/take"


def seen(
    peer: str, *forwarded: str, proxies: tuple[str, ...] = (), proto: str = ""
) -> tuple[str, str]:
    """Who asks, and by which scheme, as the app behind the proxies finds it."""
    found: list[tuple[str, str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        found.append((address_of(Request(scope)), scope["scheme"]))

    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    headers += [(b"x-forwarded-proto", proto.encode())] * bool(proto)
    scope = {"type": "http", "client": (peer, 1), "scheme": "http", "headers": headers}
    asyncio.run(NamedProxies(app, read_networks(proxies))(scope, None, None))  # type: ignore[arg-type]
    return found[0]


NGINX = ("10.0.0.0/24", "::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("10.0.0.2", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.0.255", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.1.0", ("203.0.113.9",), "10.0.1.0"),
        ("9.255.255.255", ("203.0.113.9",), "9.255.255.255"),
        ("::1", ("203.0.113.9",), "203.0.113.9"),
        ("::ffff:10.0.0.2", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.0.2", (), "10.0.0.2"),
        ("10.0.0.2", ("",), "10.0.0.2"),
        ("10.0.0.2", ("6.6.6.6, 203.0.113.9",), "203.0.113.9"),
        ("10.0.0.2", ("6.6.6.6", "203.0.113.9"), "203.0.113.9"),
        ("10.0.0.2", ("203.0.113.9, 10.0.0.7",), "203.0.113.9"),
        ("10.0.0.2", ("10.0.0.7",), "10.0.0.7"),
        ("10.0.0.2", ("203.0.113.9, nonsense",), "10.0.0.2"),
        ("10.0.0.2", ("2001:db8:1:2:aaaa::1",), "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", (), "2001:db8:1:2::/64"),
        ("testclient", ("203.0.113.9",), "testclient"),
    ],
)
def test_only_named_proxies_are_believed(peer: str, forwarded: tuple[str, ...], who: str) -> None:
    """As far as each link of the chain was named: what a client wrote itself is left of that."""
    assert seen(peer, *forwarded, proxies=NGINX)[0] == who


@given(st.ip_addresses(), st.lists(st.text(st.characters(max_codepoint=255)), max_size=3))
def test_nobody_can_say_who_they_are_without_being_named(peer: Any, said: list[str]) -> None:
    """With no proxies in the settings, whatever the headers say."""
    plain = seen(str(peer), proto="")
    claims = tuple(one.encode("latin-1", "replace").decode("latin-1") for one in said)
    assert seen(str(peer), *claims, proto="https") == plain


def test_the_scheme_too() -> None:
    """From a named proxy; only the two that there are."""
    assert seen("10.0.0.2", proxies=NGINX, proto="https")[1] == "https"
    assert seen("10.0.0.2", proxies=NGINX, proto="javascript")[1] == "http"
    assert seen("10.0.9.2", proxies=NGINX, proto="https")[1] == "http"


@pytest.mark.parametrize("wrong", ["", "nginx", "10.0.0.1/24", "10.0.0.0/33", "10.0.0"])
def test_what_is_no_network_is_refused(small: Small, wrong: str) -> None:
    """At the start, in words."""
    with pytest.raises(BadValue):
        create_app(small.town, settings=Settings(proxies=(wrong,)))


def test_a_proxy_that_is_not_named_is_told_once(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    """Behind it a whole town would count as one address."""
    caplog.set_level(logging.WARNING)
    with TestClient(create_app(small.town)) as client:
        for _ in range(3):
            client.get("/health", headers={"X-Forwarded-For": "203.0.113.9"})
    assert caplog.text.count("--proxy testclient") == 1 and "203.0.113.9" not in caplog.text


# -- so many in an hour ------------------------------------------------------------------------


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def take(limit: HourlyLimit, address: str = "a", kind: str = "wish") -> int:
    """Hand one in: 0, or in how many minutes to come again."""
    try:
        with limit.count(address, kind):
            return 0
    except TooOften as refused:
        return refused.minutes


@pytest.mark.parametrize("most", [0, 1, 2, 30])
def test_so_many_in_an_hour_and_not_one_more(most: int) -> None:
    """Just under, on and just over; of each kind and each address by itself."""
    limit = HourlyLimit(most, Clock())
    assert [take(limit) for _ in range(most)] == [0] * most
    assert take(limit) == 60
    if most:
        assert take(limit, kind="idea") == take(limit, address="b") == 0


@pytest.mark.parametrize(
    ("after", "minutes"), [(HOUR - 61, 2), (HOUR - 60, 1), (HOUR - 0.1, 1), (HOUR, 0)]
)
def test_the_hour_is_over_when_it_is(after: float, minutes: int) -> None:
    """To the second, told in whole minutes that are never too few."""
    clock = Clock()
    limit = HourlyLimit(1, clock)
    take(limit)
    clock.now = after
    assert take(limit) == minutes


@given(st.lists(st.tuples(st.integers(0, 3000), st.booleans()), max_size=60), st.integers(1, 5))
def test_never_more_than_that_in_any_hour(steps: list[tuple[int, bool]], most: int) -> None:
    """Whatever is refused by others does not count; whoever comes when told is taken."""
    clock, taken = Clock(), list[float]()
    limit = HourlyLimit(most, clock)
    for wait, refused in steps:
        clock.now += wait
        before = len([one for one in taken if one > clock.now - HOUR])
        try:
            with limit.count("a", "wish"):
                assert before < most
                if refused:
                    raise BadValue("text", "", "")  # type: ignore[arg-type]
                taken.append(clock.now)
        except BadValue:
            continue
        except TooOften as told:
            assert before == most
            clock.now += 60 * told.minutes
            assert take(limit) == 0
            taken.append(clock.now)


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were silent longest go first."""
    monkeypatch.setattr("tickbox_core.workflow.hourly.MOST_ADDRESSES", 2)
    limit = HourlyLimit(1, Clock())
    assert take(limit, "a") == take(limit, "b") == take(limit, "c") == 0
    assert take(limit, "c") == take(limit, "b") == 60
    assert take(limit, "a") == 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the limits of every app that is made."""
    made = Clock()
    monkeypatch.setattr(hall, "HourlyLimit", lambda most: HourlyLimit(most, made))
    return made


@pytest.fixture
def visiting(small: Small, clock: Clock) -> Iterator[TestClient[Any]]:
    """A client of an app that takes two of a kind, behind a proxy."""
    limited = Settings(anonymous_per_hour=2, proxies=("127.0.0.1",))
    app = create_app(small.town, settings=limited)
    inner = app.asgi_handler

    async def through_the_proxy(scope: Any, receive: Any, send: Any) -> None:
        await inner({**scope, "client": ("127.0.0.1", 9)}, receive, send)

    app.asgi_handler = through_the_proxy
    with TestClient(app) as client:
        yield client


def hand_in(client: TestClient[Any], door: str, text: str = "灯", who: str = "203.0.113.9") -> Any:
    """A wish or an objection, by page or API, from an address."""
    headers = {"X-Forwarded-For": who, "Accept-Language": "en"}
    if door == "api":
        return client.post(ACT, json={"text": text} if text else {}, headers=headers)
    item = {"item": "i1"} if door == "objection" else {}
    where = OBJECT if door == "objection" else WISHES
    return client.post(where, data={"text": text, **item}, headers=headers)


@pytest.mark.parametrize("door", ["page", "api"])
def test_wishes_are_limited_by_address(
    visiting: TestClient[Any], small: Small, clock: Clock, door: str
) -> None:
    """The third is told when to come again, and is not kept; what was refused does not count."""
    assert hand_in(visiting, door, "").status_code == 422
    assert [hand_in(visiting, door).status_code for _ in range(2)] == [200, 200]
    clock.now = HOUR / 2
    told = hand_in(visiting, "page" if door == "api" else "api")
    assert told.status_code == 429
    told = hand_in(visiting, door)
    assert (told.status_code, told.headers["retry-after"]) == (429, "1800")
    assert "Come again in 30 min" in told.text
    assert len(small.desk.collecting.wishes()) == 2
    assert hand_in(visiting, door, who="203.0.113.10").status_code == 200
    clock.now = HOUR
    assert hand_in(visiting, door).status_code == 200
    assert len(small.desk.collecting.wishes()) == 4


def test_what_was_typed_stays_in_the_form(visiting: TestClient[Any]) -> None:
    """Whoever has to come again need not write it again."""
    for _ in range(2):
        hand_in(visiting, "page")
    assert "很长的一段话" in hand_in(visiting, "page", "很长的一段话").text


def test_staff_are_not_counted(visiting: TestClient[Any], small: Small) -> None:
    """They enter what forty people said to them in an hour."""
    token = {"Authorization": f"Bearer {small.town.add_staff('bamboo', '小林')}"}
    for _ in range(5):
        assert visiting.post(ACT, json={"text": "灯"}, headers=token).status_code == 200
