"""What acts of a component answer are values of the classes that they declare, not plain JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from tickbox_core import open_registry
from tickbox_core.acts import Act, Actor, Role, perform
from tickbox_core.categories import fields_of
from tickbox_core.components import CORE
from tickbox_core.declarations import Reference, kind_of, value_of
from tickbox_core.desk import Desk, Town
from tickbox_core.playing.year import played
from tickbox_core.testing.answers import strangers
from tickbox_core.workflow import performing

from ...installed import ACTS, THINGS
from ..acts import remaining_acts

STAGES = {"project", "judgement", *(stage for one in CORE for stage in one.stages)}
HELD = tuple(act for act in ACTS.values() if act.stage in STAGES)
"""Those whose matters have answer classes all the way."""
TYPED = {"chain/preview": {"text": remaining_acts.CHAIN}}
"""What is asked of those that are about nothing that stands at the desk."""
Answers = dict[str, list[tuple[Any, Any]]]
"""Each answer of an act as it was given, and plain."""


def questions(desk: Desk, act: Act) -> Iterator[dict[str, str]]:
    """What an act that reads can be asked of a desk."""
    needed = [one for one in fields_of(act.fields) if one.key in act.required]
    if act.key in TYPED:
        yield TYPED[act.key]
        return
    answers = []
    for one in needed:
        if isinstance(one.refers, Reference):
            answers.append([there.id for there in THINGS[one.refers.kind].choices(desk, {})])
        else:
            assert one.key == "number", act.key  # of what belongs to a thing, the first
            answers.append(["1"])
    for ids in product(*answers):
        yield {one.key: id_ for one, id_ in zip(needed, ids, strict=True)}


def read_everything(town: Town) -> None:
    """Have each desk asked whatever it can be asked, and by whom it is for."""
    for area in town.areas():
        desk = town.desk(area)
        for act in (one for one in HELD if one.reads):
            actor = Actor("小林", act.role, _office(desk, act.role))
            for given in questions(desk, act):
                try:
                    perform(act, desk, given, actor)
                except performing.UNKNOWN:
                    continue


def _office(desk: Desk, role: Role) -> str:
    """An office that goes with a role, where there is one."""
    return next((one.id for one in desk.people.offices() if str(one.task) == str(role)), "")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Every answer of a year and of what it leaves out, by act."""
    found: Answers = {}
    real = performing.plain_answer

    def noted(act: Act, value: Any) -> Any:
        plain = real(act, value)
        found.setdefault(act.key, []).append((value, plain))
        return plain

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(performing, "plain_answer", noted)
        folder = tmp_path_factory.mktemp("year")
        list(played(folder / "year"))
        remaining_acts.played(folder / "rest")
        for name, registry in (("year", open_registry()), ("rest", remaining_acts.registry())):
            town = Town(folder / name, registry)
            read_everything(town)
            town.close()
    return found


@pytest.mark.parametrize("act", HELD, ids=lambda one: one.key)
def test_an_answer_is_a_value_of_the_class_that_is_declared(act: Act, answers: Answers) -> None:
    """Down to the last field, lists included; and the year has the act done."""
    assert answers[act.key]
    for value, _ in answers[act.key]:
        assert list(strangers(kind_of(act.answer), value)) == []


@pytest.mark.parametrize("act", HELD, ids=lambda one: one.key)
def test_what_is_written_plain_is_read_back(act: Act, answers: Answers) -> None:
    """The value that is read from the JSON of an answer has the same JSON."""
    for _, plain in answers[act.key]:
        kind, written = kind_of(act.answer), json.loads(json.dumps(plain))
        value = value_of(kind, written)
        assert list(strangers(kind, value)) == [] and performing.plain_of(value) == written


def test_what_is_no_value_is_found() -> None:
    """A plain answer, and a plain part of one."""
    act = ACTS["award/certificates"]
    plain = {"award": "a"}
    assert list(strangers(kind_of(act.answer), [plain])) == [
        f"$[0]: {plain!r} is no CertificateAnswer"
    ]
