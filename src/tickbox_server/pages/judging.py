"""Judging delivered projects, in three screens: marks, check with the code, receipt."""

from __future__ import annotations

import secrets

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from tickbox_core.components.judgement import Judgement
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.wall import (
    DeliveredAnswer,
    JudgementOnWall,
    ProjectToJudge,
    PromisedAnswer,
)
from tickbox_core.errors import TickboxError
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.text import EMPTY, Text
from tickbox_server import public_motions
from tickbox_server.errors import BadForm, ChooseAnswer, NoElector, NoSlot, Unconfirmed
from tickbox_server.identity import CodeIdentity
from tickbox_server.pages.asking import checked_view, error_sentence, head
from tickbox_server.pages.forms import Form, look_of, read_form
from tickbox_server.pages.motions import SHORTEST_KEY
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.receipts import asked_after
from tickbox_server.pages.render import static_url
from tickbox_server.pages.views_asking import (
    AnsweredCheckView,
    AskedView,
    DeliveredView,
    JudgedReceiptView,
    JudgementsView,
    JudgeReviewView,
    JudgeView,
    MarkedView,
    OfferView,
)
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.wall_presenters import amount
from tickbox_server.pages.words import day, money, sentence
from tickbox_server.problems import status_of

ALL = "/n/{area:str}/judge"
ONE = f"{ALL}/{{judgement:str}}"
KNEW = "knew"
Votes = dict[str, Vote]


# -- handlers ----------------------------------------------------------------------------------


@get(ALL)
async def read_all(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """The judgements of a neighbourhood."""

    def make() -> object:
        return JudgementsView(
            area_name(visit, area),
            visit.links.area(area),
            static_url(visit.links, "motions.css"),
            tuple(_head(visit, area, one) for one in wall.judgements(visit.hall.town.desk(area))),
        )

    return await visit.show(make)


@get(ONE)
async def read_one(
    visit: NamedDependency[PageRequest], area: FromPath[str], judgement: FromPath[str]
) -> Response[str]:
    """What was delivered."""
    return await visit.show(
        lambda: judge_view(visit, *public_motions.judgement_of(visit.hall, area, judgement), ())
    )


@post(ONE, status_code=200)
async def back(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str],
    judgement: FromPath[str],
) -> Response[str]:  # fmt: skip
    """The same with the marks still set."""
    form = await read_form(request)
    return await visit.show(
        lambda: judge_view(
            visit, *public_motions.judgement_of(visit.hall, area, judgement), form.ticks, form.told
        )
    )


@get([f"{ONE}/review", f"{ONE}/cast"])
async def start_again(
    visit: NamedDependency[PageRequest], area: FromPath[str], judgement: FromPath[str]
) -> Redirect:
    """A page that stands behind a form was opened by its address: begin with the projects."""
    return Redirect(visit.links.board(area, "judge", judgement), status_code=303)


@post(f"{ONE}/review", status_code=200)
async def review(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str],
    judgement: FromPath[str],
) -> Response[str]:  # fmt: skip
    """What is said of which; whose word is it?"""
    form = await read_form(request, speaks=False)

    def make() -> object:
        return _Step(
            visit, *public_motions.open_judgement(visit.hall, area, judgement), form
        ).review()

    return await visit.show(make)


@post(f"{ONE}/cast", status_code=200)
async def cast(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str],
    judgement: FromPath[str],
) -> Response[str]:  # fmt: skip
    """The receipts, one for each project."""
    form = await read_form(request)
    if len(form.key) < SHORTEST_KEY:
        raise BadForm

    def make() -> object:
        step = _Step(visit, *public_motions.open_judgement(visit.hall, area, judgement), form)
        slot = visit.hall.identity.slot(judgement, request)
        return step.cast(slot) if slot else step.review(form.unknown(NoElector()))

    return await visit.show(make)


