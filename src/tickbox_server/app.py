"""``create_app``: a town's pages and API, to be run by itself or mounted in a host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from tickbox_core import __version__
from tickbox_core.acts import catalogue_of
from tickbox_core.desk import Town
from tickbox_core.desk.nudging import Nudger
from tickbox_core.hooks import Event, Identity
from tickbox_server import api, health, pages
from tickbox_server.addresses import NamedProxies, read_networks
from tickbox_server.api.describing import whole
from tickbox_server.downloads import AS_IT_IS
from tickbox_server.error_handlers import answer_error
from tickbox_server.former import answering_former_addresses
from tickbox_server.hall import Hall
from tickbox_server.identity import CodeIdentity, header_code
from tickbox_server.links import API, Links, names_of
from tickbox_server.pages.render import HostTemplates, Templates
from tickbox_server.pages.visit import PageRequest
from tickbox_server.parts import LoadedParts, load_parts, make_with_parts
from tickbox_server.request import CarefulRequest
from tickbox_server.security import add_headers, refuse_foreign
from tickbox_server.settings import Settings
from tickbox_server.turns import note_code

AnyRequest = Request[Any, Any, Any]
DESCRIPTION = f"{API}/openapi.json"


def create_app(
    town: Town,
    *,
    identity: Identity | None = None,
    templates: HostTemplates | None = None,
    on_event: Callable[[Event], None] | None = None,
    settings: Settings | None = None,
) -> Litestar:
    """An ASGI app for a town.

    ``identity`` says which slot a request speaks for (default: voting codes); ``templates`` is a
    folder or Jinja loader whose templates replace ours by name; ``on_event`` hears of everything
    that has happened at any desk, after it is durable, in the thread that did it.

    Raises ``UnknownName`` where ``settings.without_plugins`` names a plugin that is not there.
    The app works without its lifespan being run: threads start with the first question.
    """
    settings = settings or Settings()
    if settings.without_plugins:
        town.leave_out(settings.without_plugins)
    hall = Hall(town, identity or CodeIdentity(town), settings)
    doctor = health.Doctor(hall)
    used = [one.key for one in town.components]
    loaded = load_parts(town.registry, used, hall, _own_addresses())

    def make(loaded: LoadedParts) -> Litestar:
        hall.parts, hall.notices = loaded.parts, loaded.notices
        made = _make_app(settings, loaded)
        drawn = Templates(settings, templates, loaded.parts)
        made.state.update({"hall": hall, "doctor": doctor, "drawn": drawn})
        hall.pages = names_of(route.path for route in made.routes)
        return made

    app = make_with_parts(make, loaded, hall)
    if on_event is not None:
        town.observe(on_event)
    answering = answering_former_addresses(answering_head(app.asgi_handler))
    app.asgi_handler = NamedProxies(answering, read_networks(settings.proxies))
    return app


def _own_addresses() -> set[str]:
    own = (api.router(), pages.router(), Router("/", route_handlers=health.HANDLERS))
    return {DESCRIPTION, *(route.path for router in own for route in router.routes)}


def _make_app(settings: Settings, loaded: LoadedParts) -> Litestar:
    """An app whose state is empty yet: no route is tied otherwise to the town that it is of."""
    return Litestar(
        route_handlers=[
            api.router(loaded.parts),
            pages.router(loaded.parts),
            *loaded.routers,
            *health.HANDLERS,
        ],
        dependencies=_DEPENDENCIES,
        request_class=CarefulRequest,
        exception_handlers={Exception: answer_error},
        before_request=partial(_look_first, settings),
        after_request=partial(add_headers, settings),
        request_max_body_size=settings.body_bytes,
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=2000, exclude_opt_key=AS_IT_IS
        ),
        openapi_config=_openapi(),
        lifespan=[_lifespan],
        logging_config=None,
        debug=False,
    )


async def _look_first(settings: Settings, request: AnyRequest) -> None:
    """What is asked of each request before it is read."""
    refuse_foreign(settings, request)
    note_code(request, header_code(request))


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    hall, doctor = app.state["hall"], app.state["doctor"]
    nudger = Nudger(hall.town)
    nudger.start()
    yield
    await asyncio.to_thread(nudger.stop)
    hall.close()
    doctor.close()


def _visit(request: AnyRequest) -> PageRequest:
    state = request.app.state
    return PageRequest.of(request, state["hall"], state["drawn"])


def _hall(request: AnyRequest) -> Any:
    return request.app.state["hall"]


def _doctor(request: AnyRequest) -> Any:
    return request.app.state["doctor"]


_NAMED = {"hall": _hall, "visit": _visit, "doctor": _doctor}
_DEPENDENCIES = {name: Provide(one, sync_to_thread=False) for name, one in _NAMED.items()}


def answering_head(app: ASGIApp) -> ASGIApp:
    """HEAD is GET without the body: link previews and health checks ask so."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        asked_for = cast(dict[str, Any], scope)
        if asked_for.get("method") != "HEAD":
            await app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        asked_for["method"] = "GET"
        await app(scope, receive, without_body)

    return call


class _MountedJson(JsonRenderPlugin):
    """The description as JSON, with every act; its server is wherever a host mounted the app."""

    def render(self, request: AnyRequest, openapi_schema: dict[str, Any]) -> bytes:
        hall: Hall = request.app.state["hall"]

        def describe() -> dict[str, Any]:
            components = hall.town.components
            handlers = (*api.HANDLERS, *(one for part in hall.parts for one in part.api))
            figures = (one for component in components for one in component.figures)
            return whole(openapi_schema, handlers, catalogue_of(components).acts, figures)

        here = {"url": Links.of(request).prefix or "/"}
        return super().render(request, {**hall.hold("description", describe), "servers": [here]})


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="tickbox",
        version=__version__,
        description="Lists, ballots, receipts and results of a town's neighbourhoods.",
        path=DESCRIPTION,  # a path of its own: Litestar answers for all that lies below
        render_plugins=[_MountedJson(path=["/", "/openapi.json"])],
        create_examples=False,
    )
