"""Notices of what a round came to: the result, and the annual list."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core.counting import Share
from tickbox_core.desk.concluding import ResultStanding
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.notices.common import (
    NEEDS,
    Sender,
    entry,
    round_notice,
    span,
)
from tickbox_core.desk.settling import TIED_HEAD, settling_sentence, tie_sentence
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import Question, Round, State
from tickbox_core.rules import Outcome, Placed
from tickbox_core.rules.telling import TIES, more_ties
from tickbox_core.text import EMPTY, Text, join_texts, yuan
from tickbox_core.workflow.notices import (
    BarPiece,
    BarsPiece,
    Entries,
    Fact,
    Facts,
    Notice,
    Part,
    SectionPiece,
    WordsPiece,
    count,
    day,
    listed,
    sentence,
)
from tickbox_core.year import Override


def result_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """The ranking with bars, what goes ahead, how stable it is, objections, and how to recount."""
    round, standing = desk.round(round_id), desk.concluding.standing(round_id)
    outcome, posted = standing.outcome, standing.published
    turnout = desk.turnout(round_id)
    took_part = Share(turnout.participants, turnout.registered, "registered")
    facts = Facts(
        (
            Fact(Text("参与", "Took part"), took_part.text),
            *_chosen_facts(round, standing),
            Fact(
                Text("异议期", "Objections"),
                EMPTY if round.rehearsal else span(posted.on, posted.until),
            ),
        )
    )
    return round_notice(
        desk,
        sender,
        round,
        Text("打钩结果公示", "The result"),
        EMPTY,
        "wall",
        SectionPiece(EMPTY, (facts,)),
        SectionPiece(Text("排序", "Ranking"), (BarsPiece(_bars(desk, round, standing)),)),
        SectionPiece(Text("说明", "Notes"), _notes(round, outcome)),
        *_account(outcome),
        _overrides(round, standing.overrides),
        SectionPiece(
            Text("谁都能复核", "Anyone can recount"), (WordsPiece(_RECOUNT), _digest(standing))
        ),
    )


def _digest(standing: ResultStanding) -> Facts:
    digest = Text.of(standing.published.digest)
    return Facts((Fact(Text("结果校验码", "Digest of the result"), digest),))


_RECOUNT = Text(
    "公布前已由另一套独立程序复算一致。核验包和复算程序在网上公开，任何人可以自己重算。",
    "Before it was posted another program counted it alike. The bundle and that program are open "
    "to all on the pages: count again yourself.",
)


def _chosen_facts(round: Round, standing: ResultStanding) -> Iterator[Fact]:
    """What the count chose, and what stands now where people decided otherwise beside it."""
    counted = standing.outcome.selected
    if counted is None:
        said = Text("本轮只排序，不设入选名额", "this round ranks and chooses none")
    else:
        said = _titles(round, (*counted, *standing.outcome.taken)) or NONE_CHOSEN
    if not standing.overrides:
        yield Fact(Text("入选", "Chosen"), said)
        return
    yield Fact(Text("计票入选", "Chosen by the count"), said)
    now = _titles(round, standing.chosen) or NONE_CHOSEN
    yield Fact(Text("另行决定后", "With what was decided beside it"), now)


NONE_CHOSEN = Text("没有事项入选", "no item is chosen")


def _bars(desk: Desk, round: Round, standing: ResultStanding) -> tuple[BarPiece, ...]:
    outcome = standing.outcome
    by_id = {one.item.id: one for one in desk.listed(round.id)}
    mixed = len({one.question for one in by_id.values()}) > 1  # one kind stands in the head
    return tuple(
        BarPiece.of_share(
            placed.title,
            placed.share,
            rank=placed.rank,
            tag=by_id[placed.item].question.words if mixed else EMPTY,
            words=_why(placed, by_id[placed.item].needs, standing),
            chosen=None if placed.item in outcome.taken else placed.chosen,
        )
        for placed in outcome.ranking
    )


def _why(placed: Placed, needs: Question | None, standing: ResultStanding) -> Text:
    """The reason, what people decided of it beside the count, and what is still to be decided."""
    said = [sentence(placed.why)]
    if (decided := standing.otherwise(placed.item)) is not None:
        said.append(LEFT_OUT if placed.item in decided.leave else TAKEN_UP)
    settling = standing.outcome.settling
    if settling is not None and placed.item in settling.taken:
        said.append(sentence(settling.taken_words))
    if needs is not None:
        words = Text("{needs}：{kind}。", "{needs}: {kind}.")
        said.append(words.filled(needs=NEEDS, kind=needs.words))
    for option in placed.options:
        words = Text("{title}：{share}", "{title}: {share}")
        said.append(sentence(words.filled(title=option.title, share=option.share.text)))
    account = standing.outcome.account
    cells = () if account is None else account.items.get(placed.item, ())
    if cells:
        words = Text("按交票方式：{cells}", "By the way the ballots came: {cells}")
        listed_ = join_texts([one.words for one in cells], "；", "; ")
        said.append(sentence(words.filled(cells=listed_)))
    return join_texts(said)


TAKEN_UP = Text("另行决定列入，见下面。", "Taken up by a decision beside the count, see below.")
LEFT_OUT = Text("另行决定不列入，见下面。", "Left out by a decision beside the count, see below.")


def _account(outcome: Outcome) -> Iterator[SectionPiece]:
    """What became of every ballot that was handed in."""
    if outcome.account is not None:
        facts = Facts(tuple(Fact(said, Text.of(f"{n:,}")) for said, n in outcome.account.lines))
        yield SectionPiece(Text("交来的选票", "What became of the ballots"), (facts,))


def _notes(round: Round, outcome: Outcome) -> tuple[Part, ...]:
    found: list[Part] = []
    if outcome.margin is not None:
        found.append(WordsPiece(sentence(outcome.margin.why)))
    if outcome.note:
        found.append(WordsPiece(sentence(outcome.note)))
    settling = outcome.settling
    if settling is not None:
        found += [WordsPiece(tie_sentence(round, tie)) for tie in settling.ties]
        found.append(WordsPiece(settling_sentence(round, settling), strong=True))
        return tuple(found)
    for tie in outcome.ties[:TIES]:
        said = Text(
            f"有{tie.number}项并列跨线，按事先定好的办法（{tie.tie_break}）处理。",
            f"{tie.number} items were tied across the cut; settled as laid down before "
            f"({tie.tie_break}).",
        )
        found.append(WordsPiece(said))
    rest = more_ties(outcome)
    return (*found, WordsPiece(rest)) if rest else tuple(found)


def tie_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """A tie that goes back to people: who is tied, for how much, and how it will be settled.

    ``NotListed`` where none is posted.
    """
    round, tied = desk.round(round_id), desk.posted_tie(round_id)
    if tied is None:
        raise NotListed(Text("已公布的并列", "posted tie"), round_id)
    turnout = desk.turnout(round_id)
    took_part = Share(turnout.participants, turnout.registered, "registered")
    by_id = {one.item.id: one for one in desk.listed(round_id)}
    facts = Facts(
        (
            Fact(Text("参与", "Took part"), took_part.text),
            Fact(Text("公布日期", "Posted on"), day(tied.posted)),
        )
    )
    ties = [
        SectionPiece(
            said,
            (Entries(tuple(entry(by_id[item], by_id[item].number) for item in tie.items)),),
        )
        for tie, said in zip(tied.ties, tied.sentences, strict=True)
    ]
    how = [WordsPiece(tied.how, strong=True), WordsPiece(_WHEN), WordsPiece(_RECOUNT_TIE)]
    return round_notice(
        desk,
        sender,
        round,
        Text("并列公示", "A tie"),
        TIED_HEAD,
        "wall",
        SectionPiece(EMPTY, (facts,)),
        *ties,
        SectionPiece(Text("怎样处理", "How it is settled"), tuple(how)),
    )


_WHEN = Text(
    "掷骰子的时间：＿＿＿＿＿＿ 地点：＿＿＿＿＿＿ 欢迎到场看着。",
    "The dice are thrown on ____________ at ____________ : come and watch.",
)
_RECOUNT_TIE = Text(
    "并列已由另一套独立程序复算一致；核验包在网上公开，任何人可以自己重算。",
    "Another program comes to the same tie; the bundle is open to all on the pages: count again "
    "yourself.",
)


def void_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """A round that was voided: why, and what its ballots came to, which is not in force.

    ``NotListed`` where it was not voided.
    """
    round, void = desk.round(round_id), desk.voided(round_id)
    if void is None:
        raise NotListed(Text("作废的轮次", "voided round"), round_id)
    reason, *reached = void.sentences
    facts = Facts((Fact(Text("作废日期", "Voided on"), day(void.at)),))
    said = [WordsPiece(reason, strong=True), *map(WordsPiece, reached)]
    if void.was is State.COUNTING:
        said.append(WordsPiece(_RECOUNT_VOID))
    pieces = [SectionPiece(EMPTY, (facts, *said))]
    if void.outcome is not None:
        pieces.append(SectionPiece(COMPUTED, (BarsPiece(_computed_bars(void.outcome)),)))
        pieces += _account(void.outcome)
    return round_notice(
        desk, sender, round, Text("作废公告", "A round is voided"), EMPTY, "wall", *pieces
    )


COMPUTED = Text("计票算出的结果（不生效）", "What the count comes to (not in force)")
_RECOUNT_VOID = Text(
    "核验包在网上公开，任何人可以自己重算。",
    "The bundle is open to all on the pages: count again yourself.",
)


def _computed_bars(outcome: Outcome) -> tuple[BarPiece, ...]:
    return tuple(
        BarPiece.of_share(one.title, one.share, rank=one.rank, words=sentence(one.why))
        for one in outcome.ranking
    )


def _overrides(round: Round, overrides: tuple[Override, ...]) -> SectionPiece:
    """What was decided beside the count, with reason and names."""
    parts = tuple(
        Facts(
            (
                Fact(Text("另行列入", "Taken up"), _titles(round, one.take)),
                Fact(Text("未予列入", "Left out"), _titles(round, one.leave)),
                Fact(Text("理由", "Reason"), one.reason),
                Fact(Text("决定人", "Decided by"), one.decided_by),
            )
        )
        for one in overrides
    )
    return SectionPiece(Text("与计票结果不同的决定", "Decided beside the count"), parts)


def _titles(round: Round, items: tuple[str, ...]) -> Text:
    return listed(round.item(item).title for item in items)


def annual_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """The projects of the year; ``NotPossible`` before they are fixed."""
    round, standing = desk.round(round_id), desk.concluding.standing(round_id)
    fixed = standing.annual_list
    if fixed is None:
        raise NotPossible(
            Text("年度实事项目还没有确定。", "the annual list is not fixed yet."),
            Text("异议期满后确定，再打印。", "Fix it once objections are over, then print."),
        )
    by_id = {one.item.id: one for one in desk.listed(round_id)}
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
        "经居民打钩、公示，异议均已答复，确定以下年度实事项目。",
        "Ticked by the residents, posted, and fixed with every objection answered.",
    )
    return round_notice(
        desk,
        sender,
        round,
        Text("年度实事项目公示", "The projects of the year"),
        lead,
        "wall",
        SectionPiece(EMPTY, (facts,)),
        SectionPiece(Text("项目", "Projects"), (Entries(rows),)),
        _overrides(round, standing.overrides),
    )
