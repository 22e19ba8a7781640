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
from tickbox_core.desk import Desk, ReceiptCheck
from tickbox_core.desk.concluding import ResultStanding
from tickbox_core.ledger import Receipt
from tickbox_core.model import NONE_OF_THESE, NONE_OF_THESE_WORDS, Item, Round, State
from tickbox_core.rules import Placed
from tickbox_core.workflow.names import reference
from tickbox_server.pages.forms import read_form
from tickbox_server.pages.presenters import round_view
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.views_ticking import (
    BecameView,
    CheckedView,
    CheckView,
    FollowView,
    ReceiptView,
)
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.receipt_image import receipt_card
from tickbox_server.security import headers

ROUND = "/n/{area:str}/{round:str}"


# -- handlers ----------------------------------------------------------------------------------


@post(f"{ROUND}/receipt", status_code=200)
async def receipt(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """The receipt once more (in larger type, say); without what the recount would want of it."""
    form = await read_form(request)
    code = form.code.strip()

    def make() -> object:
        desk, found = visit.hall.find_round(area, round)
        kept = desk.check(round, code)
        return check_view(visit, area, round, code) if kept is None else _again(desk, found, kept)

    def _again(desk: Desk, found: Round, kept: ReceiptCheck) -> PageResponse:
        return _page(visit, desk, found, reference(code), kept, kept.index, None)

    return await visit.show(make)


@post(f"{ROUND}/follow", status_code=200)
async def follow(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """What became of my ballot."""
    form = await read_form(request)
    return await visit.show(lambda: follow_view(visit, area, round, form.code.strip()))


@get([f"{ROUND}/receipt", f"{ROUND}/follow"])
async def ask_again(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Redirect:
    """Opened by its address: begin with the code."""
    return Redirect(visit.links.round(area, round, "check"), status_code=303)


# -- makers ------------------------------------------------------------------------------------


def receipt_page(visit: PageRequest, desk: Desk, round: Round, receipt: Receipt) -> PageResponse:
    """The receipt; a key sent again long after may bring back one that counts no longer."""
    check = desk.check(round.id, receipt.code)
    proof = json.dumps(receipt.plain(), indent=1)
    return _page(visit, desk, round, receipt.code, check, receipt.index, proof)


def _page(
    visit: PageRequest,
    desk: Desk,
    round: Round,
    code: str,
    check: ReceiptCheck | None,
    index: int,
    proof: str | None,
) -> PageResponse:
    checked_at = visit.base + visit.links.round(desk.area, round.id, "check")
    view = ReceiptView(
        round=round_view(visit, desk, round),
        code=code,
        counted=check is None or check.counted,
        number=index + 1,
        size=0 if check is None else check.size,
        picture_url=receipt_card(f"{checked_at}#r={code}", code),
        receipt_url=visit.links.round(desk.area, round.id, "receipt"),
        look=LookView(visit.links.round(desk.area, round.id, "receipt")),
        proof=proof,
    )
    policy = headers(visit.hall.settings, pictures="'self' data:")
    name = "Content-Security-Policy"
    return PageResponse(view, headers={name: policy[name]})


def check_view(
    visit: PageRequest, area: str, round_id: str, code: str = "", typed: str = ""
) -> CheckView:
    """The page, with an answer once there is a code; what was typed stays in its field."""
    desk, round = visit.hall.find_round(area, round_id)
    shown, typed = round_view(visit, desk, round), (typed or code).strip()
    look = LookView(shown.check_url, code or SAME)
    if not code:
        return CheckView(shown, look, typed)
    found = desk.check(round_id, code)
    if found is None:
        return CheckView(shown, look, typed, CheckedView(code, found=False))
    void = desk.voided(round_id)
    answer = CheckedView(
        code,
        found=True,
        voided=visit.say(void.why) if void is not None and found.voided else "",
        counted=found.counted,
        revision=found.revision,
        number=found.index + 1,
        size=found.size,
        root=found.root,
    )
    decided = round.state is State.DECIDED and found.counted
    to_follow = visit.links.round(area, round_id, "follow") if decided else ""
    return CheckView(shown, look, typed, answer, to_follow)


def follow_view(visit: PageRequest, area: str, round_id: str, code: str) -> FollowView:
    """Each tick of the receipt's ballot with its place in the published result.

    Raises ``WrongState`` before there is one.
    """
    desk, round = visit.hall.find_round(area, round_id)
    ticks, known = desk.ticks_of_receipt(round_id, code), desk.check(round_id, code)
    counted = known is not None and known.counted
    standing = desk.concluding.standing(round_id)
    return FollowView(
        round=round_view(visit, desk, round),
        typed=code,
        found=ticks is not None,
        counted=counted,
        became=tuple(_became(visit, desk, round, standing, (ticks or ()) if counted else ())),
        look=LookView(visit.links.round(area, round_id, "follow")),
    )


def _became(
    visit: PageRequest, desk: Desk, round: Round, standing: ResultStanding, ticks: Iterable[str]
) -> Iterator[BecameView]:
    ranking = {placed.item: placed for placed in standing.outcome.ranking}
    for tick in ticks:
        item = round.ticklist.item_of.get(tick)
        if item is not None and item.id in ranking:
            yield _became_view(visit, desk, round, standing, ranking[item.id], tick)


def _became_view(
    visit: PageRequest,
    desk: Desk,
    round: Round,
    standing: ResultStanding,
    placed: Placed,
    tick: str,
) -> BecameView:
    item = round.item(placed.item)
    base = placed.share.base
    wall = visit.links.round(desk.area, round.id, "wall")
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


def _option(visit: PageRequest, item: Item, tick: str) -> str | None:
    if not item.options:
        return None
    name = tick.rpartition("/")[2]
    if name == NONE_OF_THESE:
        return visit.say(NONE_OF_THESE_WORDS)
    titles = {option.id: option.title for option in item.options}
    return visit.say(titles[name]) if name in titles else None


HANDLERS = [receipt, follow, ask_again]
