"""From what is known of motions and judgements to the parts of their pages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol

from litestar import Response

from tickbox_core.components.judgement import VoidedJudgementAnswer
from tickbox_core.components.motions import (
    BarAnswer,
    DecisionAnswer,
    MotionAsked,
    PreliminaryAnswer,
    PromotedFrom,
    TallyAnswer,
    VoidedMotionAnswer,
    election_words,
    seat_words,
    side_words,
    tallied_words,
)
from tickbox_core.desk import Desk, ReceiptCheck
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.motions import Bar, BarKind, Base, Of, Result
from tickbox_core.rules.motions.bases import percent
from tickbox_core.rules.motions.elections import read_ticks
from tickbox_core.text import Text
from tickbox_decisions import PACKAGE, public_motions
from tickbox_decisions.views import (
    AnsweredObjectionView,
    AskedView,
    BarFoundView,
    CandidateView,
    CountedView,
    DecisionView,
    EstateRuleView,
    OfferView,
    PreliminaryView,
    QuestionView,
    SideView,
)
from tickbox_server.errors import NoElector
from tickbox_server.pages.forms import Form, look_of
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.render import static_url
from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_ticking import CheckedView
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.wizard import AnswerStep, Wizard
from tickbox_server.pages.words import day, sentence


class FinalAnswer(AnswerStep):
    """An answer that is written when its last page is pressed."""

    @abstractmethod
    def cast(self, slot: str) -> PageResponse:
        """The receipt, when the answer is durable."""


class Asking(Wizard):
    """A question that electors answer."""

    nobody = NoElector

    @abstractmethod
    def step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The form on its way; ``TickingEnded`` or ``NotAsking`` where no answers are taken."""

    @abstractmethod
    def last_step(self, visit: PageRequest, area: str, asked: str, form: Form) -> FinalAnswer:
        """The same to be written: what was taken already has its receipt behind the hour too."""

    async def handed_in(self, request: AnyRequest, visit: PageRequest, form: Form) -> Response[str]:
        """The receipt, or the screen where it can be put right."""

        def make() -> object:
            where, slot = self.where(request), self.slot_of(visit, request)
            if slot:
                return self.last_step(visit, *where, form).cast(slot)
            return self.step(visit, *where, form).review(form.unknown(self.nobody()))

        return await visit.show(make)


def checked_view(code: str, found: ReceiptCheck | None, voided: str = "") -> CheckedView:
    """What a receipt's code tells; ``voided`` says why what it was given for does not hold."""
    if found is None:
        return CheckedView(code, found=False)
    return CheckedView(
        code,
        found=True,
        counted=found.counted,
        voided=voided if found.voided else "",
        revision=found.revision,
        number=found.index + 1,
        size=found.size,
        root=found.root,
    )


