"""How a published round was counted, as a file of its ballots carries it along.

Pabulib's format has no place for it: it stands in META, under keys that begin with ``tickbox_``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.model.strict_json import load_json
from tickbox_core.numbers import read_count

_PREFIX, _NOT_SET = "tickbox_", "none"


class CountedBy(StrEnum):
    """Whose ticks a row of the ballots holds: a resident's, or those of all in one home."""

    RESIDENTS = "residents"
    HOUSEHOLDS = "households"


def _held(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(value)


@attrs.frozen(hash=False)
class PublishedRound:
    """Rule, tie-break and places of a round, and how many stood on its roll.

    ``minor_units`` is the unit of the money in ``parameters`` (100 fen to the yuan), ``beside``
    how people settled a tie beside the count (``all``, ``none``; empty: they did not).
    Without a ``budget_set`` the file's budget is what everything costs, since other programs need
    one.
    """

    rule: str
    version: str
    parameters: Mapping[str, Any] = attrs.field(converter=_held)
    tie_break: str
    places: int | None
    base: str
    registered: int
    households: int
    rows: CountedBy = attrs.field(default=CountedBy.RESIDENTS, converter=CountedBy)
    minor_units: int = 100
    beside: str = ""
    budget_set: bool = True

    def meta(self) -> dict[str, str]:
        """Keys and values; ``of_meta`` reads them."""
        said = {
            "base": self.base,
            "registered": str(self.registered),
            "households": str(self.households),
            "rule": f"{self.rule} {self.version}",
            "parameters": json.dumps(
                dict(self.parameters), ensure_ascii=False, sort_keys=True, separators=(", ", ": ")
            ),
            "tie_break": self.tie_break,
            "places": "" if self.places is None else str(self.places),
            "minor_units": str(self.minor_units),
            "rows": str(self.rows),
            "settled_beside": self.beside,
            "budget": "" if self.budget_set else _NOT_SET,
        }
        return {f"{_PREFIX}{name}": value for name, value in said.items() if value}

    @classmethod
    def of_meta(cls, meta: Mapping[str, str]) -> PublishedRound | None:
        """What ``meta`` wrote; ``None`` where a file says nothing of how it was counted.

        Raises ``ValueError`` where it says something that cannot be.
        """
        if not all(meta.get(f"{_PREFIX}{name}") for name in ("rule", "parameters", "registered")):
            return None
        said = {
            key.removeprefix(_PREFIX): value
            for key, value in meta.items()
            if key.startswith(_PREFIX) and value
        }
        rule, _, version = said["rule"].partition(" ")
        parameters = load_json(said["parameters"])
        if not isinstance(parameters, dict):
            raise ValueError("parameters")
        return cls(
            rule=rule,
            version=version,
            parameters=parameters,
            tie_break=said.get("tie_break", "refuse"),
            places=_count(said["places"]) if "places" in said else None,
            base=said.get("base", ""),
            registered=_count(said["registered"]),
            households=_count(said.get("households", "0")),
            rows=CountedBy(said.get("rows", CountedBy.RESIDENTS)),
            minor_units=_units(said.get("minor_units", "100")),
            beside=said.get("settled_beside", ""),
            budget_set=said.get("budget") != _NOT_SET,
        )


def _count(text: str) -> int:
    found = read_count(text)
    if found < 0:
        raise ValueError(text)
    return found


def _units(text: str) -> int:
    found = _count(text)
    if str(found).strip("0") != "1":
        raise ValueError(text)
    return found
