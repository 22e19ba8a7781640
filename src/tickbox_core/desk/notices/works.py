"""Notices of what follows: progress, judgement."""

from __future__ import annotations

from tickbox_core.components.projects import (
    MilestoneAnswer,
    MoneyAnswer,
    PartAnswer,
    ProjectAnswer,
)
from tickbox_core.counting import Share
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.hours import span_words
from tickbox_core.desk.notices.common import Sender, foot, kinds_of
from tickbox_core.errors import NotListed
from tickbox_core.rules.judgement import BASES, MEMBERS, Judged, Mark
from tickbox_core.text import EMPTY, Text, yuan
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import (
    BarPiece,
    BarsPiece,
    Fact,
    Facts,
    Notice,
    Part,
    SectionPiece,
    TablePiece,
    WordsPiece,
    both,
    count,
    day,
    listed,
)

# -- progress ------------------------------------------------------------------------------------


def progress_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """Every project of a round, with its money and milestones, and what was solved.

    ``NotListed`` while none has begun.
    """
    round = desk.round(round_id)
    cards = [card for card in desk.projects.all_public() if card.baseline.round == round_id]
    if not cards:
        raise NotListed(Text("项目", "project of this round"), round_id)
    compared = [card.comparison for card in cards if card.comparison is not None]
    done, in_part = len(compared), sum(not one.whole for one in compared)
    partly = Text(f"（其中{in_part}个部分完成）", f" ({in_part} of them in part)")
    more = partly if in_part else EMPTY
    lead = Text(
        f"共{len(cards)}个项目，已完成{done}个{more.zh}。",
        f"{count(len(cards), '', 'project').en}, {done} delivered{more.en}.",
    )
    sections = [SectionPiece(both(card.title), _project(card)) for card in cards]
    return Notice(
        area=area_name(desk),
        title=Text("项目进展公示", "How the projects stand"),
        round=round.title,
        question=kinds_of(desk, round),
        sections=(*sections, *_problems(desk)),
        foot=foot(desk, sender, sender.link(desk), round),
        lead=lead,
    )


def _project(card: ProjectAnswer) -> tuple[Part, ...]:
    money = card.money
    facts = Facts(
        (
            Fact(Text("现状", "Now"), both(card.status_words)),
            Fact(Text("责任单位", "Responsible"), _responsible(card)),
            Fact(Text("监督", "Watched by"), _watchers_words(card)),
            Fact(Text("开工", "Begun"), day(card.begun)),
            Fact(Text("应完成", "Promised for"), day(card.baseline.due)),
            Fact(Text("完成", "Delivered"), day(card.delivered)),
            Fact(Text("得分", "Score"), both(card.score.words) if card.score else EMPTY),
            Fact(Text("清单费用", "Cost as listed"), yuan(money.promised)),
            Fact(Text("重新决定为", "Decided again"), _decided_again(money)),
            Fact(Text("已支出", "Spent so far"), _spent(card)),
            Fact(Text("与清单相比", "Against the list"), _over(card)),
        )
    )
    rows = tuple(_step(one) for one in card.milestones)
    rows += tuple(_part(one) for one in card.parts)
    return (facts, TablePiece(_STEPS, rows, widest=3)) if rows else (facts,)


_STEPS = (
    Text("步骤", "step"),
    Text("应完成", "due"),
    Text("实际完成", "done"),
    Text("情况", "how it stands"),
)
_NO_DAY = Text("–", "–")


def _step(one: MilestoneAnswer) -> tuple[Text, ...]:
    if one.done is None:
        state = Text("逾期", "late") if one.late else Text("未完成", "to be done")
    elif one.signed_off:
        state = Text("完成，监督员已签字", "done, signed by those who watch")
    else:
        state = Text("完成", "done")
    words = both(one.words)
    if words:
        state = Text("{state}；{words}", "{state}; {words}").filled(state=state, words=words)
    return both(one.title), day(one.due) or _NO_DAY, day(one.done) or _NO_DAY, state


def _part(one: PartAnswer) -> tuple[Text, ...]:
    state = Text("完成", "done") if one.done else Text("未完成", "to be done")
    if one.pilot:
        state = Text("{state}（试点）", "{state} (pilot)").filled(state=state)
    return both(one.name), _NO_DAY, day(one.done) or _NO_DAY, state