class AskedHead(Protocol):
    """What every motion and every judgement says of itself."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def state_words(self) -> Text: ...
    @property
    def takes_answers(self) -> bool: ...
    @property
    def demonstration(self) -> bool: ...
    @property
    def void(self) -> VoidedMotionAnswer | VoidedJudgementAnswer | None: ...


# -- heads -------------------------------------------------------------------------------------


def motion_head(visit: PageRequest, area: str, facts: MotionAsked) -> AskedView:
    """A motion in short."""
    return head(
        visit,
        area,
        "motions",
        facts,
        title=visit.say(facts.question),
        kind=sentence(visit.say(facts.kind_words)),
        binds=visit.say(facts.binds),
        days=tuple(_days(visit, facts)),
        unposted=facts.posted is None,
    )


def head(
    visit: PageRequest, area: str, what: str, facts: AskedHead, title: str, **more: Any
) -> AskedView:
    """What is asked, in short."""
    url = visit.links.board(area, what, facts.id)
    return AskedView(
        title=title,
        area=area_name(visit, area),
        area_url=visit.links.area(area),
        all_url=visit.links.board(area, what),
        url=url,
        check_url=f"{url}/check",
        receipt_url=f"{url}/receipt",
        state=facts.state,
        state_words=visit.say(facts.state_words),
        ending="" if facts.void else _ending(visit, area, facts.id),
        takes=facts.takes_answers,
        demonstration=facts.demonstration,
        style_url=static_url(visit.links, "motions.css", PACKAGE),
        void=visit.say(facts.void.words) if facts.void else "",
        **more,
    )


def _ending(visit: PageRequest, area: str, id_: str) -> str:
    """Until when answers are taken, or were, where that was announced."""
    return sentence(visit.say(visit.hall.town.desk(area).ending(id_)))


def _days(visit: PageRequest, facts: MotionAsked) -> Iterator[FigureView]:
    """Dates in the order of the calendar, as far as they are known."""
    days, language, heard = facts.days, visit.language, facts.preliminary or None
    rows = (
        (Text("议题公示", "Agenda posted"), facts.posted),
        (Text("开始表决", "Open for answers"), facts.opened),
        (
            Text("最早截止", "Closes at the earliest"),
            not facts.closed and days.closes_earliest,
        ),
        (Text("最晚截止", "Closes at the latest"), not facts.closed and days.closes_latest),
        (Text("截止", "Closed"), facts.closed),
        (Text("初步结果公示", "Preliminary result posted"), heard and heard.on),
        (Text("异议收到（含当天）", "Objections until the end of"), heard and heard.until),
        (
            Text("最晚公布结果", "Result due"),
            not facts.decision and not heard and days.result_due,
        ),
    )
    for label, on in rows:
        if on:
            yield FigureView(visit.say(label), day(on, language) or "")
    spans = (
        (Text("表决前公示", "Posted before voting for"), days.notice),
        (Text("结果公示", "Result stays posted for"), days.result_posted),
    )
    for label, number in spans:
        if number:
            words = Text(f"{number}天", f"{number} day{'s' if number > 1 else ''}")
            yield FigureView(visit.say(label), visit.say(words))


# -- a motion ----------------------------------------------------------------------------------


def motion_view(
    visit: PageRequest, desk: Desk, poll: Poll, mark: str = "", error: TickboxError | None = None
) -> QuestionView:
    """The question with this answer chosen."""
    facts, chosen = public_motions.motion_facts(desk, poll), read_ticks(mark)
    asked_ = motion_head(visit, desk.area, facts)
    return QuestionView(
        asked=asked_,
        because=visit.say(facts.because) or None,
        answers=tuple(
            OfferView(side.mark, sentence(visit.say(side.title)), side.mark in chosen)
            for side in facts.sides
        ),
        bars=tuple(sentence(visit.say(line)) for line in facts.bars_words),
        silence=visit.say(facts.silence) if facts.silence else None,
        majority=visit.say(facts.majority) if facts.majority else None,
        changeable=facts.changeable,
        heads=facts.heads,
        taken_part=facts.taken_part,
        review_url=f"{asked_.url}/review",
        look=look_of(asked_.url, error),
        decision=_decision(visit, desk, poll, facts.decision),
        item_url=_item_url(visit, desk.area, facts.from_),
        error=visit.refusal(error),
        computed=_decision(visit, desk, poll, facts.void.computed) if facts.void else None,
        law=tuple(sentence(visit.say(line)) for line in facts.law_words),
        seats=poll.motion.seats,
        candidates=len(poll.motion.candidates),
        drawings=tuple(visit.say(one.words) for one in facts.drawings or ()),
        mine_url="" if facts.void else f"{asked_.url}/mine",
        corrections=visit.say(facts.corrections.words) if facts.corrections else "",
        before=_linked(visit, desk, poll.follows),
        after=tuple(
            link
            for one in desk.motions.polls()
            if one.follows == poll.id and (link := _linked(visit, desk, one.id))
        ),
        estate_rules=tuple(
            EstateRuleView(visit.say(one.question), visit.say(one.said), visit.say(one.source))
            for one in facts.estate_rules or ()
        ),
        preliminary=_preliminary(visit, desk, poll, facts.preliminary or None, asked_),
    )


def _linked(visit: PageRequest, desk: Desk, id_: str) -> LinkView | None:
    """The page of another motion; ``None`` while it is nobody's business."""
    try:
        poll = public_motions.motion_of(visit.hall, desk.area, id_)[1] if id_ else None
    except NotListed:
        return None
    if poll is None:
        return None
    return LinkView(visit.say(poll.motion.question), visit.links.board(desk.area, "motions", id_))


def _preliminary(
    visit: PageRequest, desk: Desk, poll: Poll, found: PreliminaryAnswer | None, asked: AskedView
) -> PreliminaryView | None:
    decision = _decision(visit, desk, poll, found.decision if found else None)
    if found is None or decision is None:
        return None
    return PreliminaryView(
        words=visit.say(found.words),
        decision=decision,
        final=found.final,
        object_url=f"{asked.url}/object" if found.taken else "",
        unanswered=found.unanswered,
        answered=answered_objections(visit, found),
    )


def answered_objections(
    visit: PageRequest, found: PreliminaryAnswer
) -> tuple[AnsweredObjectionView, ...]:
    """The answers there are, in the reader's language."""
    return tuple(AnsweredObjectionView(one.ref, visit.say(one.answer)) for one in found.answers)


def _item_url(visit: PageRequest, area: str, came: PromotedFrom | None) -> str:
    """The item that was promoted; nothing while its list is nobody's business."""
    try:
        if came is None or not visit.hall.find_round(area, came.round):
            return ""
    except NotListed:
        return ""
    return visit.links.item(area, came.round, came.item)


