"""From the plain facts of motions and judgements to the parts of their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tickbox_core.desk import Check, Desk
from tickbox_core.desk.motions import Poll
from tickbox_core.errors import NotListed, TickboxError
from tickbox_core.rules.motions import SPOILED, Bar, Base, Kind, Result
from tickbox_core.rules.motions.bases import percent
from tickbox_core.text import Text
from tickbox_server import asked
from tickbox_server.pages.forms import look_of
from tickbox_server.pages.render import static_url
from tickbox_server.pages.showing import area_name
from tickbox_server.pages.views import FigureView
from tickbox_server.pages.views_asking import (
    AskedView,
    BarFoundView,
    CountedView,
    DecisionView,
    OfferView,
    QuestionView,
    SideView,
)
from tickbox_server.pages.views_ticking import CheckedView
from tickbox_server.pages.visit import Visit
from tickbox_server.pages.words import day, sentence

Plain = Mapping[str, Any]


def said(visit: Visit, error: TickboxError | None) -> str | None:
    """An error as a sentence of the page."""
    return None if error is None else sentence(visit.say(error.text))


def checked_view(code: str, found: Check | None) -> CheckedView:
    """What a receipt's code tells."""
    if found is None:
        return CheckedView(code, found=False)
    return CheckedView(
        code,
        found=True,
        counted=found.counted,
        revision=found.revision,
        number=found.index + 1,
        size=found.size,
        root=found.root,
    )


# -- heads -------------------------------------------------------------------------------------


def motion_head(visit: Visit, area: str, facts: Plain) -> AskedView:
    """A motion in short."""
    return head(
        visit,
        area,
        "motions",
        facts,
        title=facts["question"][visit.language],
        kind=sentence(facts["kind_words"][visit.language]),
        binds=facts["binds"][visit.language],
        days=tuple(_days(visit, facts)),
    )


def head(visit: Visit, area: str, what: str, facts: Plain, title: str, **more: Any) -> AskedView:
    """What is asked, in short."""
    url = visit.links.board(area, what, facts["id"])
    return AskedView(
        title=title,
        area=area_name(visit, area),
        area_url=visit.links.area(area),
        all_url=visit.links.board(area, what),
        url=url,
        check_url=f"{url}/check",
        receipt_url=f"{url}/receipt",
        state=facts["state"],
        state_words=facts["state_words"][visit.language],
        takes=facts["takes_answers"],
        demonstration=facts["demonstration"],
        style_url=static_url(visit.links, "motions.css"),
        **more,
    )


def _days(visit: Visit, facts: Plain) -> Iterator[FigureView]:
    """Dates in the order of the calendar, as far as they are known."""
    days, language = facts["days"], visit.language
    rows = (
        (Text("议题公示", "Agenda posted"), facts["posted"]),
        (Text("开始表决", "Open for answers"), facts["opened"]),
        (
            Text("最早截止", "Closes at the earliest"),
            not facts["closed"] and days["closes_earliest"],
        ),
        (Text("最晚截止", "Closes at the latest"), not facts["closed"] and days["closes_latest"]),
        (Text("截止", "Closed"), facts["closed"]),
        (Text("最晚公布结果", "Result due"), not facts["decision"] and days["result_due"]),
    )
    for label, on in rows:
        if on:
            yield FigureView(visit.say(label), day(on, language) or "")
    spans = (
        (Text("表决前公示", "Posted before voting for"), days["notice"]),
        (Text("结果公示", "Result stays posted for"), days["result_posted"]),
    )
    for label, number in spans:
        if number:
            words = Text(f"{number}天", f"{number} day{'s' if number > 1 else ''}")
            yield FigureView(visit.say(label), visit.say(words))


# -- a motion ----------------------------------------------------------------------------------


