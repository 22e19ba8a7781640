"""How a motion counts oneself: by code, before it opens and after; and asking for a correction.

Nothing is kept of who has looked.  Codes are posted and stand in no address.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from tickbox_core.components.motions import PollState, about_words, share_words, unit_area
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Mine, Poll
from tickbox_core.errors import NotPossible, TickboxError, UnknownSlot, WrongState
from tickbox_core.rules.motions import Base
from tickbox_core.year.corrections import RollRequest, WrongPart
from tickbox_decisions import public_motions
from tickbox_decisions.asked_parts import motion_head
from tickbox_decisions.views import (
    AskedCorrectionView,
    MotionMineView,
    OwnFiguresView,
    OwnHomeView,
    WrongPartView,
)
from tickbox_server.errors import NoElector, TicketOver
from tickbox_server.identity import CodeIdentity
from tickbox_server.pages.forms import LOOK, leave_code, words_posted
from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day
from tickbox_server.problems import status_of

MINE = "/n/{area:str}/motions/{motion:str}/mine"
_FIELDS = ("code", "text", *map(str, WrongPart), LOOK)


# -- handlers ----------------------------------------------------------------------------------


@get(MINE)
async def own(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    motion: FromPath[str],
) -> Response[str]:
    """Where to type one's code; whom the host knows sees the figures at once."""

    def make() -> object:
        found = public_motions.motion_of(visit.hall, area, motion)
        known = not isinstance(visit.hall.identity, CodeIdentity)
        slot = visit.hall.identity.slot(motion, request) if known else None
        return _Own(visit, *found, {}).page(slot)

    return await visit.show(make)


@post(MINE, status_code=200)
async def show_own(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    motion: FromPath[str],
) -> Response[str]:
    """How one is counted, by code."""
    typed = await _posted(request)

    def make() -> object:
        found = _Own(visit, *public_motions.motion_of(visit.hall, area, motion), typed)
        return found.by_code(visit.hall.identity.slot(motion, request))

    return await visit.show(make)


@post(f"{MINE}/ask", status_code=200)
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    motion: FromPath[str],
) -> Response[str]:
    """Take what is said to be wrong, or say why not."""
    typed = await _posted(request)

    def make() -> object:
        found = _Own(visit, *public_motions.motion_of(visit.hall, area, motion), typed)
        slot = visit.hall.identity.slot(motion, request)
        return found.by_code(None) if slot is None else found.take_request(slot)

    return await visit.show(make)


@get(f"{MINE}/ask")
async def ask_again(
    visit: NamedDependency[PageRequest], area: FromPath[str], motion: FromPath[str]
) -> Redirect:
    """Opened by its address: begin with the code."""
    there = f"{visit.links.board(area, 'motions', motion)}/mine"
    return Redirect(there, status_code=303)


async def _posted(request: AnyRequest) -> dict[str, str]:
    """What was typed; its code is left where the identity looks for it."""
    typed = await words_posted(request, _FIELDS)
    leave_code(request, typed["code"])
    return typed


# -- makers ------------------------------------------------------------------------------------


class _Own:
    """The page of one motion, for what was ``typed`` into its forms."""

    def __init__(
        self, visit: PageRequest, desk: Desk, poll: Poll, typed: Mapping[str, str]
    ) -> None:
        self._visit, self._desk, self._poll, self._typed = visit, desk, poll, typed
        self._facts = public_motions.motion_facts(desk, poll)

    def by_code(self, slot: str | None) -> object:
        """The figures of a slot; of nobody's, a wrong code's like an unknown one's, where to type.

        Asked for in another look before a code was typed, it is no wrong code.
        """
        if slot is not None or self._poll.state is PollState.VOID:
            return self.page(slot)
        if self._typed.get(LOOK) == SAME:
            return self.page(None)
        code = self._typed.get("code", "")
        refusal = TicketOver() if code.startswith("ticket.") else NoElector()
        return self.page(None, refusal, 403)  # as where one answers by code

    def take_request(self, slot: str) -> object:
        """The page once the request is taken, or with what it lacks."""
        about = tuple(one for one in WrongPart if self._typed.get(str(one)))
        try:
            self._desk.motions.corrections.ask_by_code(
                self._poll.id, slot, about, self._typed["text"]
            )
        except (NotPossible, WrongState) as refusal:
            return self.page(slot, refusal, status_of(refusal))
        self._typed = {"code": self._typed["code"]}
        return attrs.evolve(self._view(slot), taken=True)

    def page(
        self, slot: str | None, error: TickboxError | None = None, status: int = 200
    ) -> object:
        """The page of a slot, or of nobody yet."""
        void = self._poll.state is PollState.VOID
        return PageResponse(self._view(None if void else slot, error), status)

    def _view(self, slot: str | None, error: TickboxError | None = None) -> MotionMineView:
        visit, head = self._visit, motion_head(self._visit, self._desk.area, self._facts)
        asks_code = isinstance(visit.hall.identity, CodeIdentity)
        url, code = f"{head.url}/mine", self._typed.get("code", "")
        view = MotionMineView(
            asked=head,
            mine_url=url,
            ask_url=f"{url}/ask",
            asks_code=asks_code,
            look=LookView(url, SAME if error is None else error.code),
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            error=visit.refusal(error),
            typed="" if error is not None else code,
        )
        if slot is None:
            return view
        asked = self._desk.motions.corrections.answers_for(self._poll.id, slot)
        try:
            mine: Mine | None = self._desk.motions.mine(self._poll.id, slot)
        except UnknownSlot:  # somebody else speaks for the home by now
            mine = None
        before = self._poll.state is PollState.PREPARED
        return attrs.evolve(
            view,
            code=visit.ticket(self._desk.area, self._poll.id, slot, code),
            shown=True,
            figures=None if mine is None else self._figures(mine),
            before=before,
            correctable=before and mine is not None and not any(one.waits for one in asked),
            corrections=tuple(self._correction(one) for one in asked),
            parts=tuple(
                WrongPartView(str(one), visit.say(one.words), bool(self._typed.get(str(one))))
                for one in WrongPart
            ),
            text=self._typed.get("text", ""),
        )

    def _figures(self, mine: Mine) -> OwnFiguresView:
        say = self._visit.say
        several = len(mine.figures) > 1
        return OwnFiguresView(
            homes=tuple(
                OwnHomeView(unit.label or unit.id, say(unit_area(unit)) if mine.by_area else "")
                for unit in mine.homes
            ),
            by_area=mine.by_area,
            area=None if mine.area is None else say(Base.AREA.said(mine.area, mine.decimals)),
            share=say(share_words(mine.area, mine.whole, mine.by_area)),
            named=mine.named,
            figures=tuple(
                FigureView(
                    (f"{unit.label or unit.id} · " if several else "") + say(one.label),
                    say(one.value),
                )
                for unit, told in mine.figures
                for one in told
            ),
        )

    def _correction(self, one: RollRequest) -> AskedCorrectionView:
        say, language = self._visit.say, self._visit.language
        return AskedCorrectionView(
            about=say(about_words(map(str, one.about))),
            asked=day(one.asked, language) or "",
            words=one.words,
            outcome=say(one.outcome.words),
            waits=one.waits,
            answered=day(one.answered, language) or "" if one.answered else "",
            answer=say(one.answer) if one.answer else "",
        )


HANDLERS = (own, show_own, ask, ask_again)
