"""Wishes and objections: handing one in, and following it by its reference.

The acts of the year do it (``wish/take``, ``objection/raise``), as for command line and API.
References are posted like codes: they stand in no address.
"""

from __future__ import annotations

from base64 import b64encode

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import perform
from tickbox_core.acts.screens import ADD_PHOTO, RAISE_OBJECTION, TAKE_WISH
from tickbox_core.components.projects import Status
from tickbox_core.components.wishes import FollowedAnswer, Reply
from tickbox_core.desk import Desk
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.model import Round, State
from tickbox_core.year import ObjectionStage
from tickbox_core.year.periods import NOT_POSTED
from tickbox_server.pages.forms import LOOK, MOST_FILE, file_posted, reference_posted, words_posted
from tickbox_server.pages.presenters import area_name, photos, round_view
from tickbox_server.pages.receipts import ROUND
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day, sentence, spoken
from tickbox_server.problems import headers_of, status_of
from tickbox_submissions.views import (
    AnsweredView,
    CameOfView,
    FollowWishView,
    ObjectView,
    WishView,
)

_WISH = ("text", "author", "contact", LOOK)
_OBJECTION = ("item", *_WISH)


# -- handlers ----------------------------------------------------------------------------------


@get("/n/{area:str}/wishes")
async def ask_wish(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Where to write a wish."""
    return await visit.show(lambda: _wish(visit, visit.hall.town.desk(area), {}))


@post("/n/{area:str}/wishes", status_code=200)
async def hand_in(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str]
) -> Response[str]:
    """The reference of a wish that was taken, or what is missing."""
    typed = await words_posted(request, _WISH)

    def make() -> object:
        desk = visit.hall.town.desk(area)
        if typed.pop(LOOK):
            return _wish(visit, desk, typed)
        try:
            with visit.hall.limit_anonymous(request, TAKE_WISH.key):
                taken = perform(TAKE_WISH, desk, _typed_values(typed))
        except TickboxError as refusal:
            return PageResponse(
                _wish(visit, desk, typed, refusal), status_of(refusal), headers_of(refusal)
            )
        return _wish(visit, desk, {"ref": taken["ref"]})

    return await visit.show(make)


@get("/n/{area:str}/wishes/follow")
async def ask_follow(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Where to type the reference of a wish."""
    return await visit.show(lambda: follow_view(visit, area, ""))


@post("/n/{area:str}/wishes/follow", status_code=200)
async def follow(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str]
) -> Response[str]:
    """What became of it."""
    ref, typed = await reference_posted(request)
    return await visit.show(lambda: attrs.evolve(follow_view(visit, area, ref), typed=typed))


@post("/n/{area:str}/wishes/photo", status_code=200, request_max_body_size=MOST_FILE)
async def add_photo(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str]
) -> Response[str]:
    """A photograph to a wish, by its reference; what became of the wish comes back."""
    typed, content = await file_posted(request, "picture", ("ref",))
    ref = typed["ref"].strip()

    def make() -> object:
        try:
            desk = visit.hall.town.desk(area)
            with visit.hall.limit_anonymous(request, ADD_PHOTO.key):
                perform(ADD_PHOTO, desk, {"ref": ref, "picture": b64encode(content).decode()})
        except TickboxError as refusal:
            found = follow_view(visit, area, ref)
            page = attrs.evolve(found, error=visit.refusal_of_form(refusal))
            return PageResponse(page, status_of(refusal), headers_of(refusal))
        return attrs.evolve(follow_view(visit, area, ref), photo_taken=True)

    return await visit.show(make)