def motion_view(
    visit: Visit, desk: Desk, poll: Poll, mark: str = "", error: TickboxError | None = None
) -> QuestionView:
    """The question with this answer chosen."""
    facts, language = asked.motion_facts(desk, poll), visit.language
    asked_ = motion_head(visit, desk.area, facts)
    return QuestionView(
        asked=asked_,
        because=facts["because"][language] or None,
        answers=tuple(
            OfferView(side["mark"], sentence(side["title"][language]), side["mark"] == mark)
            for side in facts["sides"]
        ),
        bars=tuple(sentence(line[language]) for line in facts["bars_words"]),
        silence=facts["silence"] and facts["silence"][language],
        changeable=facts["changeable"],
        heads=facts["heads"],
        taken_part=facts["taken_part"],
        review_url=f"{asked_.url}/review",
        look=look_of(asked_.url, error),
        decision=_decision(visit, desk, poll, facts["decision"]),
        item_url=_item_url(visit, desk.area, facts["from"]),
        error=said(visit, error),
    )


def _item_url(visit: Visit, area: str, came: Plain | None) -> str:
    """The item that was promoted; nothing while its list is nobody's business."""
    try:
        if came is None or not visit.hall.shown(area, came["round"]):
            return ""
    except NotListed:
        return ""
    return visit.links.item(area, came["round"], came["item"])


def _decision(visit: Visit, desk: Desk, poll: Poll, plain: Plain | None) -> DecisionView | None:
    if plain is None:
        return None

    def title(side: str) -> str:
        return sentence(visit.say(asked.side_words(poll, side)))

    return DecisionView(
        result=plain["result"],
        words=sentence(visit.say(_result(plain["result"]))),
        sentence=plain["sentence"][visit.language],
        chosen=None if plain["chosen"] is None or not poll.motion.options
        else title(plain["chosen"]),
        next_round=tuple(title(option) for option in plain["next_round"]),
        sides=tuple(
            SideView(
                title(side) if poll.motion.options else "",
                verdict["result"],
                visit.say(_result(verdict["result"])),
                tuple(_bar(visit, one) for one in verdict["checks"]),
            )
            for side, verdict in plain["verdicts"].items()
        ),
        counted=tuple(_counted(visit, poll, one) for one in plain["tallies"]),
        notes=tuple(note[visit.language] for note in plain["notes"]),
        bundle_url=visit.links.twin(desk.area, f"motions/{poll.id}/bundle"),
    )  # fmt: skip


def _result(result: str) -> Text:
    """A result in a word or two: the page explains what "undetermined" means."""
    found = Result(result)
    return Text("无法判定", "undetermined") if found is Result.UNDETERMINED else found.words


_WHAT = {
    Kind.QUORUM: Text("参与表决的{base}", "{base} taking part, of all"),
    Kind.APPROVAL: Text("同意的{base}（占参与表决的）", "{base} in favour, of those taking part"),
}
_MET = {True: "yes", False: "no", None: "unknown"}


def _bar(visit: Visit, plain: Plain) -> BarFoundView:
    base = Base(plain["base"])
    known = plain["part"] is not None and plain["whole"] is not None
    share = percent(Fraction(plain["part"]), Fraction(plain["whole"])) if known else ""
    what = _WHAT[Kind(plain["check"])].filled(base=base.words)
    return BarFoundView(
        what=sentence(visit.say(what)),
        part=_amount(visit, base, plain["part"]),
        whole=_amount(visit, base, plain["whole"]),
        share=plain["share"] or "",
        percent=share,
        bar=visit.say(Bar.of(plain["bar"]).words()),
        met=_MET[plain["met"]],
        missing="" if plain["missing"] is None else _amount(visit, base, plain["missing"]),
    )


def _amount(visit: Visit, base: Base, number: str | None) -> str:
    """An exact amount of a published check, in its unit."""
    if number is None:
        return visit.say(Text("不详", "not known"))
    amount = Fraction(number) * (100 if base is Base.AREA else 1)
    return visit.say(base.said(amount))


def _counted(visit: Visit, poll: Poll, tally: Plain) -> CountedView:
    """How many said what; amounts of a published tally are whole numbers."""
    base = Base(tally["base"])

    def amount(number: int | None) -> str | None:
        return None if number is None else visit.say(base.said(number))

    words = {SPOILED: Text("废票", "Spoiled"), "silent": Text("没有投票", "Handed in nothing")}
    return CountedView(
        sentence(visit.say(base.words)),
        amount(tally["total"]),
        amount(tally["participating"]),
        tuple(
            (sentence(visit.say(words.get(mark) or asked.side_words(poll, mark))), amount(number))
            for mark, number in tally["marks"].items()
        ),
    )
