"""Parts that plugins bring: whatever is wrong with one, the server and its other pages work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar import Litestar, Router, get
from litestar.testing import TestClient

import tickbox_awards
from tickbox_awards import COMPONENT
from tickbox_awards.pages import PART
from tickbox_core import hookimpl, open_registry
from tickbox_core.declarations import ActWay, Figure, NextStep
from tickbox_core.desk import Town
from tickbox_core.desk.brought import figures, next_steps
from tickbox_core.errors import PluginClash, PluginFailed
from tickbox_core.text import Text
from tickbox_server import create_app
from tickbox_server.parts import FootLink, ServerPart, load_parts

Client = TestClient[Any]
Small = Any  # conftest's
AWARDS = {"tickbox-awards": tickbox_awards}


@get("/hello")
async def hello() -> str:
    """A page of a part."""
    return "hello"


@get("/awards/")
async def other() -> str:
    """An address that awards have already."""
    return ""


@get("/n/{somewhere:str}/help")
async def help_() -> str:
    """An address of the server's own, with a parameter of another name."""
    return ""


@get("/broken")
async def broken(nothing: "NoSuchType") -> str:  # type: ignore[name-defined]  # noqa: F821, UP037
    """A handler that no app takes."""
    return ""


HELLO = ServerPart("hello", "tickbox_awards", pages=(hello,))


def plugin(*parts: Any) -> object:
    """A plugin that brings these."""

    @hookimpl(optionalhook=True)
    def tickbox_server_parts() -> tuple[Any, ...]:
        return parts

    return SimpleNamespace(tickbox_server_parts=tickbox_server_parts)


def failing() -> object:
    """A plugin that raises where it is asked."""

    @hookimpl(optionalhook=True)
    def tickbox_server_parts() -> tuple[Any, ...]:
        raise ImportError("no pages here")

    return SimpleNamespace(tickbox_server_parts=tickbox_server_parts)


@pytest.fixture
def serve(small: Small, tmp_path: Path) -> Any:
    """The small town's app with these plugins and no others."""
    towns = []

    def made(**plugins: object) -> Litestar:
        named = {name.replace("_", "-"): one for name, one in plugins.items()}
        registry = open_registry(discover=False, plugins={**AWARDS, **named})
        small.town.close()
        towns.append(Town(tmp_path / "data", registry))
        return create_app(towns[-1])

    yield made
    for town in towns:
        town.close()


Serve = Callable[..., Litestar]


def status(app: Litestar, path: str) -> int:
    """What a visitor is answered."""
    with TestClient(app) as client:
        return client.get(path).status_code


def parts_of(app: Litestar) -> list[str]:
    """The keys of the parts that are used."""
    return [part.key for part in app.state["hall"].parts]


def test_a_part_is_served(serve: Serve) -> None:
    """Its page, its link at the foot of every page in both languages, and no notice."""
    words = FootLink(Text("问好", "Hello"), "/hello")
    app = serve(mine=plugin(attrs.evolve(HELLO, foot=(words,))))
    assert parts_of(app) == ["awards", "hello"] and app.state["hall"].notices == ()
    with TestClient(app) as client:
        assert client.get("/hello").text == "hello"
        for language, said in (("zh", "问好"), ("en", "Hello")):
            page = client.get("/", headers={"Accept-Language": language}).text
            assert f'<a href="/hello">{said}</a>' in page
            lost = client.get("/no/such/page", headers={"Accept-Language": language}).text
            assert f'<a href="/hello">{said}</a>' in lost


@pytest.mark.parametrize(
    "bad",
    [
        failing(),
        plugin("a part"),
        plugin(ServerPart),
        plugin(attrs.evolve(HELLO, key="No Key")),
        plugin(attrs.evolve(HELLO, package="no_such_package")),
        plugin(attrs.evolve(HELLO, router=lambda hall: 1 / 0)),
        plugin(attrs.evolve(HELLO, router=lambda hall: "a router")),
        plugin(attrs.evolve(HELLO, pages=("a page",))),
        plugin(attrs.evolve(HELLO, pages=(broken,))),
        SimpleNamespace(tickbox_server_part=hookimpl(optionalhook=True)(lambda: ())),
        SimpleNamespace(tickbox_server_parts=hookimpl(optionalhook=True)(lambda: None)),
    ],
    ids=(
        "raises word class key package router-raises no-router no-page "
        "unregistered misspelt nothing"
    ).split(),
)
def test_a_part_that_will_not_do_is_left_out(serve: Serve, bad: object) -> None:
    """With one notice that names the plugin; all others are served."""
    app = serve(bad=bad, mine=plugin(attrs.evolve(HELLO, key="good")))
    assert parts_of(app) == ["awards", "good"]
    (notice,) = app.state["hall"].notices
    assert isinstance(notice, PluginFailed) and notice.plugin == "bad"
    assert (status(app, "/hello"), status(app, "/awards"), status(app, "/")) == (200, 200, 200)


