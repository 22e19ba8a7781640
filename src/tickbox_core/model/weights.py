"""What a roll weighs: sums that are entered in the log before opening, and nobody's row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.model._checks import whole
from tickbox_core.model.areas import TWO_DECIMALS, check_decimals, unless_two


def _heads(value: int | None) -> int | None:
    return None if value is None else whole(value, "head")


def _area(value: int) -> int:
    return whole(value, "floor area")


def _units(value: int) -> int:
    return whole(value, "unit")


@attrs.frozen
class Weights:
    """The units that count, and what they weigh.

    ``heads``: voices (``None``: some unit has no owner yet); ``area``: in m² with ``decimals``, of
    those units whose area is known; ``area_unknown``: how many units it is not known of.
    """

    units: int = attrs.field(converter=_units)
    heads: int | None = attrs.field(converter=_heads)
    area: int = attrs.field(converter=_area)
    area_unknown: int = attrs.field(converter=_units)
    decimals: int = attrs.field(default=TWO_DECIMALS, converter=check_decimals)

    def plain(self) -> dict[str, Any]:
        """The sums for JSON; ``of_plain`` reads them."""
        return {
            "units": self.units,
            "heads": self.heads,
            "area": self.area,
            "area_unknown": self.area_unknown,
            **unless_two(self.decimals),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Weights:
        """The weights that a plain form stands for."""
        return cls(**plain)
