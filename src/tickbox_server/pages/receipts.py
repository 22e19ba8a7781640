"""The receipt; does my ballot count; and, once there is a result, what became of it.

All three are asked with the receipt's code, which is posted: it stands in no address and no log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from tickbox_core.counting import Base
from tickbox_core.desk import Check, Desk
from tickbox_core.desk.concluding import Standing
from tickbox_core.desk.names import reference
from tickbox_core.ledger import Receipt
from tickbox_core.model import NONE_OF_THESE, NONE_OF_THESE_WORDS, Cycle, Item, State
from tickbox_core.rules import Placed
from tickbox_server.cards import receipt_card
from tickbox_server.pages.forms import Form, posted
from tickbox_server.pages.showing import round_view
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.views_ticking import (
    BecameView,
    CheckedView,
    CheckView,
    FollowView,
    ReceiptView,
)
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.security import headers

ROUND = "/n/{area:str}/{cycle:str}"


# -- handlers ----------------------------------------------------------------------------------


@get(f"{ROUND}/check")
async def ask_check(
    visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """Where to type the code."""
    return await visit.show(lambda: check_view(visit, area, cycle))


@post(f"{ROUND}/check", status_code=200)
async def check(
    request: AnyRequest, visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """The answer for a code."""
    form = await posted(request)
    code = asked_after(form)
    return await visit.show(lambda: check_view(visit, area, cycle, code, form.code))


@post(f"{ROUND}/receipt", status_code=200)
async def receipt(
    request: AnyRequest, visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """The receipt once more (in larger type, say); without what the recount would want of it."""
    form = await posted(request)
    code = form.code.strip()

    def make() -> object:
        desk, found = visit.hall.shown(area, cycle)
        kept = desk.check(cycle, code)
        return check_view(visit, area, cycle, code) if kept is None else _again(desk, found, kept)

    def _again(desk: Desk, found: Cycle, kept: Check) -> Answer:
        return _page(visit, desk, found, reference(code), kept, kept.index, None)

    return await visit.show(make)


@post(f"{ROUND}/follow", status_code=200)
async def follow(
    request: AnyRequest, visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """What became of my ballot."""
    form = await posted(request)
    return await visit.show(lambda: follow_view(visit, area, cycle, form.code.strip()))


@get([f"{ROUND}/receipt", f"{ROUND}/follow"])
async def ask_again(
    visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Redirect:
    """Opened by its address: begin with the code."""
    return Redirect(visit.links.cycle(area, cycle, "check"), status_code=303)


# -- makers ------------------------------------------------------------------------------------


def receipt_page(visit: Visit, desk: Desk, cycle: Cycle, receipt: Receipt) -> Answer:
    """The receipt; a key sent again long after may bring back one that counts no longer."""
    check = desk.check(cycle.id, receipt.code)
    proof = json.dumps(receipt.plain(), indent=1)
    return _page(visit, desk, cycle, receipt.code, check, receipt.index, proof)


def _page(
    visit: Visit,
    desk: Desk,
    cycle: Cycle,
    code: str,
    check: Check | None,
    index: int,
    proof: str | None,
) -> Answer:
    checked_at = visit.base + visit.links.cycle(desk.area, cycle.id, "check")
    view = ReceiptView(
        round=round_view(visit, desk, cycle),
        code=code,
        counted=check is None or check.counted,
        number=index + 1,
        size=0 if check is None else check.size,
        picture_url=receipt_card(f"{checked_at}#r={code}", code),
        receipt_url=visit.links.cycle(desk.area, cycle.id, "receipt"),
        look=LookView(visit.links.cycle(desk.area, cycle.id, "receipt")),
        proof=proof,
    )
    policy = headers(visit.hall.settings, pictures="'self' data:")
    name = "Content-Security-Policy"
    return Answer(view, headers={name: policy[name]})


def asked_after(form: Form) -> str:
    """The receipt's code that a check page answers: what was typed, or answered before already."""
    answered = "" if form.look == SAME else form.look
    return (answered if form.look else form.code).strip()


def check_view(
    visit: Visit, area: str, cycle_id: str, code: str = "", typed: str = ""
) -> CheckView:
    """The page, with an answer once there is a code; what was typed stays in its field."""
    desk, cycle = visit.hall.shown(area, cycle_id)
    shown, typed = round_view(visit, desk, cycle), (typed or code).strip()
    look = LookView(shown.check_url, code or SAME)
    if not code:
        return CheckView(shown, look, typed)
    found = desk.check(cycle_id, code)
    if found is None:
        return CheckView(shown, look, typed, CheckedView(code, found=False))
    answer = CheckedView(
        code,
        found=True,
        counted=found.counted,
        revision=found.revision,
        number=found.index + 1,
        size=found.size,
        root=found.root,
    )
    decided = cycle.state is State.DECIDED and found.counted
    to_follow = visit.links.cycle(area, cycle_id, "follow") if decided else ""
    return CheckView(shown, look, typed, answer, to_follow)


def follow_view(visit: Visit, area: str, cycle_id: str, code: str) -> FollowView:
    """Each tick of the receipt's ballot with its place in the published result.

    Raises ``WrongState`` before there is one.
    """
    desk, cycle = visit.hall.shown(area, cycle_id)
    ticks, known = desk.ticks_of_receipt(cycle_id, code), desk.check(cycle_id, code)
    counted = known is not None and known.counted
    standing = desk.concluding.standing(cycle_id)
    return FollowView(
        round=round_view(visit, desk, cycle),
        typed=code,
        found=ticks is not None,
        counted=counted,
        became=tuple(_became(visit, desk, cycle, standing, (ticks or ()) if counted else ())),
        look=LookView(visit.links.cycle(area, cycle_id, "follow")),
    )


def _became(
    visit: Visit, desk: Desk, cycle: Cycle, standing: Standing, ticks: Iterable[str]
) -> Iterator[BecameView]:
    ranking = {placed.item: placed for placed in standing.outcome.ranking}
    for tick in ticks:
        item = cycle.ticklist.item_of.get(tick)
        if item is not None and item.id in ranking:
            yield _placed(visit, desk, cycle, standing, ranking[item.id], tick)


def _placed(
    visit: Visit, desk: Desk, cycle: Cycle, standing: Standing, placed: Placed, tick: str
) -> BecameView:
    item = cycle.item(placed.item)
    base = placed.share.base
    wall = visit.links.cycle(desk.area, cycle.id, "wall")
    return BecameView(
        title=visit.say(item.title),
        option=_option(visit, item, tick),
        rank=placed.rank,
        ticks=placed.ticks,
        percent=placed.share.percent,
        denominator=placed.share.denominator,
        base=visit.say(Base(base).words) if base in tuple(Base) else base,
        why=visit.say(placed.why),
        chosen=placed.chosen,
        stands=standing.stands(item.id),
        fixed=standing.annual_list is not None,
        wall_url=f"{wall}#item-{item.id}",
    )


def _option(visit: Visit, item: Item, tick: str) -> str | None:
    if not item.options:
        return None
    name = tick.rpartition("/")[2]
    if name == NONE_OF_THESE:
        return visit.say(NONE_OF_THESE_WORDS)
    titles = {option.id: option.title for option in item.options}
    return visit.say(titles[name]) if name in titles else None


HANDLERS = [ask_check, check, receipt, follow, ask_again]
