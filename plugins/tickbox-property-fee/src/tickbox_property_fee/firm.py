"""Keeping the property firm or taking another (选聘、续聘物业): bidders, each with its fee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from tickbox_core import (
    NOWHERE,
    Disclosure,
    Item,
    Objection,
    Option,
    Placed,
    Plan,
    Policy,
    Proposal,
    Setting,
    Step,
    Text,
    Unit,
)
from tickbox_core.categories import (
    a_count,
    a_day,
    a_line,
    a_name,
    a_table,
    fault,
    fields_of,
    headline,
    money,
    sentences,
)
from tickbox_core.text import EMPTY, join_texts
from tickbox_property_fee.amounts import monthly, yuan
from tickbox_property_fee.examples import FIRMS

BINDS_NOBODY = Text(
    "打钩只表示居民意愿；选聘、续聘物业服务企业由业主共同决定（《民法典》第278条第1款第4项）。",
    "Ticks are residents' wishes; hiring or keeping a property firm is the owners' to decide "
    "(Civil Code 278, item 4).",
)
SECOND_ROUND = Text(
    "票数最多还不够：领先的一家仍须在第二轮确认中取得法定多数。",
    "Most votes are not enough: the leading one still needs the majority the law asks for, in a "
    "confirming round.",
)


@attrs.frozen
class Bidder:
    """One firm that offers: its fee in fen per m² and month, and for how many years."""

    id: str = a_name("编号", "id")
    name: Text = a_line("企业", "firm")
    fee: int = money("收费标准", "fee", least=1)
    years: int = a_count("合同年限", "years", least=1, most=20, default=3)
    terms: Text = a_line("承诺", "terms", default=EMPTY)


@attrs.frozen
class PropertyFirm:
    """Which firm, from when: ``fee_now`` is fen per m² and month, ``current`` a bidder's id.

    ``decide_by`` is the last day of the owners' vote: before the day the contract ends.
    """

    contract_ends: date = a_day("现合同到期日", "contract ends")
    decide_by: date = a_day("表决截止日", "decided by")
    bidders: tuple[Bidder, ...] = a_table("应选企业", "bidders", Bidder, least=1)
    current: str = a_name("现在的企业（编号）", "the firm now (id)", default="")
    fee_now: int | None = money("现行标准", "fee now", least=1, default=None)

    def conflicts(self) -> Iterator[Objection]:
        """A vote after the contract has ended, bidders of one id, a firm that is not there."""
        if self.decide_by >= self.contract_ends:
            yield _fault(
                "decide_by",
                Text("应在现合同到期之前。", "comes before the day the contract ends."),
                Text("请提前安排表决。", "Have the vote earlier."),
            )
        ids = [bidder.id for bidder in self.bidders]
        if len(set(ids)) < len(ids):
            yield _fault(
                "bidders",
                Text("有两家编号相同。", "holds two of one id."),
                Text("请给每家不同的编号。", "Give each its own id."),
            )
        if self.current and self.current not in ids:
            yield _fault(
                "current",
                Text("不在应选企业之中。", "is none of the bidders."),
                Text("不续聘就空着。", "Leave it empty where it does not bid."),
            )


def _fault(key: str, problem: Text, remedy: Text) -> Objection:
    (named,) = (one for one in fields_of(PropertyFirm) if one.key == key)
    return fault(named, problem, remedy)


class PropertyFirmPolicy(Policy[PropertyFirm]):
    """Which property firm an estate is to have."""

    key = "property-firm"
    version = "1"
    title = Text("选聘物业", "property firm")
    fields = PropertyFirm
    examples = FIRMS

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """One of the bidders or none of them; a single one is a question of yes or no."""
        firm = self.held(item)
        if firm is None:
            return ()
        several = len(firm.bidders) > 1
        options = tuple(Option(bidder.id, _offer(bidder)) for bidder in firm.bidders)
        because = sentences(BINDS_NOBODY, SECOND_ROUND) if several else BINDS_NOBODY
        question = item.title
        if not several:
            question = Text("{title}：{offer}", "{title}: {offer}").filled(
                title=item.title, offer=_offer(firm.bidders[0])
            )
        return (Proposal("firm", question, "property-firm", because, options=options * several),)

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What the unit would pay a month with each bidder, beside what it pays now."""
        firm = self.held(item)
        if firm is None:
            return ()
        area = unit.in_hundredths
        if area is None:
            return (_AREA_UNKNOWN,)
        now = () if firm.fee_now is None else (_now(firm.fee_now, area),)
        return (*now, *(_with(bidder, firm.fee_now, area) for bidder in firm.bidders))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """Bids posted, the vote, the confirming round, the contract, the handover."""
        firm = self.held(item)
        if firm is None:
            return Plan()
        several = len(firm.bidders) > 1
        return Plan(steps=tuple(_steps(several)), notes=(SECOND_ROUND,) * several)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """Every bidder with its fee, until when it is decided, and that most votes do not do."""
        firm = self.held(item)
        if firm is None:
            return sentences(headline(item, placed), BINDS_NOBODY)
        offers = join_texts([_offer(bidder) for bidder in firm.bidders], "；", "; ")
        said = Text(
            "现合同{ends}到期，{by}前表决。应选：{offers}；另可选“都不选”",
            "The contract ends on {ends}; decided by {by}. Bidders: {offers}; or none of these",
        )
        facts = said.filled(
            ends=firm.contract_ends.isoformat(), by=firm.decide_by.isoformat(), offers=offers
        )
        more = SECOND_ROUND if len(firm.bidders) > 1 else EMPTY
        return sentences(headline(item, placed), facts, BINDS_NOBODY, more)


