"""The fast encoder and the library say the same."""

from typing import Any

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from tickbox_core.ledger import canonical

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4)
)


@given(_VALUES)
@example({"\ue000": 1, "\U00010000": 2})
@example({"控制": '\x00\x1f\x7f"\\/\b\f\n\r\t\u2028'})
@example({"title": "东门（行人）开放，双向", "ids": ["a", {"备注": "！"}]})
@example([{"a": {"\uff00": 1, "\U00010000": [2]}}])
def test_the_encoder_agrees_with_the_library(value: Any) -> None:
    """Whatever JSON holds without floats has the same bytes both ways."""
    assert canonical(value) == rfc8785.dumps(value)
