"""Looked at on the spot, capped in cost, kept up by somebody; piloted first where that helps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

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
from tickbox_core.categories import (
    a_day,
    a_line,
    a_name,
    headline,
    in_yuan,
    money,
    sentences,
    several,
    where,
    yes_no,
)
from tickbox_core.categories.kinds import Name
from tickbox_core.errors import TickboxError
from tickbox_core.model.scope import Scope
from tickbox_core.rules.apportionment import ByArea, Payer, share_cost
from tickbox_core.text import EMPTY
from tickbox_micro_renewal.examples import EXAMPLES


@attrs.frozen
class Renewal:
    """A small renewal; ``pilot`` is the part that is done first (``None``: all at once)."""

    site_visit: date | None = a_day("现场查看日期", "day of the site visit", default=None)
    cost_cap: int | None = money("费用上限", "cost cap", default=None)
    upkeep: str = a_name("以后由谁维护", "who keeps it up", default="")
    partners: tuple[str, ...] = several("共建单位", "partners", Name(), default=())
    in_kind: Text = a_line("实物或劳务支持", "given in kind", default=EMPTY)
    pilot: Scope | None = where("先试点的范围", "the pilot", default=None)
    uses_fund: bool = yes_no("动用维修资金", "it uses the maintenance fund", default=False)
    changes_use: bool = yes_no(
        "改变共用部分用途", "it changes the use of common parts", default=False
    )


class RenewalPolicy(Policy[Renewal]):
    """A preference; a motion where it takes the fund or changes what common parts are for."""

    key = "micro-renewal"
    version = "1"
    title = Text("微更新", "micro-renewal")
    fields = Renewal
    examples = EXAMPLES

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """One for the fund, one for the change of use; none for most."""
        held = self.held(item)
        return () if held is None else tuple(_motions(item, held))

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Its fields; nobody has looked; dearer than its cap; nobody keeps it up."""
        held = self.held(item)
        found = super().objections(item, setting)
        return found if held is None else (*found, *_lacking(item, held))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """Where the fund pays, the household's part of it; where a motion is needed, that too."""
        held = self.held(item)
        return () if held is None else tuple(_disclosures(item, held, unit, setting))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """Plan, works, review, hand over; with a pilot first, and its review before the rest."""
        held = self.held(item)
        if held is None:
            return Plan()
        return Plan(steps=_PILOTED if held.pilot is not None else _STEPS)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What it may cost, who gives and who keeps it up."""
        held = self.held(item)
        if held is None:
            return headline(item, placed)
        return sentences(headline(item, placed), *_sentences(item, held))


_PLAN = Step("plan", Text("定方案", "plan"))
_HAND_OVER = Text("移交维护", "hand over for upkeep")
_STEPS = (
    _PLAN,
    Step("works", Text("施工", "works"), before=("plan",)),
    Step("review", Text("居民评议", "residents' review"), before=("works",)),
    Step("hand-over", _HAND_OVER, before=("review",)),
)
_PILOTED = (
    _PLAN,
    Step("pilot", Text("试点", "pilot"), before=("plan",)),
    Step("review", Text("试点评议", "review of the pilot"), before=("pilot",)),
    Step("extension", Text("推广", "extension"), before=("review",)),
    Step("hand-over", _HAND_OVER, before=("extension",)),
)


def _disclosures(item: Item, held: Renewal, unit: Unit, setting: Setting) -> Iterator[Disclosure]:
    if held.uses_fund:
        yield Disclosure(_FROM_FUND, _part(item, unit, setting))
    elif held.changes_use:
        yield Disclosure(
            Text("您家费用", "Your cost"), Text("不向住户收费", "none: no home is charged")
        )
    if held.changes_use:
        yield Disclosure(
            Text("用途改变", "A new use"),
            Text("须另由业主表决", "the owners decide on it besides"),
        )


def _part(item: Item, unit: Unit, setting: Setting) -> Text:
    """The unit's part of the cost by area; why it is unknown where it is."""
    if item.cost is None or not setting.units:
        return Text("费用或名册未定，暂不能计算", "not known yet: no cost, or no roll")
    payers = [Payer(one.id, one.floor, one.in_hundredths) for one in setting.units]
    try:
        shares = share_cost(item.cost, payers, ByArea()).shares
    except TickboxError as problem:
        return problem.text
    if unit.id not in shares:
        return Text("不分摊", "nothing")
    return Text("{share}（按面积分摊{cost}）", "{share} (of {cost}, by area)").filled(
        share=in_yuan(shares[unit.id]), cost=in_yuan(item.cost)
    )


_FROM_FUND = Text("您家维修资金分摊", "Your part of the maintenance fund")


def _motions(item: Item, held: Renewal) -> Iterator[Proposal]:
    if held.uses_fund:
        why = Text(
            "动用维修资金由业主共同决定（《民法典》第278条第1款第5项）。",
            "Using the fund is decided by the owners (Civil Code 278, item 5).",
        )
        yield Proposal("fund", item.title, "use-fund", why)
    if held.changes_use:
        why = Text(
            "改变共用部分用途由业主共同决定（《民法典》第278条第1款第8项）。",
            "A new use of common parts is decided by the owners (Civil Code 278, item 8).",
        )
        yield Proposal("use", item.title, "change-common-use", why)


def _lacking(item: Item, held: Renewal) -> Iterator[Objection]:
    if held.site_visit is None:
        yield Objection(
            Text("还没有到现场看过。", "nobody has looked at the place."),
            Text("请先现场查看，写上日期。", "Go and look, and give the day."),
            field="site_visit",
        )
    costs = [option.cost for option in item.options if option.cost is not None]
    dearest = max(costs, default=item.cost)
    if held.cost_cap is not None and dearest is not None and dearest > held.cost_cap:
        over = Text("费用超过上限{over}。", "it is {over} dearer than its cap.")
        yield Objection(
            over.filled(over=in_yuan(dearest - held.cost_cap)),
            Text("请改方案或上限。", "Change the plan or the cap."),
            field="cost_cap",
        )
    if not held.upkeep:
        yield Objection(
            Text("没有写以后由谁维护。", "nobody is named who keeps it up."),
            Text("请写明。", "Name them."),
            field="upkeep",
        )


def _sentences(item: Item, held: Renewal) -> Iterator[Text]:
    if held.cost_cap is not None:
        yield Text("费用不超过{cap}", "At most {cap}").filled(cap=in_yuan(held.cost_cap))
    if held.in_kind:
        yield Text("实物或劳务：{what}", "In kind: {what}").filled(what=held.in_kind)
    if held.uses_fund or held.changes_use:
        yield Text(
            "打钩只表示居民意愿；须另由业主共同决定",
            "Ticks are residents' wishes; the owners decide besides",
        )
