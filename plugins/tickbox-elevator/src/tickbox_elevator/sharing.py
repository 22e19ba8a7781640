"""Who pays how much of a lift: subsidy first, then the table, exact to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from tickbox_core import Setting, Text, Unit
from tickbox_core.errors import TickboxError, UnknownName
from tickbox_core.rules.apportionment import (
    ByArea,
    ByFloor,
    ByUnit,
    Key,
    Payer,
    midpoints,
    share_cost,
    steps,
)
from tickbox_core.rules.subsidy import Claim, SubsidyRule, grant_amounts, subsidies
from tickbox_elevator.fields import Lift


@attrs.frozen(hash=False)
class LiftShares:
    """What is granted (``estimated``: by rule, not yet for certain), and fen by unit.

    Where the sharing cannot be computed ``unknown`` says why and ``by_unit`` is empty.
    """

    granted: int = 0
    estimated: bool = False
    by_unit: Mapping[str, int] = attrs.field(factory=dict)
    unknown: Text | None = None
    claims: tuple[Claim, ...] = ()


def shares(lift: Lift, setting: Setting) -> LiftShares:
    """The sharing over all units of the lift's scope, those exempt left out."""
    amount, estimated = 0, False
    try:
        claims = claims_of(lift, setting)
        amount, estimated = grant(lift, setting)
        units = setting.units_in(lift.scope)
        if not units:
            return LiftShares(amount, estimated, unknown=_NO_UNITS)
        payers = [Payer(unit.id, unit.floor, unit.in_hundredths) for unit in units]
        known = {unit.id for unit in units}
        sharing = share_cost(
            lift.cost - amount,
            payers,
            key(lift, setting, units),
            exempt=frozenset(lift.exempt) & known,
        )
    except TickboxError as problem:
        return LiftShares(amount, estimated, unknown=problem.text)
    return LiftShares(amount, estimated, sharing.shares, claims=claims)


_NO_UNITS = Text(
    "名册里还没有这个范围的房屋，无法计算。", "The roll holds no unit of this scope yet."
)


def grant(lift: Lift, setting: Setting) -> tuple[int, bool]:
    """What is granted (fen), and whether that is an estimate by the rules of the place."""
    claims = claims_of(lift, setting)
    return sum(grant_amounts(lift.cost, claims)), lift.subsidy is None and bool(claims)


def claims_of(lift: Lift, setting: Setting) -> tuple[Claim, ...]:
    """The subsidies that come off: what is granted for certain, else by the rules of the place.

    Raises ``UnknownName`` for one that the law of the place does not know.
    """
    if lift.subsidy is not None:
        sure = SubsidyRule("granted", _GRANTED, _GRANTED, amount=lift.subsidy)
        return (Claim(sure),) if lift.subsidy else ()
    known = {one.key: one for one in subsidies(setting.practice)}
    for name in lift.subsidies:
        if name not in known:
            raise UnknownName("subsidy", name, tuple(known))
    pieces = {"lift": lift.lifts, "stop": lift.stops}
    names = lift.subsidies or _usual(lift, setting)
    return tuple(Claim(known[name], pieces.get(known[name].per)) for name in names if name in known)


_GRANTED = Text("已批准的补贴", "subsidy granted")


def _usual(lift: Lift, setting: Setting) -> tuple[str, ...]:
    """What a lift of its kind is granted where nobody says; a bond only for a lift of its age."""
    if lift.kind == "add":
        return ("add-lift",)
    bond = setting.practice.value("lift.replacement_bond") or {}
    young = lift.age is None or lift.age < bond.get("first_from_age", 0)
    return () if young else ("replace-lift",)


def key(lift: Lift, setting: Setting, units: tuple[Unit, ...]) -> Key:
    """How the cost is shared; ``BadValue`` where a table is named that nobody has confirmed."""
    if lift.table == "area":
        return ByArea()
    if lift.table == "unit":
        return ByUnit()
    if lift.table == "declared":
        return ByFloor(dict(lift.coefficients))
    if lift.table == "corridor":
        floors = {unit.floor for unit in units if unit.floor is not None}
        return ByFloor({floor: Fraction(floor > 1) for floor in floors})
    return _guide(lift, setting)


def _guide(lift: Lift, setting: Setting) -> Key:
    """The table published for this place and height; others are not interpolated."""
    storeys = lift.storeys
    ranges = None if storeys is None else setting.practice.value(f"lift.floor_percent.{storeys}")
    if ranges is not None:
        low, high = ([Fraction(part) for part in ranges[end]] for end in ("low", "high"))
        table = midpoints(low, high)
        return ByFloor(dict(enumerate(table, 1)), within_floor=ByUnit())
    rule = setting.practice.value("lift.floor_coefficients")
    if rule is not None and storeys is not None:
        first = [Fraction(part) for part in rule["floors"]]
        table_by_floor = steps(first, Fraction(rule["step"]), storeys)
        return ByFloor(table_by_floor, within_floor=ByArea())
    raise NoTable


class NoTable(TickboxError):
    """No floor table is confirmed for this place and height, and none is guessed."""

    said = Text(
        "本地没有公布这一楼层数的分摊表，不作推算；请自定系数。",
        "no floor table is confirmed for this place and height, and none is guessed; declare "
        "coefficients of your own.",
    )
