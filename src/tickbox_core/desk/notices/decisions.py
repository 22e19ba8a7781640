"""The notice of a published motion: what was asked, each bar with its figures, and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tickbox_core.components.motions import (
    BarAnswer,
    DecisionAnswer,
    DrawingAnswer,
    Poll,
    PreliminaryAnswer,
    TallyAnswer,
    VerdictAnswer,
    election_words,
    seat_words,
    tallied_words,
)
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.hours import span_words
from tickbox_core.desk.notices.common import Sender, foot, motion_kind, span
from tickbox_core.desk.wall.estate import estate_rules
from tickbox_core.desk.wall.preliminary import preliminary_facts
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import NONE_OF_THESE, NONE_OF_THESE_WORDS, Question
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.motions import BarKind, Base, Check, Motion, Result
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import (
    Fact,
    Facts,
    Notice,
    SectionPiece,
    TablePiece,
    WordsPiece,
    day,
    listed,
)
from tickbox_core.workflow.performing import plain_of

_TITLES = {
    Question.OWNERS_MOTION: Text("业主共同决定结果公示", "Result of the owners' motion"),
    Question.RESIDENTS_MOTION: Text("居民会议表决结果公示", "Result of the residents' motion"),
}
_ELECTED = Text("业主委员会选举结果公示", "Result of the election of the owners' committee")
_NOTES = Text("说明", "Notes")
_HEADS = (
    Text("核对", "check"),
    Text("要求", "required"),
    Text("是否达到", "reached?"),
)


def motion_notice(desk: Desk, motion_id: str, sender: Sender) -> Notice:
    """The verdict as it was published; ``NotPossible`` while nothing is.

    Whatever silence, abstention or spoiled papers counted as stands among the notes.
    """
    poll = desk.motions.poll(motion_id)
    decision = DecisionAnswer.of(desk.motions.published(motion_id))
    if decision is None:
        raise NotPossible(
            Text("表决结果还没有公布。", "the motion's result is not published."),
            Text("请先公布。", "Publish it first."),
        )
    motion = poll.motion
    facts = Facts(
        (
            Fact(_FINAL if preliminary_facts(desk, poll) else _RESULT, _result(motion, decision)),
            Fact(Text("表决时间", "Voting"), _days(desk, poll)),
        )
    )
    return Notice(
        area=area_name(desk),
        title=_ELECTED if motion.seats else _TITLES[motion.kind],
        round=motion.question,
        question=motion_kind(motion),
        sections=(
            SectionPiece(EMPTY, (facts,)),
            *_candidates(motion, decision),
            *_sides(motion, decision.verdicts),
            *_before(desk, poll),
            *_rules(desk, poll),
            *_drawn(desk, motion_id),
            SectionPiece(_NOTES, tuple(_notes(decision))),
        ),
        foot=foot(desk, sender, sender.link(desk, "motions", motion_id)),
    )


_RESULT, _FINAL = Text("结果", "Result"), Text("最终结果", "Final result")
_PRELIMINARY = {
    Question.OWNERS_MOTION: Text(
        "业主共同决定初步结果公示（不是最终结果）",
        "Preliminary result of the owners' motion: not final",
    ),
    Question.RESIDENTS_MOTION: Text(
        "居民会议表决初步结果公示（不是最终结果）",
        "Preliminary result of the residents' motion: not final",
    ),
}


def preliminary_notice(desk: Desk, motion_id: str, sender: Sender) -> Notice:
    """The result as it is posted before it is final: until when and where objections are taken.

    ``NotListed`` where none is posted.
    """
    poll = desk.motions.poll(motion_id)
    found, motion = preliminary_facts(desk, poll), poll.motion
    if found is None:
        raise NotListed(Text("初步结果", "preliminary result"), motion_id)
    facts = Facts(
        (
            Fact(Text("初步结果", "Preliminary result"), _result(motion, found.decision)),
            Fact(Text("表决时间", "Voting"), _days(desk, poll)),
            Fact(Text("公示日期", "Posted on"), day(found.on)),
            Fact(Text("异议收到（含当天）", "Objections until the end of"), day(found.until)),
            Fact(Text("书面异议交到", "Objections on paper go to"), found.where),
        )
    )
    return Notice(
        area=area_name(desk),
        title=_PRELIMINARY[motion.kind],
        round=motion.question,
        question=motion_kind(motion),
        sections=(
            SectionPiece(EMPTY, (facts, WordsPiece(found.words, strong=True))),
            SectionPiece(_COUNTED, (_tallies(motion, found.decision.tallies),)),
            *_candidates(motion, found.decision),
            *_sides(motion, found.decision.verdicts),
            *_answers(found),
            *_rules(desk, poll),
            SectionPiece(_NOTES, tuple(_notes(found.decision))),
        ),
        foot=foot(desk, sender, sender.link(desk, "motions", motion_id)),
    )


_COUNTED = Text("计票情况", "What was counted")


def _before(desk: Desk, poll: Poll) -> tuple[SectionPiece, ...]:
    """The preliminary result before the final one, with its figures where they are others."""
    found = preliminary_facts(desk, poll)
    if found is None:
        return ()
    facts = Facts(
        (Fact(Text("初步结果", "Preliminary result"), _result(poll.motion, found.decision)),)
    )
    figures = (_tallies(poll.motion, found.decision.tallies),) if found.changed else ()
    title = Text("先前公布的初步结果", "The preliminary result before")
    return (
        SectionPiece(title, (facts, WordsPiece(found.words), *figures)),
        *_answers(found),
    )


def _rules(desk: Desk, poll: Poll) -> tuple[SectionPiece, ...]:
    """By which of the estate's own rules it was held: what they say, and where."""
    held = estate_rules(desk, poll)
    if not held:
        return ()
    heads = (Text("规则", "rule"), Text("怎样规定", "as it holds"), Text("依据", "source"))
    rows = tuple((one.question, one.said, one.source) for one in held)
    title = Text("依据本小区规则", "By the estate's own rules")
    return (SectionPiece(title, (TablePiece(heads, rows, widest=2),)),)


