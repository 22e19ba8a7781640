"""A component is one matter, declared in one place: what it declares fits together."""

from __future__ import annotations

import attrs
import pytest

from tickbox_core.acts import ACTS
from tickbox_core.acts.things import THINGS
from tickbox_core.components import CHAPTERS, CORE, JOINED, THINGS_OF_CHAPTERS
from tickbox_core.components.problems import COMPONENT as PROBLEMS
from tickbox_core.components.problems import Problems, ProblemService
from tickbox_core.declarations import Component, EntryKind, Retention
from tickbox_core.desk.kinds import ENDING, SEALING
from tickbox_core.desk.state import YearState
from tickbox_core.errors import BadValue, NotListed
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry


@pytest.mark.parametrize("component", CORE, ids=lambda one: one.key)
def test_what_is_declared_is_what_the_desk_has(component: Component) -> None:
    """Its acts, things, kinds and state are found by everybody who asks the desk."""
    assert all(ACTS[act.key] is act for act in component.acts)
    assert all(THINGS[one.kind] is one and one.find is not None for one in component.things)
    assert isinstance(YearState().of(component.state), component.state)
    for kind, one in component.kinds.items():
        assert one.words.zh and one.words.en and one.words.zh != one.words.en
        kept = (ENDING if one.ends else SEALING).get(kind)
        assert kept == one.retention


@pytest.mark.parametrize("component", CORE, ids=lambda one: one.key)
def test_no_two_have_a_kind_a_stage_or_a_thing_in_common(component: Component) -> None:
    """Whose an entry is, and where an act stands, is never decided by who was loaded first."""
    others = [one for one in CORE if one is not component]
    for other in others:
        assert not set(component.kinds) & set(other.kinds)
        assert not set(component.stages) & set(other.stages) and component.key != other.key
        assert not {one.kind for one in component.things} & {one.kind for one in other.things}


def test_kinds_that_its_state_does_not_take_are_refused() -> None:
    """Too many, and too few: each is named."""
    more = {**PROBLEMS.kinds, "problem-sold": EntryKind(Text("卖掉", "sold"), Retention("staff"))}
    fewer = {kind: one for kind, one in PROBLEMS.kinds.items() if kind != "problem-solved"}
    for kinds, named in ((more, "problem-sold"), (fewer, "problem-solved")):
        with pytest.raises(BadValue, match=named):
            attrs.evolve(PROBLEMS, kinds=kinds)


def test_an_act_of_another_stage_is_refused() -> None:
    """It could not be found among its own."""
    with pytest.raises(BadValue, match="wish/take"):
        attrs.evolve(PROBLEMS, acts=(*PROBLEMS.acts, ACTS["wish/take"]))


def test_a_matter_finds_the_things_of_another_by_kind() -> None:
    """And hears that matter's own refusal where there is none."""
    here = desks.opened()
    with here.diary.reading() as state:
        assert here._hand.find("item-of-round", state, f"{desks.ROUND}/gate").id == "gate"
        for kind, id_ in (("item-of-round", "nowhere/gate"), ("project", "x"), ("problem", "x")):
            with pytest.raises(NotListed):
                here._hand.find(kind, state, id_)


def test_what_is_not_installed_is_no_service() -> None:
    """A class that no component brings is a ``KeyError``; one that is there is the same one."""
    here = desks.desk()
    assert here.service(ProblemService) is here.solving
    with pytest.raises(KeyError):
        here.service(Problems)


def test_an_entry_that_no_component_takes_is_passed_over() -> None:
    """A newer version, or a component that is not installed, wrote it; the rest still folds."""
    state = YearState()
    state.apply(DiaryEntry("hours-given", {"ref": "A"}, position=0))
    state.apply(DiaryEntry("problem", _FACTS, position=1))
    assert state.length == 2 and [kind for kind, _ in state.facts] == ["hours-given", "problem"]
    assert set(state.problems.by_ref) == {"P"}


_FACTS = {"ref": "P", "area": "n1", "title": {"zh": "漏水", "en": "a leak"},
          "raised": "2026-01-01", "raised_by": "staff"}  # fmt: skip


def test_what_has_no_component_is_named_in_one_place() -> None:
    """Stages and things of the core's other chapters, so that no plugin can claim them."""
    declared = {one.kind for component in CORE for one in component.things}
    assert set(THINGS) - declared == set(THINGS_OF_CHAPTERS)
    stages = {stage for component in CORE for stage in component.stages}
    assert {act.stage for act in ACTS.values()} - stages == {*CHAPTERS, *JOINED}
