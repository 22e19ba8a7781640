"""Money from outside: a share of the cost up to a cap, or an envelope that grows with residents.

A place publishes which subsidies there are, each a value of its law (``SubsidyRule``); what costs
something says which it claims (``Claim``).  All amounts in fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model._checks import whole
from tickbox_core.rules.decimals import decimal
from tickbox_core.rules.motions.bars import exact
from tickbox_core.rules.motions.practice import Practice
from tickbox_core.text import EMPTY, Text, as_text, join_texts, yuan


@attrs.frozen
class Subsidy:
    """``share`` of the cost, at most ``cap``, rounded down to a fen."""

    share: Fraction
    cap: int | None = None

    def of(self, cost: int) -> int:
        """What is granted for a cost; never more than the cost itself."""
        amount = whole(cost, "cost")
        granted = floor(Fraction(self.share) * amount)
        return min(granted, amount) if self.cap is None else min(granted, self.cap, amount)


@attrs.frozen
class Grant:
    """A fixed ``amount``, where the cost exceeds ``above``; never more than the cost."""

    amount: int
    above: int = 0

    def of(self, cost: int) -> int:
        """What is granted for a cost."""
        return min(self.amount, cost) if whole(cost, "cost") > self.above else 0


@attrs.frozen
class Envelope:
    """A budget of ``base`` and ``step`` for every ``per`` residents.

    Begun hundreds count in part, rounded down to a fen: the source does not say (a choice).
    """

    base: int
    step: int
    per: int

    def of(self, residents: int) -> int:
        """The budget for so many residents."""
        return self.base + self.step * whole(residents, "residents") // self.per


# -- rules of a place --------------------------------------------------------------------------

PIECES = {"lift": Text("电梯台数", "lifts"), "stop": Text("停靠站数", "stops")}
"""What a subsidy may be granted for each of."""
UNDER = "subsidy."
"""What the names of subsidies begin with in the law of a place."""
_FORMERLY = {"lift.subsidy": "add-lift", "lift.replacement_bond": "replace-lift"}
_KNOWN = frozenset(
    "title share cap_fen amount_fen above_fen investment_above_fen first_from_age per years".split()
)  # fmt: skip


@attrs.frozen(hash=False)
class SubsidyRule:
    """A subsidy as a place publishes it; its ``key``, in words, and the ``source`` that says it.

    Granted is the least of what is given: ``share`` of the cost, ``amount`` for each piece
    (``per``: a key of ``PIECES``; empty: once), ``cap`` for each piece; nothing unless the cost
    exceeds ``above``.  Part of a fen is not granted: it is the owners' to pay.  It holds for the
    days of the layer that says it.  Raises ``BadValue`` for what is no such rule.
    """

    key: str
    title: Text
    source: Text
    share: Fraction | None = None
    cap: int | None = None
    amount: int | None = None
    above: int = 0
    per: str = ""

    def __attrs_post_init__(self) -> None:
        if self.share is None and self.amount is None:
            raise _no_rule(
                self.key, Text("没有写份额，也没有写金额。", "has neither share nor amount.")
            )
        if self.share is not None and not 0 <= exact(self.share, self.key) <= 1:
            raise _no_rule(
                self.key, Text("份额不在0到1之间。", "has a share that is not from 0 to 1.")
            )
        for amount in (self.cap, self.amount, self.above):
            if amount is not None:
                whole(amount, self.key)
        if self.per and self.per not in PIECES:
            raise _no_rule(
                self.key,
                Text(f"不认识“{self.per}”。", f"goes by '{self.per}', which is not known."),
            )

    def of(self, cost: int, pieces: int | None = None) -> int:
        """What is granted (fen) for a cost, of so many pieces; never more than the cost.

        Raises ``BadValue`` where it is granted by the piece and nobody says how many there are.
        """
        amount = whole(cost, "cost")
        if self.per and pieces is None:
            raise BadValue(
                self.per,
                Text(
                    f"“{self.title.zh}”按{PIECES[self.per].zh}计算，没有写是多少。",
                    f"'{self.title.en}' goes by the number of {PIECES[self.per].en}, which is not "
                    "said.",
                ),
                Text(f"请写明{PIECES[self.per].zh}。", f"Say how many {PIECES[self.per].en}."),
            )
        if amount <= self.above:
            return 0
        number = whole(pieces, self.per) if self.per and pieces is not None else 1
        bounds = [amount]
        if self.share is not None:
            bounds.append(floor(Fraction(self.share) * amount))
        bounds += [one * number for one in (self.amount, self.cap) if one is not None]
        return min(bounds)

    @property
    def words(self) -> Text:
        """The rule in a line: by what it goes, and up to how much."""
        each = Text(f"每{_EACH[self.per].zh}", f" for each {_EACH[self.per].en}")
        each = each if self.per else EMPTY
        said = []
        if self.share is not None:
            percent = decimal(100 * Fraction(self.share))
            said.append(Text(f"费用的{percent}%", f"{percent} % of the cost"))
        if self.amount is not None:
            said.append(
                Text(f"{each.zh}{yuan(self.amount).zh}", f"{yuan(self.amount).en}{each.en}")
            )
        if self.cap is not None:
            most = Text("{each}至多{sum}", "at most {sum}{each}")
            said.append(most.filled(each=each, sum=yuan(self.cap)))
        if self.above:
            over = Text("费用须超过{sum}", "where the cost exceeds {sum}")
            said.append(over.filled(sum=yuan(self.above)))
        return join_texts(said, "，", ", ")

    def plain(self) -> dict[str, Any]:
        """For JSON; ``of_plain`` reads it."""
        held = {
            "share": None if self.share is None else str(self.share),
            "cap_fen": self.cap,
            "amount_fen": self.amount,
            "above_fen": self.above or None,
            "per": self.per or None,
        }
        rest = {name: value for name, value in held.items() if value is not None}
        return {"title": self.title.plain(), **rest}

    @classmethod
    def of_plain(cls, key: str, plain: Mapping[str, Any], source: Text) -> SubsidyRule:
        """From a value of a layer of law; ``BadValue`` for what is no such rule.

        ``title`` in words; ``share`` as ``2/5``; ``cap_fen``, ``amount_fen`` and ``above_fen`` in
        fen; ``per`` a key of ``PIECES``.
        """
        unknown = sorted(set(plain) - _KNOWN)
        if unknown:
            names = ", ".join(unknown)
            raise _no_rule(key, Text(f"不认识{names}。", f"has the unknown {names}."))
        share = plain.get("share")
        return cls(
            key=key,
            title=as_text(plain.get("title") or _TITLES.get(key) or key),
            source=source,
            share=None if share is None else _share_of(key, share),
            cap=plain.get("cap_fen"),
            amount=plain.get("amount_fen"),
            above=plain.get("above_fen", plain.get("investment_above_fen", 0)),
            per=plain.get("per", ""),
        )


_EACH = {"": EMPTY, "lift": Text("台电梯", "lift"), "stop": Text("站", "stop")}
_TITLES = {
    "add-lift": Text("加装电梯补贴", "subsidy for adding a lift"),
    "replace-lift": Text("电梯更新补贴", "grant for replacing a lift"),
}


def _share_of(key: str, written: Any) -> Fraction:
    try:
        return Fraction(written) if isinstance(written, str) else exact(written, key)
    except (ValueError, ZeroDivisionError):
        raise _no_rule(
            key, Text(f"“{written}”不是份额。", f"has the share '{written}', which is none.")
        ) from None


def _no_rule(key: str, why: Text) -> BadValue:
    said = Text("补贴“{key}”：{why}", "the subsidy '{key}' {why}").filled(key=key, why=why)
    return BadValue(key, said, Text("请改正这一条规定。", "Mend this value of the law."))


@attrs.frozen(hash=False)
class Claim:
    """A subsidy that is applied to something that costs; of so many ``pieces`` where it counts."""

    rule: SubsidyRule
    pieces: int | None = None

    def plain(self) -> dict[str, Any]:
        """For the diary; ``of_plain`` reads it."""
        rule = {"key": self.rule.key, "source": self.rule.source.plain(), "rule": self.rule.plain()}
        return {**rule, "pieces": self.pieces}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Claim:
        """The claim that a plain form stands for."""
        source = Text.of(plain["source"])
        return cls(SubsidyRule.of_plain(plain["key"], plain["rule"], source), plain["pieces"])


def grant_amounts(cost: int, claims: Iterable[Claim]) -> tuple[int, ...]:
    """What each subsidy grants (fen), each of the whole cost; together never more than the cost.

    One that would exceed it is cut, the later first.  What is left is the owners' to pay.  Raises
    what ``SubsidyRule.of`` does.
    """
    found: list[int] = []
    left = whole(cost, "cost")
    for claim in claims:
        found.append(min(left, claim.rule.of(cost, claim.pieces)))
        left -= found[-1]
    return tuple(found)


def subsidies(practice: Practice) -> tuple[SubsidyRule, ...]:
    """The subsidies of a place by key: of a day, where the practice is that ``on`` a day.

    They are the values of its law whose names begin with ``subsidy.``.  Raises ``BadValue`` for
    one that is none.
    """
    found: dict[str, SubsidyRule] = {}
    for name in practice.names:  # sorted: a name of today goes before what lifts had
        key = name.removeprefix(UNDER) if name.startswith(UNDER) else _FORMERLY.get(name)
        held = practice.find(name)
        if key is not None and held is not None:
            found[key] = SubsidyRule.of_plain(key, held.sourced.value, held.sourced.source)
    return tuple(found[key] for key in sorted(found))