def _answers(found: PreliminaryAnswer) -> tuple[SectionPiece, ...]:
    """The answers to objections, under their references; nobody's words or names."""
    if not found.answers and not found.unanswered:
        return ()
    told = Text(
        f"收到异议{len(found.answers) + found.unanswered}条，待答复{found.unanswered}条。",
        f"Objections: {len(found.answers) + found.unanswered}; open: {found.unanswered}.",
    )
    rows = tuple((Text.of(one.ref), one.answer) for one in found.answers)
    heads = (Text("编号", "reference"), Text("答复", "answer"))
    table = (TablePiece(heads, rows, widest=1),) if rows else ()
    title = Text("异议及答复", "Objections and answers")
    return (SectionPiece(title, (WordsPiece(told), *table)),)


def _drawn(desk: Desk, motion_id: str) -> tuple[SectionPiece, ...]:
    """What papers were drawn and checked, where that may be told."""
    posted = DrawingAnswer.posted(desk.motions.drawings(motion_id))
    pieces = tuple(WordsPiece(one.words) for one in posted)
    return (SectionPiece(Text("抽查核对", "Drawn and checked"), pieces),) if pieces else ()


def _result(motion: Motion, decision: DecisionAnswer) -> Text:
    if motion.seats:
        return election_words(motion, decision)
    result, chosen = Result(decision.result).words, decision.chosen
    if not motion.options or chosen is None:
        return result
    return Text("{result}：{chosen}", "{result}: {chosen}").filled(
        result=result, chosen=_side(motion, chosen)
    )


def _side(motion: Motion, side: str) -> Text:
    if side == NONE_OF_THESE:
        return NONE_OF_THESE_WORDS
    return next((one.title for one in motion.options if one.id == side), EMPTY)


def _days(desk: Desk, poll: Poll) -> Text:
    """From opening to closing; where an hour was announced, to that hour."""
    deadline = desk.deadline(poll.id)
    if deadline is not None:
        return span_words(day(poll.opened_at), deadline.hour)
    if poll.opened_at is None or poll.closed_at is None:
        return EMPTY
    return span(day_of(poll.opened_at), day_of(poll.closed_at))


def _sides(motion: Motion, verdicts: Mapping[str, VerdictAnswer]) -> tuple[SectionPiece, ...]:
    """A table of checks for the question, or for each of its options or candidates.

    In an election those of taking part, which all candidates have in common, stand there once.
    """
    shown = [(_side(motion, side), verdict.checks, verdict.notes) for side, verdict in
             verdicts.items()]  # fmt: skip
    if motion.seats:
        of_all = next((checks for _, checks, _ in shown), ())
        took_part = tuple(one for one in of_all if one.check == BarKind.QUORUM)
        own = [
            (title, tuple(one for one in checks if one not in took_part), notes)
            for title, checks, notes in shown
        ]
        shown = [(Text("参与情况", "Taking part"), took_part, ()), *own]
    return tuple(
        SectionPiece(
            title,
            (
                TablePiece(_HEADS, tuple(_row(one) for one in checks), widest=0),
                *map(WordsPiece, notes),
            ),
        )
        for title, checks, notes in shown
        if checks or notes
    )


def _candidates(motion: Motion, decision: DecisionAnswer) -> tuple[SectionPiece, ...]:
    """Of an election every candidate: both counts, whether the bars are passed, the seat."""
    if not motion.seats:
        return ()
    rows = []
    for candidate in motion.options:
        verdict = decision.verdicts[candidate.id]
        counted = (_amount(one, one.marks.get(candidate.id)) for one in decision.tallies)
        passed = Result(verdict.result).words
        rows.append((candidate.title, *counted, passed, seat_words(decision, candidate.id)))
    bases = (Base(one.base).words for one in decision.tallies)
    heads = (Text("候选人", "candidate"), *bases, Text("过线", "bars"), Text("结果", "seat"))
    table = TablePiece(heads, tuple(rows), widest=0)
    return (SectionPiece(Text("候选人得票", "Votes of the candidates"), (table,)),)