def _decision(
    visit: PageRequest, desk: Desk, poll: Poll, found: DecisionAnswer | None
) -> DecisionView | None:
    if found is None:
        return None

    def title(side: str) -> str:
        return sentence(visit.say(side_words(poll.motion, side)))

    took_part = _took_part(found) if poll.motion.seats else ()
    bundle = visit.links.twin(desk.area, f"motions/{poll.id}/bundle")

    return DecisionView(
        result=found.result,
        words=sentence(visit.say(_result(found.result))),
        sentence=visit.say(found.sentence),
        chosen=None if found.chosen is None or not poll.motion.options
        else title(found.chosen),
        next_round=tuple(title(option) for option in found.next_round),
        sides=tuple(
            SideView(
                title(side) if poll.motion.options else "",
                verdict.result,
                visit.say(_result(verdict.result)),
                tuple(_bar(visit, one) for one in verdict.checks if one not in took_part),
            )
            for side, verdict in found.verdicts.items()
        ),
        took_part=tuple(_bar(visit, one) for one in took_part),
        counted=tuple(_counted_view(visit, poll, one) for one in found.tallies),
        notes=tuple(visit.say(note) for note in found.notes),
        bundle_url=bundle,
        recount_url=visit.links.count_here(bundle, visit.language),
        seated=visit.say(election_words(poll.motion, found)) if poll.motion.seats else "",
        candidates=tuple(_candidates(visit, poll, found)) if poll.motion.seats else (),
    )  # fmt: skip


def _took_part(found: DecisionAnswer) -> tuple[BarAnswer, ...]:
    """The bars of taking part, which all candidates have in common."""
    verdict = next(iter(found.verdicts.values()), None)
    checks = () if verdict is None else verdict.checks
    return tuple(one for one in checks if one.check == BarKind.QUORUM)


def _candidates(visit: PageRequest, poll: Poll, found: DecisionAnswer) -> Iterator[CandidateView]:
    """Every candidate in the order of the paper, with both counts."""
    tallies = {Base(one.base): one for one in found.tallies}

    def amount(base: Base, candidate: str) -> str:
        number = tallies[base].marks.get(candidate)
        decimals = tallies[base].decimals or TWO_DECIMALS
        return visit.say(_UNKNOWN) if number is None else base.number(number, decimals)

    for one in poll.motion.options:
        result = Result(found.verdicts[one.id].result)
        yield CandidateView(
            name=visit.say(one.title),
            heads=amount(Base.HEADS, one.id),
            area=amount(Base.AREA, one.id),
            met=_PASSES[result],
            words=visit.say(_result(result)),
            seat=sentence(visit.say(seat_words(found, one.id))),
            elected=one.id in found.elected,
        )


_PASSES = {Result.PASSED: "yes", Result.REJECTED: "no", Result.UNDETERMINED: "unknown"}
_UNKNOWN = Text("不详", "not known")


def _result(result: str) -> Text:
    """A result in a word or two: the page explains what "undetermined" means."""
    found = Result(result)
    return Text("无法判定", "undetermined") if found is Result.UNDETERMINED else found.words


_WHAT = {
    BarKind.QUORUM: Text("参与表决的{base}", "{base} taking part, of all"),
    BarKind.APPROVAL: Text(
        "同意的{base}（占参与表决的）", "{base} in favour, of those taking part"
    ),
}
_OF_ALL = Text("同意的{base}（占全体的）", "{base} in favour, of all")
_MET = {True: "yes", False: "no", None: "unknown"}


def _bar(visit: PageRequest, found: BarAnswer) -> BarFoundView:
    base = Base(found.base)
    share = ""
    if found.part is not None and found.whole is not None:
        share = percent(Fraction(found.part), Fraction(found.whole))
    words = _OF_ALL if found.of == Of.ALL else _WHAT[BarKind(found.check)]
    what = words.filled(base=base.words)
    return BarFoundView(
        what=sentence(visit.say(what)),
        part=_amount(visit, base, found.part),
        whole=_amount(visit, base, found.whole),
        share=found.share or "",
        percent=share,
        bar=visit.say(Bar.of(found.bar).words()),
        met=_MET[found.met],
        missing="" if found.missing is None else _amount(visit, base, found.missing),
    )


def _amount(visit: PageRequest, base: Base, number: str | None) -> str:
    """An exact amount of a published check, in its unit."""
    if number is None:
        return visit.say(_UNKNOWN)
    return visit.say(base.said(base.amount(number)))


def _counted_view(visit: PageRequest, poll: Poll, tally: TallyAnswer) -> CountedView:
    """How many said what; amounts of a published tally are whole numbers."""
    base, decimals = Base(tally.base), tally.decimals or TWO_DECIMALS

    def amount(number: int | None) -> str | None:
        return None if number is None else visit.say(base.said(number, decimals))

    return CountedView(
        sentence(visit.say(base.words)),
        amount(tally.total),
        amount(tally.participating),
        tuple(
            (
                sentence(visit.say(tallied_words(poll.motion, mark))),
                amount(number),
            )
            for mark, number in tally.marks.items()
        ),
    )
