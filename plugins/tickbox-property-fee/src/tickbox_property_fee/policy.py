"""The policy: what is objected to, what each household is shown, what the notice says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

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
    Step,
    Text,
    Unit,
)
from tickbox_core.categories import faults, headline, sentences
from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, join_texts
from tickbox_property_fee.amounts import (
    month_words,
    monthly,
    percent,
    square_metres,
    stage_fee,
    yuan,
)
from tickbox_property_fee.examples import FEES
from tickbox_property_fee.fields import POSTED, FeeClass, PropertyFee

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
ONE_PRICE = Text(
    "同一小区同一服务应同一价格（上海市住宅物业管理规定第48条）。",
    "In one estate the same service has the same price (Shanghai residential property "
    "regulations, art. 48).",
)


@attrs.frozen
class PropertyFeePolicy:
    """Items that propose other property fees for one class of units, or for several."""

    key: str = "property-fee"
    version: str = "2"
    title: Text = attrs.field(default=Text("物业调价", "property-fee change"))
    fields: type = PropertyFee
    examples: ClassVar[tuple[Item, ...]] = FEES

    def question(self, item: Item) -> Question:
        """On a ticking list always a preference."""
        return Question.PREFERENCE

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """An owners' motion: nobody else can change the fee."""
        return (Proposal("fee", item.title, "property-fee", BINDS_NOBODY),)

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """Faulty fields, a rise whose grounds were not posted, one service at two prices."""
        found = faults(PropertyFee, item.fields)
        fee = _fee(item)
        return found if fee is None else (*found, *_check_grounds(fee), *_two_prices(fee, setting))

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What the unit pays a month now and then, and the difference; exact to the fen."""
        fee = _fee(item)
        if fee is None:
            return ()
        mine = [one for one in fee.classes if _concerns(one, unit, setting)]
        if not mine:
            return (_NOT_YOURS,)
        return tuple(shown for one in mine for shown in _figures(fee, one, unit))

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """From the grounds to the last stage; nothing is shared out, so there are no shares."""
        fee = _fee(item)
        return Plan() if fee is None else Plan(steps=tuple(_steps(fee)))

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """Its place, every change, stages and trial, and that it takes an owners' motion."""
        fee = _fee(item)
        if fee is None:
            return sentences(headline(item, placed), BINDS_NOBODY)
        said = [headline(item, placed), *(_change(fee, one) for one in fee.classes)]
        said += [_stage_words(fee), _trial(fee), BINDS_NOBODY]
        if fee.rises and fee.contract != "commission":
            said.append(_grounds(fee))
        return sentences(*said)


def _fee(item: Item) -> PropertyFee | None:
    """The fields of an item, or ``None`` where they are objected to."""
    try:
        return PropertyFee.of(item.fields, f"item {item.id}")
    except BadValue:
        return None


# -- objections --------------------------------------------------------------------------------


def _check_grounds(fee: PropertyFee) -> Iterator[Objection]:
    if fee.rises and fee.contract == "lump-sum" and not fee.posted:
        missing = Text(
            "包干制下调高收费，依据尚未公布。",
            "it is a rise under a lump-sum contract, and its grounds are not posted.",
        )
        yield Objection(missing, POST_BEFORE_A_RISE, field="posted")


def _two_prices(fee: PropertyFee, setting: Setting) -> Iterator[Objection]:
    """Where the place asks for it: the same service to the same kind of unit at two prices."""
    if setting.practice.value("fee.same_service_same_price") is not True:
        return
    seen: dict[tuple[str, str, Text], FeeClass] = {}
    for one in fee.classes:
        if not one.service:
            continue
        other = seen.setdefault((one.kind, one.by, one.service), one)
        if other.fee_new != one.fee_new:
            said = Text(
                "“{a}”和“{b}”服务相同，价格不同。",
                "'{a}' and '{b}' have the same service at two prices.",
            )
            yield Objection(said.filled(a=other.class_, b=one.class_), ONE_PRICE, field="more")


# -- what a household is shown -----------------------------------------------------------------


def _concerns(one: FeeClass, unit: Unit, setting: Setting) -> bool:
    """Whether the class may hold the unit; where the roll is not there yet, its kind decides."""
    if one.kind and one.kind != unit.kind:
        return False
    if one.scope is None or unit.id not in setting.unit_by_id:
        return True
    return unit in setting.units_in(one.scope)


_NOT_YOURS = Disclosure(
    Text("您家物业费", "Your property fee"),
    Text("此类收费不涉及您的房屋，没有变化。", "This class leaves out your unit: no change."),
)
_AREA_UNKNOWN = Disclosure(
    Text("每月物业费", "Fee per month"),
    Text(
        "建筑面积未知，无法计算；请向居委会或物业核对。",
        "The floor area of your unit is not known, so it cannot be computed; ask the "
        "residents' committee or the property firm.",
    ),
)


