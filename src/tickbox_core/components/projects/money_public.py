"""What anybody may know of the money of projects, and what the committee alone does.

Of what households pay anybody reads the sums; whose they are and what is still open the committee.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import LARGEST, Choice, Day, Hundredths, YesNo
from tickbox_core.components.projects.ledger_totals import LedgerTotals
from tickbox_core.components.projects.payments import Payment
from tickbox_core.components.projects.project import (
    Collection,
    Contribution,
    Decided,
    Project,
    Spending,
)
from tickbox_core.components.projects.standing import needs_decision
from tickbox_core.counting.cells import LEAST, PeopleCell
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Keyed,
    ListOf,
    PortionOf,
    Ref,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.model import Funding
from tickbox_core.rules.subsidy import Claim
from tickbox_core.text import Text

DECIDED_BY = Choice({"motion": Text("表决", "a motion"), "meeting": Text("会议", "a meeting")})
FUNDING = choice(Funding)
STANDING = Choice(
    {
        "stands": Text("有效", "stands"),
        "superseded": Text("已更正", "set right since"),
        "undone": Text("已撤回", "taken back"),
    }
)


@attrs.frozen
class SpendingAnswer:
    """Money spent."""

    on: date = gives(Day(), "日期", "on")
    amount: int = gives(MONEY, "金额", "amount")
    what: Text = gives(Said(), "用途", "what for")
    payee: Text = gives(Said(), "收款单位", "paid to")

    @classmethod
    def of(cls, spent: Spending) -> SpendingAnswer:
        """Money that was spent."""
        return cls(spent.on, spent.amount, spent.what, spent.payee)


@attrs.frozen
class DecidedAnswer:
    """A later decision on the money: how much is allowed since, and what decided it."""

    amount: int = gives(MONEY, "决定的金额", "amount decided")
    by: str = gives(DECIDED_BY, "由谁决定", "decided by")
    reference: str = gives(Ref(beside="by"), "哪一次", "which one")
    words: Text = gives(Said(), "说明", "in words")

    @classmethod
    def of(cls, decided: Decided) -> DecidedAnswer:
        """A later decision on the money of a project."""
        return cls(decided.amount, decided.by, decided.reference, decided.words)


@attrs.frozen
class ContributionAnswer:
    """Something given; the donor stands here only as they wish to be named (null: not at all)."""

    source: str = unseen(FUNDING)
    source_words: Text = gives(Said(), "来源", "source")
    amount: int | None = gives(MONEY, "金额", "amount", none=True)
    what: Text = gives(Said(), "实物或劳务", "what is given")
    worth: int | None = gives(MONEY, "估值", "what it is worth", none=True)
    named: Text | None = gives(Said(), "公开的名称", "named in public as", none=True)
    received: date | None = gives(Day(), "到账日期", "received on", none=True)
    in_kind: bool = unseen(YesNo())

    @classmethod
    def of(cls, given: Contribution) -> ContributionAnswer:
        """What somebody gives, without who does unless they wish it."""
        return cls(
            source=str(given.source),
            source_words=given.source.words,
            amount=given.amount,
            what=given.what,
            worth=given.worth,
            named=given.named or None,
            received=given.received,
            in_kind=given.source is Funding.IN_KIND,
        )


@attrs.frozen
class SubsidyAnswer:
    """A subsidy that comes off the cost: by which rule, from which source, how much."""

    key: str = unseen(Typed())
    title: Text = gives(Said(), "补贴", "subsidy")
    words: Text = gives(Said(), "标准", "by which rule")
    source: Text = gives(Said(), "依据", "source")
    pieces: int | None = gives(COUNT, "台数或站数", "of how many", none=True)
    amount: int | None = gives(MONEY, "金额", "amount", none=True)

    @classmethod
    def of(cls, claim: Claim, amount: int | None) -> SubsidyAnswer:
        """A subsidy with what it grants (null: the cost is not known)."""
        rule = claim.rule
        return cls(rule.key, rule.title, rule.words, rule.source, claim.pieces, amount)


def subsidy_answers(project: Project) -> tuple[SubsidyAnswer, ...]:
    """The subsidies of a project, each with what it grants for what was last decided."""
    amounts = project.grants or (None,) * len(project.claims)
    return tuple(map(SubsidyAnswer.of, project.claims, amounts))


PARTS = 10
"""What was paid is told in public in so many parts of what is due."""


def _payers(held: Collection) -> PeopleCell | None:
    """How many of those that owe anything have paid; ``None`` once it was erased.

    A home that owes nothing has paid from the first: it hides nobody.
    """
    if held.settled is None or held.dues is None:
        return None
    free = sum(not due for due in held.dues.values())
    return PeopleCell(held.settled - free, len(held.dues) - free)


def public_paid(held: Collection) -> int | None:
    """What households have paid, as anybody may know it; ``None``: nothing may be told.

    All of it once all have paid.  Before that rounded down to a tenth of what is due: each home's
    share can be worked out, so the exact sum would tell which of them are still missing.  Nothing
    where a handful could be told apart; what was paid too much is left out.
    """
    cell = _payers(held)
    if cell is None or held.dues is None or cell.whole < LEAST:
        return None
    if cell.part == cell.whole:
        return held.total
    if not cell.safe():
        return None
    paid = held.paid
    towards = sum(min(due, paid.get(unit, 0)) for unit, due in held.dues.items())
    return held.total * (PARTS * towards // held.total) // PARTS


@attrs.frozen
class CollectionAnswer:
    """What households pay together; null where a handful could be told apart.

    ``paid`` is rounded down to a tenth of ``total`` until all have paid (``public_paid``).
    """

    households: int = gives(COUNT, "户数", "households")
    total: int = gives(MONEY, "合计应缴", "due in all")
    paid: int | None = gives(MONEY, "至少已缴", "paid at least", none=True)
    complete: bool | None = gives(YesNo(), "已收齐", "complete", none=True)
    settled: int | None = gives(COUNT, "已缴清户数", "households that have paid", none=True)

    @classmethod
    def of(cls, held: Collection) -> CollectionAnswer:
        """Complete or not; how many have paid only where that tells nothing of a handful.

        Of a handful that pays at all not even whether it is complete.
        """
        cell = _payers(held)
        return cls(
            households=held.households,
            total=held.total,
            paid=public_paid(held),
            complete=None if cell is None or cell.whole < LEAST else cell.part == cell.whole,
            settled=held.settled if cell is not None and cell.safe() else None,
        )


@attrs.frozen
class MoneyAnswer:
    """What a project costs; ``limit`` is how far it may run over, a share of what is allowed."""

    promised: int | None = gives(MONEY, "承诺费用", "promised", none=True)
    expected: int | None = gives(MONEY, "预计费用", "expected", none=True)
    allowed: int | None = gives(MONEY, "最多可用", "allowed", none=True)
    limit: str = gives(
        PortionOf(Text("最多可用费用的{share}", "{share} of what is allowed")),
        "可超支",
        "may run over by",
    )
    spent: int = gives(MONEY, "已支出", "spent")
    needs_decision: bool = gives(YesNo(), "须重新决定", "needs a new decision")
    spendings: tuple[SpendingAnswer, ...] = gives(ListOf(SpendingAnswer), "各项支出", "spendings")
    decisions: tuple[DecidedAnswer, ...] = gives(ListOf(DecidedAnswer), "重新决定", "decided again")
    contributions: tuple[ContributionAnswer, ...] = gives(
        ListOf(ContributionAnswer), "捐助", "gifts"
    )
    received: int = gives(MONEY, "收到捐助", "gifts received")
    subsidies: tuple[SubsidyAnswer, ...] = gives(ListOf(SubsidyAnswer), "补贴", "subsidies")
    owners_pay: int | None = gives(MONEY, "补贴后由业主承担", "left for the owners", none=True)
    collection: CollectionAnswer | None = gives(
        CollectionAnswer, "住户缴费", "payments of homes", none=True
    )
    dues_are_old: bool = gives(YesNo(), "各户应缴须重算", "shares to be computed anew")

    @classmethod
    def of(cls, project: Project) -> MoneyAnswer:
        """What a project costs as it stands; gifts that were taken back are left out."""
        gifts = [one for one in project.contributions if not one.withdrawn]
        held = project.collection
        return cls(
            promised=project.baseline.cost,
            expected=project.expected,
            allowed=project.allowed,
            limit=str(project.limit),
            spent=project.spent,
            needs_decision=project.going_on and needs_decision(project),
            spendings=tuple(map(SpendingAnswer.of, project.spendings)),
            decisions=tuple(map(DecidedAnswer.of, project.decisions)),
            contributions=tuple(map(ContributionAnswer.of, gifts)),
            received=sum(one.amount or 0 for one in gifts if one.received),
            subsidies=subsidy_answers(project),
            owners_pay=project.owners_pay if project.claims else None,
            collection=None if held is None else CollectionAnswer.of(held),
            dues_are_old=project.going_on and project.dues_are_old,
        )


@attrs.frozen
class PaymentAnswer:
    """What a household owes and has paid; for staff alone."""

    due: int = gives(MONEY, "应缴", "due")
    paid: int = gives(MONEY, "已缴", "paid")


PAYMENTS = Keyed(Typed(), PaymentAnswer)
"""What each home owes and has paid."""


@attrs.frozen
class OwnersPayAnswer:
    """The cost less subsidies, before anybody says so for good."""

    cost: int | None = gives(MONEY, "费用", "cost", none=True)
    subsidies: tuple[SubsidyAnswer, ...] = gives(ListOf(SubsidyAnswer), "补贴", "subsidies")
    owners_pay: int | None = gives(MONEY, "由业主承担", "the owners pay", none=True)

    @classmethod
    def of(cls, project: Project) -> OwnersPayAnswer:
        """What the subsidies of a project leave for the owners."""
        return cls(project.allowed, subsidy_answers(project), project.owners_pay)


@attrs.frozen
class SharesAnswer:
    """What each home would pay, before anybody says so for good; for staff alone."""

    cost: int | None = gives(MONEY, "费用", "cost", none=True)
    subsidies: tuple[SubsidyAnswer, ...] = gives(ListOf(SubsidyAnswer), "补贴", "subsidies")
    together: int = gives(MONEY, "各户合计", "homes together")
    homes: int = gives(COUNT, "户数", "homes")
    rounding: Text = gives(Said(), "怎样取整", "how it is rounded")
    shares: Mapping[str, int] = gives(Keyed(Typed(), MONEY), "各户分摊", "share of each home")

    @classmethod
    def of(
        cls, cost: int | None, subsidies: tuple[SubsidyAnswer, ...], shares: Mapping[str, int]
    ) -> SharesAnswer:
        """The shares, and what they sum to."""
        return cls(cost, subsidies, sum(shares.values()), len(shares), ROUNDING, shares)


ROUNDING = Text(
    "补贴不足一分的舍去，由业主承担；各户先舍到分，余下的分按舍去的大小依次各加一分，合计一分不差。",
    "Of a subsidy part of a fen is not granted and is the owners'; each share is rounded down to a "
    "fen, and the fen left over go one each to those who lost most, so that the sum is exact.",
)


@attrs.frozen
class LineAnswer:
    """A payment in the ledger; an amount below 0 went back.  For staff alone."""

    ref: str = gives(Typed(), "编号", "number")
    unit: str = gives(Typed(), "房号（空：未写明）", "home (empty: not known)")
    amount: int = gives(Hundredths(YUAN, -LARGEST), "金额", "amount")
    on: date = gives(Day(), "日期", "on")
    receipt: str = gives(Typed(), "流水号", "receipt")
    payer: str = gives(Typed(), "付款人", "payer")
    what: str = gives(Typed(), "摘要", "what the bank says")
    standing: str = gives(STANDING, "情况", "how it stands")
    why: Text = gives(Said(), "理由", "reason")

    @classmethod
    def of(cls, line: Payment) -> LineAnswer:
        """A line of the ledger."""
        held = line.held
        state = "undone" if line.undone else "superseded" if line.superseded else "stands"
        return cls(
            str(line.ref), held.unit, held.amount, held.on, held.receipt, held.payer, held.what,
            state, line.why,
        )  # fmt: skip


@attrs.frozen
class LedgerAnswer:
    """All that came in for a project, to the fen; for staff alone."""

    due: int = gives(MONEY, "应缴合计", "due in all")
    paid: int = gives(MONEY, "各户已缴合计", "paid by homes")
    still_due: int = gives(MONEY, "还欠合计", "still due")
    too_much: int = gives(MONEY, "多缴合计", "paid too much")
    unassigned: int = gives(MONEY, "未写明房号的收款", "of homes not known")
    homes: int = gives(COUNT, "应缴户数", "homes that pay")
    settled: int = gives(COUNT, "已缴清户数", "homes that have paid")
    lines: tuple[LineAnswer, ...] = gives(ListOf(LineAnswer), "各笔", "payments")

    @classmethod
    def of(cls, held: Collection) -> LedgerAnswer:
        """The ledger of a collection whose records are there."""
        totals = attrs.asdict(LedgerTotals.of(held))
        return cls(**totals, lines=tuple(map(LineAnswer.of, held.payments)))
