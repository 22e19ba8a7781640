"""What acts and their fields say of themselves holds together: forms are drawn from it alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tickbox_core.acts import STAGES, catalogue_of
from tickbox_core.acts.act import FORMERLY
from tickbox_core.acts.matters import matters
from tickbox_core.acts.noted import WRITTEN_BY, fields_of_facts, noted_title
from tickbox_core.acts.things import free_id
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Name, Pairs, Several, Table
from tickbox_core.components import CORE
from tickbox_core.declarations import FieldsOf, Reference
from tickbox_core.testing.desks import desk

from ...installed import ACTS, THINGS


def _references(key: str) -> Iterator[tuple[type, str, Reference]]:
    """The references of an act, those in the rows of its tables among them."""
    for field in fields_of(ACTS[key].fields):
        if isinstance(field.refers, Reference):
            yield ACTS[key].fields, field.key, field.refers
        if isinstance(field.kind, Table):
            for cell in field.kind.cells:
                if isinstance(cell.refers, Reference):
                    yield field.kind.row, cell.key, cell.refers


@pytest.mark.parametrize("key", list(ACTS))
def test_every_reference_is_to_something_that_can_be_listed(key: str) -> None:
    """A form offers what there is; what it is part of is a field beside it."""
    for fields, _, reference in _references(key):
        assert reference.kind in THINGS
        assert reference.within in ("", *(one.key for one in fields_of(fields)))


@pytest.mark.parametrize("key", list(ACTS))
def test_what_names_a_thing_says_so(key: str) -> None:
    """No field of ids is left to be guessed from what it is called."""
    named = {
        "area": "area",
        "batch": "batch",
        "milestone": "milestone",
        "item": ("item", "item-of-round"),
        "slot": "slot",
        "slots": "slot",
        "supervisor": "supervisor",
        "ticks": "tick",
        "jurisdiction": "jurisdiction",
        "category": "category",
        "ref": ("wish", "objection", "problem", "gift", "idea", None),
        "refs": "wish",
        "motion": "motion",
        "meeting": "meeting",
    }
    for field in fields_of(ACTS[key].fields):
        if field.key in named and isinstance(field.kind, (Name, Several, Pairs)):
            wanted = named[field.key]
            kind = field.refers.kind if isinstance(field.refers, Reference) else None
            assert kind in (wanted if isinstance(wanted, tuple) else (wanted,)), field.key


@pytest.mark.parametrize("key", list(ACTS))
def test_a_mapping_belongs_to_a_field_that_decides(key: str) -> None:
    """Whose fields it holds is chosen beside it, and choosing another shows others."""
    fields = {one.key: one for one in fields_of(ACTS[key].fields)}
    for one in fields.values():
        if isinstance(one.refers, FieldsOf):
            decides = fields[one.refers.field].refers
            assert isinstance(decides, Reference) and decides.decides


def test_only_what_changes_something_is_irreversible() -> None:
    """And what two people sign is looked at once more too."""
    assert not [key for key, act in ACTS.items() if act.reads and (act.irreversible or act.second)]
    assert {act.key for act in ACTS.values() if act.irreversible} >= {
        "round/open",
        "round/close",
        "motion/open",
        "keeping/erase",
    }


def test_every_stage_has_a_title() -> None:
    """In the list of all acts none is left out."""
    assert {act.stage for act in ACTS.values()} == set(STAGES)


def test_every_step_is_an_act() -> None:
    """What comes next in an empty year, by acts that there are."""
    ways = [way.act for matter in matters(desk()) for step in matter.steps for way in step.ways]
    assert ways and set(ways) <= set(ACTS)


def test_a_free_id_is_free() -> None:
    """It is made of the year, and counts on where that is taken."""
    from tickbox_core import Limits, Round, Text

    here = desk()
    year = here.today().year
    assert free_id(here, THINGS["round"], {}) == f"r{year}"
    here.prepare(Round(f"r{year}", here.area, Text("一", "one"), (), limits=Limits(0, 2)))
    assert free_id(here, THINGS["round"], {}) == f"r{year}-2"
    assert free_id(here, THINGS["project"], {"item": "lamp"}) == "lamp"


def test_an_act_that_was_called_otherwise_is_told_by_its_title() -> None:
    """What stands in a diary keeps the name it was written with."""
    assert noted_title(ACTS, "wish/list") == ACTS["item/add"].title
    assert ACTS["wish/list"] is ACTS["item/add"] and "wish/list" in ACTS
    assert "wish/list" not in set(ACTS) and set(FORMERLY.values()) <= set(ACTS)
    assert noted_title(ACTS, "dream/come-true").en == "dream/come-true"


def test_every_entry_that_an_act_writes_names_one_that_there_is() -> None:
    """What its facts are called is asked of that act's fields, and never of another's."""
    catalogue = catalogue_of(CORE)
    declared = {kind: one.act for kind, one in catalogue.kinds.items() if one.act}
    for kind, key in {**WRITTEN_BY, **declared}.items():
        assert key in ACTS and not ACTS[key].reads, kind
        assert fields_of_facts(catalogue, kind)
    assert fields_of_facts(catalogue, "codes-issued")["cycle"].key == "round"
    assert fields_of_facts(catalogue, "motion-posted")["motion"].key == "id"
    assert fields_of_facts(catalogue, "imported") == {}
