"""The policy: what is objected to, what each household is shown, what the notice says."""

from __future__ import annotations

import attrs

from tickbox_core import (
    NOWHERE,
    Disclosure,
    Item,
    Objection,
    Placed,
    Plan,
    Proposal,
    Question,
    Setting,
    Text,
    Unit,
)
from tickbox_core.categories import faults
from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, joined
from tickbox_property_fee.amounts import monthly, square_metres, yuan
from tickbox_property_fee.fields import POSTED, PropertyFee

BINDS_NOBODY = Text(
    "打钩只表示居民意愿，不具约束力；调整物业费须由业主共同决定（《民法典》第278条）。",
    "The ticks are residents' wishes and bind nobody; changing the fee needs an owners' motion "
    "(Civil Code 278).",
)
# Shanghai residential property regulations, art. 48: under a lump-sum contract.
POST_BEFORE_A_RISE = Text(
    "包干制合同调高收费前，应先公布经审计的账目或第三方评估价格（上海市住宅物业管理规定第48条）。",
    "Under a lump-sum contract, audited accounts or an assessed price are posted before any rise "
    "(Shanghai residential property regulations, art. 48).",
)


@attrs.frozen
class PropertyFeePolicy:
    """Items that propose another property fee for one class of units."""

    key: str = "property-fee"
    version: str = "1"
    title: Text = attrs.field(default=Text("物业调价", "property-fee change"))
    fields: type = PropertyFee

    def question(self, item: Item) -> Question:
        """On a ticking list always a preference."""
        return Question.PREFERENCE

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """An owners' motion: nobody else can change the fee."""
        return (Proposal("fee", item.title, "property-fee", BINDS_NOBODY),)

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Every field that is missing or wrong, and a rise whose grounds were not posted."""
        found = faults(PropertyFee, item.fields)
        fee = _fee(item)
        if fee is None or not fee.rises or fee.contract != "lump-sum" or fee.posted:
            return found
        missing = Text(
            "包干制下调高收费，依据尚未公布。",
            "it is a rise under a lump-sum contract, and its grounds are not posted.",
        )
        return (*found, Objection(missing, POST_BEFORE_A_RISE))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What the unit pays a month now and then, and the difference; exact to the fen."""
        fee = _fee(item)
        if fee is None:
            return ()
        if fee.kind and fee.kind != unit.kind:
            return (_NOT_YOURS,)
        about = Text("每平方米每月收费（{class_}）", "Fee per m² and month ({class_})")
        price = Text("{now}元调整为{new}元", "{now} yuan, to become {new} yuan")
        prices = Disclosure(
            about.filled(class_=fee.class_),
            price.filled(now=yuan(fee.fee_now), new=yuan(fee.fee_new)),
        )
        return (prices, *(_area_unknown() if unit.floor_area is None else _amounts(fee, unit)))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """What follows is for the motion to say."""
        return Plan()

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """Its place, the change, and that it takes an owners' motion."""
        fee = _fee(item)
        said = [_headline(item, placed), EMPTY if fee is None else _change(fee), BINDS_NOBODY]
        if fee is not None and fee.rises and fee.contract != "commission":
            said.append(_grounds(fee))
        return joined([sentence for sentence in said if sentence])


def _fee(item: Item) -> PropertyFee | None:
    """The fields of an item, or ``None`` where they are objected to."""
    try:
        return PropertyFee.of(item.fields, f"item {item.id}")
    except BadValue:
        return None


_NOT_YOURS = Disclosure(
    Text("您家物业费", "Your property fee"),
    Text("此类收费不涉及您的房屋，没有变化。", "This class leaves out your unit: no change."),
)


def _area_unknown() -> tuple[Disclosure, ...]:
    return (
        Disclosure(
            Text("每月物业费", "Fee per month"),
            Text(
                "建筑面积未知，无法计算；请向居委会或物业核对。",
                "The floor area of your unit is not known, so it cannot be computed; ask the "
                "residents' committee or the property firm.",
            ),
        ),
    )


def _amounts(fee: PropertyFee, unit: Unit) -> tuple[Disclosure, ...]:
    area = unit.floor_area or 0
    now, then = monthly(area, fee.fee_now), monthly(area, fee.fee_new)
    sum_ = Text(
        "{amount}元（{area}平方米×{fee}元，四舍五入到分）",
        "{amount} yuan ({area} m² × {fee} yuan, rounded half up to the fen)",
    )
    size = square_metres(area)
    return (
        Disclosure(
            Text("按“{class_}”计，您家现在每月", "Your fee per month now, as {class_}").filled(
                class_=fee.class_
            ),
            sum_.filled(amount=yuan(now), area=size, fee=yuan(fee.fee_now)),
        ),
        Disclosure(
            Text(
                "按“{class_}”计，您家{month}起每月", "Your fee per month from {month}, as {class_}"
            ).filled(class_=fee.class_, month=_month(fee)),
            sum_.filled(amount=yuan(then), area=size, fee=yuan(fee.fee_new)),
        ),
        Disclosure(Text("每月相差", "Difference per month"), _difference(then - now)),
    )


def _difference(fen: int) -> Text:
    """More, less or the same: a small area can round both amounts to one fen."""
    if fen == 0:
        return Text("不变", "none")
    more = fen > 0
    words = (
        Text("每月多付{a}元", "{a} yuan more") if more else Text("每月少付{a}元", "{a} yuan less")
    )
    return words.filled(a=yuan(abs(fen)))


def _month(fee: PropertyFee) -> Text:
    year, month = fee.from_.split("-")
    return Text(f"{year}年{int(month)}月", fee.from_)


def _headline(item: Item, placed: Placed | None) -> Text:
    if placed is None:
        return Text("{title}。", "{title}.").filled(title=item.title)
    ranked = Text("第{rank}名：{title}。{why}", "Rank {rank}: {title}. {why}")
    return ranked.filled(rank=placed.rank, title=item.title, why=placed.why)


def _change(fee: PropertyFee) -> Text:
    return Text(
        "{class_}的物业费拟由每平方米每月{now}元调整为{new}元，自{month}起执行。",
        "Property fee for {class_}: {now} yuan per m² and month, to become {new} yuan from "
        "{month}.",
    ).filled(class_=fee.class_, now=yuan(fee.fee_now), new=yuan(fee.fee_new), month=_month(fee))


def _grounds(fee: PropertyFee) -> Text:
    if not fee.posted:
        return POST_BEFORE_A_RISE
    return Text("调价依据已公布：{what}。", "Grounds posted: {what}.").filled(
        what=POSTED[fee.posted]
    )
