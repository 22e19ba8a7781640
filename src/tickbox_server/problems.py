"""One table: which error is which HTTP status; and errors as problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import attrs
from litestar.exceptions import HTTPException

from tickbox_core import errors as core
from tickbox_core.errors import TickboxError
from tickbox_core.text import Language, Text
from tickbox_server import errors as own
from tickbox_server.papers import ProblemDetails, Words

_log = logging.getLogger("tickbox.server")

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[TickboxError], HTTPStatus] = {
    core.NotListed: HTTPStatus.NOT_FOUND,
    core.ListTakenDown: HTTPStatus.NOT_FOUND,
    core.CountedOnSheet: HTTPStatus.CONFLICT,
    core.AlreadyCast: HTTPStatus.CONFLICT,
    core.TickingEnded: HTTPStatus.CONFLICT,
    core.KeyReused: HTTPStatus.CONFLICT,
    core.WrongState: HTTPStatus.CONFLICT,
    core.ChangedMeanwhile: HTTPStatus.CONFLICT,
    core.UnknownSlot: HTTPStatus.FORBIDDEN,
    core.TooManyTicks: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooManyOfTier: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooFewOfTier: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooManyOfCategory: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooFewOfCategory: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.CostsTooMuch: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.TooFewTicks: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.RepeatedTick: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.UnknownId: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.ChooseOne: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.NotPossible: HTTPStatus.CONFLICT,
    core.NotReady: HTTPStatus.CONFLICT,
    core.NotAllowed: HTTPStatus.FORBIDDEN,
    core.NotCountersigned: HTTPStatus.FORBIDDEN,
    core.TokenTaken: HTTPStatus.FORBIDDEN,
    core.UnknownName: HTTPStatus.NOT_FOUND,
    core.MalformedFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.FaultyTables: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.DuplicateId: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.BadTable: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.MandateRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.MarkedDifferently: HTTPStatus.CONFLICT,
    core.NoSuchMark: HTTPStatus.UNPROCESSABLE_ENTITY,
    core.MissingExtra: HTTPStatus.NOT_IMPLEMENTED,
    core.MissingPlugin: HTTPStatus.NOT_IMPLEMENTED,
    core.BadValue: HTTPStatus.UNPROCESSABLE_ENTITY,
    own.NoSlot: HTTPStatus.UNAUTHORIZED,
    own.NoKey: HTTPStatus.BAD_REQUEST,
    own.NotTicking: HTTPStatus.CONFLICT,
    own.NotAsking: HTTPStatus.CONFLICT,
    own.ChooseAnswer: HTTPStatus.UNPROCESSABLE_ENTITY,
    own.BadForm: HTTPStatus.BAD_REQUEST,
    own.ForeignRequest: HTTPStatus.FORBIDDEN,
    own.WrongMethod: HTTPStatus.METHOD_NOT_ALLOWED,
    core.TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    own.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    own.Unconfirmed: HTTPStatus.SERVICE_UNAVAILABLE,
    own.TooLong: HTTPStatus.SERVICE_UNAVAILABLE,
    own.Unwell: HTTPStatus.SERVICE_UNAVAILABLE,
    core.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    core.LedgerBroken: HTTPStatus.SERVICE_UNAVAILABLE,
    core.FileChanged: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What is not named here is the server's own failure: 500."""

_SAID_OUTSIDE = (
    own.Busy,
    own.TooLong,
    own.Unconfirmed,
    own.Unwell,
    core.LedgerBroken,
    core.StoreUnavailable,
    core.FileChanged,
    core.MissingExtra,
    core.MissingPlugin,
)

_HTTP_TEXTS: dict[int, Text] = {
    400: Text("请求的内容不对。", "The request cannot be understood."),
    404: Text(
        "没有这个页面。请从首页重新进入。", "There is no such page. Start from the first page."
    ),
    405: Text(
        "这个地址不能这样打开。请从首页重新进入。",
        "This address cannot be opened like this. Start from the first page.",
    ),
    413: Text(
        "提交的内容太大：照片每张最多12 MB，文字请写短一些。",
        "What was submitted is too large: a photograph may have 12 MB, and text has to be shorter.",
    ),
    415: Text("提交的格式不对。", "What was submitted has a wrong format."),
    500: Text(
        "服务器出了问题，没有记下任何东西。请稍后再试；仍不行请找居委会。",
        "The server failed and recorded nothing. Try again later; "
        "if it fails again, ask the residents' committee.",
    ),
}


@attrs.frozen
class HttpProblem:
    """An error as it is told to whoever asked."""

    status: int
    code: str
    text: Text
    facts: dict[str, Any] = attrs.field(factory=dict)
    headers: dict[str, str] = attrs.field(factory=dict)

    @property
    def title(self) -> str:
        """The name of the status."""
        return HTTPStatus(self.status).phrase

    def paper(self, language: Language) -> ProblemDetails:
        """The problem details: ``detail`` in the language asked for, ``text`` in both."""
        return ProblemDetails(
            type=f"urn:tickbox:problem:{self.code}",
            title=self.title,
            status=self.status,
            detail=self.text.said_in(language),
            code=self.code,
            text=Words.of(self.text),
            facts=self.facts,
        )


def status_of(error: TickboxError) -> int:
    """The status of an error: its own or its nearest ancestor's row of the table."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def problem_of(error: Exception, retry_seconds: int) -> HttpProblem:
    """What is told of an error.  What is the server's own failure is logged and told in general.

    So is an error that cannot say itself what it is.
    """
    try:
        return _problem_of(error, retry_seconds)
    except BaseException as fault:  # noqa: BLE001 - a plugin's error may raise anything when asked
        _log.error("a request failed: %s, and then %s", _name(error), _name(fault))
        return _failure()


def headers_of(error: TickboxError) -> dict[str, str]:
    """What a page of a refusal says beside its words: when to come again."""
    if isinstance(error, core.TooOften):
        return {"Retry-After": str(60 * error.minutes)}
    return {}


def _name(problem: BaseException) -> str:
    return type(problem).__name__


def _problem_of(error: Exception, retry_seconds: int) -> HttpProblem:
    if isinstance(error, TickboxError):
        return _of_ours(error, retry_seconds)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return _of_http(error)
    _log.error("a request failed", exc_info=error)
    return _failure()


def _of_ours(error: TickboxError, retry_seconds: int) -> HttpProblem:
    status = status_of(error)
    if status >= 500 and not isinstance(error, _SAID_OUTSIDE):
        _log.error("%s", error)
        return _failure()
    headers = headers_of(error)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(retry_seconds)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, own.WrongMethod):
        headers["Allow"] = error.method
    facts = None
    if isinstance(error, own.Unwell):
        by_area = {area: list(kinds) for area, kinds in error.areas.items()}
        facts = {"kinds": dict(error.kinds), "areas": by_area}
    return HttpProblem(status, error.code, error.text, facts or _scalars(error.fields), headers)


def _of_http(error: HTTPException) -> HttpProblem:
    status = HTTPStatus(error.status_code)
    text = _HTTP_TEXTS.get(status, _HTTP_TEXTS[400])
    code = status.phrase.lower().replace(" ", "-")
    facts = {"errors": error.extra} if error.extra else {}
    return HttpProblem(status, code, text, facts, dict(error.headers or {}))


def _failure() -> HttpProblem:
    return HttpProblem(500, "failed", _HTTP_TEXTS[500])


def _scalars(fields: dict[str, object]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if isinstance(value, str | int)}
