"""Scopes as people type them, and as they stand in a cell again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tickbox_core.categories.kinds import Where
from tickbox_core.model.scope import scope_of

WHERE = Where()
FROM_SEVEN = {"floors": {"from": 7}}
TYPED: dict[str, Any] = {
    "b16,b17": {"within": ["b16", "b17"]},
    "范围=b16、b17": {"within": ["b16", "b17"]},
    "everything": {"everything": True},
    "全部": {"everything": True},
    "floors=7..": FROM_SEVEN,
    "楼层＝７层至": FROM_SEVEN,
    "floors=7-": FROM_SEVEN,
    "floors=..6": {"floors": {"to": 6}},
    "floors=-1..2": {"floors": {"from": -1, "to": 2}},
    "楼层：7-12层": {"floors": {"from": 7, "to": 12}},
    "floors=3": {"floors": {"from": 3, "to": 3}},
    "floors=-1": {"floors": {"from": -1, "to": -1}},
    "电梯=l3": {"served_by": "l3"},
    "kind=住宅,shop": {"kind": ["home", "shop"]},
    "units=101,102": {"units": ["101", "102"]},
    "b16,b17 + floors=7.. + lift=l3": {
        "all": [{"within": ["b16", "b17"]}, FROM_SEVEN, {"served_by": "l3"}]
    },
    "b8 or units=901": {"any": [{"within": ["b8"]}, {"units": ["901"]}]},
    "b8+floors=2.. 或 b9": {"any": [{"all": [{"within": ["b8"]}, {"floors": {"from": 2}}]},
                                    {"within": ["b9"]}]},
    "b8 + not lift=l1": {"all": [{"within": ["b8"]}, {"not": {"served_by": "l1"}}]},
    "b8 + 除 floors=1": {"all": [{"within": ["b8"]}, {"not": {"floors": {"from": 1, "to": 1}}}]},
}  # fmt: skip
"""Buildings, floors, a lift, kinds and units; together, beside one another, left out."""


@pytest.mark.parametrize("typed", list(TYPED))
def test_what_is_typed_is_the_scope(typed: str) -> None:
    """In either language; and what stands in the cell again reads as the same."""
    plain = WHERE.parse(typed)
    assert plain == TYPED[typed]
    again = WHERE.format(plain)
    assert "{" not in again and not set(again) & set("|;\n")
    assert WHERE.parse(again) == plain


@pytest.mark.parametrize(
    "typed",
    ["", "floors=", "floors=seven", "floors=..", "floors=9..3", "lift=", "b8,,b9", "b8 +", "x=3",
     "+ b8"],
)  # fmt: skip
def test_what_says_nothing_is_refused(typed: str) -> None:
    """Rather than be taken for something else."""
    with pytest.raises(ValueError, match=r"\S|^''$"):
        WHERE.parse(typed)


@pytest.mark.parametrize("typed", ["not", "or b8"])
def test_a_word_alone_is_an_id(typed: str) -> None:
    """A building may be called so; ways stand on both sides of ``or``."""
    assert WHERE.parse(typed) == {"within": [typed]}


@pytest.mark.parametrize(
    "plain",
    [
        {"not": {"any": [{"within": ["b8"]}, {"units": ["1"]}]}},
        {"all": [{"any": [{"within": ["b8"]}, {"units": ["1"]}]}, FROM_SEVEN]},
        {"within": ["a+b"]},
        {"units": ["1,2"]},
    ],
)
def test_what_cannot_be_said_so_simply_stays_exact(plain: Any) -> None:
    """As a program writes it, which is read too."""
    said = WHERE.format(plain)
    assert json.loads(said) == plain and WHERE.parse(said) == scope_of(plain).plain()