@pytest.mark.parametrize(
    "page, path, left",
    [(other, "/awards", ["one"]), (hello, "/hello", ["awards"])],
    ids=["awards", "hello"],
)
def test_an_address_that_two_have_is_nobodys(
    serve: Serve, page: Any, path: str, left: list[str]
) -> None:
    """Whichever was loaded first: neither is used, and one notice names both."""
    app = serve(
        one=plugin(attrs.evolve(HELLO, key="one")),
        zwei=plugin(attrs.evolve(HELLO, key="zwei", pages=(page,))),
    )
    assert parts_of(app) == left
    (notice,) = app.state["hall"].notices
    assert isinstance(notice, PluginClash) and len(notice.plugins) == 2
    assert status(app, path) == 404 and status(app, "/") == 200
    assert re.search(r"[\u4e00-\u9fff]", notice.text.zh) and "address" in notice.text.en


def test_a_key_that_two_have_is_nobodys(serve: Serve) -> None:
    """As with everything that plugins bring."""
    app = serve(one=plugin(HELLO), zwei=plugin(attrs.evolve(HELLO, pages=())))
    assert parts_of(app) == ["awards"]
    (notice,) = app.state["hall"].notices
    assert isinstance(notice, PluginClash) and notice.key == "hello"


def test_an_address_of_the_servers_own_is_kept(serve: Serve) -> None:
    """Whoever brings it is left out, be it made by a router or of the API."""
    part = ServerPart(
        "taking", "tickbox_awards", router=lambda hall: Router("/", route_handlers=[help_])
    )
    app = serve(taking=plugin(part))
    assert parts_of(app) == ["awards"]
    assert app.state["hall"].notices[0].plugins == ("taking",)
    assert status(app, "/n/bamboo/help") == 200


def test_a_part_goes_with_its_component(serve: Serve, small: Small) -> None:
    """Where a component is not used nobody serves pages of it, and nothing is said."""
    part = attrs.evolve(HELLO, components=("weather",))
    app = serve(mine=plugin(part))
    assert parts_of(app) == ["awards"] and app.state["hall"].notices == ()
    assert status(app, "/hello") == 404


def test_a_part_is_left_out_by_name() -> None:
    """The plugin's, as everywhere."""
    registry = open_registry(discover=False, plugins=AWARDS, without=["tickbox-awards"])
    hall: Any = None
    assert load_parts(registry, ["awards"], hall).parts == ()
    assert load_parts(registry.reopen(()), ["awards"], hall).parts == (PART,)


def test_files_of_a_part_are_served_and_no_others(serve: Serve) -> None:
    """Only of packages that have a part."""
    app = serve()
    assert status(app, "/static/tickbox_awards/nothing.css") == 404
    assert status(app, "/static/tickbox_core/errors.py") == 404


def test_a_link_that_fails_takes_no_page_with_it(serve: Serve) -> None:
    """The page around it is there."""

    def fail(*_: object) -> Any:
        raise RuntimeError

    app = serve(mine=plugin(attrs.evolve(HELLO, town=fail, neighbourhood=fail)))
    assert (status(app, "/"), status(app, "/n/bamboo")) == (200, 200)


@pytest.mark.parametrize("count", [lambda desk: 1 / 0, lambda desk: 1.0, lambda desk: "3"])
def test_a_figure_that_fails_is_left_out(count: Any) -> None:
    """As is one that is no whole number; the others of it are there."""
    held = (
        Figure("one", Text("一", "one"), lambda desk: 1),
        Figure("two", Text("二", "two"), count),
    )
    assert figures(None, [attrs.evolve(COMPONENT, figures=held)]) == {"one": 1}


@pytest.mark.parametrize("steps", [lambda desk: 1 / 0, lambda desk: ["step"], lambda desk: None])
def test_steps_that_fail_are_left_out(steps: Any) -> None:
    """Those of others are there."""
    good = NextStep(Text("一", "one"), (ActWay("award/show"),))
    failing = attrs.evolve(COMPONENT, next_steps=steps)
    working = attrs.evolve(COMPONENT, next_steps=lambda desk: [good])
    assert list(next_steps(None, [failing, working])) == [good]
