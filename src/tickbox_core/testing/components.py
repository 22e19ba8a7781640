"""The contract of a component: what it declares fits together, from the form to the erasure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Protocol

import attrs
import pytest

from tickbox_core.acts import NOBODY, Act, Actor, catalogue_of, perform
from tickbox_core.categories import fields_of
from tickbox_core.declarations import (
    KEEPS,
    Component,
    NoticeKind,
    Reference,
    Role,
    Thing,
    outputs_of,
    parts_of,
)
from tickbox_core.declarations.answers import kind_of
from tickbox_core.declarations.outputs import AnswerPart
from tickbox_core.desk import Desk
from tickbox_core.desk.keeping import verify
from tickbox_core.desk.notices import Sender
from tickbox_core.hooks import Document
from tickbox_core.registry import Registry, open_registry
from tickbox_core.store import MemoryStore, Store
from tickbox_core.testing import desks
from tickbox_core.testing.answers import every_answer_fits
from tickbox_core.text import LANGUAGES, Text
from tickbox_core.workflow.act_entries import ACT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CLERK = Actor("小林", Role.STAFF)
SECOND = Actor("小周", Role.STAFF)
LATER = date(2100, 1, 1)


class PerformByKey(Protocol):
    """Does an act of the desk by its key, as whoever may, and gives its plain answer."""

    def __call__(self, act: str, **fields: Any) -> Any: ...


Play = Callable[[Desk, PerformByKey], None]
"""``play(desk, do)``: does every act of the component at least once, so that it succeeds.

What begins a purpose (``Retention``) is ended by the last of them: then all that is sealed is due.
"""


@attrs.define
class _Played:
    """A desk where everything was played, and what was answered by act."""

    store: Store
    desk: Desk
    answers: dict[str, list[Any]] = attrs.field(factory=dict)

    def do(self, act: str, **fields: Any) -> Any:
        """Do an act, each in its own name, and keep the answer."""
        found = catalogue_of(self.desk.components).acts[act]
        actor = _who_may(found)
        second = SECOND if found.second else None
        with every_answer_fits():
            answer = perform(found, self.desk, fields, actor, second)
        self.answers.setdefault(act, []).append(answer)
        return answer


def _who_may(act: Act) -> Actor:
    if act.role is Role.ANYBODY:
        return NOBODY
    return CLERK if act.role is Role.STAFF else Actor("小林", act.role)


@attrs.frozen
class _Subject:
    """What a contract is held to: the component of a key that a plugin brings, and its play."""

    plugin: object
    key: str
    play: Play

    def registry(self, *, with_it: bool = True) -> Registry:
        """The core with the plugin and no other, or the core alone."""
        brought = {"component-under-test": self.plugin} if with_it else {}
        return open_registry(discover=False, plugins=brought)

    def component(self) -> Component:
        """The component, as the registry has it."""
        found: Component = self.registry().components[self.key].thing
        return found


class _ComponentContract:
    """Declared in one place, done through every door, erased when it is due."""

    subject: ClassVar[_Subject]

    @pytest.fixture
    def played(self) -> _Played:
        """A desk where everything was played."""
        store = MemoryStore()
        held = _Played(store, desks.desk(store, self.subject.registry()))
        self.subject.play(held.desk, held.do)
        return held

    def test_it_is_installed(self) -> None:
        """The desk has it, and nobody else claims what it claims."""
        desk = desks.desk(registry=self.subject.registry())
        assert self.subject.component() in desk.components
        assert desk.registry.notices == ()

    def test_every_act_and_every_kind_was_played(self, played: _Played) -> None:
        """Or nothing would be known of it."""
        assert {act.key for act in self.subject.component().acts} <= set(played.answers)
        written = {one.kind for one in played.desk.diary.entries()}
        assert set(self.subject.component().kinds) <= written

    def test_everything_is_said_in_both_languages(self) -> None:
        """Titles, labels, words of the diary."""
        for words in _words_of(self.subject.component()):
            assert CHINESE.search(words.zh) and re.search("[A-Za-z]", words.en), words

    def test_what_its_fields_refer_to_is_there(self) -> None:
        """A form offers what there is of it, of the desk's own things or its own."""
        things = catalogue_of(desks.desk(registry=self.subject.registry()).components).things
        for act in self.subject.component().acts:
            for field in fields_of(act.fields):
                if isinstance(field.refers, Reference):
                    assert field.refers.kind in things, (act.key, field.key)

    def test_what_is_sealed_is_told_nobody(self, played: _Played) -> None:
        """Neither facts nor cards nor answers for anybody hold it."""
        sealed = _sealed(played.desk)
        open_to_all = [act.key for act in self.subject.component().acts if act.role is Role.ANYBODY]
        told = [answer for act in open_to_all for answer in played.answers[act]]
        cards = self.subject.component().cards
        shown = [] if cards is None else [str(one) for one in cards(played.desk)]
        mine = [e for e in played.desk.diary.entries() if e.kind in self.subject.component().kinds]
        facts = [{key: e.facts[key] for key in e.facts if key != KEEPS} for e in mine]
        said = json.dumps([told, shown, facts], ensure_ascii=False)
        assert {one for one in sealed if len(one) > 1 and one in said} == set()

    def test_what_staff_changes_leaves_who_did_it(self, played: _Played) -> None:
        """An entry for each act that writes."""
        noted = {e.facts["act"] for e in played.desk.diary.entries() if e.kind == ACT}
        wanted = {
            a.key for a in self.subject.component().acts if not a.reads and a.role is Role.STAFF
        }
        assert wanted <= noted

    def test_it_is_there_again_from_the_diary_alone(self, played: _Played) -> None:
        """A desk opened anew answers what the old one did."""
        anew = desks.desk(played.store, self.subject.registry())
        for act in (one for one in self.subject.component().acts if one.reads):
            if not act.required:
                answers = [perform(act, at, {}, _who_may(act)) for at in (played.desk, anew)]
                assert answers[0] == answers[1]

    def test_what_it_offers_to_choose_is_there(self, played: _Played) -> None:
        """Each of its things can be listed, with words."""
        for thing in self.subject.component().things:
            assert all(one.id and one.title.zh for one in _choices(thing, played.desk))

    def test_what_it_counts_is_among_the_figures(self, played: _Played) -> None:
        """By its key, whole and not below nothing; without it nothing is said of it."""
        counted = played.desk.figures().counted
        keys = {one.key for one in self.subject.component().figures}
        assert keys <= counted.keys()
        assert all(type(counted[key]) is int and counted[key] >= 0 for key in keys)
        without = desks.desk(played.store, self.subject.registry(with_it=False))
        assert not keys & without.figures().counted.keys()

    def test_what_it_prints_can_be_made(self, played: _Played) -> None:
        """Of each thing in its state, in both languages, in plain values; nobody is named."""
        for kind in self.subject.component().notices:
            made = list(_printed(kind, played.desk))
            assert made, f"nothing was there of which '{kind.key}' is printed"
            sealed = _sealed(played.desk)
            for document in made:
                said = json.dumps(dict(document.values), ensure_ascii=False)
                assert {one for one in sealed if len(one) > 1 and one in said} == set()

    def test_what_it_says_to_do_next_can_be_done(self, played: _Played) -> None:
        """Each way is an act that there is; a step has words, or joins one by its key."""
        steps = self.subject.component().next_steps
        acts = catalogue_of(played.desk.components).acts
        for step in () if steps is None else steps(played.desk):
            assert step.title or step.key
            assert step.ways and all(way.act in acts for way in step.ways)

    def test_what_it_keeps_is_said_and_is_over_in_the_end(self, played: _Played) -> None:
        """What its retentions name has words; no purpose goes on when all was played."""
        kinds = self.subject.component().kinds.values()
        named = {one.retention.as_ for one in kinds if one.retention is not None}
        assert set(self.subject.component().personal) <= named
        state = played.desk.diary.reading
        for kind, needed in self.subject.component().purposes.items():
            for thing in self.subject.component().things:
                if thing.kind == kind:
                    with state() as book:
                        held = [one.id for one in _choices(thing, played.desk)]
                        assert [needed(book, id_, LATER) for id_ in held] == [None] * len(held)

    def test_without_it_the_record_stands_and_is_erased(self, played: _Played) -> None:
        """Its entries verify, come due by what they say themselves, and can go."""
        without = desks.desk(played.store, self.subject.registry(with_it=False))
        assert self.subject.component() not in without.components
        assert verify(without.context).faults == ()
        mine = [e for e in without.diary.entries() if e.kind in self.subject.component().kinds]
        assert all(KEEPS in e.facts for e in mine if e.sealed is not None)
        without.keeping.erase(by="小林", before=LATER)
        left = [e for e in without.diary.entries() if e.kind in self.subject.component().kinds]
        assert len(left) == len(mine) and all(e.sealed is None for e in left)
        assert verify(without.context).faults == ()
        again = _Played(played.store, desks.desk(played.store, self.subject.registry()))
        for act in (one for one in self.subject.component().acts if one.reads and not one.required):
            again.do(act.key)