_AREA_UNKNOWN = Disclosure(
    Text("每月物业费", "Fee per month"),
    Text(
        "建筑面积未知，无法计算；请向居委会核对。",
        "The floor area of your unit is not known; ask the residents' committee.",
    ),
)


def _offer(bidder: Bidder) -> Text:
    said = Text(
        "{name}（每平方米每月{fee}元，{years}年）",
        "{name} ({fee} yuan per m² and month, {years} years)",
    )
    offer = said.filled(name=bidder.name, fee=yuan(bidder.fee), years=bidder.years)
    if not bidder.terms:
        return offer
    return Text("{offer}，{terms}", "{offer}, {terms}").filled(offer=offer, terms=bidder.terms)


def _now(fee: int, area: int | Fraction) -> Disclosure:
    return Disclosure(
        Text("您家现在每月", "Your fee per month now"),
        Text("{a}元", "{a} yuan").filled(a=yuan(monthly(area, fee))),
    )


def _with(bidder: Bidder, fee_now: int | None, area: int | Fraction) -> Disclosure:
    then = monthly(area, bidder.fee)
    label = Text("选{name}，您家每月", "Your fee per month with {name}").filled(name=bidder.name)
    if fee_now is None:
        return Disclosure(label, Text("{a}元", "{a} yuan").filled(a=yuan(then)))
    more = then - monthly(area, fee_now)
    if more == 0:
        said = Text("{a}元（不变）", "{a} yuan (no change)")
    elif more > 0:
        said = Text("{a}元（多付{d}元）", "{a} yuan ({d} yuan more)")
    else:
        said = Text("{a}元（少付{d}元）", "{a} yuan ({d} yuan less)")
    return Disclosure(label, said.filled(a=yuan(then), d=yuan(abs(more))))


def _steps(several: bool) -> Iterator[Step]:
    yield Step("bids", Text("公示各家方案和收费", "bids and fees posted"))
    yield Step("hearing", Text("听证会", "hearing"), before=("bids",))
    yield Step("motion", Text("业主表决", "owners' motion"), before=("hearing",))
    done = "motion"
    if several:
        yield Step("confirming", Text("第二轮确认", "confirming round"), before=("motion",))
        done = "confirming"
    yield Step("contract", Text("签订合同", "contract signed"), before=(done,))
    yield Step("handover", Text("交接", "handover"), before=("contract",))
