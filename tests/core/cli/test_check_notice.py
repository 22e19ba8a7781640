"""A posted notice is judged by what it prints, exactly, and never by its percentages."""

from __future__ import annotations

import json
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import hookimpl, open_registry
from tickbox_core.cli import check_notice, main
from tickbox_core.errors import MalformedFile, MissingPlugin, PluginFailed, UnknownName
from tickbox_core.interchange.exact_json import Number, UniqueObject, read_entries
from tickbox_core.rules.decimals import format_fixed
from tickbox_core.rules.motions import Layer, Practice

HALVES = {"quorum": "at_least 2/3", "approval": "more_than 1/2"}
QUARTERS = {"quorum": "at_least 2/3", "approval": "at_least 3/4"}
PRACTICE = Practice(
    (
        Layer.of_plain(
            "somewhere",
            "某地",
            [
                {
                    "name": f"bars.{kind}",
                    "value": [{"base": base, **bars} for base in ("heads", "area")],
                    "source": "某法",
                    "mark": "law",
                }
                for kind, bars in (("ordinary", HALVES), ("special", QUARTERS))
            ],
        ),
    )
)


@pytest.fixture
def checked(tmp_path):
    """Writes a file and gives the answers; strings are written as they are."""

    def check(content):
        path = tmp_path / "notices.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return check_notice.answers(read_entries(path), PRACTICE)

    return check


def notice(heads=(12, 8, 5), area=("1200", "800", "401"), kind="ordinary", **more):
    """A notice whose motion passes unless told otherwise."""
    totals = ("total", "participating", "yes")
    return {
        "id": "n",
        "kind": kind,
        **{f"{name}_heads": count for name, count in zip(totals, heads, strict=True)},
        **{f"{name}_area": amount for name, amount in zip(totals, area, strict=True)},
        **more,
    }


def test_every_real_notice_gets_its_verdict(vectors_dir):
    """Four checks and the result of each worked example, under the law of China."""
    china = pytest.importorskip("tickbox_china")
    layers = next(preset.layers for preset in china.presets() if preset.key == "cn")
    path = vectors_dir / "owners_motions.json"
    expected = [entry["expected"] for entry in json.loads(path.read_text("utf-8"))]
    given = check_notice.answers(read_entries(path), Practice(layers))
    for answer, right in zip(given, expected, strict=True):
        result = right.pop("result").partition("_")[0]
        assert (answer["result"], answer["checks"]) == (result, right), answer["id"]
        assert answer["pct"] == {}


@pytest.mark.parametrize(
    "changed,result,failed",
    [
        ({}, "pass", ()),
        ({"heads": (12, 7, 7)}, "reject", ("quorum_heads",)),
        ({"area": ("1200", "799.99", "799")}, "reject", ("quorum_area",)),
        ({"area": ("1200", "800", "400")}, "reject", ("approve_area",)),
        ({"area": ("1200", "800", "400.000000000000000000000000000001")}, "pass", ()),
        ({"heads": (12, 8, 4)}, "reject", ("approve_heads",)),
        ({"kind": "special", "heads": (12, 8, 6), "area": ("1200", "800", "600")}, "pass", ()),
        (
            {"kind": "special", "heads": (12, 8, 6), "area": ("1200", "800", "599.99")},
            "reject",
            ("approve_area",),
        ),
        ({"heads": (12, 0, 0)}, "reject", ("quorum_heads", "approve_heads")),
        ({"heads": (0, 0, 0)}, "reject", ("quorum_heads", "approve_heads")),
    ],
)
def test_each_bar_just_under_on_over_and_with_nobody(checked, changed, result, failed):
    """What fails is named, and nothing else."""
    (answer,) = checked([notice(**changed)])
    assert answer["result"] == result
    assert {name for name, met in answer["checks"].items() if not met} == set(failed)


def test_what_is_not_printed_is_null_and_undetermined(checked):
    """Nulls and missing keys are the same: not printed; the sentence calls it neither."""
    blank = notice(area=(None, None, None))
    del blank["yes_area"]
    (answer,) = checked([blank])
    assert answer["result"] == "undetermined"
    assert answer["checks"]["quorum_area"] is None
    assert answer["why"]["zh"].startswith("无法判定")
    assert "reject" not in answer["why"]["en"]


