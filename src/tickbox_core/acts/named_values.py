"""Values by name as they were typed, read by the category or rule whose fields they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tickbox_core.categories import Field, fault, fields_of
from tickbox_core.categories.fields import UNFIT, cannot_be, why_unfit
from tickbox_core.categories.kinds import plain_id
from tickbox_core.declarations import FieldsOf
from tickbox_core.declarations.acts import Act
from tickbox_core.declarations.fields import AsTyped
from tickbox_core.desk import Desk
from tickbox_core.errors import BadValue, NotListed
from tickbox_core.hooks import RuleKind
from tickbox_core.registry.parameters import parse_parameter
from tickbox_core.workflow.changing import standing

_FEN = 100


def read_typed(act: Act, desk: Desk, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given, with the values of its mappings that were typed read as what they are.

    A name that category or rule do not know stays as it is: the desk says so.  Raises ``BadValue``
    for what its field cannot be.
    """
    found = dict(given)
    for one in fields_of(act.fields):
        held = given.get(one.key)
        if not isinstance(one.refers, FieldsOf) or not isinstance(held, Mapping):
            continue
        if not any(isinstance(value, AsTyped) for value in held.values()):
            continue
        read = _by_rule if one.refers.field == "rule" else _by_category
        found[one.key] = read(act, desk, given, held)
    return found


def _find_chosen(act: Act, desk: Desk, given: Mapping[str, Any], name: str) -> str:
    """What is chosen: as given, else as the thing stands, else by default."""
    stands = standing(act.change, act.fields, desk, given)
    stood = {} if stands is None else stands.plain
    default = next((one.default for one in fields_of(act.fields) if one.key == name), "")
    return plain_id(str(given.get(name) or stood.get(name) or default or ""))


def _by_rule(
    act: Act, desk: Desk, given: Mapping[str, Any], held: Mapping[str, Any]
) -> dict[str, Any]:
    offered = desk.registry.rules.get(_find_chosen(act, desk, given, "rule"))
    kind: RuleKind | None = None if offered is None else offered.thing
    known = {} if kind is None else {one.name: one for one in kind.parameters}
    return {
        name: parse_parameter(known[name], value, _FEN)
        if isinstance(value, AsTyped) and name in known
        else value
        for name, value in held.items()
    }


def _by_category(
    act: Act, desk: Desk, given: Mapping[str, Any], held: Mapping[str, Any]
) -> dict[str, Any]:
    known = {one.key: one for one in _fields(act, desk, given)}
    return {
        name: _parse(act, known[name], value)
        if isinstance(value, AsTyped) and name in known
        else value
        for name, value in held.items()
    }


def _fields(act: Act, desk: Desk, given: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of the category that is chosen in a round; none where there is no such thing."""
    try:
        round = desk.round(plain_id(str(given.get("round", ""))))
    except NotListed:
        return ()
    policies = {one.key: one.policy for one in round.categories}
    key = policies.get(_find_chosen(act, desk, given, "category"), "")
    offered = desk.registry.policies.get(key)
    return () if offered is None else fields_of(offered.thing.fields)


def _parse(act: Act, field: Field, typed: str) -> Any:
    try:
        return field.kind.parse(typed)
    except UNFIT as refused:
        said = fault(field, cannot_be(typed), why_unfit(refused))
        raise BadValue(act.key, said.problem, said.remedy) from None
