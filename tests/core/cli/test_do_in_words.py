"""``tickbox do`` without a line of JSON: a category's fields, a rule's parameters, scope, law."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tickbox_core import open_registry
from tickbox_core.cli import main
from tickbox_core.desk import Town

pytest.importorskip("tickbox_elevator")
pytest.importorskip("tickbox_china")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one neighbourhood."""
    folder = tmp_path / "town"
    assert (
        main(["found", "--data", str(folder), "n1:neighbourhood:竹园", "b8:building:8号楼:n1"]) == 0
    )
    return folder


def do(data: Path, capsys: Any, act: str, *words: str, code: int = 0) -> Any:
    """Type it; what is answered, or what is said where it is refused."""
    capsys.readouterr()
    typed = ["do", act, *words, "--data", str(data), "--area", "n1", "--by", "小林", "--json"]
    assert main(typed) == code
    told = capsys.readouterr()
    return json.loads(told.out) if code == 0 else told.err


def test_the_fields_of_a_category_are_typed_one_by_one(data: Path, capsys: Any) -> None:
    """Each by its own kind; what will not do is named with what will."""
    do(data, capsys, "round/plan", "id=r1", "title=春季", "categories=lift=elevator")
    at = ["round=r1", "id=lift", "title=电梯", "category=lift"]
    refused = do(data, capsys, "item/add", *at, "fields.scope=floors=up", code=2)
    assert "floors=up" in refused and "lift=l3" in refused
    do(data, capsys, "item/add", *at, "fields.scope=b8 + floors=2..")
    town = Town(data, open_registry())
    assert town.desk("n1").round("r1").item("lift").fields["scope"] == {
        "all": [{"within": ["b8"]}, {"floors": {"from": 2}}]
    }
    town.close()
    do(data, capsys, "item/change", "round=r1", "id=lift", "fields=scope=b8")
    town = Town(data, open_registry())
    assert town.desk("n1").round("r1").item("lift").fields["scope"] == {"within": ["b8"]}
    town.close()


def test_the_parameters_of_a_rule_are_typed_as_they_are_counted(data: Path, capsys: Any) -> None:
    """As ``tickbox count`` takes them; a program's JSON is read as before."""
    do(data, capsys, "round/plan", "id=r1", "title=春季", "parameters.quotas=lift=2,garden=3",
        "parameters.base=registered")  # fmt: skip
    do(data, capsys, "round/plan", "id=r2", "title=春季",
        'parameters={"quotas": {"lift": 2, "garden": 3}, "base": "registered"}')  # fmt: skip
    town = Town(data, open_registry())
    rounds = [town.desk("n1").round(id_).rule.parameters for id_ in ("r1", "r2")]
    assert rounds[0] == rounds[1] == {"quotas": {"lift": 2, "garden": 3}, "base": "registered"}
    town.close()
    refused = do(data, capsys, "round/plan", "id=r3", "title=夏季", "parameters.quotas=x", code=2)
    assert "quotas" in refused


def test_a_motion_is_prepared_and_its_law_answered_in_words(data: Path, capsys: Any) -> None:
    """Scope by floors; one question a command; what is open comes back."""
    do(data, capsys, "motion/prepare", "id=m", "question=换电梯", "matter=use-fund",
        "jurisdiction=cn-shanghai", "scope=b8 + floors=2..")  # fmt: skip
    asked = do(data, capsys, "motion/questions", "id=m")
    waits = [one["question"] for one in asked if one["state"] == "open"]
    assert waits and "silence" not in waits
    words = {one["question"]: next(iter(one["allowed"]), "5") for one in asked}
    for at, question in enumerate(waits):
        left = do(data, capsys, "motion/answer", "id=m", f"question={question}",
            f"answer={words[question]}", "source=议事规则第九条")  # fmt: skip
        assert set(waits[at + 1 :]) <= set(left["questions"])
        assert question not in left["questions"]
    refused = do(data, capsys, "motion/answer", "id=m", "question=notice.days", "answer=7",
        "source=议事规则", code=2)  # fmt: skip
    assert "15" in refused
    refused = do(data, capsys, "motion/answer", "id=m", 'said={"silence": "abstain"}',
        "source=议事规则", code=2)  # fmt: skip
    assert "question=silence" in refused
