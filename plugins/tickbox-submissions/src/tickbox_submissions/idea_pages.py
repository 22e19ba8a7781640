"""Calls for ideas: what is asked, an idea given, followed by its reference, taken back.

The acts of the year do it, as for command line and API.  References are posted like codes: they
stand in no address.
"""

from __future__ import annotations

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import perform
from tickbox_core.acts.screens import GIVE_IDEA, WITHDRAW_IDEA
from tickbox_core.components.ideas import (
    AskedAbout,
    CallAnswer,
    IdeaReply,
    OptionAnswer,
    PostedIdea,
)
from tickbox_core.desk import Desk
from tickbox_core.errors import NotListed, TickboxError, UnknownId
from tickbox_core.model import State
from tickbox_core.text import Text
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.forms import LOOK, reference_posted, words_posted
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.wall_presenters import must, say_text
from tickbox_server.pages.words import day, sentence
from tickbox_server.problems import headers_of, status_of
from tickbox_submissions.views import (
    CallPageView,
    CallView,
    FollowIdeaView,
    IdeasView,
    PostedIdeaView,
)

BOARD = "ideas"
TITLE = Text("问计于民", "Your ideas")
_IDEA = ("text", "author", "contact", "named", LOOK)
_FORM = "/n/{area:str}/ideas/calls/{call:str}"


# -- handlers ----------------------------------------------------------------------------------


