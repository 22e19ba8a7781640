"""What a program is told of a field that will not do: the shape of the JSON, not how one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Hundredths, Pairs, Several, Table
from tickbox_server import create_app

HERE = "bamboo"
TYPED = ("semicolon", "分号", "'a=b'", "甲=乙", "|", "two decimals", "两位小数", "换行")


@pytest.fixture
def post(small: Any) -> Iterator[Any]:
    """Asks for an act by a token."""
    token = small.town.add_staff(HERE, "小林")
    with TestClient(create_app(small.town)) as client:

        def send(act: str, **given: Any) -> Any:
            sent = {"Authorization": f"Bearer {token}"}
            return client.post(f"/api/v1/areas/{HERE}/acts/{act}", json=given, headers=sent)

        yield send


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ({"cost": "1,2"}, "an integer: so many times 0.01 yuan"),
        ({"funding": "fund=3"}, "an array of [a, b]"),
        ({"options": "a=甲"}, "an object for each row. Its keys: id, title, cost"),
        ({"options": [{"id": "a", "title": "甲", "cost": 1.5}]}, "an integer"),
        ({"title": 3}, '{"zh": …, "en": …}'),
    ],
)
def test_a_refusal_says_the_shape(post: Any, given: Any, shape: str) -> None:
    """An item with one field that is typed as on the command line."""
    whole = {"round": "prepared-1", "id": "x", "title": "某", "category": "renewal", **given}
    answer = post("item/add", **whole)
    assert answer.status_code == 422
    said = answer.json()["text"]
    assert shape in said["en"]
    assert not [word for word in TYPED if word in said["en"] + said["zh"]]


def test_every_field_of_rows_lists_or_hundredths_has_words_for_programs() -> None:
    """Of every act: none tells a program to write semicolons."""
    kinds = [
        one.kind
        for act in ACTS.values()
        for one in fields_of(act.fields)
        if isinstance(one.kind, (Pairs, Table, Several, Hundredths))
    ]
    assert len(kinds) > 20
    for kind in kinds:
        said = kind.json_remedy
        assert not [word for word in TYPED if word in said.en + said.zh], said
        assert said != kind.remedy
