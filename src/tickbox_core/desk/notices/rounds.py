"""Notices of a round: roll totals, the list, the call to tick, objections, result, annual list."""

from __future__ import annotations

from datetime import date

from tickbox_core.counting import Share
from tickbox_core.desk.concluding import Standing
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.notices.common import (
    NEEDS,
    Sender,
    area_name,
    by_category,
    entry,
    foot,
    kinds_of,
)
from tickbox_core.desk.notices.pieces import (
    Bar,
    Bars,
    Entries,
    Entry,
    Fact,
    Facts,
    Notice,
    Part,
    Section,
    Table,
    Words,
    count,
    day,
    listed,
    sentence,
    yuan,
)
from tickbox_core.errors import NotPossible
from tickbox_core.model import Cycle, Question
from tickbox_core.rules import Outcome, Placed
from tickbox_core.text import EMPTY, Text, joined
from tickbox_core.year import Override, Stage


def _notice(
    desk: Desk, sender: Sender, cycle: Cycle, title: Text, lead: Text, page: str, *parts: Section
) -> Notice:
    return Notice(
        area=area_name(desk),
        title=title,
        round=cycle.title,
        question=kinds_of(desk, cycle),
        sections=tuple(part for part in parts if part.parts),
        foot=foot(desk, sender, sender.link(desk, cycle.id, page), cycle),
        lead=lead,
    )


# -- before --------------------------------------------------------------------------------------


def roll_notice(desk: Desk, cycle_id: str, sender: Sender) -> Notice:
    """How many are on the roll; no name stands on it.  ``NotPossible`` before there is a roll."""
    cycle = desk.cycle(cycle_id)
    roll = cycle.roll
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
            Fact(Text("谁可以打钩", "Who may tick"), listed(cycle.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("名册校验码", "Commitment to the roll"), Text.of(roll.commitment)),
        )
    )
    lead = Text(
        "名册只公布人数，不公布姓名。是否在册，请本人到居委会核对；遗漏或错误请在打钩开始前提出。",
        "Of the roll only numbers are posted, no names. Ask the residents' committee whether you "
        "are on it, and tell us of anything missing or wrong before ticking opens.",
    )
    title = Text("名册人数公示", "How many are on the roll")
    return _notice(desk, sender, cycle, title, lead, "", Section(EMPTY, (facts,)))


_ALL_OF_THE_ROLL = Text("名册上的全体居民", "everybody on the roll")