def test_a_known_failure_rejects_whatever_is_unknown(checked):
    """Any known false rejects."""
    (answer,) = checked([notice(heads=(950, 616, 609), area=("127378", None, None))])
    assert answer["result"] == "reject"


def test_json_numbers_never_become_floats(checked):
    """A number with 30 decimals is read to its last one."""
    area = "400.000000000000000000000000000001"
    content = json.dumps([notice(area=("1200", "800", "AREA"))]).replace('"AREA"', area)
    (answer,) = checked(content)
    assert answer["checks"]["approve_area"] is True
    assert area in answer["why"]["en"]


@pytest.mark.parametrize(
    "area, short",
    [
        (("1200", "799.99", "799"), "0.01 m²"),
        (("1200.01", "800", "799"), "0.01 m²"),
        (("1200.0001", "800", "799"), "0.0001 m²"),
        (("100.0015", "60.0003", "50"), "6.6674 m²"),
        (("1200.000000001", "800", "799"), "0.000000001 m²"),
    ],
)
def test_what_is_missing_is_exact_to_the_notices_own_decimals(checked, area, short):
    """No more than it takes: with so much the bar is reached, with one unit less it is not."""
    (answer,) = checked([notice(area=area)])
    assert f", {short} short" in answer["why"]["en"]
    missing = Fraction(short.removesuffix(" m²"))
    step = Fraction(1, 10 ** max(2, *(len(one.partition(".")[2]) for one in area)))
    for more, reached in ((missing, True), (missing - step, False)):
        mended = format_fixed(Fraction(area[1]) + more, 9)
        (again,) = checked([notice(area=(area[0], mended, area[2]))])
        assert again["checks"]["quorum_area"] is reached


def test_other_keys_are_ignored_and_named(checked):
    """What nobody reads is listed, a misspelt key among it."""
    (answer,) = checked([notice(note="x", total_head=3, pct={"turnout": 5})])
    assert answer["ignored"] == ["note", "total_head", "pct.turnout"]


@pytest.mark.parametrize(
    "pct,reported",
    [
        ({"turnout_heads": 66.67}, ()),
        ({"turnout_heads": "66.67%"}, ()),
        ({"turnout_heads": "66.7", "yes_area": "50.125"}, ()),
        ({"turnout_heads": "67"}, ()),
        ({"turnout_heads": 66.66}, ("turnout_heads",)),
        ({"turnout_heads": 66.68}, ("turnout_heads",)),
        ({"turnout_heads": 66.66666666666667}, ()),
        ({"yes_area": "50.12"}, ()),
        ({"yes_area": "50.13"}, ()),
        ({"yes_area": "50.14"}, ("yes_area",)),
        ({"yes_area": "50.11"}, ("yes_area",)),
        ({"yes_heads": "many", "yes_area": None}, ()),
        ({"yes_heads": "７５％"}, ("yes_heads",)),
        ({"yes_heads": "６２.５０％", "yes_area": "50.13 %"}, ()),
    ],
)
def test_printed_percentages_are_recomputed(checked, pct, reported):
    """Rounded to the printed decimals, a half either way; what does not agree is reported."""
    (answer,) = checked([notice(pct=pct)])
    assert tuple(answer["pct"]) == reported
    assert answer["result"] == "pass"


def test_a_percentage_that_is_cut_off_is_said_to_be(checked):
    """66.66 for two thirds is no lie, but it is not rounded either."""
    (answer,) = checked([notice(pct={"turnout_heads": 66.66})])
    assert answer["pct"]["turnout_heads"] == {
        "printed": "66.66",
        "recomputed": "66.67",
        "cut_off": True,
    }
    assert "截去尾数" in answer["why"]["zh"]


