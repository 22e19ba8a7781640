"""A request from somebody who is signed in, or the page on which they sign in."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, quote

import attrs
from litestar import Response
from litestar.datastructures import Cookie, UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException

from tickbox_console.sessions import Session, Sessions
from tickbox_console.views import SignInView, StaffBar
from tickbox_core.acts import Act, Actor, Catalogue, Role, allow, catalogue_of
from tickbox_core.acts.act import COMMITTEE
from tickbox_core.desk import Desk
from tickbox_core.errors import NotAllowed, NotListed, TickboxError
from tickbox_core.text import Text
from tickbox_server.errors import BadForm, ForeignRequest
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.render import static_url
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import sentence

COOKIE = "tickbox_staff"
Posted = dict[str, list[str]]
MOST_FIELDS = 12_000
PRIVATE = {"Cache-Control": "no-store"}


@attrs.frozen(eq=False)
class StaffRequest:
    """What the makers of the console's views need."""

    visit: PageRequest
    session: Session
    actor: Actor
    desk: Desk
    named: dict[str, Mapping[str, Text]] = attrs.field(factory=dict, repr=False)
    """What things are called, by the key of their ids; looked up once for a page."""

    def say(self, text: Text) -> str:
        """A text in the language of the page, as a sentence."""
        return sentence(self.visit.say(text))

    def may(self, act: Act) -> bool:
        """Whether the act is for whoever sits here."""
        try:
            allow(act, self.actor)
        except NotAllowed:
            return False
        return True

    @property
    def of_the_committee(self) -> bool:
        """Whether whoever sits here reads what only the committee may read."""
        return self.actor.role in COMMITTEE

    def only_the_committee(self) -> None:
        """Raise ``NotAllowed`` for anybody who is not of it."""
        if not self.of_the_committee:
            raise NotAllowed(Text("查看内部资料", "see what the committee sees"), Role.STAFF.words)

    def only(self, act: Act) -> None:
        """Raise ``NotAllowed`` unless the act is for whoever sits here."""
        allow(act, self.actor)

    @property
    def catalogue(self) -> Catalogue:
        """What there is to do at this desk."""
        return catalogue_of(self.desk.components)

    def bar(self) -> StaffBar:
        """What stands at the head of every page."""
        return StaffBar(
            who=self.actor.name,
            role=self.visit.say(self.actor.role.words),
            area=area_name(self.visit, self.desk.area),
            style_url=style(self.visit),
            form_key=self.session.form_key,
            once=secrets.token_urlsafe(9),
            home_url=at(self.visit),
            acts_url=at(self.visit, "acts"),
            diary_url=at(self.visit, "diary"),
            plugins_url=at(self.visit, "plugins"),
            out_url=at(self.visit, "sign-out"),
            observes=self.actor.role.value == "observer",
        )

    def url(self, *parts: str) -> str:
        """An address in the console."""
        return at(self.visit, *parts)


def at(visit: PageRequest, *parts: str) -> str:
    """An address in the console."""
    return "/".join((f"{visit.links.prefix}/staff", *(quote(one, safe="") for one in parts)))


def style(visit: PageRequest) -> str:
    """Where the console's own styles are."""
    return static_url(visit.links, "console.css", "tickbox_console")


def secure(visit: PageRequest) -> bool:
    """Whether people reach the server over TLS."""
    return visit.base.startswith("https:")


def cookie_name(visit: PageRequest) -> str:
    """``__Host-`` over TLS: no other host or path can have set it."""
    return f"__Host-{COOKIE}" if secure(visit) else COOKIE


def cookie(visit: PageRequest, value: str, seconds: int | None = None) -> Cookie:
    """The session's cookie: for this server's pages alone, until the browser closes."""
    return Cookie(
        cookie_name(visit),
        value=value,
        path="/",
        max_age=seconds,
        httponly=True,
        secure=secure(visit),
        samesite="strict",
    )


async def render_for_staff(
    request: AnyRequest,
    visit: PageRequest,
    sessions: Sessions,
    make: Callable[[StaffRequest], object],
    posted: Posted | None = None,
) -> Response[str]:
    """The page that ``make`` gives for whoever is signed in; else the page to sign in.

    A posted form has to bring the session's key: ``ForeignRequest``.
    """
    name = request.cookies.get(cookie_name(visit), "")

    def make_page() -> object:
        seat = _seat(visit, sessions, name)
        if seat is None:
            return sign_in(visit, status=401)
        if posted is not None and not seat.session.knows(one(posted, "form_key")):
            raise ForeignRequest
        answer = make(seat)
        answer = answer if isinstance(answer, PageResponse) else PageResponse(answer)
        return attrs.evolve(answer, headers={**PRIVATE, **answer.headers})

    return await visit.show(make_page)


async def seat_of(request: AnyRequest, visit: PageRequest, sessions: Sessions) -> StaffRequest:
    """Who sits there, for answers that are no pages; ``NotListed`` for a stranger."""
    name = request.cookies.get(cookie_name(visit), "")
    seat = await visit.hall.ask(lambda: _seat(visit, sessions, name))
    if seat is None:
        raise NotListed(Text("页面", "page"), "staff")
    return seat


def _seat(visit: PageRequest, sessions: Sessions, name: str) -> StaffRequest | None:
    session = sessions.find(name) if name else None
    if session is None:
        return None
    actor = visit.hall.town.actor(session.token, session.area)
    if actor is None:
        sessions.end(name)
        return None
    return StaffRequest(visit, session, actor, visit.hall.town.desk(session.area))


def sign_in(
    visit: PageRequest, area: str = "", error: Text | None = None, status: int = 200
) -> PageResponse:
    """The page on which a token is typed."""
    areas = tuple((one, area_name(visit, one)) for one in visit.hall.areas())
    view = SignInView(
        style(visit),
        at(visit, "sign-in"),
        areas,
        area or (areas[0][0] if len(areas) == 1 else ""),
        None if error is None else visit.say(error),
    )
    return PageResponse(view, status, PRIVATE)


async def form_of(request: AnyRequest) -> Posted:
    """What a page of the console sent, files in base64; ``BadForm`` for anything else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == RequestEncodingType.MULTI_PART.value:
        return await _with_files(request)
    if kind != RequestEncodingType.URL_ENCODED.value:
        raise BadForm
    found: Posted = {}
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except HTTPException:
        raise
    except ValueError:
        raise BadForm from None
    for name, value in pairs:
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found


async def _with_files(request: AnyRequest) -> Posted:
    found: Posted = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            value = base64.b64encode(await value.read()).decode("ascii")
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found


def one(posted: Posted, name: str) -> str:
    """The one value of a field; empty where there is none."""
    return (posted.get(name) or [""])[-1]


def many(posted: Posted, name: str) -> list[str]:
    """All values of a field that are not blank."""
    return [value for value in posted.get(name, []) if value.strip()]


def refusal_words(seat: StaffRequest, refusal: TickboxError) -> str:
    """Why not, as a sentence."""
    return seat.say(refusal.text)
