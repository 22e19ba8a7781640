"""The fund's accounts: shares by area, what is lacking, and when it is renewed or decided again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from tickbox_core import Setting, Text
from tickbox_core.errors import TickboxError
from tickbox_core.rules.apportionment import ByArea, Payer, share_cost
from tickbox_core.rules.motions import Practice
from tickbox_maintenance_fund.fields import FundUse


@attrs.frozen(hash=False)
class Drawn:
    """Fen by unit that are drawn, and fen that its account lacks for it; or why it is unknown.

    A unit whose balance nobody gave is in ``unstated``.
    """

    shares: Mapping[str, int] = attrs.field(factory=dict)
    shortfalls: Mapping[str, int] = attrs.field(factory=dict)
    unstated: tuple[str, ...] = ()
    unknown: Text | None = None


def drawn(use: FundUse, setting: Setting) -> Drawn:
    """The amount over the units of the affected part, by area (Shanghai arts. 65–73)."""
    try:
        units = setting.units_in(use.scope)
        if not units:
            return Drawn(unknown=_NO_UNITS)
        payers = [Payer(unit.id, unit.floor, unit.in_hundredths) for unit in units]
        shares = share_cost(use.amount, payers, ByArea()).shares
    except TickboxError as problem:
        return Drawn(unknown=problem.text)
    held = dict(use.accounts)
    lacking = {
        unit: share - max(0, held[unit])
        for unit, share in shares.items()
        if unit in held and share > max(0, held[unit])
    }
    return Drawn(shares, lacking, tuple(unit for unit in shares if unit not in held))


_NO_UNITS = Text(
    "名册里还没有这个范围的房屋，无法计算。", "The roll holds no unit of this part yet."
)


def renewal_due(balance: int, first_deposit: int, practice: Practice) -> bool | None:
    """Whether an account has fallen below the share of its first deposit at which it is renewed.

    ``None`` where the place does not say at which (Shanghai: under 30 %).  Amounts in fen.
    """
    bar = practice.value("fund.renew_below")
    return None if bar is None else balance < Fraction(bar) * first_deposit


def restored_balance(first_deposit: int, days: int, practice: Practice) -> int | None:
    """Fen to which an account is restored where no decision came in time; ``None``: not (yet)."""
    rule = practice.value("fund.restore")
    if rule is None or days < rule["after_days"]:
        return None
    share = Fraction(rule["to_share"]) * first_deposit
    return -(-share.numerator // share.denominator)


def decided_again(budget: int, spent: int, practice: Practice) -> bool | None:
    """Whether the works are so far over budget that the owners decide again.

    ``None`` where the place does not say (Hangzhou: more than 10 %).  Amounts in fen.
    """
    part = most_over(practice)
    return None if part is None else spent > budget * (1 + part)


def most_over(practice: Practice) -> Fraction | None:
    """The share of the budget by which works may run over it; ``None``: the place does not say."""
    part = practice.value("fund.again_over_budget")
    return None if part is None else Fraction(part)
