"""The presets say what the sources say, with their marks, and nothing they do not say."""

from __future__ import annotations

import pytest

import tickbox_china
from tickbox_core import TickboxError, open_registry
from tickbox_core.rules.motions import Base, Confidence, Layer

REGISTRY = open_registry(discover=False, plugins={"china": tickbox_china})
CN = REGISTRY.practice("cn")


def test_every_preset_loads_through_the_hook():
    """No notice, and each place stands on national law."""
    assert REGISTRY.notices == ()
    assert {"cn", "cn-shanghai", "cn-beijing", "cn-hangzhou"} <= set(REGISTRY.jurisdictions)
    for key in REGISTRY.jurisdictions:
        assert REGISTRY.practice(key).layers[0].key == "cn"
        own = "cn-civil-code" if key == "cn" else key
        assert REGISTRY.practice(key).layers[-1].key == own


@pytest.mark.parametrize(
    "matter,kind",
    [
        ("assembly-rules", "ordinary"),
        ("covenant", "ordinary"),
        ("elect-committee", "ordinary"),
        ("property-firm", "ordinary"),
        ("use-fund", "ordinary"),
        ("raise-fund", "special"),
        ("rebuild", "special"),
        ("change-common-use", "special"),
        ("other", "ordinary"),
        ("property-fee", "ordinary"),
        ("add-lift", "special"),
    ],
)
def test_the_matters_of_article_278(matter, kind):
    """Items 6 to 8 are special, all others ordinary."""
    assert CN.matter(matter).kind == kind


@pytest.mark.parametrize(
    "kind,approval", [("ordinary", "more_than 1/2"), ("special", "at_least 3/4")]
)
def test_owners_decide_by_heads_and_area(kind, approval):
    """Two thirds of both take part; more than half, or three quarters, of both agree."""
    assert [(b.base, str(b.quorum), str(b.approval)) for b in CN.bars(kind)] == [
        (base, "at_least 2/3", approval) for base in (Base.HEADS, Base.AREA)
    ]


def test_residents_decide_by_heads():
    """More than half attend, more than half of those agree."""
    (bars,) = CN.bars("residents")
    assert (bars.base, str(bars.quorum), str(bars.approval)) == (
        Base.HEADS,
        "more_than 1/2",
        "more_than 1/2",
    )


def test_every_value_names_its_source_in_both_languages():
    """A value without a source could not be checked by anybody."""
    for key in REGISTRY.jurisdictions:
        for layer in REGISTRY.practice(key).layers:
            assert layer.title.zh
            assert layer.title.en
            for name, sourced in layer.values.items():
                assert sourced.source.zh, (layer.key, name)
                assert sourced.source.en.isascii() or "–" in sourced.source.en, (layer.key, name)


@pytest.mark.parametrize("key", sorted(REGISTRY.jurisdictions))
def test_no_place_lowers_a_statutory_bar(key):
    """The bars of every place are the national ones."""
    practice = REGISTRY.practice(key)
    for kind in ("ordinary", "special", "residents"):
        assert practice.bars(kind) == CN.bars(kind)


@pytest.mark.parametrize(
    "place,name,value,mark",
    [
        ("cn", "notice.days", 15, "weak"),
        ("cn", "silence", "not_participating", "law"),
        ("cn-shanghai", "lame_duck", ["property-firm", "property-fee", "major-works"], "law"),
        (
            "cn-shanghai",
            "lift.subsidy",
            {"share": "2/5", "cap_fen": 28000000, "per": "lift"},
            "press",
        ),
        ("cn-beijing", "topics.unposted", "refused", "weak"),
        ("cn-beijing", "results.within_days", 3, "weak"),
        ("cn-hangzhou", "channel.default", "electronic", "weak"),
        ("cn-hangzhou", "window.min_days", 5, "weak"),
        ("cn-hangzhou", "window.max_days", 60, "weak"),
        ("cn-hangzhou", "notice.days.property-fee", 30, "weak"),
        ("cn-weifang", "proxy.max_principals", 3, "weak"),
        ("cn-zhoushan", "proxy.barred", ["property-firm-staff"], "weak"),
        ("cn-liaocheng", "channel.offline", "required", "weak"),
        ("cn-zibo", "results.posted_days", 7, "weak"),
    ],
)
def test_what_a_place_says_and_how_well_it_is_known(place, name, value, mark):
    """The value, and the mark that is shown beside it."""
    found = REGISTRY.practice(place).find(name)
    assert found is not None
    assert found.layer.key == place
    assert (found.sourced.value, found.sourced.mark) == (value, Confidence(mark))


def test_what_nobody_says_is_asked():
    """Shanghai's proxies and Beijing's lame duck are in no source: the checklist asks."""
    assert "proxy.max_principals" in REGISTRY.practice("cn-shanghai").questions()
    assert "lame_duck" in REGISTRY.practice("cn-beijing").questions()
    assert "lame_duck" not in REGISTRY.practice("cn-shanghai").questions()


def test_an_estate_cannot_lower_a_bar_of_the_civil_code():
    """The estate's rules stand under the law."""
    bars = [{"base": "heads", "quorum": "at_least 1/2", "approval": "more_than 1/2"}]
    row = {"name": "bars.special", "value": bars, "source": "议事规则", "mark": "choice"}
    with pytest.raises(TickboxError, match=r"our: bars\.special"):
        CN.with_layer(Layer.of_plain("our", "本小区", [row]))


def test_a_value_says_where_it_came_from_through_all_layers():
    """The trace goes from the nation to this round, the value that holds last."""
    rows = [{"name": "silence", "value": "follow_majority", "source": "议事规则", "mark": "law"}]
    practice = CN.with_layer(Layer.of_plain("our", "本小区", rows))
    assert [found.layer.key for found in practice.trace("silence")] == ["cn", "our"]
    assert practice.value("silence") == "follow_majority"