@get(f"{ONE}/check")
async def ask_check(
    visit: NamedDependency[PageRequest], area: FromPath[str], judgement: FromPath[str]
) -> Response[str]:
    """Where to type a receipt's code."""
    return await visit.show(lambda: _check(visit, area, judgement, ""))


@post(f"{ONE}/check", status_code=200)
async def check(
    request: AnyRequest, visit: NamedDependency[PageRequest], area: FromPath[str],
    judgement: FromPath[str],
) -> Response[str]:  # fmt: skip
    """Whether the mark counts."""
    form = await read_form(request)
    return await visit.show(lambda: _check(visit, area, judgement, asked_after(form), form.code))


# -- steps -------------------------------------------------------------------------------------


class _Step:
    """A form on its way from the projects to the receipts."""

    def __init__(self, visit: PageRequest, desk: Desk, known: Judgement, form: Form) -> None:
        self._visit, self._desk, self._known, self._form = visit, desk, known, form
        self._facts = wall.judgement(desk, known)
        self._head = _head(visit, desk.area, self._facts)
        self._votes = votes_of(form.ticks, known.projects)

    def review(self, refusal: TickboxError | None = None, slot: str = "") -> PageResponse:
        """What is said of which; or the projects again where nothing is.

        ``slot`` is whose word it is, where that is known and the last press failed.
        """
        if not self._votes:
            return self._nothing()
        visit, told = self._visit, refusal or self._form.told
        ticket = self._form.ticket if refusal is None else ""
        if slot:
            ticket = visit.ticket(self._desk.area, self._known.id, slot, self._form.code)
        asks_code = isinstance(visit.hall.identity, CodeIdentity) and not ticket
        view = JudgeReviewView(
            asked=self._head,
            projects=tuple(
                _project(visit, self._desk.area, one, self._votes)
                for one in self._facts.projects
                if one.id in self._votes
            ),
            ticks=self._form.ticks,
            key=self._form.key or secrets.token_urlsafe(18),
            asks_code=asks_code,
            cast_url=f"{self._head.url}/cast",
            homes_show=visit.hall.homes_show(self._desk, self._known.round),
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            look=look_of(f"{self._head.url}/review", told),
            error=error_sentence(visit, told),
            typed="" if refusal else self._form.typed,
            code=ticket,
        )
        return PageResponse(view, 200 if refusal is None else _status(refusal))

    def cast(self, slot: str) -> PageResponse:
        """The receipts, when all marks are durable."""
        if not self._votes:
            return self._nothing()
        judging, id_ = self._desk.judging, self._known.id
        votes = dict(sorted(self._votes.items()))
        try:
            receipts = public_motions.keep_answer(
                lambda: judging.judge(id_, slot, votes, self._form.key),
                lambda: public_motions.open_judgement(self._visit.hall, self._desk.area, id_),
            )
        except Unconfirmed as refusal:
            return self.review(refusal, slot)
        language = self._visit.language
        titles = {one.id: one.title.said_in(language) for one in self._facts.projects}
        marked = (
            MarkedView(titles[project], receipt.code)
            for project, receipt in zip(votes, receipts, strict=True)
        )
        return PageResponse(JudgedReceiptView(self._head, tuple(marked)))

    def _nothing(self) -> PageResponse:
        refusal = ChooseAnswer()
        view = judge_view(self._visit, self._desk, self._known, self._form.ticks, refusal)
        return PageResponse(view, status_of(refusal))


def _status(refusal: TickboxError) -> int:
    return 403 if isinstance(refusal, NoSlot) else status_of(refusal)


def votes_of(ticks: tuple[str, ...], projects: tuple[str, ...]) -> Votes:
    """What a form says of which project: ``MARK PROJECT`` each, and ``knew PROJECT``.

    Who knew of a project and sets no mark is of no opinion on it.  Raises ``BadForm`` for anything
    that no page of ours would send.
    """
    marks: dict[str, Mark] = {}
    knew: set[str] = set()
    for tick in ticks:
        word, _, project = tick.partition(" ")
        if project not in projects or (word != KNEW and project in marks):
            raise BadForm
        if word == KNEW:
            knew.add(project)
        elif word in tuple(Mark):
            marks[project] = Mark(word)
        else:
            raise BadForm
    return {
        one: Vote(marks.get(one, Mark.NONE), one in knew)
        for one in projects
        if one in marks or one in knew
    }


