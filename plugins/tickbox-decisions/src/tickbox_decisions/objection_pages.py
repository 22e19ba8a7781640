"""Objecting to a motion's preliminary result, and the answers that others were given.

The act does it (``motion/object``), as for command line and API.  What is said and by whom stays
inside; its answer is posted under a reference.
"""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import perform
from tickbox_core.acts.screens import OBJECT_TO_RESULT
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import TickboxError
from tickbox_decisions import public_motions
from tickbox_decisions.asked_parts import answered_objections, motion_head
from tickbox_decisions.motion_pages import ONE
from tickbox_decisions.views import MotionObjectView
from tickbox_server.pages.forms import LOOK, words_posted
from tickbox_server.pages.views_look import LookView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day, sentence
from tickbox_server.problems import headers_of, status_of

_TYPED = ("text", "author", "contact", LOOK)


@get(f"{ONE}/object")
async def ask_objection(
    visit: NamedDependency[PageRequest], area: FromPath[str], motion: FromPath[str]
) -> Response[str]:
    """Where to object, and the answers there are."""
    return await visit.show(
        lambda: _draw(visit, *public_motions.motion_of(visit.hall, area, motion), {})
    )


@post(f"{ONE}/object", status_code=200)
async def object_(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    motion: FromPath[str],
) -> Response[str]:
    """The reference of an objection that was raised, or why it was not."""
    typed = await words_posted(request, _TYPED)

    def make() -> object:
        desk, poll = public_motions.motion_of(visit.hall, area, motion)
        if typed.pop(LOOK):
            return _draw(visit, desk, poll, typed)
        # the words themselves also where they are missing, so that it is said
        said = {name: value for name, value in typed.items() if value.strip() or name == "text"}
        try:
            with visit.hall.limit_anonymous(request, OBJECT_TO_RESULT.key):
                raised = perform(OBJECT_TO_RESULT, desk, {"id": motion, **said})
        except TickboxError as refusal:
            page = _draw(visit, desk, poll, typed, refusal)
            return PageResponse(page, status_of(refusal), headers_of(refusal))
        return _draw(visit, desk, poll, {"ref": raised["ref"]})

    return await visit.show(make)


def _draw(
    visit: PageRequest,
    desk: Desk,
    poll: Poll,
    typed: dict[str, str],
    refusal: TickboxError | None = None,
) -> MotionObjectView:
    facts = public_motions.motion_facts(desk, poll)
    asked, found = motion_head(visit, desk.area, facts), facts.preliminary or None
    closed, url = desk.motions.preliminary.closed_words(poll.id), f"{asked.url}/object"
    return MotionObjectView(
        asked=asked,
        object_url=url,
        look=LookView(url),
        answered=answered_objections(visit, found) if found else (),
        until=(day(found.until, visit.language) or "") if found else "",
        where=visit.say(found.where) if found else "",
        text=typed.get("text", ""),
        author=typed.get("author", ""),
        contact=typed.get("contact", ""),
        ref=typed.get("ref", ""),
        error=None if closed else visit.refusal_of_form(refusal),
        closed=sentence(visit.say(closed)),
    )


HANDLERS = (ask_objection, object_)
