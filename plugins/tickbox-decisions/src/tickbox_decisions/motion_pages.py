"""Answering a motion, as the screens of ``wizard`` ask it; the last one shows one's own share.

Nothing is shown of what others answered before the decision is published.
"""

from __future__ import annotations

import json

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from tickbox_core.components.motions import side_words
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import AlreadyCast, NoSuchMark, NotListed, TickboxError
from tickbox_core.rules.motions import SPOILED, Base
from tickbox_core.rules.motions.elections import JOINT
from tickbox_core.text import Text
from tickbox_core.workflow.names import reference
from tickbox_decisions import PACKAGE, public_motions
from tickbox_decisions.asked_parts import (
    Asking,
    FinalAnswer,
    checked_view,
    motion_head,
    motion_view,
)
from tickbox_decisions.views import (
    AnsweredCheckView,
    AnsweredReceiptView,
    MotionConfirmView,
    MotionReviewView,
    MotionsView,
)
from tickbox_server.errors import ChooseAnswer, Unconfirmed
from tickbox_server.identity import CodeIdentity
from tickbox_server.links import Links
from tickbox_server.pages.forms import Form, look_of, read_form
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.render import static_url
from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of
from tickbox_server.receipt_image import receipt_card
from tickbox_server.security import headers

ALL = "/n/{area:str}/motions"
ONE = f"{ALL}/{{motion:str}}"


# -- handlers ----------------------------------------------------------------------------------


