"""From the list to the receipt, in at most four screens.

list → review (the code is asked for here) → confirm (the household's own figures) → receipt.
Whom the host's own identity knows goes from the list straight to confirm.  Nothing is remembered
between the screens: each form carries the ticks, and the ballot's key makes pressing twice safe.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

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
from tickbox_server.errors import BadForm, Busy, NoSlot, NotTicking, Unconfirmed
from tickbox_server.identity import CodeIdentity
from tickbox_server.pages.forms import Form, look_of, read_form
from tickbox_server.pages.presenters import groups, item_view, order_list, round_view
from tickbox_server.pages.receipts import ROUND, receipt_page
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
from tickbox_server.pages.words import sentence
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
_SHORTEST_KEY = 8


# -- handlers ----------------------------------------------------------------------------------


@get(ROUND)
async def read_list(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """The list; everything is readable before anybody says who they are."""

    def make() -> PageResponse:
        desk, found = visit.hall.find_round(area, round)
        mine = _seed(visit, desk, round, request)
        view = list_view(attrs.evolve(visit, order=mine), desk, found)
        new = mine != visit.order and _takes_ballots(desk, found)
        cookies = (visit.cookie(ORDER, mine),) if new else ()
        return PageResponse(attrs.evolve(view, fresh=True), cookies=cookies)

    return await visit.show(make)


@post(ROUND, status_code=200)
async def back_to_list(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """The list again, with what was ticked still ticked."""
    form = await read_form(request)

    def make() -> object:
        desk, found = visit.hall.find_round(area, round)
        told = form.look not in ("", SAME)
        return list_view(visit, desk, found, form.ticks, _objection(found, form) if told else None)

    return await visit.show(make)


@get([f"{ROUND}/review", f"{ROUND}/confirm", f"{ROUND}/cast"])
async def start_again(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Redirect:
    """A page that stands behind a form was opened by its address: begin with the list."""
    return Redirect(visit.links.round(area, round), status_code=303)


@post(f"{ROUND}/review", status_code=200)
async def review(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """You ticked these."""
    form = await read_form(request, speaks=False)

    def make() -> object:
        step = _Step(visit, *_open(visit, area, round), form)
        slot = visit.hall.identity.slot(round, request)
        return step.checked(slot) if slot else step.checked_for_nobody()

    return await visit.show(make)


@post(f"{ROUND}/confirm", status_code=200)
async def confirm(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """What this means for your household; the last press."""
    form = await read_form(request)

    def make() -> object:
        step = _Step(visit, *_open(visit, area, round), form)
        slot = visit.hall.identity.slot(round, request)
        return step.checked(slot) if slot else step.review(form.unknown(NoSlot()))

    return await visit.show(make)


@post(f"{ROUND}/cast", status_code=200)
async def cast(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """The receipt.  It comes as the answer itself: its code is in no address and no log."""
    form = await read_form(request)
    if len(form.key) < _SHORTEST_KEY:
        raise BadForm
    slot = await visit.hall.slot(area, round, request)
    try:
        receipt = await visit.hall.cast(
            area, round, slot, lambda slot: Cast(slot, form.ticks, form.key)
        )
    except (
        WrongState,
        TickingEnded,
    ):  # closed between the pages: said with the round's title, not its id
        return await visit.show(lambda: _open(visit, area, round))
    except (NoSlot, Busy, Unconfirmed, *_OF_THE_TICKS) as refusal:
        explained = refusal  # the name of an except clause is gone when the maker runs
        return await visit.show(
            lambda: _Step(visit, *visit.hall.find_round(area, round), form).refused(explained, slot)
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
        error=_error_sentence(visit, error),
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


def _error_sentence(visit: PageRequest, error: TickboxError | None) -> str | None:
    return None if error is None else sentence(visit.say(error.text))


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


class _Step:
    """A form on its way from the list to the ballot."""

    def __init__(self, visit: PageRequest, desk: Desk, round: Round, form: Form) -> None:
        self._visit, self._desk, self._round, self._form = visit, desk, round, form

    def checked_for_nobody(self) -> object:
        """The review of ticks that keep the limits; else the list with what to undo."""
        refusal = _objection(self._round, self._form)
        return self._list(refusal) if refusal else self.review()

    def checked(self, slot: str) -> object:
        """The last page for a known slot; else the list with what to undo."""
        final = not self._round.revisable and self._form.told is None
        if final and self._desk.has_ballot(self._round.id, slot):
            raise AlreadyCast(self._round.id, slot)
        refusal = _objection(self._round, self._form)
        return self._list(refusal) if refusal else self._confirm(slot)

    def refused(self, refusal: TickboxError, slot: str | None) -> object:
        """The page on which a refused cast can be put right."""
        if isinstance(refusal, _OF_THE_TICKS):
            return self._list(refusal)
        if slot is None:
            return self.review(self._form.unknown(refusal))
        return self._confirm(slot, refusal)

    def review(self, refusal: TickboxError | None = None) -> PageResponse:
        """You ticked these."""
        area, round, visit = self._desk.area, self._round.id, self._visit
        told = refusal or self._form.told
        asks_code = isinstance(visit.hall.identity, CodeIdentity)
        view = ReviewView(
            round=round_view(visit, self._desk, self._round),
            items=self._items(None),
            key=self._key(),
            asks_code=asks_code,
            confirm_url=visit.links.round(area, round, "confirm"),
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            look=look_of(visit.links.round(area, round, "review"), told),
            error=_error_sentence(visit, told),
            typed="" if refusal else self._form.typed,
            cart=_cart(visit, self._round, self._form.ticks),
        )
        return PageResponse(view, 200 if refusal is None else 403)

    def _confirm(self, slot: str, refusal: TickboxError | None = None) -> PageResponse:
        area, round, visit = self._desk.area, self._round.id, self._visit
        told = refusal or self._form.told
        view = ConfirmView(
            round=round_view(visit, self._desk, self._round),
            items=self._items(slot),
            key=self._key(),
            code=visit.ticket(area, round, slot, self._form.code),
            cast_url=visit.links.round(area, round, "cast"),
            replaces=self._desk.has_ballot(round, slot),
            look=look_of(visit.links.round(area, round, "confirm"), told),
            homes_show=visit.hall.homes_show(self._desk, round),
            cart=_cart(visit, self._round, self._form.ticks),
            error=_error_sentence(visit, told),
        )
        if refusal is None:
            return PageResponse(view)
        retry = {"Retry-After": str(visit.hall.settings.retry_seconds)}
        return PageResponse(view, status_of(refusal), retry)

    def _list(self, refusal: TickboxError) -> PageResponse:
        view = list_view(self._visit, self._desk, self._round, self._form.ticks, refusal)
        return PageResponse(view, status_of(refusal))

    def _items(self, slot: str | None) -> tuple[ItemView, ...]:
        """What was ticked, in the reader's order; with a slot, what it means for the household."""
        ticked = frozenset(self._form.ticks)
        desk, round = self._desk, self._round.id
        listed = self._visit.hall.listed(desk, round) if slot is None else desk.listed(round, slot)
        return tuple(
            item_view(self._visit, one, ticked)
            for one in order_list(listed, self._visit.order)
            if ticked & frozenset(one.item.ticks)
        )

    def _key(self) -> str:
        """The ballot's key: made once, carried by the forms from then on."""
        return self._form.key or secrets.token_urlsafe(18)


HANDLERS = [read_list, back_to_list, start_again, review, confirm, cast]
