"""From what stands on the wall to the parts that its pages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tickbox_core.components.meetings import Matter, MeetingAnswer
from tickbox_core.components.problems import ProblemAnswer
from tickbox_core.components.projects import MilestoneAnswer
from tickbox_core.counting import Base, Share
from tickbox_core.desk.wall import MatterNamed, MeetingOnWall, ProblemOnWall, ProjectOnWall
from tickbox_core.model.parties import Side
from tickbox_core.rules.judgement import BASES
from tickbox_core.text import Text
from tickbox_core.workflow.answers import Responsible
from tickbox_server import svg
from tickbox_server.pages.presenters import area_name, photos
from tickbox_server.pages.render import static_url
from tickbox_server.pages.views_works import (
    HeadView,
    LinkView,
    MeetingView,
    PartyView,
    ProjectCardView,
    ShareView,
    TroubleView,
)
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.words import day, money


def say_text(visit: PageRequest, text: Text | None) -> str | None:
    """The words of a text; ``None`` where there are none."""
    return None if text is None else must(visit, text) or None


def must(visit: PageRequest, text: Text) -> str:
    """The words of a text that is never empty; said in one language only, they stand for both."""
    return visit.say(Text.of(text.plain()))


def head(
    visit: PageRequest,
    title: str,
    description: str,
    url: str,
    twin: str,
    area: str = "",
    image: str = "",
) -> HeadView:
    """What link previews and programs read of a page."""
    outside = visit.hall.settings.address.rstrip("/")
    picture = image or static_url(visit.links, "mark.svg")
    return HeadView(
        title=title,
        description=description,
        url=outside + url,
        image_url=outside + picture,
        twin_url=twin,
        style_url=static_url(visit.links, "wall.css"),
        area=area_name(visit, area) if area else "",
        area_url=visit.links.area(area) if area else "",
    )


def share(visit: PageRequest, label: str, found: Share) -> ShareView:
    """A share with its base in words."""
    return ShareView(
        label=label,
        numerator=found.numerator,
        denominator=found.denominator,
        base=visit.say(_base(found.base)),
        percent=found.percent if found.denominator else "",
        picture=svg.bar(found.numerator, found.denominator),
    )


def _base(base: str) -> Text:
    if base in BASES:
        return BASES[base]
    return Base(base).words if base in tuple(Base) else Text.of(base)


def party(visit: PageRequest, one: Responsible) -> PartyView:
    """Who is responsible."""
    side = visit.say(Side(one.side).words)
    return PartyView(side, must(visit, one.name), say_text(visit, one.task))


def line(milestones: Iterable[MilestoneAnswer], today: date) -> str:
    """The same steps as a picture; nothing where there are none."""
    drawn = [svg.PlanStep(at, one.due, one.done, one.late) for at, one in enumerate(milestones, 1)]
    return svg.timeline(drawn, today) if drawn else ""


def project_card(visit: PageRequest, card: ProjectOnWall, today: date) -> ProjectCardView:
    """A project in short."""
    held, judged = card.milestones, card.judged
    return ProjectCardView(
        title=must(visit, card.title),
        url=visit.links.board(card.area, "projects", card.id),
        state=project_state(card),
        status=must(visit, card.status_words),
        done=sum(one.done is not None for one in held),
        steps=len(held),
        spent=spent_words(visit, card.money.spent, card.money.promised),
        promised=money(card.money.promised, visit.language),
        picture=line(held, today),
        level=None if judged is None else must(visit, judged.level_words),
        score=must(visit, card.score.words) if card.score else None,
    )


def project_state(card: ProjectOnWall) -> str:
    """The status as pages mark it: what was delivered in part bears no tick."""
    compared = card.comparison
    return "in-part" if compared is not None and not compared.whole else card.status


def amount(visit: PageRequest, fen: int) -> str:
    """An amount that is known: nothing spent is 0 yuan, not "no cost"."""
    return money(fen, visit.language) or "" if fen else visit.say(Text("0元", "0 yuan"))


def spent_words(visit: PageRequest, fen: int, promised: int | None) -> str:
    """What was spent; of works that cost something nothing written down is not nothing spent."""
    known = fen or promised == 0
    return amount(visit, fen) if known else visit.say(Text("没有登记支出", "none recorded"))


def meeting(visit: PageRequest, one: MeetingAnswer | MeetingOnWall, area: str) -> MeetingView:
    """A meeting; what it is about is linked where it is told by title."""
    return MeetingView(
        kind=must(visit, one.kind_words),
        title=must(visit, one.title),
        on=day(one.on, visit.language) or "",
        place=say_text(visit, one.place),
        minutes=say_text(visit, one.minutes),
        resolved=say_text(visit, one.resolved),
        attended=one.attended,
        about=tuple(
            LinkView(
                must(visit, held.title), _about(visit, area, held), must(visit, held.matter_words)
            )
            for held in one.about
            if isinstance(held, MatterNamed)
        ),
    )


def _about(visit: PageRequest, area: str, held: MatterNamed) -> str:
    if held.matter == Matter.ITEM:
        return _item_url(visit, area, held.id)
    if held.matter == Matter.PROJECT:
        return visit.links.board(area, "projects", held.id)
    if held.matter == Matter.PROBLEM:
        return problem_url(visit, area, held.id)
    return ""


def problem_url(visit: PageRequest, area: str, id_: str) -> str:
    """Where a problem stands; empty where no page has problems."""
    page = visit.links.board(area, "problems")
    return page and f"{page}#problem-{id_}"


def trouble(visit: PageRequest, one: ProblemAnswer | ProblemOnWall, area: str) -> TroubleView:
    """A problem; what it is tied to is linked where it is told by title."""
    return TroubleView(
        ref=one.ref,
        title=must(visit, one.title),
        raised=day(one.raised, visit.language) or "",
        days=one.days_open,
        solved=day(one.solved, visit.language),
        how=say_text(visit, one.how),
        responsible=tuple(party(visit, held) for held in one.responsible),
        reopened=tuple(must(visit, reason) for reason in one.reopened),
        links=tuple(_ties(visit, area, one)) if isinstance(one, ProblemOnWall) else (),
        photos=photos(visit, area, one.photos),
    )


def _ties(visit: PageRequest, area: str, one: ProblemOnWall) -> Iterator[LinkView]:
    for item in one.items:
        yield LinkView(must(visit, item.title), _item_url(visit, area, item.id))
    for project in one.projects:
        url = visit.links.board(area, "projects", project.id)
        told = project.title in [item.title for item in one.items]  # once is enough
        words = Text("这一项的办理进展", "How its project goes") if told else project.title
        yield LinkView(must(visit, words), url)


def _item_url(visit: PageRequest, area: str, both: str) -> str:
    round, _, item = both.partition("/")
    return visit.links.item(area, round, item)
