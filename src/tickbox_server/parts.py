"""Parts of a server that plugins bring: handlers, templates, sentences, files, links.

They are handed over by the hook ``tickbox_server_parts``.  A part that cannot be imported, cannot
be read, or has a key or an address that somebody else has too is left out with a notice
(``Hall.notices``) and logged: the server works, and no order of plugins decides anything.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import TypeVar

import attrs
from litestar import Controller, Router
from litestar.handlers import HTTPRouteHandler

from tickbox_core.desk import Desk
from tickbox_core.errors import PluginClash, PluginFailed
from tickbox_core.registry import CORE, HostHook, Notice, Offered, Registry
from tickbox_core.registry.guard import in_words
from tickbox_core.text import LANGUAGES, Text
from tickbox_server import hooks
from tickbox_server.api._common import answers, check_key, problems
from tickbox_server.api.acting import SecondToken, asking_actor, bare_token
from tickbox_server.hall import Hall
from tickbox_server.language import catalogue
from tickbox_server.links import API
from tickbox_server.pages.render import static_files
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest

__all__ = [
    "BoardLink",
    "FootLink",
    "LoadedParts",
    "SecondToken",
    "ServerPart",
    "answers",
    "asking_actor",
    "bare_token",
    "board_links",
    "check_key",
    "load_parts",
    "neighbourhood_links",
    "problems",
    "town_links",
]

App = TypeVar("App")
T = TypeVar("T")
_log = logging.getLogger("tickbox.server")
HOOK = "tickbox_server_parts"


@attrs.frozen
class FootLink:
    """A link at the foot of every page: its words, and where it leads below the server's root."""

    title: Text
    path: str


@attrs.frozen
class BoardLink:
    """A page of a neighbourhood that a part has: its words, its name, and how much is on it.

    ``position`` is its place among those of all parts, the lowest first.
    """

    title: Text
    page: str
    count: int
    position: int = 100


@attrs.frozen(eq=False)
class ServerPart:
    """What a plugin has on a server.

    ``key`` is its name among parts; ``package`` the package whose ``templates``, ``locales`` and
    ``static`` it uses: its views (classes of that package) are drawn by its own templates and
    sentences, behind which stand the server's.

    ``pages`` are handlers of pages, or controllers, ``api`` handlers below the API's root, with
    ``answers`` of this module; ``router(hall)`` makes, once for each app, routes that have
    dependencies, guards or middleware of their own.  ``town(visit)`` are links on the town's page,
    ``boards(desk)`` its pages of a neighbourhood, ``neighbourhood(visit, desk)`` what a
    neighbourhood's page says of it, ``kind`` in the words of the link; ``foot`` are links at the
    foot of every page.

    ``components`` are the keys of components without which the part has nothing to show: where one
    of them is not used, neither is the part.
    """

    key: str
    package: str
    pages: Sequence[HTTPRouteHandler | type[Controller]] = ()
    api: Sequence[HTTPRouteHandler] = ()
    router: Callable[[Hall], Router] | None = None
    town: Callable[[PageRequest], Iterable[LinkView]] | None = None
    boards: Callable[[Desk], Iterable[BoardLink]] | None = None
    neighbourhood: Callable[[PageRequest, Desk], Iterable[LinkView]] | None = None
    foot: tuple[FootLink, ...] = ()
    components: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class LoadedParts:
    """The parts that are used, by key, the routes that they made, and why others are not.

    ``plugins`` are the distributions that bring them, by key.
    """

    parts: tuple[ServerPart, ...] = ()
    routers: tuple[Router, ...] = ()
    notices: tuple[Notice, ...] = ()
    plugins: Mapping[str, str] = attrs.field(factory=dict)

    def only(self, parts: Iterable[ServerPart], hall: Hall) -> LoadedParts:
        """Some of them, with routes made anew: an app takes its routes for itself."""
        kept = tuple(parts)
        routers = tuple(one.router(hall) for one in kept if one.router is not None)
        return attrs.evolve(self, parts=kept, routers=routers)

    def leave_out(self, part: ServerPart, problem: Exception) -> LoadedParts:
        """The same with a notice of a part that no app can be made with."""
        _log.error("a part of the server is left out: %s", part.key, exc_info=problem)
        notice = PluginFailed(self.plugins[part.key], HOOK, in_words(problem))
        return attrs.evolve(self, notices=(*self.notices, notice))


@attrs.frozen(eq=False)
class _Ready:
    """A part whose files were read and whose routes were made."""

    part: ServerPart
    plugin: str
    routers: tuple[Router, ...]

    @property
    def addresses(self) -> set[str]:
        """Where it answers; whatever a parameter is called, it is the same place."""
        found = {path for one in self.part.pages for path in _paths_of(one)}
        found |= {API + path for one in self.part.api for path in one.paths}
        found |= {route.path for one in self.routers for route in one.routes}
        return {place(path) for path in found}


def _paths_of(page: HTTPRouteHandler | type[Controller]) -> Iterable[str]:
    if isinstance(page, HTTPRouteHandler):
        return page.paths
    return {route.path for route in Router("/", route_handlers=[page]).routes}


