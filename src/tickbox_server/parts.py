"""Pages that components of plugins bring: handlers, templates, sentences, links.

A component names a module (``Component.pages``); a server imports it and finds ``PART`` there.  One
that cannot be imported, or that brings no part, is left out and logged: the server works.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module

import attrs
from litestar.handlers import HTTPRouteHandler

from tickbox_core.declarations import Component
from tickbox_core.desk import Desk
from tickbox_core.errors import PluginFailed
from tickbox_server.api._common import answers, problems
from tickbox_server.links import API
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest

__all__ = [
    "ServerPart",
    "answers",
    "load_parts",
    "neighbourhood_links",
    "problems",
    "town_links",
]

_log = logging.getLogger("tickbox.server")


@attrs.frozen(eq=False)
class ServerPart:
    """What a component has on a server.

    ``package`` is the package whose ``templates`` and ``locales`` it uses (ours come first);
    ``pages`` are handlers of pages, ``api`` handlers below the API's root, with ``answers`` of
    ``this module``.  ``town(visit)`` are links on the town's page, ``neighbourhood(visit,
    desk)`` what a neighbourhood's page says of it, ``kind`` in the words of the link.
    """

    package: str
    pages: Sequence[HTTPRouteHandler] = ()
    api: Sequence[HTTPRouteHandler] = ()
    town: Callable[[PageRequest], Iterable[LinkView]] | None = None
    neighbourhood: Callable[[PageRequest, Desk], Iterable[LinkView]] | None = None


def load_parts(
    components: Iterable[Component], taken: Iterable[str] = ()
) -> tuple[ServerPart, ...]:
    """The parts of these components, in their order; none has an address that is ``taken``."""
    held = set(taken)
    return tuple(part for one in components if one.pages for part in _loaded(one, held))


def _addresses(part: ServerPart) -> set[str]:
    pages = {path for one in part.pages for path in one.paths}
    return pages | {API + path for one in part.api for path in one.paths}


def _loaded(component: Component, taken: set[str]) -> Iterator[ServerPart]:
    try:
        part = import_module(component.pages).PART
        if not isinstance(part, ServerPart):
            raise PluginFailed(component.key, "pages", f"PART is a {type(part).__name__}")
        if clash := sorted(_addresses(part) & taken):
            raise PluginFailed(component.key, "pages", f"{clash[0]} is another's address")
        taken |= _addresses(part)
    except Exception:  # noqa: BLE001 - whatever a plugin raises, the server works
        _log.exception("the pages of the component %s are left out", component.key)
        return
    yield part


def town_links(visit: PageRequest) -> tuple[LinkView, ...]:
    """What components have of the whole town."""
    asked = ((one, one.town) for one in visit.hall.parts)
    return tuple(
        link
        for part, town in asked
        if town is not None
        for link in _asked(part, lambda town=town: town(visit))  # type: ignore[misc]
    )


def neighbourhood_links(visit: PageRequest, desk: Desk) -> tuple[LinkView, ...]:
    """What components say on a neighbourhood's page."""
    asked = ((one, one.neighbourhood) for one in visit.hall.parts)
    return tuple(
        link
        for part, said in asked
        if said is not None
        for link in _asked(part, lambda said=said: said(visit, desk))  # type: ignore[misc]
    )


def _asked(part: ServerPart, question: Callable[[], Iterable[LinkView]]) -> list[LinkView]:
    """The answer; nothing where it fails: the page around it is not the component's."""
    try:
        return list(question())
    except Exception:  # noqa: BLE001 - as above
        _log.exception("the pages of %s failed", part.package)
        return []
