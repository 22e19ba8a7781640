"""What households pay, for the committee's eyes: who still owes, whose account is too low.

These are never posted: who has not paid is told to nobody.  A home's own slip says what it owes and
has paid, and is brought to its door.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.categories import Plan
from tickbox_core.components.projects import LedgerAnswer, LineAnswer
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import called, units_called
from tickbox_core.desk.item_categories import amounts_by_home
from tickbox_core.desk.notices.answer_slips import AnswerSlip, AnswerSlips, sort_slips
from tickbox_core.desk.notices.common import Sender, foot
from tickbox_core.errors import NotListed
from tickbox_core.text import EMPTY, Text, join_texts, yuan
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import (
    Fact,
    Facts,
    Foot,
    Notice,
    Part,
    SectionPiece,
    TablePiece,
    WordsPiece,
    both,
    count,
    day,
    sentence,
)

INTERNAL = Text(
    "仅限业委会内部，不得张贴、不得转发", "For the committee only: never posted or passed on"
)
_KIND = Text(
    "内部资料：谁交了、谁没交，不对外公布",
    "Internal: who has paid and who has not is told to nobody",
)


def dues_notice(desk: Desk, project_id: str, sender: Sender) -> Notice:
    """Who still owes, who has paid too much, what came of homes not known; committee only.

    Raises ``NotPossible`` where nothing is collected or the records were erased.
    """
    project, ledger = desk.projects.project(project_id), desk.projects.ledger(project_id)
    named = called(desk.projects.homes(project_id), desk.tree)
    left = {u: one.due - one.paid for u, one in desk.projects.dues(project_id).items()}
    dues = desk.projects.dues(project_id)

    def rows(units: Iterable[str]) -> tuple[tuple[Text, ...], ...]:
        return tuple(
            (named.get(u, Text.of(u)), yuan(dues[u].due), yuan(dues[u].paid), yuan(abs(left[u])))
            for u in sorted(units, key=lambda u: natural_order(named.get(u, Text.of(u)).zh))
        )

    owing = rows(u for u, fen in left.items() if fen > 0)
    over = rows(u for u, fen in left.items() if fen < 0)
    apart = [one for one in ledger.lines if one.standing == "stands" and not one.unit]
    return Notice(
        area=area_name(desk),
        title=Text("住户缴款核对表", "Payments of households"),
        round=both(project.title),
        question=EMPTY,
        lead=_KIND,
        sections=tuple(_sections(ledger, owing, over, apart)),
        foot=_internal_foot(desk, sender),
    )


def _sections(
    ledger: LedgerAnswer,
    owing: tuple[tuple[Text, ...], ...],
    over: tuple[tuple[Text, ...], ...],
    apart: list[LineAnswer],
) -> Iterable[SectionPiece]:
    yield SectionPiece(
        EMPTY,
        (
            Facts(
                (
                    Fact(Text("应缴合计", "Due in all"), yuan(ledger.due)),
                    Fact(Text("各户已缴", "Paid by homes"), yuan(ledger.paid)),
                    Fact(Text("还欠合计", "Still due"), yuan(ledger.still_due)),
                    Fact(Text("多缴合计", "Paid too much"), yuan(ledger.too_much)),
                    Fact(Text("未写明房号", "Of homes not known"), yuan(ledger.unassigned)),
                    Fact(Text("缴清户数", "Homes that have paid"), _settled(ledger)),
                )
            ),
        ),
    )
    none = (WordsPiece(Text("没有：都已缴清。", "None: all have paid."), strong=True),)
    table: tuple[Part, ...] = (TablePiece((*_HEADS, _OPEN), owing, widest=0),) if owing else none
    yield SectionPiece(Text("还没有缴清的住户", "Homes that still owe"), table)
    if over:
        yield SectionPiece(
            Text("多缴的住户（应退）", "Homes that have paid too much, to be given back"),
            (TablePiece((*_HEADS, _OVER), over, widest=0),),
        )
    if apart:
        lines = tuple((day(one.on), yuan(one.amount), _who(one)) for one in apart)
        heads = (Text("日期", "day"), Text("金额", "amount"), Text("付款人和摘要", "payer, words"))
        yield SectionPiece(
            Text("未写明房号的收款", "Payments of homes not known"),
            (TablePiece(heads, lines, widest=2),),
        )


_HEADS = (Text("房号", "home"), Text("应缴", "due"), Text("已缴", "paid"))
_OPEN, _OVER = Text("还欠", "still due"), Text("多缴", "too much")


def _settled(ledger: LedgerAnswer) -> Text:
    return Text(f"{ledger.homes}户中{ledger.settled}户", f"{ledger.settled} of {ledger.homes}")


def _who(one: LineAnswer) -> Text:
    return Text.of("，".join(filter(None, (one.payer, one.what))) or "–")


def _internal_foot(desk: Desk, sender: Sender) -> Foot:
    return attrs.evolve(foot(desk, sender), warning=INTERNAL)


def fund_notice(desk: Desk, round_id: str, sender: Sender) -> Notice:
    """Whose account of the fund holds less than an item takes of it; committee only.

    Raises ``NotListed`` where no item of the round draws on accounts of homes.
    """
    round = desk.round(round_id)
    named = units_called(desk, round_id)
    sections: list[SectionPiece] = []
    for item in round.items:
        if amounts_by_home(desk.registry, round, item):
            parts = tuple(_accounts(desk.projects.plan(round_id, item.id), named))
            sections.append(SectionPiece(both(item.title), parts))
    if not sections:
        raise NotListed(
            Text("动用各户账户的事项", "item that draws on accounts of homes"), round_id
        )
    return Notice(
        area=area_name(desk),
        title=Text("维修资金账户不足名单", "Accounts that lack"),
        round=both(round.title),
        question=EMPTY,
        lead=_KIND,
        sections=tuple(sections),
        foot=_internal_foot(desk, sender),
    )


def _accounts(plan: Plan, named: Mapping[str, Text]) -> Iterable[Part]:
    """Whose account lacks how much for an item; or why nobody can tell."""
    if not plan.shares:
        yield from (WordsPiece(sentence(note)) for note in plan.notes or (_NO_SHARES,))
        return
    rows = tuple(
        (named.get(unit, Text.of(unit)), yuan(plan.shares.get(unit)), yuan(fen))
        for unit, fen in sorted(plan.shortfalls.items(), key=lambda one: natural_order(one[0]))
    )
    yield from _short(rows, plan.shortfalls)
    if plan.unstated:
        yield WordsPiece(_unstated(plan.unstated, named))


_NO_SHARES = Text("还算不出各户分摊", "the shares cannot be computed yet")


def _short(rows: tuple[tuple[Text, ...], ...], lacking: Mapping[str, int]) -> Iterable[Part]:
    if not rows:
        yield WordsPiece(Text("没有账户不足的住户。", "No account lacks anything."), strong=True)
        return
    together = Text("{homes}，合计还差{sum}。", "{homes}, which lack {sum} together.")
    homes = count(len(rows), "户", "home")
    yield WordsPiece(together.filled(homes=homes, sum=yuan(sum(lacking.values()))))
    heads = (Text("房号", "home"), Text("本次分摊", "its share"), Text("还差", "lacks"))
    yield TablePiece(heads, rows, widest=0)


def _unstated(units: Iterable[str], named: Mapping[str, Text]) -> Text:
    homes = [named.get(one, Text.of(one)) for one in units]
    said = Text("没有余额的（{number}户）：{homes}", "Balance not known ({number}): {homes}")
    return said.filled(number=len(homes), homes=join_texts(homes, "、", ", "))


def dues_slips(desk: Desk, project_id: str, sender: Sender) -> AnswerSlips:
    """For each home that pays what it owes and has paid: to be folded, its own alone."""
    project = desk.projects.project(project_id)
    named = called(desk.projects.homes(project_id), desk.tree)
    slips = [
        AnswerSlip(named.get(u, Text.of(u)), both(project.title), EMPTY, _own(one.due, one.paid))
        for u, one in desk.projects.dues(project_id).items()
    ]
    return sort_slips(desk, Text("您家的缴款", "What your home pays"), slips, foot(desk, sender))


def _own(due: int, paid: int) -> Text:
    said = Text("应缴{due}，已缴{paid}", "Due {due}, paid {paid}").filled(
        due=yuan(due), paid=yuan(paid)
    )
    if paid < due:
        rest = Text("{said}，还应缴{left}。", "{said}, still due {left}.")
    elif paid > due:
        rest = Text("{said}，多缴{left}，将退还。", "{said}, {left} too much: it goes back.")
    else:
        rest = Text("{said}，已缴清。", "{said}: all is paid.")
    return rest.filled(said=said, left=yuan(abs(due - paid)))