@get(f"{ROUND}/object")
async def ask_objection(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Response[str]:
    """Where to object, and the answers that others were given."""
    return await visit.show(lambda: _objection(visit, *visit.hall.find_round(area, round), {}))


@post(f"{ROUND}/object", status_code=200)
async def object_(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
) -> Response[str]:
    """The reference of an objection that was raised, or why it was not."""
    typed = await words_posted(request, _OBJECTION)

    def make() -> object:
        desk, found = visit.hall.find_round(area, round)
        if typed.pop(LOOK):
            return _objection(visit, desk, found, typed)
        try:
            with visit.hall.limit_anonymous(request, RAISE_OBJECTION.key):
                raised = perform(RAISE_OBJECTION, desk, {"round": round, **_typed_values(typed)})
        except TickboxError as refusal:
            return PageResponse(
                _objection(visit, desk, found, typed, refusal),
                status_of(refusal),
                headers_of(refusal),
            )
        return _objection(visit, desk, found, {"ref": raised["ref"]})

    return await visit.show(make)


# -- makers ------------------------------------------------------------------------------------


def _wish(
    visit: PageRequest, desk: Desk, typed: dict[str, str], refusal: TickboxError | None = None
) -> WishView:
    links = visit.links
    return WishView(
        name=area_name(visit, desk.area),
        area_url=links.area(desk.area),
        wish_url=links.wishes(desk.area),
        follow_url=links.wishes(desk.area, "follow"),
        photo_url=links.wishes(desk.area, "photo"),
        look=LookView(links.wishes(desk.area)),
        error=visit.refusal_of_form(refusal),
        **typed,
    )


def follow_view(visit: PageRequest, area: str, ref: str) -> FollowWishView:
    """The page, with an answer once there is a reference."""
    desk, links = visit.hall.town.desk(area), visit.links
    empty = FollowWishView(
        name=area_name(visit, area),
        area_url=links.area(area),
        wish_url=links.wishes(area),
        follow_url=links.wishes(area, "follow"),
        photo_url=links.wishes(area, "photo"),
        look=LookView(links.wishes(area, "follow"), ref or SAME),
        typed=ref,
        ref=ref,
    )
    if not ref:
        return empty
    try:
        known = desk.collecting.follow(ref)
    except NotListed:
        return empty
    answer = known.answer
    return attrs.evolve(
        empty,
        typed=known.ref,
        ref=known.ref,
        found=True,
        at=day(known.at, visit.language),
        reply="" if answer is None else visit.say(Reply(answer.reply).words),
        words="" if answer is None else visit.say(answer.words),
        referred_to=None if answer is None else spoken(answer.referred_to, visit.language),
        stands_with=known.stands_with or "",
        because=spoken(known.because, visit.language),
        items=_came_of(visit, desk, known),
        photos=photos(visit, desk.area, known.photos),
    )


def _came_of(visit: PageRequest, desk: Desk, known: FollowedAnswer) -> tuple[CameOfView, ...]:
    carried = {(one.round, one.item): one for one in known.projects}
    found = []
    for round_id, item_id in known.items:
        round, project = desk.round(round_id), carried.get((round_id, item_id))
        page = "wall" if round.state is State.DECIDED else ""
        found.append(
            CameOfView(
                title=visit.say(round.item(item_id).title),
                round=visit.say(round.title),
                state_words=visit.say(desk.state_words(round.id)),
                url=f"{visit.links.round(desk.area, round_id, page)}#item-{item_id}",
                project=visit.say(Status(project.status).words) if project else None,
                project_url=visit.links.board(desk.area, "projects", project.project)
                if project
                else None,
            )
        )
    return tuple(found)


def _objection(
    visit: PageRequest,
    desk: Desk,
    round: Round,
    typed: dict[str, str],
    refusal: TickboxError | None = None,
) -> ObjectView:
    stage = ObjectionStage.RESULT if round.state is State.DECIDED else ObjectionStage.LIST
    taken = desk.posting.period(round.id)
    closed = NOT_POSTED if taken is None else taken.closed
    titles = {item.id: visit.say(item.title) for item in round.items}
    return ObjectView(
        round=round_view(visit, desk, round),
        object_url=visit.links.round(desk.area, round.id, "object"),
        items=tuple(titles.items()),
        look=LookView(visit.links.round(desk.area, round.id, "object")),
        answered=tuple(
            AnsweredView(one.ref, titles.get(one.item), visit.say(one.answer))
            for one in desk.posting.objections(round.id, stage)
            if one.answer
        ),
        text=typed.get("text", ""),
        author=typed.get("author", ""),
        contact=typed.get("contact", ""),
        chosen=typed.get("item", ""),
        ref=typed.get("ref", ""),
        error=None if closed else visit.refusal_of_form(refusal),
        closed=sentence(visit.say(closed)),
    )


def _typed_values(typed: dict[str, str]) -> dict[str, str]:
    """What was filled in; the words themselves also where they are missing, so that it is said."""
    return {name: value for name, value in typed.items() if value.strip() or name == "text"}


HANDLERS = (ask_wish, hand_in, ask_follow, follow, add_photo, ask_objection, object_)
