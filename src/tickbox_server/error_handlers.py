"""Every error becomes an answer here: problem details for programs, a plain page for people."""

from __future__ import annotations

import html
import logging
from typing import Any

import msgspec
from litestar import Request, Response

from tickbox_core.text import Language
from tickbox_server.hall import Hall
from tickbox_server.language import accepted_language
from tickbox_server.links import API
from tickbox_server.pages.views import ErrorView
from tickbox_server.pages.visit import HTML, PageRequest, PageResponse
from tickbox_server.pages.words import sentence
from tickbox_server.problems import MEDIA_TYPE, HttpProblem, problem_of
from tickbox_server.security import add_headers

_log = logging.getLogger("tickbox.server")
NOT_FOUND = 404
AnyRequest = Request[Any, Any, Any]


def answer_error(request: AnyRequest, error: Exception) -> Response[Any]:
    """The one handler of errors of an app."""
    hall: Hall = request.app.state["hall"]
    problem = problem_of(error, hall.settings.retry_seconds)
    try:
        answer = _respond(request, problem)
    except BaseException:  # noqa: BLE001 - on the event loop: nothing may leave it
        _log.exception("a page of an error cannot be drawn")
        answer = _plain(problem)
    return add_headers(hall.settings, answer)


def _respond(request: AnyRequest, problem: HttpProblem) -> Response[Any]:
    state = request.app.state
    visit = PageRequest.of(request, state["hall"], state["drawn"])
    path = visit.here.removeprefix(visit.links.prefix)
    if path.startswith(f"{API}/") or path in ("/health", "/ready"):
        accept = request.headers.get("accept-language", "")
        return _details(problem, accepted_language(accept))
    round_ = str(request.path_params.get("round", ""))
    return _page(problem, visit, request.method, round_)


def _plain(problem: HttpProblem) -> Response[str]:
    """The bare words, where not even the page can be drawn."""
    words = "".join(f"<p>{html.escape(text)}</p>" for text in (problem.text.zh, problem.text.en))
    page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>!</title>{words}'
    return Response(page, media_type=HTML, status_code=problem.status, headers=problem.headers)


def _details(problem: HttpProblem, language: Language) -> Response[bytes]:
    return Response(
        msgspec.json.encode(problem.paper(language)),
        media_type=MEDIA_TYPE,
        status_code=problem.status,
        headers={**problem.headers, "Content-Language": language, "Vary": "Accept-Language"},
    )


def _page(problem: HttpProblem, visit: PageRequest, method: str, round_: str) -> Response[str]:
    """What was asked for by its address can be asked for in other type; a form cannot.

    It leads back to the round it was about, unless that may be what is not there.
    """
    there = visit.area and round_ and problem.status != NOT_FOUND
    view = ErrorView(
        problem.status,
        problem.text.zh,
        sentence(problem.text.en),
        visit.links.town,
        again=method == "GET",
        area_url=visit.links.area(visit.area) if visit.area and round_ else "",
        list_url=visit.links.round(visit.area, round_) if there else "",
        wall_url=visit.links.round(visit.area, round_, "wall") if there else "",
    )
    answer = PageResponse(view, problem.status, problem.headers)
    return visit.answer(answer, visit.hall.phone_at_hand(visit.area))