def place(path: str) -> str:
    """An address as it is compared: parameters without their names.

    >>> place("/n/{area:str}/awards/") == place("/n/{here:str}/awards")
    True
    """
    return re.sub(r"\{[^}]*\}", "{}", path).rstrip("/") or "/"


def load_parts(
    registry: Registry, components: Iterable[str], hall: Hall, own: Collection[str] = ()
) -> LoadedParts:
    """The parts of these plugins, by key; none has an address that is the server's ``own``.

    ``components`` are the keys of those that are used.
    """
    asked = registry.extensions(HostHook(hooks, HOOK, "server part", ServerPart))
    notices = list(asked.notices)
    used = set(components)
    ready = [
        one
        for offered in asked.offers.values()
        if used.issuperset(offered.thing.components)
        for one in _make_ready(offered, hall, notices)
    ]
    ready = _without_clashes(ready, {place(path) for path in own}, notices)
    for notice in notices:
        _log.error("a part of the server is left out: %s", notice)
    return LoadedParts(
        tuple(one.part for one in ready),
        tuple(router for one in ready for router in one.routers),
        tuple(notices),
        {one.part.key: one.plugin for one in ready},
    )


def make_with_parts(make: Callable[[LoadedParts], App], loaded: LoadedParts, hall: Hall) -> App:
    """What ``make`` gives with these parts, those left out with which it fails.

    Raises what ``make`` raises without any.
    """
    try:
        return make(loaded)
    except Exception as problem:
        if not loaded.parts:
            raise
        found, bad = loaded, problem
    good = []
    for part in loaded.parts:
        try:
            make(loaded.only([part], hall))
            good.append(part)
        except Exception as problem:  # noqa: BLE001 - as above
            found = found.leave_out(part, problem)
    if len(good) == len(loaded.parts):  # each will do, together they will not
        good = []
        for part in loaded.parts:
            found = found.leave_out(part, bad)
    return make_with_parts(make, found.only(good, hall), hall)


def _make_ready(offered: Offered, hall: Hall, notices: list[Notice]) -> Iterable[_Ready]:
    part: ServerPart = offered.thing
    try:
        read_package(part)
        routers = () if part.router is None else (part.router(hall),)
        made = _Ready(part, offered.plugin.name, routers)
        made.addresses  # noqa: B018 - what is no router fails here and not when it is asked
    except Exception as problem:  # noqa: BLE001 - whatever a plugin raises, the server works
        _log.exception("the part %s of %s fails", part.key, offered.plugin.name)
        notices.append(PluginFailed(offered.plugin.name, HOOK, in_words(problem)))
        return
    yield made


def read_package(part: ServerPart) -> None:
    """Read what the package of a part has; raises where something of it cannot be read."""
    if not files(part.package).is_dir():
        raise LookupError(f"{part.package} is no folder")
    static_files(part.package)
    for language in LANGUAGES:
        catalogue(language, part.package)


def _without_clashes(ready: list[_Ready], own: set[str], notices: list[Notice]) -> list[_Ready]:
    """Those that have their addresses to themselves; the server keeps its own."""
    by_place: dict[str, list[str]] = {}
    for one in ready:
        for address in one.addresses:
            by_place.setdefault(address, [CORE] if address in own else []).append(one.plugin)
    clashes: Mapping[str, list[str]] = {a: sorted(p) for a, p in by_place.items() if len(p) > 1}
    kept = [one for one in ready if not one.addresses & clashes.keys()]
    told = set()
    for address, (first, second, *more) in sorted(clashes.items()):
        if (names := (first, second, *more)) not in told:  # one notice for all that they share
            told.add(names)
            clash = PluginClash("server address", address, first, second, tuple(more))
            notices.append(clash)
    return kept


def town_links(visit: PageRequest) -> tuple[LinkView, ...]:
    """What parts have of the whole town."""
    return tuple(_asked_of_parts(visit, lambda part: part.town and part.town(visit)))


def neighbourhood_links(visit: PageRequest, desk: Desk) -> tuple[LinkView, ...]:
    """What parts say on a neighbourhood's page."""
    return tuple(
        _asked_of_parts(visit, lambda part: part.neighbourhood and part.neighbourhood(visit, desk))
    )


def board_links(visit: PageRequest, desk: Desk) -> tuple[LinkView, ...]:
    """The pages of a neighbourhood that parts have, with how much is on each."""

    def boards_of(part: ServerPart) -> Iterable[tuple[int, LinkView]]:
        for one in part.boards(desk) if part.boards else ():
            url = visit.links.board(desk.area, one.page)
            yield one.position, LinkView(visit.say(one.title), url, str(one.count))

    found = _asked_of_parts(visit, boards_of)
    return tuple(link for _, link in sorted(found, key=lambda one: one[0]))


def _asked_of_parts(
    visit: PageRequest, question: Callable[[ServerPart], Iterable[T] | None]
) -> list[T]:
    """What all parts answer; nothing of one that fails: the page around it is not the part's."""
    found: list[T] = []
    for part in visit.hall.parts:
        try:
            found += list(question(part) or ())
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the links of %s failed", part.package)
    return found
