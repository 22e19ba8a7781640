"""A rule of the estate's own as a source: document, article, day; and nothing half."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions import Confidence, EstateRule, Layer, Practice, Sourced
from tickbox_core.text import Text

RULE = EstateRule("业主大会议事规则", "第九条", date(2024, 3, 1))
TITLE = Text("本小区", "the estate")


def test_it_says_where_it_stands() -> None:
    """In both languages; marks round the document are not doubled."""
    assert RULE.words.zh == "《业主大会议事规则》第九条（2024年3月1日通过）"
    assert RULE.words.en.endswith("(adopted on 2024-03-01)")
    twice = EstateRule("《管理规约》", "第三条第二款", date(2020, 12, 31))
    assert twice.words.zh == "《管理规约》第三条第二款（2020年12月31日通过）"


@given(st.text("规约abc1", min_size=1, max_size=8), st.text("第一条1", min_size=1), st.dates())
def test_it_is_read_again_as_it_was(document: str, article: str, adopted: date) -> None:
    """Alone, as a value's source, and as a layer of a practice."""
    rule = EstateRule(document, article, adopted)
    assert EstateRule.of_plain(rule.plain()) == rule
    value = Sourced.of_rule("follow_majority", rule)
    practice = Practice((Layer("estate", TITLE, {"silence": value}),))
    found = Practice.of_plain(practice.plain()).find("silence")
    assert found is not None
    assert (found.sourced.rule, found.sourced.mark) == (rule, Confidence.RULES)
    assert found.sourced.source == rule.words


@pytest.mark.parametrize(("document", "article"), [("", "第九条"), ("规约", ""), ("  ", "　")])
def test_document_and_article_are_named(document: str, article: str) -> None:
    """Blanks are nothing."""
    with pytest.raises(BadValue, match="does not say"):
        EstateRule(document, article, date(2024, 3, 1))


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"document": "规约", "article": "一"},
        {"document": "规约", "article": "一", "adopted": "去年"},
        {"document": "规约", "article": "一", "adopted": "2024-03-01", "page": 3},
        {"document": 3, "article": "一", "adopted": "2024-03-01"},
    ],
)
def test_what_is_no_rule_is_refused(plain: dict[str, Any]) -> None:
    """With what a rule names."""
    with pytest.raises(BadValue):
        EstateRule.of_plain(plain)


@pytest.mark.parametrize(
    "row",
    [
        {"mark": "rules"},
        {"mark": "law", "rule": RULE.plain()},
        {"mark": "choice", "rule": RULE.plain()},
    ],
)
def test_the_kind_of_source_and_the_rule_go_together(row: dict[str, Any]) -> None:
    """Neither without the other, in files of layers as in answers."""
    full = {"name": "silence", "value": "abstain", "source": "规约", **row}
    with pytest.raises(BadValue, match="rule"):
        Layer.of_plain("x", TITLE, [full])