def component_contract(plugin: object, key: str, play: Play) -> type:
    """A test class for the component of that key that a plugin brings; see ``Play``."""
    held = {"subject": _Subject(plugin, key, play), "__doc__": _ComponentContract.__doc__}
    return type("ComponentContract", (_ComponentContract,), held)


def _words_of(component: Component) -> Iterator[Text]:
    yield from component.stages.values()
    yield from (kind.words for kind in component.kinds.values())
    yield from (thing.title for thing in component.things)
    yield from (figure.title for figure in component.figures)
    yield from (figure.said for figure in component.figures if figure.said)
    yield from (notice.title for notice in component.notices)
    for kept in component.personal.values():
        yield from (kept.words, kept.ends)
    for act in component.acts:
        yield act.title
        yield from (field.label for field in fields_of(act.fields))
        for kind in parts_of(kind_of(act.answer)):
            if isinstance(kind, AnswerPart):
                yield from (one.label for one in outputs_of(kind.of) if one.shown)


def _strings(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping):
        for one in plain.values():
            yield from _strings(one)
    elif isinstance(plain, (list, tuple)):
        for one in plain:
            yield from _strings(one)


def _sealed(desk: Desk) -> set[str]:
    """Every word that entries of the diary seal."""
    return {one for e in desk.diary.entries() for one in _strings(e.sealed or {})}


def _printed(kind: NoticeKind, desk: Desk) -> Iterator[Document]:
    """What is printed of everything of its thing that is in its state, in both languages."""
    thing = catalogue_of(desk.components).things[kind.thing]
    for one in _choices(thing, desk):
        if not kind.states or one.states.intersection(kind.states):
            for language in LANGUAGES:
                for size in kind.sizes:
                    yield kind.document(desk, one.id, Sender(), language, size)


def _choices(thing: Thing, desk: Desk) -> list[Any]:
    return list(thing.choices(desk, {}))
