"""What an act's form asks for: its own fields, and in the place of JSON those that it stands for.

An item's own fields are its category's, a round's parameters are its rule's: which ones is known
once category or rule are chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_console.choices import chosen_in
from tickbox_console.staff_request import Posted, StaffRequest, one
from tickbox_console.widgets import commas_in, name_of
from tickbox_core.acts import Act
from tickbox_core.acts.law_answers import answer_fields
from tickbox_core.categories import Field, Objection, a_name, beside, faults, fields_of, one_of
from tickbox_core.categories.commas import commas_read, parted_numbers
from tickbox_core.categories.kinds import LARGEST, Count
from tickbox_core.declarations import Chosen, FieldsOf
from tickbox_core.desk.motions.questions import LawPoint
from tickbox_core.errors import BadValue, NotListed, UnknownName
from tickbox_core.hooks import Parameter, RuleKind
from tickbox_core.registry.parameters import parse_parameter
from tickbox_core.text import Text
from tickbox_core.workflow.changing import UNSET

OWN = "own_"
ANSWER = "answer"
"""The field that stands for one answer to the question that is chosen, not for a mapping."""
_FEN = 100


@attrs.frozen(eq=False)
class FormQuestion:
    """``fields`` are all that is asked; ``own`` those of the category or rule, without prefix.

    ``chosen`` is the key of the category or rule they are of, ``instead`` the mapping that they
    stand for.
    """

    fields: type
    own: type | None = None
    rule: RuleKind | None = None
    chosen: str = ""
    instead: str = ""

    def key_of(self, name: str) -> str:
        """The key of the field that stands for a name of the mapping."""
        return name if self.rule is None else name.replace("-", "_")

    def name_of(self, key: str) -> str:
        """The name in the mapping, as it is cleared, that a field stands for."""
        inner = key.removeprefix(OWN)
        names = [] if self.rule is None else [one_.name for one_ in self.rule.parameters]
        return f"{self.instead}.{next((n for n in names if self.key_of(n) == inner), inner)}"

    def knows(self, name: str) -> bool:
        """Whether the category or rule that is chosen has a field of that name."""
        return self.own is not None and any(
            one_.key == self.key_of(name) for one_ in fields_of(self.own)
        )

    def written(self, value: Any) -> Any:
        """A value of the mapping as its field holds it: a rule's parameters are typed."""
        return value if self.rule is None else str(value)

    def folded(self, plain: Mapping[str, Any]) -> dict[str, Any]:
        """The plain mapping that the act reads; ``BadValue`` for what a rule does not take."""
        own = {k.removeprefix(OWN): v for k, v in plain.items() if k.startswith(OWN)}
        given = {k: v for k, v in plain.items() if not k.startswith(OWN)}
        if self.instead == ANSWER:
            return {**given, **({ANSWER: own["value"]} if own else {})}
        if self.rule is not None:
            known = {one_.name.replace("-", "_"): one_ for one_ in self.rule.parameters}
            own = {known[key].name: parse_parameter(known[key], str(own[key]), _FEN) for key in own}
            return {**given, **({"parameters": own} if own else {})}
        return {**given, **({"fields": own} if own else {})}

    def commas(self, posted: Posted) -> list[Text]:
        """What is to be said of the numbers whose comma some would read otherwise."""
        said = commas_in(self.fields, posted)
        for one_ in () if self.rule is None else self.rule.parameters:
            typed = one(posted, name_of(OWN + self.key_of(one_.name)))
            if type(one_.default) is int:
                said += commas_read(one_.about, Count(-LARGEST), typed)
            elif isinstance(one_.default, (tuple, list)):
                said += _parted(one_, typed)
        return said

    def faults(self, plain: Mapping[str, Any]) -> tuple[Objection, ...]:
        """What is wrong with the category's fields taken together."""
        own = {k.removeprefix(OWN): v for k, v in plain.items() if k.startswith(OWN)}
        return () if self.own is None or self.rule is not None else faults(self.own, own)


def _parted(parameter: Parameter, typed: str) -> list[Text]:
    """That the commas of a list of numbers part them, where some would read thousands."""
    try:
        value = parse_parameter(parameter, typed, _FEN) if typed.strip() else None
    except BadValue:
        return []  # the form says it itself
    note = parted_numbers(parameter.about, typed, value)
    return [note] if note else []


def asked(seat: StaffRequest, act: Act, posted: Posted) -> FormQuestion:
    """What the form of an act asks for, with what is chosen in it so far."""
    mapping = next((one_ for one_ in fields_of(act.fields) if _stands_for_others(one_)), None)
    if mapping is None:
        return FormQuestion(act.fields if act.change is None else _beside(act.fields, None, UNSET))
    chosen = chosen_in(act.fields, posted)
    if "rule" in chosen:
        rule = seat.visit.hall.town.registry.rules.get(chosen["rule"])
        kind: RuleKind | None = None if rule is None else rule.thing
        own = None if kind is None else _parameters(kind)
        fields = _beside(act.fields, own, mapping.key)
        return FormQuestion(fields, own, kind, chosen["rule"], mapping.key)
    if mapping.key == ANSWER:
        point = _question(seat, chosen)
        own = None if point is None else answer_fields(point)
        fields = _beside(act.fields, own, mapping.key)
        return FormQuestion(fields, own, chosen=chosen["law-question"], instead=mapping.key)
    key, own = _category(seat, chosen)
    return FormQuestion(_beside(act.fields, own, mapping.key), own, chosen=key, instead=mapping.key)


def _stands_for_others(field: Field) -> bool:
    return isinstance(field.refers, FieldsOf)


def _question(seat: StaffRequest, chosen: Chosen) -> LawPoint | None:
    try:
        return seat.desk.motions.question(chosen.get("motion", ""), chosen["law-question"])
    except (NotListed, UnknownName):
        return None


def _category(seat: StaffRequest, chosen: Chosen) -> tuple[str, type | None]:
    try:
        round = seat.desk.round(chosen.get("round", ""))
    except NotListed:
        return "", None
    key, item = chosen.get("category", ""), chosen.get("item", "")
    if not key and item in round.item_ids:
        key = round.item(item).category
    policies = {category.key: category.policy for category in round.categories}
    offered = seat.visit.hall.town.registry.policies.get(policies.get(key, ""))
    if offered is None or not fields_of(offered.thing.fields):
        return key, None
    own: type = offered.thing.fields
    return key, own


def _beside(common: type, own: type | None, instead: str) -> type:
    return beside(common, own, OWN, frozenset({instead, UNSET}))


def _parameters(kind: RuleKind) -> type:
    made = {}
    for parameter in kind.parameters:
        about = parameter.about
        if parameter.choices:
            choices = {str(choice): Text.of(str(choice)) for choice in parameter.choices}
            field = one_of(about.zh, about.en, choices, default="")
        else:
            field = a_name(about.zh, about.en, default="")
        made[parameter.name.replace("-", "_")] = field
    return attrs.make_class("Parameters", made, frozen=True)
