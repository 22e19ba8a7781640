"""Question, review, confirm, receipt: the screens of every answer, whatever it is asked about.

A list is ticked, a motion answered and a judgement given on the same way: question → review (the
code is asked for here) → confirm → receipt, and with its code: does it count?  Whom the host's own
identity knows goes from the question straight to confirm.  Nothing is remembered between the
screens: the forms carry the answer and its key, which makes pressing twice safe.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from typing import ClassVar

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from tickbox_core.errors import TickboxError
from tickbox_server.errors import BadForm
from tickbox_server.links import Links
from tickbox_server.pages.forms import Form, asked_after, read_form
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

_SHORTEST_KEY = 8
_NOTHING = Form((), "", "")


class AnswerStep(ABC):
    """A form on its way from the question to the receipt."""

    def __init__(self, visit: PageRequest, form: Form) -> None:
        """``visit`` asks for the page, ``form`` is what was posted for it."""
        self.visit, self.form = visit, form

    @abstractmethod
    def review(self, refusal: TickboxError | None = None) -> PageResponse:
        """Your answer is this; whose is it?  Or the question again where it is no answer."""

    @abstractmethod
    def confirm(self, slot: str, refusal: TickboxError | None = None) -> PageResponse:
        """What it means for whoever has the slot; the last press."""

    def key(self) -> str:
        """The answer's key: made once, carried by the forms from then on."""
        return self.form.key or secrets.token_urlsafe(18)

    def told(self, refusal: TickboxError | None) -> TickboxError | None:
        """What the page says went wrong: just now, or before it was asked for in another look."""
        return refusal or self.form.told

    def again(self, view: object, refusal: TickboxError | None) -> PageResponse:
        """The page with the last press on it; after a refusal it says when to press again."""
        if refusal is None:
            return PageResponse(view)
        retry = {"Retry-After": str(self.visit.hall.settings.retry_seconds)}
        return PageResponse(view, status_of(refusal), retry)


class Wizard(Controller, ABC):
    """The screens of one kind of question; ``path`` ends in the name of what is asked."""

    asked: ClassVar[str]
    """The parameter of ``path`` that says what is asked."""
    nobody: ClassVar[type[TickboxError]]
    """Why an answer is nobody's: no code was typed, or an unknown one."""

    # -- what a kind of question brings --------------------------------------------------------

    @abstractmethod
    def address(self, links: Links, area: str, asked: str) -> str:
        """Where the question stands."""

    @abstractmethod
    def question(self, visit: PageRequest, area: str, asked: str, form: Form) -> object:
        """The question, with the form's answer still set; readable by everybody."""

    @abstractmethod
    def step(self, visit: PageRequest, area: str, asked: str, form: Form) -> AnswerStep:
        """The form on its way; a ``TickboxError`` where no answers are taken."""

    @abstractmethod
    def check_view(
        self, visit: PageRequest, area: str, asked: str, code: str = "", typed: str = ""
    ) -> object:
        """Where to type a receipt's code, and with one the answer for it."""

    def first(self, request: AnyRequest, visit: PageRequest, area: str, asked: str) -> object:
        """The question for whoever opens its address."""
        return self.question(visit, area, asked, _NOTHING)

    @abstractmethod
    async def handed_in(self, request: AnyRequest, visit: PageRequest, form: Form) -> Response[str]:
        """What the last press comes to: a receipt, or the screen where it can be put right."""

    # -- the screens ---------------------------------------------------------------------------

    @get()
    async def read(self, request: AnyRequest, visit: NamedDependency[PageRequest]) -> Response[str]:
        """The question; everything is readable before anybody says who they are."""
        return await visit.show(lambda: self.first(request, visit, *self.where(request)))

    @post(status_code=200)
    async def back(self, request: AnyRequest, visit: NamedDependency[PageRequest]) -> Response[str]:
        """The question again, with the answer still set."""
        form = await read_form(request)
        return await visit.show(lambda: self.question(visit, *self.where(request), form))

    @get(["/review", "/confirm", "/cast"])
    async def start_again(
        self, request: AnyRequest, visit: NamedDependency[PageRequest]
    ) -> Redirect:
        """A page that stands behind a form was opened by its address: begin with the question."""
        return Redirect(self.address(visit.links, *self.where(request)), status_code=303)

    @post("/review", status_code=200)
    async def review(
        self, request: AnyRequest, visit: NamedDependency[PageRequest]
    ) -> Response[str]:
        """Your answer is this."""
        form = await read_form(request, speaks=False)
        return await visit.show(lambda: self._next(request, visit, form, None))

    @post("/confirm", status_code=200)
    async def confirm(
        self, request: AnyRequest, visit: NamedDependency[PageRequest]
    ) -> Response[str]:
        """What it means for oneself; the last press."""
        form = await read_form(request)
        return await visit.show(
            lambda: self._next(request, visit, form, form.unknown(self.nobody()))
        )

    @post("/cast", status_code=200)
    async def cast(self, request: AnyRequest, visit: NamedDependency[PageRequest]) -> Response[str]:
        """The receipt.  It comes as the answer itself: its code is in no address and no log."""
        form = await read_form(request)
        if len(form.key) < _SHORTEST_KEY:
            raise BadForm
        return await self.handed_in(request, visit, form)

    @get("/check")
    async def ask_check(
        self, request: AnyRequest, visit: NamedDependency[PageRequest]
    ) -> Response[str]:
        """Where to type a receipt's code."""
        return await visit.show(lambda: self.check_view(visit, *self.where(request)))

    @post("/check", status_code=200)
    async def check(
        self, request: AnyRequest, visit: NamedDependency[PageRequest]
    ) -> Response[str]:
        """Whether the answer counts."""
        form = await read_form(request)
        return await visit.show(
            lambda: self.check_view(visit, *self.where(request), asked_after(form), form.code)
        )

    def _next(
        self, request: AnyRequest, visit: PageRequest, form: Form, unknown: TickboxError | None
    ) -> PageResponse:
        step, slot = self.step(visit, *self.where(request), form), self.slot_of(visit, request)
        return step.confirm(slot) if slot else step.review(unknown)

    def where(self, request: AnyRequest) -> tuple[str, str]:
        """The neighbourhood and what is asked in it, from the address."""
        return str(request.path_params["area"]), str(request.path_params[self.asked])

    def slot_of(self, visit: PageRequest, request: AnyRequest) -> str | None:
        """Whose answer it is."""
        return visit.hall.identity.slot(self.where(request)[1], request)
