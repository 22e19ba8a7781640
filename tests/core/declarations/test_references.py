"""What an act's field refers to, and what of it stands open in the diary."""

from __future__ import annotations

import attrs
import pytest

from tickbox_core.categories import a_name, fields_of
from tickbox_core.declarations import (
    Reference,
    new_id,
    references,
    refers_to,
    refers_to_several,
)

from ...installed import ACTS


@attrs.frozen
class Asked:
    """Some fields of an act."""

    round: str = refers_to("round", "轮次", "round", states=("open",))
    items: tuple[str, ...] = refers_to_several("item", "事项", "items", within="round", default=())
    other: str = refers_to("item", "另一项", "another item", within="round", default="")
    made: str = new_id("project", "项目", "project", default="")
    whose: str = refers_to("slot", "席位", "slot", noted=False, default="")
    name: str = a_name("姓名", "name", default="")


def test_a_field_says_what_it_refers_to() -> None:
    """In which states, within which other; a new id says so."""
    found = {one.key: one.refers for one in fields_of(Asked)}
    assert found == {
        "round": Reference("round", ("open",)),
        "items": Reference("item", within="round"),
        "other": Reference("item", within="round"),
        "made": Reference("project", new=True),
        "whose": Reference("slot", noted=False),
        "name": None,
    }


def test_references_are_ids_by_kind_each_once() -> None:
    """What was not given is left out; nor does what is not noted, or refers to nothing, stand."""
    given = Asked("r1", ("gate", "bench"), "gate", "p1", "s7", "王阿姨")
    assert references(given) == {"round": ("r1",), "item": ("gate", "bench"), "project": ("p1",)}
    assert references(Asked("r1")) == {"round": ("r1",)}


@pytest.mark.parametrize("key", [key for key, act in ACTS.items() if not act.reads])
def test_no_reference_of_an_act_tells_of_somebody(key: str) -> None:
    """Public references are of matters: no slot, unit, wish or sign-up is among them."""
    known = {"round", "item", "motion", "judgement", "project", "award", "meeting", "place"}
    known |= {"offer", "idea-call", "template"}
    fields = fields_of(ACTS[key].fields)
    referring = [one.refers for one in fields if isinstance(one.refers, Reference)]
    public = {one.kind for one in referring if one.noted}
    assert public <= known


@pytest.mark.parametrize("key", list(ACTS))
def test_what_is_called_a_round_or_project_refers_to_one(key: str) -> None:
    """Whoever asks for one by the usual name says so."""
    kinds = {"round": "round", "project": "project", "judgement": "judgement", "award": "award"}
    for one in fields_of(ACTS[key].fields):
        if one.key in kinds:
            assert one.refers is not None and one.refers.kind == kinds[one.key]
