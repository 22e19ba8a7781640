"""Every error becomes an answer here: problem details for programs, a plain page for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Request, Response

from tickbox_core.text import Language
from tickbox_server.hall import Hall
from tickbox_server.language import accepted
from tickbox_server.links import API
from tickbox_server.pages.render import Templates
from tickbox_server.pages.views import ErrorView
from tickbox_server.pages.visit import Answer, Visit
from tickbox_server.pages.words import sentence
from tickbox_server.problems import MEDIA_TYPE, Problem, problem_of
from tickbox_server.security import add_headers

AnyRequest = Request[Any, Any, Any]


def error_answers(
    hall: Hall, templates: Templates
) -> Callable[[AnyRequest, Exception], Response[Any]]:
    """The one handler of errors of an app."""

    def answer(request: AnyRequest, error: Exception) -> Response[Any]:
        problem = problem_of(error, hall.settings.retry_seconds)
        visit = Visit.of(request, hall, templates)
        if visit.here.removeprefix(visit.links.prefix).startswith(f"{API}/"):
            accept = request.headers.get("accept-language", "")
            return add_headers(hall.settings, _details(problem, accepted(accept)))
        return add_headers(hall.settings, _page(problem, visit, request.method))

    return answer


def _details(problem: Problem, language: Language) -> Response[bytes]:
    return Response(
        msgspec.json.encode(problem.paper(language)),
        media_type=MEDIA_TYPE,
        status_code=problem.status,
        headers={**problem.headers, "Content-Language": language, "Vary": "Accept-Language"},
    )


def _page(problem: Problem, visit: Visit, method: str) -> Response[str]:
    """What was asked for by its address can be asked for in other type; a form cannot."""
    view = ErrorView(
        problem.status,
        problem.text.zh,
        sentence(problem.text.en),
        visit.links.town,
        again=method == "GET",
    )
    answer = Answer(view, problem.status, problem.headers)
    return visit.answer(answer, visit.hall.phone_at_hand(visit.area))
