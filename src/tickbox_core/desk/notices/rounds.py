"""Notices on the way to a result: roll totals, the list, the call to tick, objections."""

from __future__ import annotations

from datetime import date

from tickbox_core.desk.desk import Desk
from tickbox_core.desk.hours import span_words
from tickbox_core.desk.notices.common import (
    Sender,
    by_category,
    entry,
    round_notice,
    span,
)
from tickbox_core.errors import NotPossible
from tickbox_core.model import Round
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.notices import (
    Entries,
    EntryPiece,
    Fact,
    Facts,
    Notice,
    Part,
    SectionPiece,
    TablePiece,
    WordsPiece,
    count,
    day,
    listed,
)
from tickbox_core.year.objections import OF_ROUNDS


def roll_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """How many are on the roll; no name stands on it.  ``NotPossible`` before there is a roll."""
    round = desk.round(round_id)
    roll = round.roll
    if roll is None:
        raise NotPossible(
            Text("这一轮还没有名册。", "this round has no roll yet."),
            Text("请先导入名册。", "Read the roll in first."),
        )
    facts = Facts(
        (
            Fact(Text("名册日期", "Roll of"), day(roll.as_of)),
            Fact(Text("在册居民", "On the roll"), count(roll.registered, "名", "resident")),
            Fact(Text("在册家庭", "Households"), count(roll.households, "户", "household")),
            Fact(Text("谁可以打钩", "Who may tick"), listed(round.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("名册校验码", "Commitment to the roll"), Text.of(roll.commitment)),
        )
    )
    lead = Text(
        "名册只公布人数，不公布姓名。是否在册，请本人到居委会核对；遗漏或错误请在打钩开始前提出。",
        "Of the roll only numbers are posted, no names. Ask the residents' committee whether you "
        "are on it, and tell us of anything missing or wrong before ticking opens.",
    )
    title = Text("名册人数公示", "How many are on the roll")
    return round_notice(desk, sender, round, title, lead, "", SectionPiece(EMPTY, (facts,)))


_ALL_OF_THE_ROLL = Text("名册上的全体居民", "everybody on the roll")


def list_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """The list, as it is posted for objections or ticked."""
    round = desk.round(round_id)
    posted = desk.posting.posted(round_id)
    facts = Facts(
        (
            Fact(Text("事项", "Items"), count(len(round.items), "项", "item")),
            Fact(Text("每人可以", "Each resident"), round.limits.text),
            Fact(Text("谁可以打钩", "Who may tick"), listed(round.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("遇到并列", "On a tie"), desk.on_a_tie(round_id)),
            Fact(Text("决选", "A run-off"), desk.what_it_settles(round_id)),
            Fact(Text("打钩时间", "Ticking"), _when(desk, round)),
            Fact(Text("公示期", "Posted"), span(posted.on, posted.until) if posted else EMPTY),
            Fact(Text("提出异议", "To object"), _OBJECT if posted else EMPTY),
        )
    )
    numbers = {item.id: at for at, item in enumerate(round.items, 1)}
    sections = [
        SectionPiece(title, (Entries(tuple(entry(one, numbers[one.item.id]) for one in held)),))
        for title, held in by_category(desk, round).items()
    ]
    title = Text("事项清单公示", "The list of items")
    return round_notice(
        desk, sender, round, title, EMPTY, "", SectionPiece(EMPTY, (facts,)), *sections
    )


_OBJECT = Text(
    "公示期内向居委会提出，口头、书面、网上都可以；每条都会书面答复",
    "tell the residents' committee while it is posted, by word, in writing or online; "
    "each objection gets an answer",
)


def call_notice(desk: Desk, round_id: str, sender: Sender, until: date | None = None) -> Notice:
    """Please come and tick: who, until when (where that is known), the ways, and what is asked."""
    round = desk.round(round_id)
    facts = Facts(
        (
            Fact(Text("打钩时间", "When"), _when(desk, round, until)),
            Fact(Text("谁可以打钩", "Who may tick"), listed(round.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("每人可以", "Each resident"), round.limits.text),
        )
    )
    ways = Entries(
        tuple(
            EntryPiece(title, words=words, number=at) for at, (title, words) in enumerate(_WAYS, 1)
        )
    )
    title = Text("请您来打钩", "Come and tick")
    lead = Text(
        "小区里先办哪几件事，由居民打钩决定先后。",
        "Which things are done first is for the residents to tick.",
    )
    return round_notice(
        desk,
        sender,
        round,
        title,
        lead,
        "",
        SectionPiece(EMPTY, (facts,)),
        SectionPiece(Text("怎么打钩", "How"), (ways, WordsPiece(_NO_MONEY, strong=True))),
        SectionPiece(_question_words(len(round.items)), (_titles_part(desk, round),)),
    )


FEW = 10
"""So many items stand one below the other on a call; more are named in a line for each category,
so that the call stays on one page."""


def _titles_part(desk: Desk, round: Round) -> Part:
    if len(round.items) > FEW:
        return Facts(
            Fact(title or Text("事项", "Items"), listed(one.item.title for one in held))
            for title, held in by_category(desk, round).items()
        )
    return Entries(
        tuple(
            EntryPiece(one.item.title, tag=one.question.words, number=at)
            for at, one in enumerate(desk.listed(round.id), 1)
        )
    )


def _question_words(number: int) -> Text:
    return Text(f"请您看看这{number}个事项", f"What is asked: {count(number, '', 'item').en}")


def _when(desk: Desk, round: Round, until: date | None = None) -> Text:
    last = day(until) if until else desk.until(round.id)
    return span_words(desk.since(round.id), last)


_WAYS = (
    (
        Text("用手机", "By phone"),
        Text(
            "扫二维码看清单，打钩后输入您家收到的打钩码。",
            "Scan the code, read the list, tick, and type the code that came to your home.",
        ),
    ),
    (
        Text("用纸", "On paper"),
        Text(
            "在发到家里的选票上打钩，交回居委会或服务点；没有收到可以来领。",
            "Tick on the sheet that came to your home and hand it back; ask for one if none came.",
        ),
    ),
    (
        Text("请人帮忙", "With help"),
        Text(
            "打电话给居委会，工作人员和一名见证人上门帮您填。",
            "Ring the residents' committee: a helper and a witness come to your door.",
        ),
    ),
)
_NO_MONEY = Text(
    "打钩不收钱。凡是要您付款、转账、给银行卡号的，都不是我们。",
    "Ticking costs nothing. Whoever asks for money or a bank card is not us.",
)


def objections_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """How many objections came in, and the answers; nobody's words or names."""
    round = desk.round(round_id)
    titles = {item.id: item.title for item in round.items}
    sections, number = [], 0
    for stage in OF_ROUNDS:
        raised = desk.posting.objections(round_id, stage)
        number += len(raised)
        open_ = sum(not one.answer for one in raised)
        rows = tuple(
            (
                Text.of(one.ref),
                titles.get(one.item, Text("全部", "all of it")),
                one.answer or Text("尚未答复", "not answered yet"),
                day(one.answered_at),
            )
            for one in raised
        )
        told = Text(
            f"收到异议{len(raised)}条，已答复{len(raised) - open_}条，待答复{open_}条。",
            f"Objections: {len(raised)}; answered: {len(raised) - open_}; open: {open_}.",
        )
        table = (TablePiece(_OBJECTIONS, rows, widest=2),) if rows else ()
        sections.append(SectionPiece(stage.words, (WordsPiece(told, strong=True), *table)))
    lead = Text(
        f"共收到异议{number}条。这里公布的是答复，不公布提出人。",
        f"{count(number, '', 'objection').en} in all. The answers are posted, nobody's name is.",
    )
    title = Text("异议及答复公示", "Objections and answers")
    return round_notice(desk, sender, round, title, lead, "", *sections)


_OBJECTIONS = (
    Text("编号", "reference"),
    Text("事项", "item"),
    Text("答复", "answer"),
    Text("答复日期", "answered"),
)