def _figures(fee: PropertyFee, one: FeeClass, unit: Unit) -> Iterator[Disclosure]:
    per = Text("每平方米每月收费（{class_}）", "Fee per m² and month ({class_})")
    each = Text("每月收费（{class_}）", "Fee per month ({class_})")
    price = Text(
        "{now}元调整为{new}元（比现行标准{uplift}）",
        "{now} yuan, to become {new} yuan ({uplift} of the fee now)",
    )
    yield Disclosure(
        (per if one.by == "area" else each).filled(class_=one.class_),
        price.filled(now=yuan(one.fee_now), new=yuan(one.fee_new), uplift=percent(one.uplift)),
    )
    if one.by == "area" and unit.floor_area is None:
        yield _AREA_UNKNOWN
        return
    now = _amount(one, one.fee_now, unit)
    words = Text("按“{class_}”计，您家现在每月", "Your fee per month now, as {class_}")
    yield Disclosure(words.filled(class_=one.class_), _sum(one, one.fee_now, unit))
    if fee.trial_from:
        yield Disclosure(Text("试行期内", "During the trial"), _trial(fee))
    for month, part in fee.steps:
        then = stage_fee(one.fee_now, one.fee_new, part)
        words = Text(
            "按“{class_}”计，您家{month}起每月", "Your fee per month from {month}, as {class_}"
        )
        yield Disclosure(
            words.filled(class_=one.class_, month=month_words(month)), _sum(one, then, unit)
        )
    more = _amount(one, one.fee_new, unit) - now
    yield Disclosure(Text("每月相差", "Difference per month"), _difference(more))


def _amount(one: FeeClass, fee: int, unit: Unit) -> int:
    return fee if one.by == "unit" else monthly(unit.in_hundredths or 0, fee)


def _sum(one: FeeClass, fee: int, unit: Unit) -> Text:
    """The amount, and what it is made of."""
    if one.by == "unit":
        return Text("{fee}元", "{fee} yuan").filled(fee=yuan(fee))
    area = unit.in_hundredths or 0
    sum_ = Text(
        "{amount}元（{area}平方米×{fee}元，四舍五入到分）",
        "{amount} yuan ({area} m² × {fee} yuan, rounded half up to the fen)",
    )
    return sum_.filled(amount=yuan(monthly(area, fee)), area=square_metres(area), fee=yuan(fee))


def _difference(fen: int) -> Text:
    """More, less or the same: a small area can round both amounts to one fen."""
    if fen == 0:
        return Text("不变", "none")
    more = fen > 0
    words = (
        Text("每月多付{a}元", "{a} yuan more") if more else Text("每月少付{a}元", "{a} yuan less")
    )
    return words.filled(a=yuan(abs(fen)))


# -- what follows, and what the notice says ----------------------------------------------------


def _steps(fee: PropertyFee) -> Iterator[Step]:
    done: tuple[str, ...] = ()
    if fee.rises and fee.contract == "lump-sum":
        yield Step("grounds", Text("公布调价依据", "grounds of the rise posted"))
        done = ("grounds",)
    yield Step("motion", Text("业主表决", "owners' motion"), before=done)
    done = ("motion",)
    if fee.trial_from:
        said = Text("新标准试行，暂按原价收费", "the new service on trial, at the fee of now")
        yield Step("trial", said, before=done)
        done = ("trial",)
    for at, (month, part) in enumerate(fee.steps, 1):
        said = Text("{month}起执行调价的{part}", "from {month}: {part} of the change")
        key = "start" if part == 1 else f"stage-{at}"
        yield Step(key, said.filled(month=month_words(month), part=_part(part)), before=done)
        done = (key,)


def _part(part: object) -> Text:
    return Text("全部", "all") if part == 1 else Text(str(part), str(part))


def _change(fee: PropertyFee, one: FeeClass) -> Text:
    per = Text("每平方米每月", "per m² and month") if one.by == "area" else _EACH
    return Text(
        "{class_}的物业费拟由{per}{now}元调整为{new}元（比现行标准{uplift}），自{month}起执行。",
        "Property fee for {class_}: {now} yuan {per}, to become {new} yuan ({uplift} of the fee "
        "now) from {month}.",
    ).filled(
        class_=one.class_,
        per=per,
        now=yuan(one.fee_now),
        new=yuan(one.fee_new),
        uplift=percent(one.uplift),
        month=month_words(fee.from_),
    )


_EACH = Text("每套（个）每月", "per unit and month")


def _stage_words(fee: PropertyFee) -> Text:
    if not fee.stages:
        return EMPTY
    said = [
        Text("{month}起{part}", "{part} from {month}").filled(
            month=month_words(month), part=_part(part)
        )
        for month, part in fee.stages
    ]
    return Text("调价分步到位：{all}。", "The change comes in stages: {all}.").filled(
        all=join_texts(said, "，", ", ")
    )


def _trial(fee: PropertyFee) -> Text:
    if not fee.trial_from:
        return EMPTY
    return Text(
        "{trial}起先按新标准服务，{month}前仍按现行标准收费。",
        "From {trial} on the new service is tried; until {month} the fee of now is paid.",
    ).filled(trial=month_words(fee.trial_from), month=month_words(fee.from_))


def _grounds(fee: PropertyFee) -> Text:
    if not fee.posted:
        return POST_BEFORE_A_RISE
    return Text("调价依据已公布：{what}。", "Grounds posted: {what}.").filled(
        what=POSTED[fee.posted]
    )