@get(ALL)
async def read_all(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """The motions of a neighbourhood."""

    def make() -> object:
        return MotionsView(
            area_name(visit, area),
            visit.links.area(area),
            static_url(visit.links, "motions.css", PACKAGE),
            tuple(
                motion_head(visit, area, facts)
                for facts in public_motions.motions_of(visit.hall, area)
            ),
        )

    return await visit.show(make)


class Answering(Asking):
    """From the question to the answer's receipt."""

    path = ONE
    asked = "motion"

    def address(self, links: Links, area: str, asked: str) -> str:
        """The question."""
        return links.board(area, "motions", asked)

    def question(self, visit: PageRequest, area: str, asked: str, form: Form) -> object:
        """The question, with the answer still chosen."""
        found = public_motions.motion_of(visit.hall, area, asked)
        return motion_view(visit, *found, _answer_of(found[1], form), form.told)

    def step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The answer on its way; ``TickingEnded`` or ``NotAsking`` where none are taken."""
        return _Side(visit, form, *public_motions.open_motion(visit.hall, area, asked))

    def last_step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The answer to be written, or that was."""
        return _Side(visit, form, *public_motions.motion_of(visit.hall, area, asked))

    def check_view(
        self, visit: PageRequest, area: str, asked: str, code: str = "", typed: str = ""
    ) -> object:
        """Whether the answer counts."""
        return _check(visit, area, asked, code, typed)


@post(f"{ONE}/receipt", status_code=200)
async def receipt(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    motion: FromPath[str],
) -> Response[str]:
    """The receipt anew, by its code: in another language or size of type."""
    form = await read_form(request)
    return await visit.show(
        lambda: _again(visit, *public_motions.motion_of(visit.hall, area, motion), form.code)
    )


@get(f"{ONE}/receipt")
async def ask_again(
    visit: NamedDependency[PageRequest], area: FromPath[str], motion: FromPath[str]
) -> Redirect:
    """Opened by its address: begin with the code."""
    there = f"{visit.links.board(area, 'motions', motion)}/check"
    return Redirect(there, status_code=303)


# -- steps -------------------------------------------------------------------------------------


def _answer_of(poll: Poll, form: Form) -> str:
    """The answer of a form; empty where there is none, or several and it is no election."""
    if poll.motion.seats:
        return JOINT.join(form.ticks)
    return form.ticks[0] if len(form.ticks) == 1 else ""


class _Side(FinalAnswer):
    """The side that somebody takes, on its way to the receipt."""

    def __init__(self, visit: PageRequest, form: Form, desk: Desk, poll: Poll) -> None:
        super().__init__(visit, form)
        self._desk, self._poll = desk, poll
        self._facts = public_motions.motion_facts(desk, poll)
        self._head = motion_head(visit, desk.area, self._facts)
        self._mark = _answer_of(poll, form)
        self._refused: TickboxError | None = None
        if poll.motion.seats and self._mark:
            self._join()

    def _join(self) -> None:
        """Candidates in their order; why where nobody may say so."""
        try:
            self._mark = self._poll.motion.join_ticks((self._mark,))
        except NoSuchMark as refusal:
            self._refused = refusal

    @property
    def _is_offered(self) -> bool:
        singly = {side.mark for side in self._facts.sides}
        if self._refused is not None or not self._poll.motion.seats:
            return self._refused is None and self._mark in singly
        return self._mark != SPOILED and self._mark in self._poll.motion.marks

    def review(self, refusal: TickboxError | None = None) -> PageResponse:
        """Your answer is this; or the question again where none is chosen."""
        if not self._is_offered:
            return self._answer_missing()
        visit, told = self.visit, self.told(refusal)
        asks_code = isinstance(visit.hall.identity, CodeIdentity)
        view = MotionReviewView(
            asked=self._head,
            answer=visit.say(side_words(self._poll.motion, self._mark)),
            mark=self._mark,
            changeable=self._facts.changeable,
            key=self.key(),
            asks_code=asks_code,
            confirm_url=f"{self._head.url}/confirm",
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            look=look_of(f"{self._head.url}/review", told),
            error=visit.refusal(told),
            typed="" if refusal else self.form.typed,
        )
        return PageResponse(view, 200 if refusal is None else 403)

    def confirm(self, slot: str, refusal: TickboxError | None = None) -> PageResponse:
        """The own share, and the last press; ``AlreadyCast`` where an answer cannot be changed."""
        if not self._is_offered:
            return self._answer_missing()
        visit, mine = self.visit, self._desk.motions.mine(self._poll.id, slot)
        told = self.told(refusal)
        if mine.final and told is None:
            raise AlreadyCast(self._poll.id, slot)
        by_area = any(bars.base is Base.AREA for bars in self._poll.motion.bars)
        several = len(mine.figures) > 1
        figures = (
            FigureView(
                (f"{unit.label or unit.id} · " if several else "") + visit.say(one.label),
                visit.say(one.value),
            )
            for unit, told in mine.figures
            for one in told
        )
        view = MotionConfirmView(
            asked=self._head,
            answer=visit.say(side_words(self._poll.motion, self._mark)),
            mark=self._mark,
            changeable=self._facts.changeable,
            key=self.key(),
            code=visit.ticket(self._desk.area, self._poll.id, slot, self.form.code),
            cast_url=f"{self._head.url}/cast",
            replaces=mine.answered,
            units=mine.units,
            by_area=by_area,
            area=None if mine.area is None else visit.say(Base.AREA.said(mine.area, mine.decimals)),
            figures=tuple(figures),
            look=look_of(f"{self._head.url}/confirm", told),
            error=visit.refusal(told),
        )
        return self.again(view, refusal)

    def cast(self, slot: str) -> PageResponse:
        """The receipt, when the answer is durable."""
        if not self._is_offered:
            return self._answer_missing()
        desk, id_ = self._desk, self._poll.id
        try:
            receipt = public_motions.keep_answer(
                lambda: desk.motions.say(id_, slot, self._mark, self.form.key),
                lambda: public_motions.open_motion(self.visit.hall, desk.area, id_),
            )
        except Unconfirmed as refusal:
            return self.confirm(slot, refusal)
        proof = json.dumps(receipt.plain(), indent=1)
        return _page(self.visit, desk, self._poll, receipt.code, proof)

    def _answer_missing(self) -> PageResponse:
        refusal = self._refused or ChooseAnswer()
        view = motion_view(self.visit, self._desk, self._poll, self._mark, error=refusal)
        return PageResponse(view, status_of(refusal))


# -- receipts ----------------------------------------------------------------------------------


def _again(visit: PageRequest, desk: Desk, poll: Poll, code: str) -> PageResponse:
    return _page(visit, desk, poll, reference(code), None)


def _page(visit: PageRequest, desk: Desk, poll: Poll, code: str, proof: str | None) -> PageResponse:
    found = desk.motions.check(poll.id, code)
    if found is None:
        raise NotListed(Text("回执", "receipt"), code)
    facts = public_motions.motion_facts(desk, poll)
    head = motion_head(visit, desk.area, facts)
    view = AnsweredReceiptView(
        asked=head,
        code=code,
        counted=found.counted,
        changeable=facts.changeable,
        number=found.index + 1,
        size=found.size,
        picture_url=receipt_card(f"{visit.base}{head.check_url}#r={code}", code),
        look=LookView(head.receipt_url),
        proof=proof,
    )
    policy = headers(visit.hall.settings, pictures="'self' data:")
    name = "Content-Security-Policy"
    return PageResponse(view, headers={name: policy[name]})


def _check(
    visit: PageRequest, area: str, id_: str, code: str, typed: str = ""
) -> AnsweredCheckView:
    desk, poll = public_motions.motion_of(visit.hall, area, id_)
    head = motion_head(visit, area, public_motions.motion_facts(desk, poll))
    look, typed = LookView(head.check_url, code or SAME), (typed or code).strip()
    if not code:
        return AnsweredCheckView(head, look, typed)
    found = checked_view(code, desk.motions.check(id_, code), head.void)
    return AnsweredCheckView(head, look, typed, found)


HANDLERS = (read_all, Answering, receipt, ask_again)
