"""The money of a project: expected, decided, spent, given, collected.  Amounts in fen.

What goes beyond the limit waits for a new decision: nothing is spent and nothing is done until it
stands.  What a household owes and has paid is sealed; whether all have paid is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tickbox_core.components.projects.project import Collection, Project
from tickbox_core.components.projects.standing import REASON, going_on, not_ahead, under_way
from tickbox_core.components.projects.state import Projects
from tickbox_core.errors import NotPossible
from tickbox_core.model import Funding, Unit
from tickbox_core.model._checks import whole
from tickbox_core.rules.apportionment import (
    ByArea,
    ByUnit,
    Payer,
    largest_remainder,
    share_cost,
)
from tickbox_core.rules.overrun import ceiling, decided_again
from tickbox_core.rules.subsidy import Claim, grant_amounts
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

GIVEN = (Funding.SPONSOR, Funding.IN_KIND, Funding.PUBLIC)
"""What can be contributed: the rest is residents' own money, or the fund's."""


def expect(projects: Projects, id_: str, amount: int, reason: Text) -> DiaryEntry:
    """Say what it is now expected to cost, and why; beyond the limit everything waits.

    Raises ``NotPossible`` below what is spent already, or without a reason.
    """
    project = going_on(projects, id_)
    require_text(reason.zh, REASON)
    if whole(amount, "amount") < project.spent:
        raise rejection(
            Text("已经支出的比这还多。", "more than that is spent already."),
            Text("请核对金额。", "Check the amount."),
        )
    facts = {"project": id_, "amount": amount, "reason": reason.plain()}
    return DiaryEntry("project-expected", facts)


def decide_again(
    projects: Projects, id_: str, amount: int, by: str, reference: str, words: Text
) -> DiaryEntry:
    """A new decision allows so much: ``by`` is ``motion`` or ``meeting``, ``reference`` which.

    The desk has seen that it passed.  Raises ``NotPossible`` where nothing calls for one, for less
    than is expected, or for a decision that was used before.
    """
    project = going_on(projects, id_)
    if project.allowed is not None and amount <= project.allowed:
        raise rejection(
            Text("原来的决定已经够了。", "what was decided before is enough."),
            Text("不需要重新决定。", "Nothing has to be decided again."),
        )
    if any((one.by, one.reference) == (by, reference) for one in project.decisions):
        raise rejection(
            Text("这个决定已经用过。", "this decision was used already."),
            Text("请另作决定。", "Take another one."),
        )
    if project.expected is not None and whole(amount, "amount") < project.expected:
        raise rejection(
            Text(
                "决定的金额不够预计费用（{need}元）。", "less than is expected ({need} yuan)."
            ).filled(need=_yuan(project.expected))
        )
    facts = {
        "project": id_,
        "amount": amount,
        "by": by,
        "reference": reference,
        "words": words.plain(),
    }
    return DiaryEntry("project-decided", facts)


def spend(
    projects: Projects, id_: str, amount: int, what: Text, payee: Text, on: date, today: date
) -> DiaryEntry:
    """Record money spent.

    Raises ``NotPossible`` for nothing, for a day to come, where no amount was ever decided, or
    where it would go beyond the limit.
    """
    project = under_way(projects, id_)
    require_text(what.zh, Text("用途", "what for"))
    if whole(amount, "amount") == 0:
        raise rejection(Text("金额是0。", "the amount is 0."))
    not_ahead(on, today)
    total = project.spent + amount
    again = decided_again(project.allowed, total, project.limit)
    if again is None:
        raise rejection(
            Text("这个项目没有定过费用。", "no amount was ever decided for this project."),
            Text("请先作出决定。", "Have it decided first."),
        )
    if again:
        raise _over(project, total)
    facts = {
        "project": id_,
        "amount": amount,
        "what": what.plain(),
        "payee": payee.plain(),
        "on": on.isoformat(),
    }
    return DiaryEntry("project-spent", facts)


def pledge(
    projects: Projects,
    id_: str,
    ref: str,
    source: Funding,
    donor: str,
    *,
    amount: int | None = None,
    what: Text = EMPTY,
    worth: int | None = None,
    named: Text = EMPTY,
) -> DiaryEntry:
    """Somebody promises money, or work and material; the donor is sealed.

    ``named`` is how a donor who wishes it is named in public.  Raises ``NotPossible`` for money
    without an amount, gifts in kind without words, or a source that gives nothing.
    """
    going_on(projects, id_)
    donor = require_text(donor, Text("捐助人", "who gives"))
    if source not in GIVEN:
        raise rejection(
            Text(f"{source.words.zh}不是捐助。", f"{source.words.en}: that is no contribution.")
        )
    in_kind = source is Funding.IN_KIND
    if in_kind:
        require_text(what.zh, Text("实物或劳务", "what is given"))
    if in_kind == (amount is not None) or amount == 0:
        raise rejection(
            Text("捐款要有金额，实物不写金额。", "money has an amount, gifts in kind have none."),
            Text("实物的价值写在估值里。", "What a gift in kind is worth stands beside it."),
        )
    facts = {
        "project": id_,
        "ref": ref,
        "source": str(source),
        "amount": None if amount is None else whole(amount, "amount"),
        "what": what.plain(),
        "worth": None if worth is None else whole(worth, "worth"),
        "named": named.plain(),
    }
    return DiaryEntry("project-pledged", facts, {"donor": donor})


def receive(projects: Projects, id_: str, ref: str, on: date, today: date) -> DiaryEntry:
    """What was promised has come.  Raises ``NotPossible`` a second time, or once withdrawn."""
    _open_pledge(projects, id_, ref)
    not_ahead(on, today)
    return DiaryEntry("project-received", {"project": id_, "ref": ref, "on": on.isoformat()})


def withdraw_pledge(projects: Projects, id_: str, ref: str, reason: Text) -> DiaryEntry:
    """What was promised will not come; the reason is sealed, since it may name somebody."""
    _open_pledge(projects, id_, ref)
    require_text(reason.zh, REASON)
    facts = {"project": id_, "ref": ref}
    return DiaryEntry("project-pledge-withdrawn", facts, {"reason": reason.plain()})


def claim(projects: Projects, id_: str, claims: Sequence[Claim]) -> DiaryEntry:
    """Say which subsidies come off the cost, in place of those said before.

    Raises ``BadValue`` where one goes by a number of pieces that nobody says.
    """
    project = going_on(projects, id_)
    grant_amounts(project.allowed or 0, claims)
    facts = {"project": id_, "claims": [one.plain() for one in claims]}
    return DiaryEntry("project-subsidies", facts)


def amount_together(project: Project, amount: int | None) -> int:
    """What households pay together: as it is said, else what the subsidies leave of the cost.

    Raises ``NotPossible`` where neither is known, or where nothing is left.
    """
    left = project.owners_pay if amount is None else amount
    if left is None:
        raise rejection(
            Text("这个项目没有定过费用。", "no amount was ever decided for this project."),
            Text("请写明合计出资。", "Say what they pay together."),
        )
    if left == 0:
        raise rejection(
            Text("补贴付清了全部费用。", "the subsidies pay for all of it."),
            Text("住户不用出资。", "Households pay nothing."),
        )
    return left


class SharedBy(StrEnum):
    """How what households pay together is shared among them."""

    UNIT = "unit"
    AREA = "area"
    DUES = "dues"

    @property
    def words(self) -> Text:
        """The way in words."""
        return _SHARED_WORDS[self]


_SHARED_WORDS = {
    SharedBy.UNIT: Text("每户相同", "the same for every home"),
    SharedBy.AREA: Text("按建筑面积", "by floor area"),
    SharedBy.DUES: Text("按现在各户应交数的比例", "in proportion to what each owes now"),
}


def share_among(
    project: Project, homes: Sequence[Unit], amount: int, share: SharedBy
) -> Mapping[str, int]:
    """So many fen shared among homes, exactly to the fen (largest remainder).

    Raises ``NotPossible`` where there is no home, or none that owes anything to measure by;
    ``BadTable`` for a home whose area is not known.
    """
    if share is SharedBy.DUES:
        held = collection(project).dues or {}
        now = [(one.id, held[one.id]) for one in homes if held.get(one.id)]
        if not now:
            raise rejection(
                Text("这些住户现在不用出资。", "these homes owe nothing now."),
                Text("请选每户相同或按面积。", "Share it by home or by area."),
            )
        parts = largest_remainder(whole(amount, "amount"), [Fraction(due) for _, due in now])
        return dict(zip((unit for unit, _ in now), parts, strict=True))
    if not homes:
        raise rejection(
            Text("这些区域里没有房屋。", "no home lies in these areas."),
            Text("请改区域。", "Name other areas."),
        )
    payers = [Payer(one.id, one.floor, one.in_hundredths) for one in homes]
    return share_cost(amount, payers, ByUnit() if share is SharedBy.UNIT else ByArea()).shares


def collect(
    projects: Projects, id_: str, dues: Mapping[str, int], by: str, reason: Text
) -> DiaryEntry:
    """Say what these households pay of a project; others that pay already go on owing theirs.

    ``dues`` are fen by unit and sealed; how many pay and what all of them pay is public.  Raises
    ``NotPossible`` without a reason, once the records of payment were erased, and for a household
    that would owe less than it has paid.
    """
    project = going_on(projects, id_)
    require_text(reason.zh, REASON)
    held = project.collection
    before: Mapping[str, int] = {}
    paid: Mapping[str, int] = {}
    if held is not None:
        before, paid = collection(project).dues or {}, held.paid
    for unit, due in dues.items():
        if due < paid.get(unit, 0):
            raise rejection(
                Text(
                    f"“{unit}”已交{_yuan(paid[unit])}元，比新的应交数多。",
                    f"'{unit}' has paid {_yuan(paid[unit])} yuan, more than it would owe.",
                ),
                Text("请先退回多交的部分。", "Give back first what is too much."),
            )
    after = {**before, **dues}
    facts = {
        "project": id_,
        "households": len(after),
        "total": sum(after.values()),
        "reason": reason.plain(),
    }
    return DiaryEntry("project-collected", facts, {"dues": after, "by": by})


def collection(project: Project) -> Collection:
    """What is collected for it; ``NotPossible`` where nothing is, or the records were erased."""
    held = project.collection
    if held is None:
        raise rejection(Text("这个项目不向住户收款。", "nothing is collected for this project."))
    if held.settled is None:
        raise rejection(
            Text("收款记录已经按期删除。", "the records of payment were erased in time.")
        )
    return held


def _open_pledge(projects: Projects, id_: str, ref: str) -> None:
    held = projects.project(id_).contribution(ref)
    if held.received is not None or held.withdrawn:
        raise rejection(
            Text("这笔捐助已经到账或撤回。", "this contribution has come, or was withdrawn.")
        )


def _over(project: Project, total: int) -> NotPossible:
    most = ceiling(project.allowed or 0, project.limit)
    return rejection(
        Text(
            f"累计支出将达{_yuan(total)}元，超过限度{_yuan(most)}元。",
            f"{_yuan(total)} yuan in all would be beyond the limit of {_yuan(most)} yuan.",
        ),
        Text("请写明预计费用并重新决定。", "Say what it is expected to cost and decide it again."),
    )


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
