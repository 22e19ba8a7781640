"""Values come from the most local layer that has them, and say so; law binds what is below it."""

from __future__ import annotations

import json

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownName
from tickbox_core.rules.motions import USUAL, Confidence, Double, Layer, Practice, Silence, ways_of

BARS = [{"base": "heads", "quorum": None, "approval": "more_than 1/2"}]


def layer(key, *values):
    """A layer of ``(name, value)`` or ``(name, value, binding)``."""
    rows = [
        {"name": name, "value": value, "source": f"{key}规则", "mark": "law"}
        | ({"binding": more[0]} if more else {})
        for name, value, *more in values
    ]
    return Layer.of_plain(key, f"{key}的规则", rows)


NATION = layer(
    "nation",
    ("notice.days", 15, "minimum"),
    ("bars.ordinary", BARS, "fixed"),
    ("matter.other", "ordinary"),
    ("silence", "not_participating"),
)


def test_the_most_local_layer_holds_and_the_trace_shows_all():
    """City over nation, round over city."""
    practice = Practice((NATION, layer("city", ("silence", "abstain")), layer("round")))
    assert practice.value("silence") == "abstain"
    assert [found.layer.key for found in practice.trace("silence")] == ["nation", "city"]
    found = practice.find("notice.days")
    assert found is not None
    assert (found.layer.key, found.sourced.mark) == ("nation", Confidence.LAW)


@pytest.mark.parametrize("days,fits", [(14, False), (15, True), (16, True), ("soon", False)])
def test_a_minimum_may_only_be_raised(days, fits):
    """Just under is refused, the same and more are taken."""
    estate = layer("estate", ("notice.days", days))
    if fits:
        assert Practice((NATION, estate)).value("notice.days") == days
    else:
        with pytest.raises(BadValue):
            Practice((NATION, estate))


def test_a_raised_minimum_binds_the_layers_below_it():
    """What the city raised, the estate cannot lower again."""
    city = layer("city", ("notice.days", 30))
    with pytest.raises(BadValue, match="'20' cannot replace '30'"):
        Practice((NATION, city)).with_layer(layer("estate", ("notice.days", 20)))


def test_what_is_fixed_stays():
    """The same value may be said again, another may not."""
    assert Practice((NATION, layer("city", ("bars.ordinary", BARS)))).bars("ordinary")
    with pytest.raises(BadValue, match=r"city: bars\.ordinary"):
        Practice((NATION, layer("city", ("bars.ordinary", []))))


def test_some_matters_wait_for_the_new_committee():
    """Where a place says which; elsewhere it is not known."""
    city = layer("city", ("lame_duck", ["property-firm", "property-fee"]))
    assert Practice((NATION, city)).locked("property-fee") is True
    assert Practice((NATION, city)).locked("other") is False
    assert Practice((NATION,)).locked("property-fee") is None


def test_what_nobody_says_is_a_question():
    """Unknown stays unknown, and the checklist asks in both languages."""
    practice = Practice((NATION,))
    assert practice.value("results.within_days") is None
    asked = practice.questions()
    assert set(asked) == set(USUAL) - {"notice.days", "silence"}
    assert all(words.zh and words.en for words in asked.values())


def test_matters_and_kinds_that_no_layer_knows_are_named():
    """With those that are known."""
    practice = Practice((NATION,))
    assert [matter.key for matter in practice.matters()] == ["other"]
    for ask in (practice.matter, practice.bars):
        with pytest.raises(UnknownName, match="choose one of: o"):
            ask("rebuild")


ROW = {"name": "silence", "value": "abstain", "source": "x", "mark": "law"}


@pytest.mark.parametrize("lacking", ["name", "value", "source", "mark"])
def test_a_value_without_source_or_mark_is_refused(lacking):
    """It could not be checked by anybody."""
    row = {name: value for name, value in ROW.items() if name != lacking}
    with pytest.raises(BadValue, match=lacking):
        Layer.of_plain("estate", "本小区", [row])


@pytest.mark.parametrize("more", [{"mark": "rumour"}, {"binding": "loose"}, {"sauce": "x"}])
def test_an_unknown_mark_binding_or_key_is_refused(more):
    """Only the marks that mean something."""
    with pytest.raises(BadValue):
        Layer.of_plain("estate", "本小区", [{**ROW, **more}])


def test_a_name_given_twice_in_a_layer_is_refused():
    """Which of the two holds, nobody knows."""
    with pytest.raises(DuplicateId):
        Layer.of_plain("estate", "本小区", [ROW, ROW])


def test_a_value_cannot_be_changed_from_outside():
    """What a practice hands out stays what it was."""
    rows = [{"name": "lame_duck", "value": ["hire"], "source": "x", "mark": "law"}]
    estate = Layer.of_plain("estate", "本小区", rows)
    rows[0]["value"].append("fire")
    assert Practice((estate,)).value("lame_duck") == ["hire"]


def test_a_practice_goes_through_json_and_back():
    """Every value with its source, mark and binding: what opening freezes can be read again."""
    practice = Practice((NATION, layer("city", ("silence", "abstain"), ("keep.days", 400))))
    again = Practice.of_plain(json.loads(json.dumps(practice.plain())))
    assert again.plain() == practice.plain()
    assert again.value("silence") == "abstain"
    assert again.bars("ordinary") == practice.bars("ordinary")


def test_how_a_place_counts_becomes_fields_of_a_motion():
    """What a place says is taken over with its source; what it does not say is left out."""
    city = layer("city", ("silence", "follow_majority"), ("channel.double", "last_valid_stands"))
    ways = ways_of(Practice((NATION, city)))
    assert ways["silence"] is Silence.FOLLOW_MAJORITY
    assert ways["silence_agreed"] == "city规则"
    assert ways["double"] is Double.LAST_VALID
    assert "abstention" not in ways
    with pytest.raises(UnknownName):
        ways_of(Practice((layer("x", ("abstention", "perhaps")),)))
