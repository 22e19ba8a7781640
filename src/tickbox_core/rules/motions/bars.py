"""Bars: a share and whether reaching it is enough, compared exactly.

以上 includes the number itself (``at_least``), 过半数 does not (``more_than``): Civil Code of the
PRC, art. 1259.  Shares are ``Fraction``; a float never decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Any, TypeAlias

import attrs

from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.rules.motions.bases import Base
from tickbox_core.text import Text

Amount: TypeAlias = int | Fraction


class Strictness(StrEnum):
    """Whether a bar is passed by reaching it."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"

    @property
    def words(self) -> Text:
        """The strictness, to stand before a share."""
        return _STRICTNESS_WORDS[self]


_STRICTNESS_WORDS = {
    Strictness.AT_LEAST: Text("不少于", "at least"),
    Strictness.MORE_THAN: Text("超过", "more than"),
}


def exact(value: object, where: str) -> Fraction:
    """The value as a ``Fraction`` if it is an ``int`` or ``Fraction``, else ``BadValue``."""
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    raise BadValue(
        where,
        Text(f"“{value}”不是精确的数。", f"'{value}' is not an exact number."),
        Text("请用整数或分数，不要用小数近似值。", "Give an int or a Fraction, never a float."),
    )


def _share(value: object) -> Fraction:
    share = exact(value, "bar")
    if 0 <= share <= 1:
        return share
    raise BadValue(
        "bar",
        Text(f"{share}不在0到1之间。", f"{share} does not lie between 0 and 1."),
        Text("请写成2/3这样的比例。", "Write a share such as 2/3."),
    )


def _strictness(value: str) -> Strictness:
    try:
        return Strictness(value)
    except ValueError:
        raise UnknownName("strictness", value, tuple(Strictness)) from None


class Of(StrEnum):
    """Of whom an approval is a share: of those taking part, or of all (as before 2021)."""

    PARTICIPATING = "participating"
    ALL = "all"


def named_of(value: str) -> Of:
    """The base of that name that a share can be of, or ``UnknownName``."""
    try:
        return Of(value)
    except ValueError:
        raise UnknownName("base of a share", value, tuple(Of)) from None


@attrs.frozen
class Bar:
    """``share`` between 0 and 1, to be reached (``at_least``) or exceeded (``more_than``)."""

    share: Fraction = attrs.field(converter=_share)
    strictness: Strictness = attrs.field(converter=_strictness)

    @classmethod
    def of(cls, written: str) -> Bar:
        """From ``"at_least 2/3"`` or ``"more_than 1/2"``; ``BadValue`` for anything else."""
        try:
            strictness, _, share = written.partition(" ")
            return cls(Fraction(share), _strictness(strictness))
        except (AttributeError, ValueError, ZeroDivisionError):  # a number, say, has no parts
            raise BadValue(
                "bar",
                Text(f"看不懂“{written}”。", f"'{written}' cannot be read."),
                Text("请写成 at_least 2/3 这样。", "Write it like 'at_least 2/3'."),
            ) from None

    def met(self, part: Amount | None, whole: Amount | None) -> bool | None:
        """Whether ``part`` of ``whole`` passes the bar; ``None`` where either is unknown.

        Nobody (``whole`` 0) passes no bar, not even one of 0: silence decides nothing.
        """
        if whole == 0:
            return False
        if part is None or whole is None:
            return None
        reached, required = exact(part, "part"), self.share * exact(whole, "whole")
        return reached >= required if self._inclusive else reached > required

    def needed(self, whole: Amount) -> int:
        """The smallest whole part that passes the bar; more than ``whole`` where none does."""
        edge = self.share * exact(whole, "whole")
        least = ceil(edge) if self._inclusive else floor(edge) + 1
        return least if whole else 1

    def words(self) -> Text:
        """ "不少于2/3" / "at least 2/3"."""
        return Text("{how}{share}", "{how} {share}").filled(
            how=self.strictness.words, share=self.share
        )

    def __str__(self) -> str:
        return f"{self.strictness} {self.share}"

    @property
    def _inclusive(self) -> bool:
        return self.strictness is Strictness.AT_LEAST


@attrs.frozen
class Bars:
    """What one base asks for: a quorum of all (``None``: none), an approval of those taking part.

    The quorum compares those taking part with the whole electorate of the motion, the approval
    those in favour with those taking part, or with ``of`` all (Property Law of the PRC, art. 76,
    until the end of 2020).
    """

    base: Base
    quorum: Bar | None
    approval: Bar
    of: Of = attrs.field(default=Of.PARTICIPATING, converter=named_of)

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Bars:
        """From ``{"base": "heads", "quorum": "at_least 2/3", "approval": "more_than 1/2"}``.

        ``of`` may stand beside them: ``participating``, which it is where it is absent, or ``all``.

        Raises ``BadValue`` for what has another shape.
        """
        if not isinstance(plain, Mapping):
            raise BadValue(
                "bars",
                Text(f"看不懂“{plain}”。", f"'{plain}' cannot be read."),
                Text("请写明 base、quorum、approval。", "Give base, quorum and approval."),
            )
        quorum = plain.get("quorum")
        return cls(
            Base.named(plain.get("base", "")),
            None if quorum is None else Bar.of(quorum),
            Bar.of(plain.get("approval", "")),
            plain.get("of", Of.PARTICIPATING),
        )

    def plain(self) -> dict[str, str | None]:
        """The form ``of_plain`` reads."""
        return {
            "base": str(self.base),
            "quorum": None if self.quorum is None else str(self.quorum),
            "approval": str(self.approval),
            **({} if self.of is Of.PARTICIPATING else {"of": str(self.of)}),
        }
