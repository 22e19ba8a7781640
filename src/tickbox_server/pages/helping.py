"""Help with ticking: who cannot or will not tick on a phone finds out here who helps, and where."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.people import answering_of
from tickbox_core.components.places import OfferedService, PlaceService, ServicePlace
from tickbox_core.model import State
from tickbox_server.pages.presenters import area_name, round_view
from tickbox_server.pages.render import dial_address
from tickbox_server.pages.views_residents import AnsweringView, FreeOfferView, HelpView, PlaceView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.words import spoken


@get("/n/{area:str}/help")
async def help_me(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Places that help with ticking, the number to ring, and how helping works."""
    return await visit.show(lambda: help_view(visit, area))


def help_view(visit: PageRequest, area: str) -> HelpView:
    """The page of an area; ``NotListed`` where there is none."""
    desk = visit.hall.town.desk(area)
    places = {one.id: one for one in desk.service(PlaceService).places()}
    helping = [one for one in places.values() if OfferedService.HELP in one.services]
    rounds = visit.hall.rounds(desk)
    return HelpView(
        name=area_name(visit, area),
        area_url=visit.links.area(area),
        places=tuple(place_view(visit, place) for place in helping),
        offers=tuple(
            FreeOfferView(
                title=visit.say(one.title),
                kind=visit.say(one.kind.words),
                hours=visit.say(one.hours),
                place=visit.say(places[one.place].name),
                description=spoken(one.description, visit.language),
            )
            for one in desk.service(PlaceService).offers()
        ),
        answering=tuple(
            AnsweringView(
                visit.say(one.level_words),
                visit.say(one.name),
                visit.say(one.office),
                one.phone,
                dial_address(one.phone),
            )
            for one in answering_of(desk)
            if one.office
        ),
        open_rounds=tuple(
            round_view(visit, desk, round)
            for round in rounds
            if round.state is State.TICKING and not desk.has_ended(round.id)
        ),
    )


def place_view(visit: PageRequest, place: ServicePlace) -> PlaceView:
    """A place in words."""
    return PlaceView(
        name=visit.say(place.name),
        tier=visit.say(place.tier.words),
        address=spoken(place.address, visit.language),
        hours=spoken(place.hours, visit.language),
        phone=place.phone,
        phone_url=dial_address(place.phone),
    )


HANDLERS = [help_me]
