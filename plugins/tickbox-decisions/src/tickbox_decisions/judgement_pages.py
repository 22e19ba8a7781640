"""Judging delivered projects, as the screens of ``wizard`` ask it: marks, check, receipts.

Where one's word is checked it is handed in as well: no figure of one's own stands in between.
"""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.judgement import AnnouncedJudgement, Judgement
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
from tickbox_decisions import PACKAGE, public_motions
from tickbox_decisions.asked_parts import Asking, FinalAnswer, checked_view, head
from tickbox_decisions.views import (
    AnnouncedJudgementView,
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
from tickbox_server.errors import BadForm, ChooseAnswer, NoSlot, Unconfirmed
from tickbox_server.identity import CodeIdentity
from tickbox_server.links import Links
from tickbox_server.pages.forms import Form, look_of
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.render import static_url
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest, PageResponse
from tickbox_server.pages.wall_presenters import spent_words
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
        desk = visit.hall.desk(area)
        return JudgementsView(
            area_name(visit, area),
            visit.links.area(area),
            static_url(visit.links, "motions.css", PACKAGE),
            tuple(_head(visit, area, one) for one in wall.judgements(desk)),
            tuple(
                announced_view(visit, desk, one)
                for one in (*desk.judging.announced(), *desk.judging.called_off())
            ),
        )

    return await visit.show(make)


class Judging(Asking):
    """From what was delivered to a receipt for each mark."""

    path = ONE
    asked = "judgement"

    def address(self, links: Links, area: str, asked: str) -> str:
        """The projects."""
        return links.board(area, "judge", asked)

    def question(self, visit: PageRequest, area: str, asked: str, form: Form) -> object:
        """What was delivered, with the marks still set."""
        desk = visit.hall.desk(area)
        announced = desk.judging.said_of(asked)
        if announced is not None:
            return announced_view(visit, desk, announced)
        return judge_view(visit, desk, desk.judging.judgement(asked), form.ticks, form.told)

    def step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The marks on their way; ``TickingEnded`` or ``NotAsking`` where none are taken."""
        return _Marks(visit, form, *public_motions.open_judgement(visit.hall, area, asked))

    def last_step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The marks to be written, or that were."""
        return _Marks(visit, form, *public_motions.judgement_of(visit.hall, area, asked))

    def check_view(
        self, visit: PageRequest, area: str, asked: str, code: str = "", typed: str = ""
    ) -> object:
        """Whether the mark counts."""
        return _check(visit, area, asked, code, typed)


def announced_view(
    visit: PageRequest, desk: Desk, announced: AnnouncedJudgement
) -> AnnouncedJudgementView:
    """What is to be judged before it opens: by whom, from when until when, and how that went.

    Called off it says so, and why.
    """
    area, links = desk.area, visit.links
    return AnnouncedJudgementView(
        title=visit.say(announced.title),
        area=area_name(visit, area),
        area_url=links.area(area),
        url=links.board(area, "judge", announced.id),
        style_url=static_url(links, "motions.css", PACKAGE),
        when=sentence(visit.say(desk.judging.when(announced))),
        called_off=bool(announced.off_since),
        electorate=LinkView(
            visit.say(desk.round(announced.round).title), links.round(area, announced.round, "wall")
        ),
        projects=tuple(
            LinkView(
                visit.say(desk.projects.project(one).title), links.board(area, "projects", one)
            )
            for one in announced.projects
        ),
    )


# -- steps -------------------------------------------------------------------------------------


class _Marks(FinalAnswer):
    """What somebody says of which project, on its way to the receipts."""

    def __init__(self, visit: PageRequest, form: Form, desk: Desk, known: Judgement) -> None:
        super().__init__(visit, form)
        self._desk, self._known = desk, known
        self._facts = wall.judgement(desk, known)
        self._head = _head(visit, desk.area, self._facts)
        self._votes = votes_of(form.ticks, known.projects)

    def review(self, refusal: TickboxError | None = None) -> PageResponse:
        """What is said of which; whose word is it?"""
        return self._checked("", refusal)

    def confirm(self, slot: str, refusal: TickboxError | None = None) -> PageResponse:
        """The same for whom we know."""
        return self._checked(slot, refusal)

    def _checked(self, slot: str, refusal: TickboxError | None) -> PageResponse:
        """What is said of which; or the projects again where nothing is.

        ``slot`` is whose word it is, where that is known and the last press failed.
        """
        if not self._votes:
            return self._nothing()
        visit, told = self.visit, self.told(refusal)
        ticket = self.form.ticket if refusal is None else ""
        if slot:
            ticket = visit.ticket(self._desk.area, self._known.id, slot, self.form.code)
        asks_code = isinstance(visit.hall.identity, CodeIdentity) and not ticket
        view = JudgeReviewView(
            asked=self._head,
            projects=tuple(
                _project(visit, self._desk.area, one, self._votes)
                for one in self._facts.projects
                if one.id in self._votes
            ),
            ticks=self.form.ticks,
            key=self.key(),
            asks_code=asks_code,
            cast_url=f"{self._head.url}/cast",
            homes_show=visit.hall.homes_show(self._desk, self._known.round),
            sign_in_url=None if asks_code else visit.hall.settings.sign_in,
            look=look_of(f"{self._head.url}/review", told),
            error=visit.refusal(told),
            typed="" if refusal else self.form.typed,
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
                lambda: judging.judge(id_, slot, votes, self.form.key),
                lambda: public_motions.open_judgement(self.visit.hall, self._desk.area, id_),
            )
        except Unconfirmed as refusal:
            return self.confirm(slot, refusal)
        language = self.visit.language
        titles = {one.id: one.title.said_in(language) for one in self._facts.projects}
        marked = (
            MarkedView(titles[project], receipt.code)
            for project, receipt in zip(votes, receipts, strict=True)
        )
        return PageResponse(JudgedReceiptView(self._head, tuple(marked)))

    def _nothing(self) -> PageResponse:
        refusal = ChooseAnswer()
        view = judge_view(self.visit, self._desk, self._known, self.form.ticks, refusal)
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
        error=visit.refusal(error),
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
        delivered=visit.say(_delivery(visit, found.delivered, found.promised.cost)),
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


def _delivery(visit: PageRequest, delivered: DeliveredAnswer, cost: int | None) -> Text:
    on, spent = day(delivered.on, visit.language), spent_words(visit, delivered.spent, cost)
    line = Text(f"完成：{on}，花费：{spent}", f"Delivered: {on}, spent: {spent}")
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


HANDLERS = (read_all, Judging)
