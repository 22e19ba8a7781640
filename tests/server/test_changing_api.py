"""Over the network as from the command line: what is not given stays, ``unset`` clears."""

from __future__ import annotations

from typing import Any

from litestar.testing import TestClient

from tickbox_server import create_app

HERE, PREPARED = "bamboo", "prepared-1"


def test_acts_change_what_they_are_given(small: Any) -> None:
    """One field, one name of a mapping; a name that is no field is a problem in words."""
    token = small.town.add_staff(HERE, "小林")
    staff = {"Authorization": f"Bearer {token}"}
    with TestClient(create_app(small.town)) as client:

        def post(act: str, **given: Any) -> Any:
            return client.post(f"/api/v1/areas/{HERE}/acts/{act}", json=given, headers=staff)

        before = small.desk.round(PREPARED)
        assert post("round/change", round=PREPARED, budget=500).status_code == 200
        assert small.desk.round(PREPARED).places == before.places
        assert post("round/change", round=PREPARED, unset=["places"]).status_code == 200
        now = small.desk.round(PREPARED)
        assert (now.places, now.budget, now.items) == (None, 500, before.items)
        wrong = post("round/change", round=PREPARED, unset=["plces"])
        assert wrong.status_code in (400, 422)
        assert "plces" in wrong.text
        both = post("round/change", round=PREPARED, unset=["budget"], budget=1)
        assert both.status_code in (400, 422)
        item = before.items[0].id
        for fields in ({"a": 1}, {"b": 2}):
            done = post("item/change", round=PREPARED, id=item, fields=fields)
            assert done.status_code == 200, done.text
        assert dict(small.desk.round(PREPARED).item(item).fields) == {"a": 1, "b": 2}
        post("item/change", round=PREPARED, id=item, unset=["fields.a"])
        assert dict(small.desk.round(PREPARED).item(item).fields) == {"b": 2}


def test_the_catalogue_asks_for_what_names_a_thing_only(small: Any) -> None:
    """A program that holds to the schema can leave the rest out."""
    with TestClient(create_app(small.town)) as client:
        acts = {one["act"]: one for one in client.get("/api/v1/acts").json()}
    assert acts["round/plan"]["fields"]["required"] == ["id", "title"]
    assert acts["round/change"]["fields"]["required"] == ["round"]
    assert acts["item/change"]["fields"]["required"] == ["round", "id"]
    assert "unset" in acts["item/change"]["fields"]["properties"]
    assert acts["item/add"]["fields"]["required"] == ["round", "id", "title"]