@get("/n/{area:str}/ideas")
async def ideas(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """All calls for ideas."""
    return await visit.show(lambda: ideas_view(visit, visit.hall.town.desk(area)))


@get(_FORM)
async def one_call(
    visit: NamedDependency[PageRequest], area: FromPath[str], call: FromPath[str]
) -> Response[str]:
    """One of them, with where to write an idea."""
    return await visit.show(lambda: call_view(visit, visit.hall.town.desk(area), call, {}))


@post(_FORM, status_code=200)
async def give(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    call: FromPath[str],
) -> Response[str]:
    """The reference of an idea that was taken, or what is missing."""
    typed = await words_posted(request, _IDEA)

    def make() -> object:
        desk = visit.hall.town.desk(area)
        if typed.pop(LOOK):
            return call_view(visit, desk, call, typed)
        given = {key: value for key, value in typed.items() if value.strip() or key == "text"}
        try:
            idea = {**given, "call": call, "named": bool(typed.get("named"))}
            with visit.hall.limit_anonymous(request, GIVE_IDEA.key):
                taken = perform(GIVE_IDEA, desk, idea)
        except TickboxError as refusal:
            page = call_view(visit, desk, call, typed, refusal)
            return PageResponse(page, status_of(refusal), headers_of(refusal))
        return call_view(visit, desk, call, {"ref": taken["ref"]})

    return await visit.show(make)


@get("/n/{area:str}/ideas/follow")
async def ask_follow(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Where to type the reference of an idea."""
    return await visit.show(lambda: follow_view(visit, area, ""))


@post("/n/{area:str}/ideas/follow", status_code=200)
async def follow(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str]
) -> Response[str]:
    """What became of it."""
    ref, typed = await reference_posted(request)
    return await visit.show(lambda: attrs.evolve(follow_view(visit, area, ref), typed=typed))


@post("/n/{area:str}/ideas/withdraw", status_code=200)
async def withdraw(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str]
) -> Response[str]:
    """Take an idea back, by its reference."""
    ref = (await words_posted(request, ("ref",)))["ref"].strip()

    def make() -> object:
        try:
            perform(WITHDRAW_IDEA, visit.hall.town.desk(area), {"ref": ref})
        except TickboxError as refusal:
            page = attrs.evolve(
                follow_view(visit, area, ref), error=sentence(visit.say(refusal.text))
            )
            return PageResponse(page, status_of(refusal), headers_of(refusal))
        return follow_view(visit, area, ref)

    return await visit.show(make)


# -- makers ------------------------------------------------------------------------------------


def ideas_view(visit: PageRequest, desk: Desk) -> IdeasView:
    """All calls, those that take ideas first."""
    found, links = desk.ideas.all_public(), visit.links
    taking = sum(one.open for one in found)
    said = Text(f"征集{len(found)}次，正在征集{taking}次", f"calls: {len(found)}, open: {taking}")
    return IdeasView(
        head=wall_presenters.head(
            visit,
            f"{visit.say(TITLE)} · {area_name(visit, desk.area)}",
            visit.say(said),
            links.board(desk.area, BOARD),
            links.twin(desk.area, BOARD),
            desk.area,
        ),
        calls=tuple(_call(visit, desk, one) for one in found),
        follow_url=links.board(desk.area, BOARD, "follow"),
    )


def call_view(
    visit: PageRequest,
    desk: Desk,
    call: str,
    typed: dict[str, str],
    refusal: TickboxError | None = None,
) -> CallPageView:
    """One call."""
    found, links = desk.ideas.public(call), visit.links
    url = links.board(desk.area, f"{BOARD}/calls", call)
    return CallPageView(
        head=wall_presenters.head(
            visit,
            f"{must(visit, found.question)} · {area_name(visit, desk.area)}",
            must(visit, found.title),
            url,
            links.twin(desk.area, BOARD),
            desk.area,
        ),
        call=_call(visit, desk, found),
        ideas=tuple(_posted_view(visit, desk, one) for one in found.ideas),
        all_url=links.board(desk.area, BOARD),
        follow_url=links.board(desk.area, BOARD, "follow"),
        look=LookView(url),
        error=visit.refusal_of_form(refusal),
        text=typed.get("text", ""),
        author=typed.get("author", ""),
        contact=typed.get("contact", ""),
        named=bool(typed.get("named", "")),
        ref=typed.get("ref", ""),
    )


def follow_view(visit: PageRequest, area: str, ref: str) -> FollowIdeaView:
    """The page, with an answer once there is a reference."""
    desk, links = visit.hall.town.desk(area), visit.links
    url = links.board(area, BOARD, "follow")
    empty = FollowIdeaView(
        name=area_name(visit, area),
        area_url=links.area(area),
        all_url=links.board(area, BOARD),
        follow_url=url,
        withdraw_url=links.board(area, BOARD, "withdraw"),
        look=LookView(url, ref or SAME),
        typed=ref,
        ref=ref,
    )
    if not ref:
        return empty
    try:
        known = desk.ideas.follow(ref)
    except NotListed:
        return empty
    answer = known.answer
    return attrs.evolve(
        empty,
        typed=known.ref,
        ref=known.ref,
        found=True,
        at=day(known.at, visit.language),
        question=must(visit, known.question),
        reply="" if answer is None else visit.say(IdeaReply(answer.reply).words),
        words="" if answer is None else visit.say(answer.words),
        option=_option(visit, desk, known.option),
        withdrawn=known.withdrawn,
    )


def _call(visit: PageRequest, desk: Desk, one: CallAnswer) -> CallView:
    language = visit.language
    return CallView(
        id=one.id,
        url=visit.links.board(desk.area, f"{BOARD}/calls", one.id),
        question=must(visit, one.question),
        about=must(visit, one.title),
        about_url=_about_url(visit, desk, one),
        open=one.open,
        asked=day(one.asked, language) or "",
        closes=day(one.closes, language),
        closed=day(one.closed, language),
        outcome=say_text(visit, one.outcome),
        received=one.received,
        waiting=one.waiting,
    )


def _about_url(visit: PageRequest, desk: Desk, one: CallAnswer) -> str:
    """The page of what it is about; of a list that is being formed there is none."""
    if one.matter == AskedAbout.PROBLEM:
        return wall_presenters.problem_url(visit, desk.area, one.about)
    round, _, item = one.about.partition("/")
    return _item_url(visit, desk, round, item)


def _item_url(visit: PageRequest, desk: Desk, round: str, item: str) -> str:
    try:
        shown = desk.round(round)
    except NotListed:
        return ""
    out = shown.state is not State.LISTING and item in shown.item_ids
    return visit.links.item(desk.area, round, item) if out else ""


def _posted_view(visit: PageRequest, desk: Desk, one: PostedIdea) -> PostedIdeaView:
    return PostedIdeaView(
        given=day(one.given, visit.language) or "",
        posted=say_text(visit, one.posted),
        by=one.by,
        reply=visit.say(IdeaReply(one.answer.reply).words),
        words=must(visit, one.answer.words),
        option=_option(visit, desk, one.option),
    )


def _option(visit: PageRequest, desk: Desk, held: OptionAnswer | None) -> LinkView | None:
    """The option that came of an idea, as long as it stands on its item."""
    if held is None:
        return None
    try:
        item = desk.round(held.round).item(held.item)
    except (NotListed, UnknownId):
        return None
    for option in item.options:
        if option.id == held.option:
            words = Text("{item}：{option}", "{item}: {option}")
            title = visit.say(words.filled(item=item.title, option=option.title))
            return LinkView(title, _item_url(visit, desk, held.round, held.item))
    return None


HANDLERS = (ideas, one_call, give, ask_follow, follow, withdraw)
