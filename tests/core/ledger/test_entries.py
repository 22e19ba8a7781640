"""Entries: plain public facts, from which the frozen plan can be rebuilt."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.ledger import (
    canonical,
    cast,
    closed,
    configuration,
    opened,
    read_configuration,
    result,
    roll_entry,
)
from tickbox_core.model import (
    Category,
    Funding,
    Item,
    Limits,
    Option,
    Picture,
    PluginVersion,
    RollSummary,
    Round,
    RuleChoice,
    State,
)
from tickbox_core.text import Text

CORE = PluginVersion("tickbox-core", "0.1.0")
words = st.text(max_size=8)
texts = st.builds(Text, words, words)
costs = st.none() | st.integers(0, 10**9)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
fields = st.dictionaries(words, plain, max_size=3)
plugins = st.builds(PluginVersion, words, words)
names = words.filter(lambda word: word and "/" not in word)
options = st.lists(st.builds(Option, names, texts, costs), max_size=3, unique_by=lambda o: o.id)
limits = st.builds(
    lambda least, more: Limits(least, None if more is None else least + more),
    st.integers(0, 5),
    st.none() | st.integers(0, 5),
)


@st.composite
def rounds(draw):
    """Any plan, as it stands when it is frozen."""
    keys = draw(st.lists(words, unique=True, max_size=3))
    categories = tuple(Category(key, draw(texts), draw(words)) for key in keys)
    belongs = st.sampled_from(keys) if keys else words
    funding = st.dictionaries(st.sampled_from([str(one) for one in Funding]), st.integers(0, 10**9))
    pictures = st.lists(st.builds(Picture, st.just("a" * 64), texts), max_size=2).map(tuple)
    scope = st.none() | st.just({"everything": True})
    item = st.builds(
        Item,
        words,
        texts,
        belongs,
        texts,
        texts,
        costs,
        options.map(tuple),
        fields,
        funding=funding,
        scope=scope,
        pictures=pictures,
    )
    return Round(
        id=draw(words),
        area=draw(words),
        title=draw(texts),
        items=tuple(draw(st.lists(item, max_size=3, unique_by=lambda one: one.id))),
        categories=categories,
        limits=draw(limits),
        rule=RuleChoice(draw(words), draw(fields)),
        places=draw(st.none() | st.integers(0, 9)),
        tie_break=draw(words),
        revisable=draw(st.booleans()),
        demonstration=draw(st.booleans()),
        state=draw(st.sampled_from(State)),
        plugins=tuple(draw(st.lists(plugins, max_size=2))),
        opened_at=draw(st.none() | words),
    )


@given(rounds(), words, plugins)
def test_the_frozen_plan_is_rebuilt_from_the_ledger_alone(round, version, plugin):
    """Through canonical JSON and back a plan is the same; where the round stands is not in it."""
    entry = configuration(round, version, plugin)
    again = read_configuration(json.loads(canonical(entry)))
    assert again == attrs.evolve(round, state=State.LISTING, roll=None, opened_at=None)
    assert configuration(again, version, plugin) == entry


@given(rounds())
def test_an_entry_does_not_change_with_the_round_it_was_made_from(round):
    """What was read back can be changed without touching the entry."""
    entry = configuration(round, "1", CORE)
    before = canonical(entry)
    read_configuration(entry)
    assert canonical(entry) == before


PLAN = Round("r1", "n1", "第一轮", (Item("gate", "大门", fields={"metres": 3}),))


def test_the_configuration_has_the_documented_shape():
    """Every name of the format, once."""
    assert configuration(PLAN, "1", CORE) == {
        "kind": "configuration",
        "format": 1,
        "cycle": "r1",
        "area": "n1",
        "title": {"zh": "第一轮", "en": "第一轮"},
        "demonstration": False,
        "categories": [],
        "items": [
            {
                "id": "gate",
                "title": {"zh": "大门", "en": "大门"},
                "category": "plain",
                "description": {"zh": "", "en": ""},
                "place": {"zh": "", "en": ""},
                "cost": None,
                "options": [],
                "fields": {"metres": 3},
                "funding": {},
                "scope": None,
                "tier": "",
                "pictures": [],
            }
        ],
        "limits": {"minimum": 0, "maximum": None},
        "rule": {
            "key": "tick-share",
            "version": "1",
            "plugin": {"name": "tickbox-core", "version": "0.1.0"},
            "parameters": {},
        },
        "places": None,
        "budget": None,
        "tie_break": "refuse",
        "revisable": False,
        "jurisdiction": "",
        "posting": {"notice_days": 0, "objection_days": 0},
        "rehearsal": False,
        "plugins": [],
    }


def test_the_other_entries_have_the_documented_shape():
    """Roll, opened, cast, closed, result: nothing about a person."""
    summary = RollSummary("2026-02-01", 8, 6, "aa", "bb")
    assert [
        roll_entry("r1", summary),
        opened("r1", "8:00"),
        cast("r1", "S1", 2, "cc", "paper"),
        closed("r1", "20:00", 5),
        result("r1", "dd"),
    ] == [
        {
            "kind": "roll",
            "cycle": "r1",
            "as_of": "2026-02-01",
            "registered": 8,
            "households": 6,
            "commitment": "aa",
            "slots_root": "bb",
        },
        {"kind": "opened", "cycle": "r1", "at": "8:00"},
        {
            "kind": "cast",
            "cycle": "r1",
            "slot": "S1",
            "revision": 2,
            "commitment": "cc",
            "channel": "paper",
        },
        {"kind": "closed", "cycle": "r1", "at": "20:00", "ballots": 5},
        {"kind": "result", "cycle": "r1", "outcome": "dd"},
    ]


@pytest.mark.parametrize("value", [0.5, b"x", {1: 2}, 2**53, object()])
def test_a_field_that_is_not_plain_is_refused_and_named(value):
    """A policy's field that cannot be recorded exactly is refused before anything opens."""
    round = attrs.evolve(PLAN, items=(Item("gate", "大门", fields={"length": value}),))
    with pytest.raises(BadValue, match=r"round r1\.items\[0\]\.fields"):
        configuration(round, "1", CORE)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "cast"},
        {"format": 2},
        {"items": None},
        {"items": [{}]},
        {"limits": {"minimum": 1}, "items": [1]},
        {"rule": {}},
        {"rule": []},
        {"categories": [{"key": "a"}]},
        {"plugins": [{"name": "x"}]},
        {"title": 7},
    ],
)
def test_an_entry_that_is_no_configuration_is_refused(change):
    """Another kind, a later format, parts missing or of another type: an error, in words."""
    entry = {**configuration(PLAN, "1", CORE), **change}
    with pytest.raises(BadValue, match="configuration"):
        read_configuration(entry)


@pytest.mark.parametrize("name", configuration(PLAN, "1", CORE))
def test_a_configuration_without_any_of_its_parts_is_refused(name):
    """No part may be missing."""
    entry = configuration(PLAN, "1", CORE)
    del entry[name]
    with pytest.raises(BadValue):
        read_configuration(entry)