def _responsible(card: ProjectAnswer) -> Text:
    names = []
    for one in card.responsible:
        name, task = both(one.name), both(one.task)
        said = Text("{name}（{task}）", "{name} ({task})") if task else Text("{name}", "{name}")
        names.append(said.filled(name=name, task=task))
    return listed(names)


def _watchers_words(card: ProjectAnswer) -> Text:
    number = card.supervisors
    return count(number, "名居民监督员", "resident") if number else EMPTY


def _decided_again(money: MoneyAnswer) -> Text:
    """What it may cost since it was decided again; nothing where it was not."""
    decided = money.decisions
    return yuan(decided[-1].amount) if decided else EMPTY


def _spent(card: ProjectAnswer) -> Text:
    """What was spent; of works that cost something nothing written down is not nothing spent."""
    money = card.money
    if not money.spent and money.promised != 0:
        return Text("没有登记支出", "none recorded")
    return yuan(money.spent)


def _over(card: ProjectAnswer) -> Text:
    over = None if card.comparison is None else card.comparison.over
    if over is None:
        return EMPTY
    if over == 0:
        return Text("相同", "the same")
    words = Text("多{sum}", "{sum} more") if over > 0 else Text("少{sum}", "{sum} less")
    return words.filled(sum=yuan(abs(over)))


def _problems(desk: Desk) -> tuple[SectionPiece, ...]:
    cards = desk.solving.all_public()
    if not cards:
        return ()
    heads = (
        Text("急难愁盼问题", "problem"),
        Text("提出", "raised"),
        Text("解决", "solved"),
        Text("办法", "how"),
    )
    rows = tuple(
        (
            both(one.title),
            day(one.raised),
            day(one.solved) or Text(f"已{one.days_open}天", f"{one.days_open} days open"),
            both(one.how),
        )
        for one in cards
    )
    return (SectionPiece(Text("急难愁盼问题", "Problems"), (TablePiece(heads, rows, widest=3),)),)


# -- judgement -----------------------------------------------------------------------------------


def judgement_notice(desk: Desk, judgement: str, sender: Sender) -> Notice:
    """What the residents made of what was delivered; ``NotListed`` while nothing is published."""
    known = desk.judging.judgement(judgement)
    round = desk.round(known.round)
    sections: list[SectionPiece] = []
    deadline = desk.deadline(judgement)
    if deadline is not None:
        when = span_words(day(known.opened_at), deadline.hour)
        sections.append(SectionPiece(EMPTY, (Facts((Fact(Text("评议时间", "Judging"), when),)),)))
    for project in known.projects:
        judged = desk.judging.of_project(project).judged
        sections.append(
            SectionPiece(desk.projects.project(project).title, _judgement_parts(judged))
        )
    return Notice(
        area=area_name(desk),
        title=Text("居民评议结果公示", "What the residents say of it"),
        round=known.title,
        question=Text(
            "居民评议：评已完成的项目，不改变表决结果",
            "Judgement: of what was delivered; it changes no decision",
        ),
        sections=tuple(sections),
        foot=foot(desk, sender, sender.link(desk), round),
        lead=Text(
            "满意须超过全体成员的一半，没有参加评议的人也计入全体成员。",
            "Satisfied means more than half of all members, whether or not they judged.",
        ),
    )


def _judgement_parts(judged: Judged) -> tuple[Part, ...]:
    grade = Text("结果：{level}", "Grade: {level}").filled(level=judged.level.words)
    marks = tuple(
        BarPiece.of_share(
            mark.words, Share(judged.marks[mark], judged.members, MEMBERS), BASES[MEMBERS]
        )
        for mark in Mark
    )
    three = tuple(
        BarPiece.of_share(title, share, BASES[share.base])
        for title, share in (
            (Text("知晓度", "Awareness"), judged.aware),
            (Text("参与度", "Participation"), judged.participation),
            (Text("满意度", "Satisfaction"), judged.satisfied),
        )
    )
    return WordsPiece(grade, strong=True), BarsPiece(marks), BarsPiece(three)
