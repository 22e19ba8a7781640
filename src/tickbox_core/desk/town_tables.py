"""What a town sees of its neighbourhoods: who is late at what, a month in numbers, cases to follow.

Counts and offices only, nobody's name and nobody's words.  How long an answer may take is in no
source; ``ANSWER_DAYS`` is this house's choice and is said beside the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import attrs

from tickbox_core.categories.kinds import Day, Month
from tickbox_core.components.judgement import Phase
from tickbox_core.components.motions import Poll, PollState
from tickbox_core.components.projects import Status
from tickbox_core.components.templates import (
    OFFERED,
    PlanTemplate,
    TemplateService,
    offered_to,
)
from tickbox_core.declarations import COUNT, Ref, Said, Typed, gives, unseen
from tickbox_core.desk.desk import Desk
from tickbox_core.model import Round, State
from tickbox_core.model.local_time import day_of
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import day as day_words
from tickbox_core.year import ObjectionStage

ANSWER_DAYS = 15


@attrs.frozen
class LateAnswer:
    """Something that a neighbourhood should have done by ``due``, so many ``days`` ago."""

    area: str = unseen(Ref("area"))
    area_name: Text = gives(Said(), "居民区", "neighbourhood")
    what: Text = gives(Said(), "什么", "what")
    due: date = gives(Day(), "应在", "due on")
    days: int = gives(COUNT, "晚了几天", "days late")


@attrs.frozen(kw_only=True)
class MonthAnswer:
    """A month of a neighbourhood in numbers."""

    area: str = unseen(Ref("area"))
    area_name: Text = gives(Said(), "居民区", "neighbourhood")
    month: str = gives(Month(), "月份", "month")
    since: date | None = gives(Day(), "从哪天起参加", "takes part since", none=True)
    wishes: int = gives(COUNT, "收到心愿", "wishes taken")
    answered: int = gives(COUNT, "答复心愿", "wishes answered")
    ideas: int = gives(COUNT, "收到建议", "ideas given")
    raised: int = gives(COUNT, "提出问题", "problems raised")
    solved: int = gives(COUNT, "解决问题", "problems solved")
    meetings: int = gives(COUNT, "召开会议", "meetings held")
    opened: int = gives(COUNT, "开放打钩", "rounds opened")
    published: int = gives(COUNT, "公布结果", "results published")
    begun: int = gives(COUNT, "开工项目", "projects begun")
    delivered: int = gives(COUNT, "完成项目", "projects delivered")


@attrs.frozen
class CaseElsewhere:
    """A project that was delivered, for others to read and to take over (``case`` names it)."""

    case: str = gives(Typed(), "案例编号", "case")
    area: str = unseen(Ref("area"))
    area_name: Text = gives(Said(), "居民区", "neighbourhood")
    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    promise: Text = gives(Said(), "说明", "description")
    delivered: date | None = gives(Day(), "完成日期", "delivered on", none=True)


# -- late ----------------------------------------------------------------------------------------


def late_at(desk: Desk) -> tuple[LateAnswer, ...]:
    """What a neighbourhood is late at today, the latest first."""
    today, name = desk.today(), area_name(desk)
    found = [
        LateAnswer(desk.area, name, what, due, (today - due).days)
        for what, due in _due(desk)
        if due < today
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.what.zh)))


def _due(desk: Desk) -> Iterator[tuple[Text, date]]:
    """Everything that is to be done, with its last day."""
    yield from _answers_due(desk)
    for call in desk.ideas.calls():
        if call.closed is None and call.closes is not None:
            words = Text("结束征集：{question}", "close the call for ideas: {question}")
            yield words.filled(question=call.question), call.closes
    yield from _ends_due(desk)
    yield from _objections_due(desk)
    for project in desk.projects.projects():
        for step in project.milestones if project.going_on else ():
            if step.done is None and step.due is not None:
                words = Text("项目“{project}”：{step}", "project '{project}': {step}")
                yield words.filled(project=project.baseline.title, step=step.title), step.due
    yield from _template_due(desk)


def _ends_due(desk: Desk) -> Iterator[tuple[Text, date]]:
    """What is to be closed by its announced last day, and to be published after closing."""
    for round in desk.rounds():
        if round.rehearsal:
            continue
        last = _last_day(desk, round.id) or round.closes
        words = Text("截止打钩：{round}", "close the ticking: {round}")
        if round.state is State.TICKING and last is not None:
            yield words.filled(round=round.title), last
        words = Text("公布结果：{round}", "publish the result: {round}")
        if desk.posted_tie(round.id) is not None:
            words = Text("处理并列：{round}", "settle the tie: {round}")
        if round.state is State.COUNTING:
            yield words.filled(round=round.title), _after(round.closed_at)
    for poll in desk.motions.polls():
        last = _last_day(desk, poll.id)
        words = Text("截止表决：{motion}", "close the voting: {motion}")
        if poll.state is PollState.OPEN and last is not None:
            yield words.filled(motion=poll.motion.question), last
        yield from _result_due(desk, poll)
    for one in desk.judging.judgements():
        last = _last_day(desk, one.id)
        words = Text("截止评议：{judgement}", "close the judging: {judgement}")
        if one.phase is Phase.OPEN and last is not None:
            yield words.filled(judgement=one.title), last
        words = Text("公布评议结果：{judgement}", "publish the judgement: {judgement}")
        if one.phase is Phase.CLOSED:
            yield words.filled(judgement=one.title), _after(one.closed_at)


def _result_due(desk: Desk, poll: Poll) -> Iterator[tuple[Text, date]]:
    """What a motion that is closed waits for: to be posted as preliminary, or as final."""
    words = Text("公布表决结果：{motion}", "publish the motion: {motion}")
    if poll.state is PollState.CLOSED:
        if desk.motions.preliminary.days(poll.id):
            words = Text("公布表决初步结果：{motion}", "post the preliminary result: {motion}")
        within = desk.motions.dates(poll.id).get("result_due")
        yield words.filled(motion=poll.motion.question), within or _after(poll.closed_at)
    found = desk.motions.preliminary.find(poll.id)
    if poll.state is PollState.PRELIMINARY and found is not None:
        words = Text("公布表决最终结果：{motion}", "make the result final: {motion}")
        yield words.filled(motion=poll.motion.question), found.until + timedelta(days=1)


def _after(stamp: str | None) -> date:
    """Until when something is to be done that waits since then."""
    return day_of(stamp or "") + timedelta(days=ANSWER_DAYS)


def _last_day(desk: Desk, id_: str) -> date | None:
    found = desk.deadline(id_)
    return None if found is None else found.last_day


def _objections_due(desk: Desk) -> Iterator[tuple[Text, date]]:
    """Objections that nobody has answered, by round: how many, and when the oldest was due."""
    within = timedelta(days=ANSWER_DAYS)
    for round in desk.rounds():
        raised = (
            one for stage in ObjectionStage for one in desk.posting.objections(round.id, stage)
        )
        late = [day_of(one.at) + within for one in raised if not one.answer]
        late = [day for day in late if day < desk.today()]
        if late and round.state is not State.VOID:
            yield _ANSWER.filled(round=round.title, n=len(late)), min(late)
    for poll in desk.motions.polls():
        raised = (one for one in desk.motions.preliminary.objections(poll.id))
        late = [day_of(one.at) + within for one in raised if not one.answer]
        late = [day for day in late if day < desk.today()]
        if late and poll.state is PollState.PRELIMINARY:
            yield _ANSWER.filled(round=poll.motion.question, n=len(late)), min(late)


_ANSWER = Text("答复对“{round}”的异议：{n}条", "answer objections to '{round}': {n}")


def _answers_due(desk: Desk) -> Iterator[tuple[Text, date]]:
    """Answers that are waited for: how many, and since when the oldest should be there."""
    said = [date.fromisoformat(one.said_on) for one in desk.collecting.waiting()]
    ideas = [day_of(one.at) for one in desk.ideas.waiting()]
    alone = [one.raised for one in desk.solving.all() if one.solved is None and not one.parties]
    within = timedelta(days=ANSWER_DAYS)
    for days, words in (
        (said, Text("答复心愿：{n}条", "answer wishes: {n}")),
        (ideas, Text("答复建议：{n}条", "answer ideas: {n}")),
        (alone, Text("落实问题责任单位：{n}件", "say who looks after problems: {n}")),
    ):
        late = [day + within for day in days if day + within < desk.today()]
        if late:
            yield words.filled(n=len(late)), min(late)


def since(desk: Desk) -> date | None:
    """Since when a neighbourhood takes part: as it was said, else when its file was made.

    ``None``: nobody knows, an older version has not kept it; then every day of a template counts.
    """
    return desk.service(TemplateService).since() or desk.founded


def since_words(known: date | None, before: date | None = None) -> Text:
    """That day in words, or what it means that nobody knows it.

    Nothing where it is not behind the day ``before``: then it says nothing of what follows.
    """
    if known is None:
        return _SINCE_UNKNOWN
    if before is not None and known <= before:
        return EMPTY
    return Text("{day}起参加", "takes part since {day}").filled(day=day_words(known))


_SINCE_UNKNOWN = Text(
    "没有记下从哪天起参加：按一直参加计，模板的每个日期都算。居委会或镇里可以登记。",
    "It is not known since when it takes part: it counts as always there, held to every day of a "
    "template. The committee or the town can say it.",
)


def _template_due(desk: Desk) -> Iterator[tuple[Text, date]]:
    """What templates say by when: of rounds planned by them, and of those that none is planned by.

    A desk is not held to a template of its own that it does not use, nor to a day that had passed
    when it began to take part.
    """
    rounds = {one.id: one for one in desk.rounds()}
    for name, template in offered_to(desk).items():
        of = name.removesuffix(f".{template.id}")
        assert name == OFFERED.format(area=of, id=template.id)
        used = [
            rounds[one]
            for one in desk.service(TemplateService).rounds_by(of, template.id)
            if one in rounds and rounds[one].state is not State.VOID
        ]
        if used:
            for round in used:
                yield from _steps_due(template, round)
        elif of != desk.area and (first := template.post_by or template.open_by):
            if (joined := since(desk)) is not None and first < joined:
                continue
            words = Text("按模板拟定一轮：{title}", "plan a round by the template: {title}")
            yield words.filled(title=template.title), first


_ORDER = (State.LISTING, State.POSTED, State.TICKING, State.COUNTING, State.DECIDED)


def _steps_due(template: PlanTemplate, round: Round) -> Iterator[tuple[Text, date]]:
    """The steps of a template that a round has not come to."""
    for day, state, words in (
        (template.post_by, State.POSTED, Text("公示清单：{round}", "post the list: {round}")),
        (template.open_by, State.TICKING, Text("开放打钩：{round}", "open the ticking: {round}")),
        (template.publish_by, State.DECIDED,
         Text("公布结果：{round}", "publish the result: {round}")),
    ):  # fmt: skip
        if day is not None and _ORDER.index(round.state) < _ORDER.index(state):
            yield words.filled(round=round.title), day


# -- a month -------------------------------------------------------------------------------------


def month_of(desk: Desk, month: str) -> MonthAnswer:
    """A month (``2026-03``) of a neighbourhood in numbers."""

    def count(days: Iterable[date | str | None]) -> int:
        return sum(str(one)[:7] == month for one in days if one)

    wishes = [one for one in desk.collecting.wishes() if not one.withdrawn]
    problems, projects = desk.problems(), desk.projects.projects()
    rounds = [one for one in desk.rounds() if not one.rehearsal]
    with desk.diary.reading() as book:
        results = [book.results.published.get(one.id) for one in rounds]
    return MonthAnswer(
        area=desk.area,
        area_name=area_name(desk),
        month=month,
        since=since(desk),
        wishes=count(one.said_on for one in wishes),
        answered=count(one.answer.at for one in wishes if one.answer),
        ideas=count(one.at for one in desk.ideas.ideas() if not one.withdrawn),
        raised=count(one.raised for one in problems),
        solved=count(one.solved for one in problems),
        meetings=count(one.on for one in desk.meetings.meetings() if one.attended is not None),
        opened=count(one.opened_at for one in rounds),
        published=count(one.on for one in results if one),
        begun=count(one.begun for one in projects),
        delivered=count(one.delivered for one in projects),
    )


# -- cases ---------------------------------------------------------------------------------------


def cases_of(desk: Desk) -> Iterator[CaseElsewhere]:
    """What a neighbourhood has delivered, the newest first."""
    for project in reversed(desk.projects.projects()):
        if project.status is Status.DELIVERED:
            base = project.baseline
            yield CaseElsewhere(
                case=f"{desk.area}.{project.id}",
                area=desk.area,
                area_name=area_name(desk),
                project=project.id,
                title=base.title,
                promise=desk.round(base.round).item(base.item).description,
                delivered=project.delivered,
            )


def is_about(case: CaseElsewhere, words: str) -> bool:
    """Whether a case has all these words in its title, its description or its neighbourhood."""
    said = (case.title, case.promise, case.area_name)
    text = "\n".join(part for one in said for part in (one.zh, one.en)).casefold()
    return all(word in text for word in words.casefold().split())
