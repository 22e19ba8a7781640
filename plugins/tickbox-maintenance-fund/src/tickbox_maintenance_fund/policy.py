"""Who decides on the fund, what each account pays, and what needs no vote."""

from __future__ import annotations

from collections.abc import Iterator

from tickbox_core import (
    NOWHERE,
    Disclosure,
    Item,
    Objection,
    Placed,
    Plan,
    Policy,
    Proposal,
    Setting,
    Step,
    Text,
    Unit,
)
from tickbox_core.categories import headline, in_yuan, sentences
from tickbox_maintenance_fund.accounts import Drawn, drawn, most_over
from tickbox_maintenance_fund.examples import EXAMPLES
from tickbox_maintenance_fund.fields import URGENT, WORKS, FundUse

BINDS_NOBODY = Text(
    "打钩只表示居民意愿，不能动用维修资金；须由受益部分的业主共同决定（《民法典》第278条）。",
    "Ticks are residents' wishes and spend nothing: the owners of the part that benefits decide "
    "(Civil Code 278).",
)
NO_VOTE = Text(
    "属紧急情形，不经表决即可动用，但须公示。", "An emergency: no vote is needed, and it is posted."
)
_STEPS = (
    Step("estimate", Text("现场查勘和预算", "survey and estimate")),
    Step("motion", Text("业主表决", "owners' motion"), before=("estimate",)),
    Step("works", Text("施工", "works"), before=("motion",)),
    Step("audit", Text("验收和审价", "acceptance and audit"), before=("works",)),
    Step("posting", Text("公示分摊明细", "post what was drawn"), before=("audit",)),
)


class FundPolicy(Policy[FundUse]):
    """Using the maintenance fund, or raising it anew."""

    key = "maintenance-fund"
    version = "1"
    title = Text("维修资金使用", "maintenance fund")
    fields = FundUse
    examples = EXAMPLES

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """The owners of the part that benefits; none in an emergency."""
        use = self.held(item)
        if use is None or (use.urgent and not use.raises):
            return ()
        matter, because = ("raise-fund", _RAISING) if use.raises else ("use-fund", _USING)
        return (Proposal("fund", item.title, matter, because, scope=use.scope),)

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Its fields, and a sharing that cannot be computed."""
        use, found = self.held(item), super().objections(item, setting)
        problem = drawn(use, setting).unknown if use is not None and setting.units else None
        if problem is None:
            return found
        said = Text("算不出各户分摊：{why}", "the shares cannot be computed: {why}")
        remedy = Text("请补全名册。", "Complete the roll.")
        return (*found, Objection(said.filled(why=problem), remedy, field="scope"))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What is drawn from the home's own account, and what that account lacks."""
        use = self.held(item)
        if use is None:
            return ()
        found = drawn(use, setting)
        if found.unknown is not None:
            return (Disclosure(_YOURS, found.unknown),)
        if unit.id not in found.shares:
            return (Disclosure(_YOURS, _NOT_YOURS),)
        return tuple(_figures(use, unit.id, found))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """Survey, motion, works, audit, posting; what each account pays and lacks."""
        use = self.held(item)
        if use is None:
            return Plan()
        found = drawn(use, setting)
        notes = [NO_VOTE] if use.urgent else []
        notes += [found.unknown] if found.unknown is not None else []
        steps = tuple(step for step in _STEPS if step.key != "motion") if use.urgent else _STEPS
        if use.urgent:
            steps = tuple(_without(step) for step in steps)
        over = most_over(setting.practice)
        return Plan(
            steps, found.shares, found.shortfalls, tuple(notes), over, unstated=found.unstated
        )

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What for, how much and who decides; nobody's account."""
        use = self.held(item)
        if use is None:
            return sentences(headline(item, placed), BINDS_NOBODY)
        said = Text("用于{work}，预算{amount}", "For the {work}: {amount}").filled(
            work=WORKS[use.work], amount=in_yuan(use.amount)
        )
        urgent = Text("{kind}。{no_vote}", "{kind}. {no_vote}").filled(
            kind=URGENT[use.urgent], no_vote=NO_VOTE
        )
        return sentences(headline(item, placed), said, urgent if use.urgent else BINDS_NOBODY)


def _without(step: Step) -> Step:
    """In an emergency the works follow the estimate at once."""
    before = tuple("estimate" if key == "motion" else key for key in step.before)
    return Step(step.key, step.title, step.within_days, before)


_USING = Text(
    "使用维修资金由业主共同决定（《民法典》第278条第1款第5项）。",
    "Using the fund is decided by the owners (Civil Code 278, item 5).",
)
_RAISING = Text(
    "筹集维修资金由业主共同决定（《民法典》第278条第1款第6项）。",
    "Raising the fund is decided by the owners (Civil Code 278, item 6).",
)
_YOURS = Text("从您家账户", "From your account")
_NOT_YOURS = Text("不在受益范围内，不分摊。", "Your unit is outside the part: nothing is drawn.")


def _figures(use: FundUse, unit: str, found: Drawn) -> Iterator[Disclosure]:
    yield Disclosure(
        _YOURS,
        Text("{share}（按面积分摊{amount}）", "{share} (by area, of {amount})").filled(
            share=in_yuan(found.shares[unit]), amount=in_yuan(use.amount)
        ),
    )
    if unit in found.shortfalls:
        yield Disclosure(
            Text("账户不足，需补", "Your account lacks"), in_yuan(found.shortfalls[unit])
        )
    elif unit in found.unstated:
        yield Disclosure(
            Text("账户余额", "Your balance"),
            Text("还没有提供，请向业委会查询", "not given yet; ask the owners' committee"),
        )