def _row(bar: BarAnswer) -> tuple[Text, ...]:
    check = Check.of_plain(plain_of(bar))
    return check.amounts, check.bar.words(), check.found


def _notes(decision: DecisionAnswer) -> list[WordsPiece]:
    notes = [WordsPiece(note) for note in decision.notes]
    totals = listed(
        Text("{base}：{joined}", "{base}: {joined}").filled(
            base=Base(one.base).words, joined=_amount(one, one.joined)
        )
        for one in decision.tallies
        if one.joined
    )
    if totals:
        words = Text("未表态随多数计入：{totals}", "Counted with the majority: {totals}")
        notes.append(WordsPiece(words.filled(totals=totals)))
    return [*notes, WordsPiece(_RECOUNT)]


_RECOUNT = Text(
    "表决记录、核验包和复算程序在网上公开，任何人可以自己重算；谁投了什么不公布。",
    "The log, the bundle and a program to count again are open to all on the pages; who voted what "
    "is not published.",
)


_TITLE_VOID = Text("作废公告", "A notice of a void")
_NOT_IN_FORCE = Text("计票算出的结果（不生效）", "What the count comes to (not in force)")


def void_motion_notice(desk: Desk, motion_id: str, sender: Sender) -> Notice:
    """A motion that was voided, why, and what its papers came to, with the figures.

    ``NotListed`` where it was not.
    """
    poll, void = desk.motions.poll(motion_id), desk.motions.voided(motion_id)
    if void is None:
        raise NotListed(Text("作废的表决", "voided motion"), motion_id)
    sections = [_void_section(void.logged.at, void.sentences)]
    computed = DecisionAnswer.of(void.totals)
    if computed is not None:
        facts = Facts((Fact(Text("结果", "Result"), _result(poll.motion, computed)),))
        tallies = _tallies(poll.motion, computed.tallies)
        sections += [
            SectionPiece(_NOT_IN_FORCE, (facts, tallies)),
            *_candidates(poll.motion, computed),
            *_sides(poll.motion, computed.verdicts),
            SectionPiece(_NOTES, tuple(_notes(computed))),
        ]
    return Notice(
        area=area_name(desk),
        title=_TITLE_VOID,
        round=poll.motion.question,
        question=motion_kind(poll.motion),
        sections=tuple(sections),
        foot=foot(desk, sender, sender.link(desk, "motions", motion_id)),
    )


def _tallies(motion: Motion, tallies: Sequence[TallyAnswer]) -> TablePiece:
    """How many there are, took part and said what: a line each, heads beside area."""
    marks = dict.fromkeys(mark for one in tallies for mark in one.marks)
    rows = [
        (Text("全体", "all"), *(_amount(one, one.total) for one in tallies)),
        (Text("参与表决", "taking part"), *(_amount(one, one.participating) for one in tallies)),
        *(
            (tallied_words(motion, mark), *(_amount(one, one.marks.get(mark)) for one in tallies))
            for mark in marks
        ),
    ]
    heads = (Text("表决情况", "what was said"), *(Base(one.base).words for one in tallies))
    return TablePiece(heads, tuple(rows), widest=0)


def _amount(tally: TallyAnswer, number: int | None) -> Text:
    """An amount in its unit; a dash for what is not known, or decides nothing."""
    if number is None:
        return Text.of("—")
    return Base(tally.base).said(number, tally.decimals or TWO_DECIMALS)


def void_judgement_notice(desk: Desk, judgement_id: str, sender: Sender) -> Notice:
    """A judgement that was voided, why, and what was said; ``NotListed`` where it was not."""
    known, void = desk.judging.judgement(judgement_id), desk.judging.voided(judgement_id)
    if void is None:
        raise NotListed(Text("作废的评议", "voided judgement"), judgement_id)
    titles = {row["id"]: Text(**row["title"]) for row in known.plan["projects"]}
    sections = [_void_section(void.logged.at, void.sentences)]
    if void.computed:
        facts = Facts(tuple(Fact(titles[one.project], one.text) for one in void.computed))
        sections.append(SectionPiece(_NOT_IN_FORCE, (facts,)))
    return Notice(
        area=area_name(desk),
        title=_TITLE_VOID,
        round=known.title,
        question=EMPTY,
        sections=tuple(sections),
        foot=foot(desk, sender, sender.link(desk, "judge", judgement_id)),
    )


def _void_section(at: str, said: tuple[Text, ...]) -> SectionPiece:
    reason, *reached = said
    facts = Facts((Fact(Text("作废日期", "Voided on"), day(at)),))
    return SectionPiece(EMPTY, (facts, WordsPiece(reason, strong=True), *map(WordsPiece, reached)))
