"""Ticking a list, as the screens of ``wizard`` ask it; the last shows the household's figures."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import attrs
from litestar import Response

from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import (
    AlreadyCast,
    ChooseOne,
    CostsTooMuch,
    RepeatedTick,
    TickboxError,
    TickingEnded,
    TooFewOfCategory,
    TooFewOfTier,
    TooFewTicks,
    TooManyOfCategory,
    TooManyOfTier,
    TooManyTicks,
    UnknownId,
    WrongState,
)
from tickbox_core.model import Ballot, Round, State, cart_words, check_ticks, seed_of
from tickbox_core.text import Text
from tickbox_server.errors import Busy, NoSlot, NotTicking, Unconfirmed
from tickbox_server.identity import CodeIdentity
from tickbox_server.links import Links
from tickbox_server.pages.forms import Form, look_of
from tickbox_server.pages.presenters import groups, item_view, order_list, round_view
from tickbox_server.pages.receipts import ROUND, check_view, receipt_page
from tickbox_server.pages.views import ItemView
from tickbox_server.pages.views_look import SAME
from tickbox_server.pages.views_ticking import (
    CartView,
    ConfirmView,
    ListView,
    PartLimitView,
    ReviewView,
)
from tickbox_server.pages.visit import ORDER, AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.wizard import AnswerStep, Wizard
from tickbox_server.problems import status_of

_OF_THE_TICKS = (
    TooManyTicks,
    TooFewTicks,
    TooManyOfTier,
    TooFewOfTier,
    TooManyOfCategory,
    TooFewOfCategory,
    CostsTooMuch,
    RepeatedTick,
    UnknownId,
    ChooseOne,
)


class Ticking(Wizard):
    """From the list to the ballot's receipt."""

    path = ROUND
    asked = "round"
    nobody = NoSlot

    def address(self, links: Links, area: str, asked: str) -> str:
        """The list."""
        return links.round(area, asked)

    def first(self, request: AnyRequest, visit: PageRequest, area: str, asked: str) -> object:
        """The list in the reader's own order, which a browser keeps."""
        desk, found = visit.hall.find_round(area, asked)
        mine = _seed(visit, desk, asked, request)
        view = list_view(attrs.evolve(visit, order=mine), desk, found)
        new = mine != visit.order and _takes_ballots(desk, found)
        cookies = (visit.cookie(ORDER, mine),) if new else ()
        return PageResponse(attrs.evolve(view, fresh=True), cookies=cookies)

    def question(self, visit: PageRequest, area: str, asked: str, form: Form) -> object:
        """The list, with what was ticked still ticked."""
        desk, found = visit.hall.find_round(area, asked)
        told = form.look not in ("", SAME)
        return list_view(visit, desk, found, form.ticks, _objection(found, form) if told else None)

    def step(self, visit: PageRequest, area: str, asked: str, form: Form) -> AnswerStep:
        """The ticks on their way; ``NotTicking`` where no ballots are taken."""
        return _Ticks(visit, form, *_open(visit, area, asked))

    def check_view(
        self, visit: PageRequest, area: str, asked: str, code: str = "", typed: str = ""
    ) -> object:
        """Does my ballot count?"""
        return check_view(visit, area, asked, code, typed)

    async def handed_in(self, request: AnyRequest, visit: PageRequest, form: Form) -> Response[str]:
        """The receipt; ballots that come at once are written together, so one waits its turn."""
        area, round = self.where(request)
        slot = await visit.hall.slot(area, round, request)
        try:
            receipt = await visit.hall.cast(
                area, round, slot, lambda slot: Cast(slot, form.ticks, form.key)
            )
        except (WrongState, TickingEnded):  # closed between the pages: said with its title
            return await visit.show(lambda: _open(visit, area, round))
        except (NoSlot, Busy, Unconfirmed, *_OF_THE_TICKS) as refusal:
            explained = refusal  # the name of an except clause is gone when the maker runs
            return await visit.show(
                lambda: _Ticks(visit, form, *visit.hall.find_round(area, round)).refused(
                    explained, slot
                )
            )
        return await visit.show(
            lambda: receipt_page(visit, *visit.hall.find_round(area, round), receipt)
        )


# -- makers ------------------------------------------------------------------------------------


def list_view(
    visit: PageRequest,
    desk: Desk,
    round: Round,
    ticks: tuple[str, ...] = (),
    error: TickboxError | None = None,
) -> ListView:
    """The list with these ticked."""
    ticked = frozenset(ticks) & frozenset(round.ticklist.ids)
    seed = visit.order if _takes_ballots(desk, round) else ""
    return ListView(
        round=round_view(visit, desk, round),
        groups=groups(visit, order_list(visit.hall.listed(desk, round.id), seed), ticked),
        least=round.limits.minimum,
        most=round.limits.maximum,
        review_url=visit.links.round(desk.area, round.id, "review"),
        ticked=len(ticked),
        error=visit.refusal(error),
        look=look_of(visit.links.round(desk.area, round.id), error),
        parts=tuple(
            PartLimitView(visit.say(one.words), one.minimum, one.maximum)
            for one in round.limits.groups
        ),
        parts_of=_parts_of(round),
        cart=_cart(visit, round, ticked),
    )


