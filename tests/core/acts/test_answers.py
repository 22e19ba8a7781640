"""What acts answer: every act says it, in both languages and with a type for everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from tickbox_core.acts import Act, Actor, Role, perform
from tickbox_core.categories.kinds import Hundredths
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    AnswerPart,
    Keyed,
    ListOf,
    Typed,
    answer_schema,
    definitions,
    gives,
    kind_of,
    outputs_of,
    parts_of,
)
from tickbox_core.testing import desks
from tickbox_core.testing.answers import every_answer_fits, misfits
from tickbox_core.workflow import performing

from ...installed import ACTS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EVERY = pytest.mark.parametrize("one", ACTS.values(), ids=list(ACTS))


def classes() -> set[type]:
    """Every answer class there is."""
    kinds = (kind for one in ACTS.values() for kind in parts_of(kind_of(one.answer)))
    return {kind.of for kind in kinds if isinstance(kind, AnswerPart)}


@EVERY
def test_every_act_says_what_it_answers(one: Act) -> None:
    """An attrs class of outputs, a list of them, or a kind by itself."""
    assert one.answer is not None
    assert not isinstance(one.answer, type) or outputs_of(one.answer)


@pytest.mark.parametrize("of", sorted(classes(), key=lambda of: of.__name__))
def test_what_is_shown_has_a_label_in_both_languages(of: type) -> None:
    """Chinese is Chinese, English is English; what only programs read has none."""
    for output in outputs_of(of):
        words = output.label
        assert bool(words) is output.shown, output.key
        if output.shown:
            assert CHINESE.search(words.zh) and not re.search("[A-Za-z]", words.zh), output.key
            assert words.en.isascii() and re.search("[a-z]", words.en), output.key
    assert (of.__doc__ or "").strip(), of


def test_no_two_answer_classes_share_a_name() -> None:
    """Programs are made from the names."""
    names = [of.__name__ for of in classes()]
    assert len(names) == len(set(names)) > 50


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    yield value
    for name in ("properties", "$defs"):
        for one in value.get(name, {}).values():
            yield from schemas(one)
    for name in ("anyOf", "prefixItems"):
        for one in value.get(name, ()):
            yield from schemas(one)
    for name in ("items", "propertyNames", "additionalProperties", "not"):
        if isinstance(value.get(name), dict):
            yield from schemas(value[name])


@EVERY
def test_nothing_in_an_answer_is_without_a_type(one: Act) -> None:
    """No ``{}``, no object of anything, no reference to nowhere."""
    whole = one.answer_schema
    for schema in schemas(whole):
        assert {"type", "$ref", "anyOf", "const", "enum"} & schema.keys(), schema
        if "$ref" in schema:
            assert schema["$ref"].removeprefix("#/$defs/") in whole["$defs"]
        if schema.get("type") == "object":
            assert schema.get("additionalProperties", True) not in (True, {}), schema
            assert schema.get("additionalProperties") or "properties" in schema, schema
        if schema.get("type") == "array":
            assert "items" in schema or "prefixItems" in schema, schema


def test_what_is_money_says_so_and_what_is_counted_is_whole() -> None:
    """Fen have their unit in the schema; a number without one is a count."""
    schema = answer_schema(Spent)["$defs"]["Spent"]["properties"]
    assert schema["fen"]["description"] == "0.01 yuan"
    assert (schema["times"]["type"], "description" in schema["times"]) == ("integer", False)
    money = [
        output.key
        for of in classes()
        for output in outputs_of(of)
        if isinstance(output.kind, Hundredths)
    ]
    assert {"amount", "spent", "promised", "paid"} <= set(money)
    assert not {"heads", "members", "participating"} & set(money)


@attrs.frozen
class Spent:
    """Something spent."""

    fen: int = gives(MONEY, "金额", "amount")
    times: int = gives(COUNT, "次数", "times")
    by: dict[str, str] = gives(Keyed(Typed(), Typed()), "谁", "who", omitted=True)
    last: str | None = gives(Typed(), "最后一次", "the last one", none=True)


GOOD = {"fen": 5, "times": 2, "last": None}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"by": {"林": "x"}}, ""),
        ({"last": "May"}, ""),
        ({"fen": 1.5}, "integer"),
        ({"fen": True}, "integer"),
        ({"fen": None}, "integer"),
        ({"fen": -1}, "bounds"),
        ({"times": -1}, "bounds"),
        ({"by": {"林": 3}}, "by.林"),
        ({"by": None}, "object"),
        ({"last": 3}, "none of"),
        ({"more": 1}, "more too"),
    ],
)
def test_an_answer_is_held_to_its_schema(changed: dict[str, Any], said: str) -> None:
    """What is declared fits; a key too many, a wrong type, a fraction, a bound do not."""
    schema = answer_schema(ListOf(Spent))
    found = list(misfits(schema, [{**GOOD, **changed}]))
    assert bool(found) is bool(said), found
    assert said in " ".join(found)


@pytest.mark.parametrize("key", sorted(GOOD))
def test_a_key_that_is_missing_is_found(key: str) -> None:
    """All are needed but those that say that they may be missing."""
    lacking = {name: value for name, value in GOOD.items() if name != key}
    assert list(misfits(answer_schema(Spent), lacking)) == [f"$: lacks {key}"]


def test_the_tests_hold_every_answer_to_its_schema() -> None:
    """An act that answers otherwise than it says is found as soon as any test does it."""
    wish = ACTS["wish/take"]
    lies = attrs.evolve(wish, answer=Spent)
    with pytest.raises(AssertionError, match="wish/take answers otherwise"):
        perform(lies, desks.desk(), {"text": "灯"}, Actor("小林", Role.STAFF))
    inside = performing.plain_answer
    with every_answer_fits():
        assert performing.plain_answer is not inside
    assert performing.plain_answer is inside


def test_a_field_that_says_nothing_is_refused() -> None:
    """Neither label nor kind: nobody could draw it."""

    @attrs.frozen
    class Silent:
        """One that forgot."""

        what: str

    with pytest.raises(TypeError, match=r"Silent\.what"):
        outputs_of(Silent)


def test_each_class_stands_once_in_the_definitions() -> None:
    """A project's card is one definition, wherever it stands."""
    held = definitions(kind_of(ACTS["group/see"].answer))
    assert {"EstateAnswer", "ProjectAnswer", "ProblemAnswer", "MeetingAnswer"} <= set(held)
