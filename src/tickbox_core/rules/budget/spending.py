"""What there is to spend, and on what."""

from __future__ import annotations

from fractions import Fraction

import attrs

from tickbox_core.errors import RuleDoesNotFit
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.decimals import decimal
from tickbox_core.text import Text, count_noun


@attrs.frozen
class BudgetCosts:
    """The costs of the items, in listed order, and the budget: smallest units of money.

    ``point_units``: how many of the points that are counted make one; 0 where votes are counted.
    """

    costs: tuple[int, ...]
    budget: int
    minor_units: int = 100
    point_units: int = 0

    @classmethod
    def of(cls, contest: Contest, rule: str) -> BudgetCosts:
        """Of a contest.

        Raises ``RuleDoesNotFit`` where it has no budget or an item no cost, or asks for a number of
        places too: under a budget the money decides how many are chosen.
        """
        if contest.places is not None:
            raise RuleDoesNotFit(
                rule,
                Text(
                    "按预算入选，名额由钱决定；请不要另定名额。",
                    "the budget decides how many are chosen; leave out the number of places.",
                ),
            )
        if contest.budget is None:
            raise RuleDoesNotFit(
                rule, Text("没有预算，请写明。", "there is no budget; say what it is.")
            )
        for item in (item for item in contest.items if item.cost is None):
            raise RuleDoesNotFit(
                rule,
                Text(
                    f"“{item.id}”没有费用，请写明（不花钱的写0）。",
                    f"'{item.id}' has no cost; say what it is (0 where it costs nothing).",
                ),
            )
        costs = tuple(item.cost for item in contest.items if item.cost is not None)
        return cls(costs, contest.budget, contest.minor_units)

    def said(self, money: int) -> str:
        """An amount in units of currency, for reading: ``"1,234.50"``."""
        return amount(money, self.minor_units)

    def of_votes(self, votes: int) -> Text:
        """So many votes, or points in the ballots' own units: ``14.5 points``."""
        if not self.point_units:
            return Text(f"{votes}票", count_noun(votes, "vote"))
        points = Fraction(votes, self.point_units)
        figure = (
            count_noun(votes, "point") if self.point_units == 1 else f"{decimal(points)} points"
        )
        return Text(f"{decimal(points)}分", figure)


def amount(money: int, minor_units: int) -> str:
    """An amount of smallest units in units of currency: ``"1,234.50"``."""
    digits = len(str(minor_units)) - 1
    whole, rest = divmod(money, minor_units)
    return f"{whole:,}.{rest:0{digits}d}" if rest else f"{whole:,}"