def _parts_of(round: Round) -> tuple[tuple[str, str], ...]:
    """By item the places of the limits on its tier and category."""
    groups = tuple(enumerate(round.limits.groups))
    return tuple(
        (item.id, " ".join(str(at) for at, one in groups if one.has(item))) for item in round.items
    )


def _cart(visit: PageRequest, round: Round, ticked: Iterable[str]) -> CartView | None:
    """What the ticks cost of what a ballot may spend; nothing where there is no such limit."""
    budget = round.limits.budget
    if budget is None:
        return None
    listed = round.ticklist
    prices = {tick: listed.cost_of(tick) or 0 for tick in listed.ids}
    spent = sum(prices.get(tick, 0) for tick in ticked)
    return CartView(
        budget, tuple(prices.items()), visit.say(cart_words(spent, budget)), spent > budget
    )


def _objection(round: Round, form: Form) -> TickboxError | None:
    """Why the ticks of a form are no ballot of the round."""
    try:
        check_ticks(Ballot("", form.ticks), round.ticklist, round.limits)
    except TickboxError as refusal:
        return refusal
    return None


def _seed(visit: PageRequest, desk: Desk, round: str, request: AnyRequest) -> str:
    """The order of whom the host knows, else of the slip or the device, else a new one."""
    if not isinstance(visit.hall.identity, CodeIdentity):
        slot = visit.hall.identity.slot(round, request)
        if slot is not None:
            return desk.order_seed(round, slot)
    return visit.order or seed_of(secrets.token_bytes(16))


def _takes_ballots(desk: Desk, round: Round) -> bool:
    return round.state is State.TICKING and not desk.has_ended(round.id)


def _open(visit: PageRequest, area: str, round: str) -> tuple[Desk, Round]:
    """The desk and round, if it takes ballots; ``NotTicking`` if not."""
    desk, found = visit.hall.find_round(area, round)
    if found.state is not State.TICKING:
        void = desk.voided(round)
        if void is not None:
            raise NotTicking(found.title, void.state_words, _ON_THE_WALL)
    if not _takes_ballots(desk, found):
        raise NotTicking(found.title, desk.state_words(round))
    return desk, found


_ON_THE_WALL = Text("公示墙上有说明。", "The wall says more.")


class _Ticks(AnswerStep):
    """The ticks of a list on their way to the ballot."""

    def __init__(self, visit: PageRequest, form: Form, desk: Desk, round: Round) -> None:
        super().__init__(visit, form)
        self._desk, self._round = desk, round

    def review(self, refusal: TickboxError | None = None) -> PageResponse:
        """You ticked these; or the list with what to undo."""
        wrong = _objection(self._round, self.form)
        if wrong is not None:
            return self._list(wrong)
        visit, told = self.visit, self.told(refusal)
        asks_code = isinstance(visit.hall.identity, CodeIdentity)
        view = ReviewView(
            round=round_view(visit, self._desk, self._round),
            items=self._items(None),
            key=self.key(),
            asks_code=asks_code,
            confirm_url=self._at("confirm"),
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            look=look_of(self._at("review"), told),
            error=visit.refusal(told),
            typed="" if refusal else self.form.typed,
            cart=_cart(visit, self._round, self.form.ticks),
        )
        return PageResponse(view, 200 if refusal is None else 403)

    def confirm(self, slot: str, refusal: TickboxError | None = None) -> PageResponse:
        """The last page for a known slot; else the list with what to undo."""
        visit, told = self.visit, self.told(refusal)
        has_ballot = self._desk.has_ballot(self._round.id, slot)
        if has_ballot and told is None and not self._round.revisable:
            raise AlreadyCast(self._round.id, slot)
        wrong = _objection(self._round, self.form)
        if wrong is not None:
            return self._list(wrong)
        view = ConfirmView(
            round=round_view(visit, self._desk, self._round),
            items=self._items(slot),
            key=self.key(),
            code=visit.ticket(self._desk.area, self._round.id, slot, self.form.code),
            cast_url=self._at("cast"),
            replaces=has_ballot,
            look=look_of(self._at("confirm"), told),
            homes_show=visit.hall.homes_show(self._desk, self._round.id),
            cart=_cart(visit, self._round, self.form.ticks),
            error=visit.refusal(told),
        )
        return self.again(view, refusal)

    def refused(self, refusal: TickboxError, slot: str | None) -> PageResponse:
        """The page on which a refused cast can be put right."""
        if isinstance(refusal, _OF_THE_TICKS):
            return self._list(refusal)
        if slot is None:
            return self.review(self.form.unknown(refusal))
        return self.confirm(slot, refusal)

    def _at(self, step: str) -> str:
        return self.visit.links.round(self._desk.area, self._round.id, step)

    def _list(self, refusal: TickboxError) -> PageResponse:
        view = list_view(self.visit, self._desk, self._round, self.form.ticks, refusal)
        return PageResponse(view, status_of(refusal))

    def _items(self, slot: str | None) -> tuple[ItemView, ...]:
        """What was ticked, in the reader's order; with a slot, what it means for the household."""
        ticked = frozenset(self.form.ticks)
        desk, round = self._desk, self._round.id
        listed = self.visit.hall.listed(desk, round) if slot is None else desk.listed(round, slot)
        return tuple(
            item_view(self.visit, one, ticked)
            for one in order_list(listed, self.visit.order)
            if ticked & frozenset(one.item.ticks)
        )


HANDLERS = [Ticking]
