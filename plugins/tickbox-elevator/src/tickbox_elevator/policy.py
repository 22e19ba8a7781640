"""What a lift asks of whom: two ballots where the place says so, and each home's own share."""

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
from tickbox_core.model.scope import Everything, Scope, Within
from tickbox_elevator.examples import EXAMPLES
from tickbox_elevator.fields import FUNDING, KINDS, Lift
from tickbox_elevator.sharing import shares

BY_FUNDING = {
    "fund": "replace-lift-fund",
    "cash": "replace-lift-cash",
    "mixed": "replace-lift-cash",
}
"""Replacing a lift: the matter, and so the bar, depends on who pays."""

BINDS_NOBODY = Text(
    "打钩只表示居民意愿；加装或更新电梯须由业主共同决定。",
    "Ticks are residents' wishes; adding or replacing a lift takes an owners' motion.",
)
TWO_SETS = Text(
    "同意的人和分摊的人是两回事：同意与否按表决计，分摊按分摊表计。",
    "Who agrees and who pays are two different sets: the motion counts the first, the table the "
    "second.",
)


class LiftPolicy(Policy[Lift]):
    """Adding or replacing a lift."""

    key = "elevator"
    version = "1"
    title = Text("电梯", "lifts")
    fields = Lift
    examples = EXAMPLES

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """One ballot in the building; a second in the estate where common land is taken."""
        lift = self.held(item)
        if lift is None:
            return ()
        if lift.kind == "replace":
            return (_proposal("building", item, BY_FUNDING[lift.funding], lift.scope, _REPLACE),)
        wanted = setting.practice.value("lift.ballots") or [
            {"matter": "add-lift", "scope": "building", "kind": "special"}
        ]
        return tuple(_ballots(item, lift, wanted, setting))

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Its fields, land that nobody has looked at, and a sharing that cannot be computed."""
        found = super().objections(item, setting)
        lift = self.held(item)
        if lift is None:
            return found
        return (*found, *_share_objections(lift, setting))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """The home's own share, what it is a share of, and each instalment."""
        lift = self.held(item)
        if lift is None:
            return ()
        sharing = shares(lift, setting)
        if sharing.unknown is not None:
            return (Disclosure(_YOURS, sharing.unknown),)
        if unit.id not in sharing.by_unit:
            return (Disclosure(_YOURS, _NOT_YOURS),)
        return tuple(_figures(lift, sharing.by_unit[unit.id], sharing.granted, sharing.estimated))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """Motion, survey, works, acceptance; and what each unit is to pay."""
        lift = self.held(item)
        if lift is None:
            return Plan()
        sharing = shares(lift, setting)
        notes = (TWO_SETS, *([sharing.unknown] if sharing.unknown else []))
        return Plan(steps=_STEPS, shares=sharing.by_unit, notes=notes, claims=sharing.claims)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What is built, what it costs and who pays; nobody's own share, nobody's payment."""
        lift = self.held(item)
        if lift is None:
            return sentences(headline(item, placed), BINDS_NOBODY)
        said = Text("{kind}，总费用{cost}，由{funding}支付", "{kind}: {cost}, paid by {funding}")
        facts = said.filled(
            kind=KINDS[lift.kind], cost=in_yuan(lift.cost), funding=FUNDING[lift.funding]
        )
        return sentences(headline(item, placed), facts, BINDS_NOBODY, TWO_SETS)


_REPLACE = Text(
    "更新电梯的通过线随资金来源而定（《民法典》第278条）。",
    "The bar for replacing a lift depends on who pays (Civil Code 278).",
)
_ADD = Text(
    "加装电梯由本楼业主共同决定（《民法典》第278条第1款第7项）。",
    "Adding a lift is decided by the owners of the building (Civil Code 278, item 7).",
)
_LAND = Text(
    "占用公共用地的，还须由全小区业主共同决定。",
    "Where common land is taken, the owners of the whole estate decide too.",
)
_STEPS = (
    Step("motion", Text("业主表决", "owners' motion")),
    Step("agreement", Text("签订出资协议", "agreement on who pays"), before=("motion",)),
    Step("permit", Text("审批和设计", "permit and design"), before=("agreement",)),
    Step("works", Text("施工", "works"), before=("permit",)),
    Step("acceptance", Text("检验验收", "inspection and acceptance"), before=("works",)),
    Step("upkeep", Text("移交维护", "hand over for upkeep"), before=("acceptance",)),
)
_YOURS = Text("您家分摊", "Your share")
_NOT_YOURS = Text("不在分摊范围内。", "Your unit is outside the scope: nothing to pay.")


def _proposal(key: str, item: Item, matter: str, scope: Scope, because: Text) -> Proposal:
    return Proposal(key, item.title, matter, because, scope=scope)


def _ballots(
    item: Item, lift: Lift, wanted: list[dict[str, str]], setting: Setting
) -> Iterator[Proposal]:
    """The ballots of the place; one ``when`` common land is taken, also while that is unknown."""
    for ballot in wanted:
        if ballot.get("when") == "common-land" and lift.common_land is False:
            continue
        if ballot["scope"] == "building":
            yield _proposal("building", item, ballot["matter"], lift.scope, _ADD)
        else:
            matter = "other" if ballot["kind"] == "ordinary" else ballot["matter"]
            yield _proposal("estate", item, matter, _estate(lift, setting), _LAND)


def _estate(lift: Lift, setting: Setting) -> Scope:
    """The estates in which the scope's units lie; everything where the tree does not say."""
    tree = setting.ground.tree
    areas = {unit.area for unit in setting.units_in(lift.scope)} if setting.units else set()
    found = {
        estate.id
        for area in areas
        if area in tree and (estate := tree.ancestor(area, "estate")) is not None
    }
    return Within(tuple(sorted(found))) if found else Everything()


def _share_objections(lift: Lift, setting: Setting) -> Iterator[Objection]:
    if lift.kind == "add" and lift.common_land is None:
        yield Objection(
            Text("没有写明是否占用公共用地。", "nobody has said whether it takes common land."),
            Text("请现场确认，占用的还须全小区表决。", "Look: if so the estate votes too."),
            field="common_land",
        )
    problem = shares(lift, setting).unknown if setting.units else None
    if problem is not None:
        yield Objection(
            Text("算不出各户分摊：{why}", "the shares cannot be computed: {why}").filled(
                why=problem
            ),
            Text("请补全名册或改分摊办法。", "Complete the roll, or share it otherwise."),
            field="table",
        )


def _figures(lift: Lift, share: int, granted: int, estimated: bool) -> Iterator[Disclosure]:
    sum_ = Text("{share}（总费用{cost}，补贴{granted}）", "{share} (of {cost}, less {granted})")
    yield Disclosure(
        _YOURS,
        sum_.filled(share=in_yuan(share), cost=in_yuan(lift.cost), granted=in_yuan(granted)),
    )
    if estimated:
        yield Disclosure(
            Text("补贴", "Subsidy"),
            Text("按本地政策测算，以批准为准", "an estimate by the rule here, until it is granted"),
        )
    if lift.instalments > 1 and share > 0:
        first = -(-share // lift.instalments)
        yield Disclosure(
            Text("每期", "Each instalment"),
            Text("{n}期，每期至多{amount}", "{n} instalments of at most {amount}").filled(
                n=lift.instalments, amount=in_yuan(first)
            ),
        )