def test_a_percentage_that_cannot_be_recomputed_is_named(checked):
    """Without the amounts nobody can say whether it is right."""
    (answer,) = checked([notice(area=(None, None, None), pct={"yes_area": 64.28})])
    assert answer["pct"] == {}
    assert answer["pct_unchecked"] == ["yes_area"]


BAD = {
    "no object": 5,
    "no id": {"kind": "ordinary"},
    "no kind": {"id": "b"},
    "unknown kind": notice(kind="urgent"),
    "more took part than there are": notice(heads=(12, 13, 1)),
    "more agreed than took part": notice(area=("1200", "800", "800.01")),
    "more agreed than there are": notice(heads=(12, None, 13)),
    "negative": notice(heads=(12, 8, -1)),
    "heads in parts": notice(heads=(12, 8.5, 5)),
    "a bool": notice(heads=(12, True, 1)),
    "a decimal comma": notice(area=("1200,5", "800", "500")),
    "a doubtful point": notice(area=("1200", "800", "1.200")),
    "a currency": notice(area=("1200元", "800", "500")),
    "a point among heads": notice(heads=("1.200", "800", "500")),
    "other digits": notice(area=("١٢٠٠", "800", "500")),
    "a list": notice(heads=([12], 8, 5)),
    "percentages in a list": notice(pct=[66.67]),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_entry_gets_its_own_error_and_the_rest_are_answered(checked, bad):
    """The error is in both languages; its neighbours are judged."""
    before, answer, after = checked([notice(id="1"), bad, notice(id="2")])
    assert (before["result"], after["result"]) == ("pass", "pass")
    assert "result" not in answer
    assert answer["error"]["zh"]
    assert answer["error"]["en"]


@pytest.mark.parametrize("area", ["1,200", "1，200.00", "1200㎡", "１２００", "1 200 m²", "1.2E3"])
def test_areas_as_notices_print_them(checked, area):
    """Thousands, units and wide figures are read; what a spreadsheet has shortened is not."""
    (answer,) = checked([notice(area=(area, "800", "500"))])
    assert ("error" in answer) == ("E" in area)
    if "error" not in answer:
        assert "1200 m²" in answer["why"]["en"]


def test_a_wide_percentage_is_held_to_its_decimals(checked):
    """６６．６７％ has two of them, whatever keyboard it was typed on."""
    (right,) = checked([notice(pct={"turnout_heads": "６６．６７％"})])
    (wrong,) = checked([notice(pct={"turnout_heads": "６６．９０％"})])
    assert right["pct"] == {}
    assert list(wrong["pct"]) == ["turnout_heads"]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999999999", "9" * 5000])
def test_numbers_that_are_none_are_one_entrys_error(checked, written):
    """What JSON lets through is stopped at the entry, and cheaply."""
    content = json.dumps([notice(area=("AREA", "800", "500"))]).replace('"AREA"', written)
    (answer,) = checked(content)
    assert "error" in answer


def test_a_key_given_twice_is_refused(checked):
    """Which of the two is meant, nobody knows."""
    content = json.dumps([notice()]).replace('"id"', '"yes_heads": 9, "id"')
    (answer,) = checked(content)
    assert answer["id"] == "n"
    assert "yes_heads" in answer["error"]["en"]


def test_an_id_given_twice_is_refused_the_second_time(checked):
    """Answers are found by id, so each has its own."""
    first, second = checked([notice(), notice()])
    assert first["result"] == "pass"
    assert second["error"]["code"] == "duplicate-id"


def test_a_single_notice_needs_no_list(checked):
    """One object is one entry; an empty list has no answers."""
    assert [answer["id"] for answer in checked(notice())] == ["n"]
    assert checked([]) == []


@pytest.mark.parametrize(
    "content", [b"{", b"", b"5", b'"x"', b"null", b"\xff\xfe[", b"[" * 100_000, b"[1,]"]
)
def test_a_file_that_cannot_be_read_is_one_error(tmp_path, content):
    """No traceback, whatever the bytes."""
    path = tmp_path / "notices.json"
    path.write_bytes(content)
    with pytest.raises(MalformedFile, match=r"notices\.json"):
        read_entries(path)
    with pytest.raises(MalformedFile, match="missing"):
        read_entries(tmp_path / "missing.json")


AMOUNTS = st.lists(st.integers(0, 10**30), min_size=3, max_size=3).map(
    lambda amounts: tuple(sorted(amounts, reverse=True))
)


@given(AMOUNTS, AMOUNTS, st.sampled_from(["ordinary", "special"]))
def test_the_result_follows_from_the_checks(heads, area, kind):
    """Any false rejects, and without an unknown the rest has passed."""
    entry = notice(heads=heads, area=tuple(map(str, area)), kind=kind)
    from_text = json.loads(json.dumps(entry))
    (answer,) = check_notice.answers([_as_read(from_text)], PRACTICE)
    assert answer["result"] == ("pass" if all(answer["checks"].values()) else "reject")
    total, participating, yes = heads
    assert answer["checks"]["quorum_heads"] is (total > 0 and 3 * participating >= 2 * total)
    four, part = (4, 3) if kind == "special" else (2, 1)
    enough = four * yes >= part * participating + (kind == "ordinary")
    assert answer["checks"]["approve_heads"] is (participating > 0 and enough)


def _as_read(entry):
    return UniqueObject(
        {key: Number(value) if isinstance(value, int) else value for key, value in entry.items()}
    )


# -- the command -------------------------------------------------------------------------------


def plugin(key="cn"):
    """A plugin that brings the practice above as a jurisdiction."""
    place = SimpleNamespace(key=key, version="1", title="某地", layers=PRACTICE.layers)
    return SimpleNamespace(tickbox_jurisdictions=hookimpl(lambda: (place,)))


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Runs the command on a file with only the plugins given."""

    def run(content, *words, **plugins):
        registry = open_registry(discover=False, plugins=plugins)
        monkeypatch.setattr(check_notice, "open_registry", lambda: registry)
        path = tmp_path / "notices.json"
        path.write_text(json.dumps(content), "utf-8")
        return main(["check-notice", str(path), *words])

    return run


def test_the_command_prints_a_list_and_exits_0_whatever_it_finds(command, capsys):
    """A rejected motion and a bad entry are answers, not failures."""
    content = [notice(), notice(id="2", heads=(12, 7, 7)), {"id": "3"}]
    assert command(content, "--json", law=plugin()) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row.get("result") for row in rows] == ["pass", "reject", None]
    assert rows[2]["error"]["en"]


@pytest.mark.parametrize(
    "language,words", [("zh", ("通过。", "无法核对")), ("en", ("Passed.", "cannot be"))]
)
def test_the_command_tells_people_in_their_language(command, capsys, language, words):
    """The id, and below it what was found."""
    assert command([notice(), 5], "--lang", language, law=plugin()) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words)


def test_without_the_plugin_the_command_names_it_and_exits_2(command, capsys):
    """One sentence on standard error, nothing on standard output."""
    assert command([notice()], "--json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "tickbox-china" in err


def test_which_law_applies():
    """A place by name; unknown ones list those there are, missing law names the plugin."""
    elsewhere = open_registry(discover=False, plugins={"law": plugin("xy")})
    assert check_notice.law(elsewhere, "xy").bars("ordinary")
    with pytest.raises(MissingPlugin):
        check_notice.law(elsewhere, "cn")
    with pytest.raises(UnknownName, match="cn"):
        check_notice.law(open_registry(discover=False, plugins={"law": plugin()}), "xy")


def test_a_broken_plugin_is_named():
    """It is installed and failed: the notice says so, rather than 'not installed'."""
    broken = SimpleNamespace(tickbox_jurisdictions=hookimpl(lambda: 5))
    registry = open_registry(discover=False, plugins={"tickbox-china": broken})
    with pytest.raises(PluginFailed, match="tickbox-china"):
        check_notice.law(registry, "cn")


def test_a_file_that_is_not_there_exits_2(command, capsys):
    """The only other way to fail is a file that cannot be read."""
    command([], law=plugin())
    assert main(["check-notice", "no-such-file.json"]) == 2
    assert "no-such-file.json" in capsys.readouterr().err