def list_notice(desk: Desk, cycle_id: str, sender: Sender) -> Notice:
    """The list, as it is posted for objections or ticked."""
    cycle = desk.cycle(cycle_id)
    posted = desk.posting.posted(cycle_id)
    facts = Facts(
        (
            Fact(Text("事项", "Items"), count(len(cycle.items), "项", "item")),
            Fact(Text("每人可以", "Each resident"), cycle.limits.text),
            Fact(Text("谁可以打钩", "Who may tick"), listed(cycle.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("公示期", "Posted"), _span(posted.on, posted.until) if posted else EMPTY),
            Fact(Text("提出异议", "To object"), _OBJECT if posted else EMPTY),
        )
    )
    numbers = {item.id: at for at, item in enumerate(cycle.items, 1)}
    sections = [
        Section(title, (Entries(tuple(entry(one, numbers[one.item.id]) for one in held)),))
        for title, held in by_category(desk, cycle).items()
    ]
    title = Text("事项清单公示", "The list of items")
    return _notice(desk, sender, cycle, title, EMPTY, "", Section(EMPTY, (facts,)), *sections)


_OBJECT = Text(
    "公示期内向居委会提出，口头、书面、网上都可以；每条都会书面答复",
    "tell the residents' committee while it is posted, by word, in writing or online; "
    "each objection gets an answer",
)


def _span(first: date, last: date) -> Text:
    return Text("{first}至{last}", "{first} to {last}").filled(
        first=day(first.isoformat()), last=day(last.isoformat())
    )


def call_notice(desk: Desk, cycle_id: str, sender: Sender, until: date | None = None) -> Notice:
    """Please come and tick: who, until when (where that is known), the ways, and what is asked."""
    cycle = desk.cycle(cycle_id)
    facts = Facts(
        (
            Fact(Text("打钩时间", "When"), _when(cycle, until)),
            Fact(Text("谁可以打钩", "Who may tick"), listed(cycle.terms) or _ALL_OF_THE_ROLL),
            Fact(Text("每人可以", "Each resident"), cycle.limits.text),
        )
    )
    ways = Entries(
        tuple(Entry(title, words=words, number=at) for at, (title, words) in enumerate(_WAYS, 1))
    )
    title = Text("请您来打钩", "Come and tick")
    lead = Text(
        "小区里先办哪几件事，由居民打钩决定先后。",
        "Which things are done first is for the residents to tick.",
    )
    return _notice(
        desk,
        sender,
        cycle,
        title,
        lead,
        "",
        Section(EMPTY, (facts,)),
        Section(Text("怎么打钩", "How"), (ways, Words(_NO_MONEY, strong=True))),
        Section(_asked(len(cycle.items)), (_titled(desk, cycle),)),
    )


FEW = 10
"""So many items stand one below the other on a call; more are named in a line for each category,
so that the call stays on one page."""


def _titled(desk: Desk, cycle: Cycle) -> Part:
    if len(cycle.items) > FEW:
        return Facts(
            Fact(title or Text("事项", "Items"), listed(one.item.title for one in held))
            for title, held in by_category(desk, cycle).items()
        )
    return Entries(
        tuple(
            Entry(one.item.title, tag=one.question.words, number=at)
            for at, one in enumerate(desk.listed(cycle.id), 1)
        )
    )


def _asked(number: int) -> Text:
    return Text(f"请您看看这{number}个事项", f"What is asked: {count(number, '', 'item').en}")


def _when(cycle: Cycle, until: date | None) -> Text:
    since, last = day(cycle.opened_at), day(until.isoformat() if until else None)
    if since and last:
        return Text("{since}至{last}", "{since} to {last}").filled(since=since, last=last)
    if last:
        return Text("{last}截止", "until {last}").filled(last=last)
    return Text("{since}起", "since {since}").filled(since=since) if since else EMPTY


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


def objections_notice(desk: Desk, cycle_id: str, sender: Sender) -> Notice:
    """How many objections came in, and the answers; nobody's words or names."""
    cycle = desk.cycle(cycle_id)
    titles = {item.id: item.title for item in cycle.items}
    sections, number = [], 0
    for stage in Stage:
        raised = desk.posting.objections(cycle_id, stage)
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
        table = (Table(_OBJECTIONS, rows, widest=2),) if rows else ()
        sections.append(Section(stage.words, (Words(told, strong=True), *table)))
    lead = Text(
        f"共收到异议{number}条。这里公布的是答复，不公布提出人。",
        f"{count(number, '', 'objection').en} in all. The answers are posted, nobody's name is.",
    )
    title = Text("异议及答复公示", "Objections and answers")
    return _notice(desk, sender, cycle, title, lead, "", *sections)


_OBJECTIONS = (
    Text("编号", "reference"),
    Text("事项", "item"),
    Text("答复", "answer"),
    Text("答复日期", "answered"),
)


# -- after ---------------------------------------------------------------------------------------


def result_notice(desk: Desk, cycle_id: str, sender: Sender) -> Notice:
    """The ranking with bars, what goes ahead, how stable it is, objections, and how to recount."""
    cycle, standing = desk.cycle(cycle_id), desk.concluding.standing(cycle_id)
    outcome, posted = standing.outcome, standing.published
    turnout = desk.turnout(cycle_id)
    took_part = Share(turnout.participants, turnout.registered, "registered")
    facts = Facts(
        (
            Fact(Text("参与", "Took part"), took_part.text),
            Fact(Text("入选", "Chosen"), _chosen(cycle, standing.chosen)),
            Fact(Text("异议期", "Objections"), _span(posted.on, posted.until)),
        )
    )
    return _notice(
        desk,
        sender,
        cycle,
        Text("打钩结果公示", "The result"),
        EMPTY,
        "wall",
        Section(EMPTY, (facts,)),
        Section(Text("排序", "Ranking"), (Bars(_bars(desk, cycle, outcome)),)),
        Section(Text("说明", "Notes"), _notes(outcome)),
        _overrides(cycle, standing.overrides),
        Section(Text("谁都能复核", "Anyone can recount"), (Words(_RECOUNT), _digest(standing))),
    )


def _digest(standing: Standing) -> Facts:
    digest = Text.of(standing.published.digest)
    return Facts((Fact(Text("结果校验码", "Digest of the result"), digest),))


_RECOUNT = Text(
    "公布前已由另一套独立程序复算一致。核验包和复算程序在网上公开，任何人可以自己重算。",
    "Before it was posted another program counted it alike. The bundle and that program are open "
    "to all on the pages: count again yourself.",
)


def _chosen(cycle: Cycle, chosen: tuple[str, ...]) -> Text:
    titles = listed(cycle.item(item).title for item in chosen)
    return titles or Text("本轮只排序，不设入选名额", "this round ranks and chooses none")


def _bars(desk: Desk, cycle: Cycle, outcome: Outcome) -> tuple[Bar, ...]:
    by_id = {one.item.id: one for one in desk.listed(cycle.id)}
    mixed = len({one.question for one in by_id.values()}) > 1  # one kind stands in the head
    return tuple(
        Bar.of_share(
            placed.title,
            placed.share,
            rank=placed.rank,
            tag=by_id[placed.item].question.words if mixed else EMPTY,
            words=_why(placed, by_id[placed.item].needs),
            chosen=placed.chosen,
        )
        for placed in outcome.ranking
    )


def _why(placed: Placed, needs: Question | None) -> Text:
    """The reason, and what is still to be decided."""
    said = [sentence(placed.why)]
    if needs is not None:
        words = Text("{needs}：{kind}。", "{needs}: {kind}.")
        said.append(words.filled(needs=NEEDS, kind=needs.words))
    for option in placed.options:
        words = Text("{title}：{share}", "{title}: {share}")
        said.append(sentence(words.filled(title=option.title, share=option.share.text)))
    return joined(said)


def _notes(outcome: Outcome) -> tuple[Part, ...]:
    found: list[Part] = []
    if outcome.margin is not None:
        found.append(Words(sentence(outcome.margin.why)))
    if outcome.note:
        found.append(Words(sentence(outcome.note)))
    for tie in outcome.ties:
        said = Text(
            f"有{len(tie.items)}项并列跨线，按事先定好的办法（{tie.tie_break}）处理。",
            f"{len(tie.items)} items were tied across the cut; settled as laid down before "
            f"({tie.tie_break}).",
        )
        found.append(Words(said))
    return tuple(found)


def _overrides(cycle: Cycle, overrides: tuple[Override, ...]) -> Section:
    """What was decided beside the count, with reason and names."""
    parts = tuple(
        Facts(
            (
                Fact(Text("另行列入", "Taken up"), _titles(cycle, one.take)),
                Fact(Text("未予列入", "Left out"), _titles(cycle, one.leave)),
                Fact(Text("理由", "Reason"), one.reason),
                Fact(Text("决定人", "Decided by"), one.decided_by),
            )
        )
        for one in overrides
    )
    return Section(Text("与计票结果不同的决定", "Decided beside the count"), parts)


def _titles(cycle: Cycle, items: tuple[str, ...]) -> Text:
    return listed(cycle.item(item).title for item in items)


def annual_notice(desk: Desk, cycle_id: str, sender: Sender) -> Notice:
    """The projects of the year; ``NotPossible`` before they are fixed."""
    cycle, standing = desk.cycle(cycle_id), desk.concluding.standing(cycle_id)
    fixed = standing.annual_list
    if fixed is None:
        raise NotPossible(
            Text("年度实事项目还没有确定。", "the annual list is not fixed yet."),
            Text("异议期满后确定，再打印。", "Fix it once objections are over, then print."),
        )
    by_id = {one.item.id: one for one in desk.listed(cycle_id)}
    placed = {one.item: one for one in standing.outcome.ranking}
    rows = tuple(
        entry(by_id[item], at, (Fact(Text("打钩", "Ticked by"), placed[item].share.text),))
        for at, item in enumerate(fixed.items, 1)
    )
    costs = [by_id[item].item.cost for item in fixed.items]
    known = [cost for cost in costs if cost is not None]
    total = yuan(sum(known)) if known else EMPTY
    if known and len(known) < len(costs):
        more = len(costs) - len(known)
        total = Text(f"{total.zh}（另有{more}项费用未定）", f"{total.en} ({more} not known yet)")
    facts = Facts(
        (
            Fact(Text("确定日期", "Fixed on"), day(fixed.at)),
            Fact(Text("项目", "Projects"), count(len(rows), "项", "project")),
            Fact(Text("费用合计", "Cost in all"), total),
        )
    )
    lead = Text(
        "经居民打钩、公示、异议期满，确定以下年度实事项目。",
        "Ticked by the residents, posted, and fixed once objections were over.",
    )
    return _notice(
        desk,
        sender,
        cycle,
        Text("年度实事项目公示", "The projects of the year"),
        lead,
        "wall",
        Section(EMPTY, (facts,)),
        Section(Text("项目", "Projects"), (Entries(rows),)),
        _overrides(cycle, standing.overrides),
    )