# -- makers ------------------------------------------------------------------------------------


def _head(visit: PageRequest, area: str, found: JudgementOnWall) -> AskedView:
    title = found.title.said_in(visit.language)
    return head(visit, area, "judge", found, title=title)


def judge_view(
    visit: PageRequest,
    desk: Desk,
    known: Judgement,
    ticks: tuple[str, ...],
    error: TickboxError | None = None,
) -> JudgeView:
    """The projects with these marks set."""
    facts = wall.judgement(desk, known)
    asked_ = _head(visit, desk.area, facts)
    votes = votes_of(ticks, known.projects)
    void = facts.void
    computed = {one.project: one.text for one in void.computed} if void else {}
    return JudgeView(
        asked=asked_,
        projects=tuple(
            _project(visit, desk.area, one, votes, computed.get(one.id, EMPTY))
            for one in facts.projects
        ),
        review_url=f"{asked_.url}/review",
        look=look_of(asked_.url, error),
        error=error_sentence(visit, error),
    )


def _project(
    visit: PageRequest,
    area: str,
    found: ProjectToJudge,
    votes: Votes,
    computed: Text = EMPTY,
) -> DeliveredView:
    language, vote, judged = visit.language, votes.get(found.id), found.judged
    chosen = None if vote is None else str(vote.mark)
    return DeliveredView(
        id=found.id,
        title=found.title.said_in(language),
        promised=visit.say(_promise(visit, found.promised)),
        delivered=visit.say(_delivery(visit, found.delivered)),
        project_url=visit.links.board(area, "projects", found.id),
        marks=tuple(
            OfferView(f"{mark} {found.id}", sentence(visit.say(mark.words)), mark == chosen)
            for mark in Mark
        ),
        knew=vote is not None and vote.knew,
        said="" if vote is None else visit.say(vote.mark.words),
        level="" if judged is None else judged.level_words.said_in(language),
        judged="" if judged is None else judged.text.said_in(language),
        computed=visit.say(computed) if computed else "",
    )


def _promise(visit: PageRequest, promised: PromisedAnswer) -> Text:
    cost = money(promised.cost, visit.language) or visit.say(Text("费用未定", "cost not known"))
    due = day(promised.due, visit.language)
    if due is None:
        return Text(f"承诺：{cost}", f"Promised: {cost}")
    return Text(f"承诺：{cost}，{due}前完成", f"Promised: {cost}, by {due}")


def _delivery(visit: PageRequest, delivered: DeliveredAnswer) -> Text:
    spent, on = amount(visit, delivered.spent), day(delivered.on, visit.language)
    line = Text(f"完成：{on}，花费{spent}", f"Delivered: {on}, spent {spent}")
    if delivered.whole:
        return line
    left = Text.of(delivered.left_out.plain())  # said in one language only, it stands for both
    if not left:
        return Text(f"{line.zh}；有部分未完成", f"{line.en}; in part only")
    return Text(f"{line.zh}；未做：{left.zh}", f"{line.en}; left out: {left.en or left.zh}")


def _check(
    visit: PageRequest, area: str, id_: str, code: str, typed: str = ""
) -> AnsweredCheckView:
    desk, known = public_motions.judgement_of(visit.hall, area, id_)
    shown = _head(visit, area, wall.judgement(desk, known))
    look, typed = LookView(shown.check_url, code or SAME), (typed or code).strip()
    if not code:
        return AnsweredCheckView(shown, look, typed)
    found = checked_view(code, desk.judging.check(id_, code), shown.void)
    return AnsweredCheckView(shown, look, typed, found)


HANDLERS = [read_all, read_one, back, start_again, review, cast, ask_check, check]
