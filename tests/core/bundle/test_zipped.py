"""The zip itself: the same bytes every time, and nothing hostile is unpacked."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import tracemalloc
import zipfile

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core.bundle import differences, read_bundle, recount, write_bundle
from tickbox_core.bundle.readme import README
from tickbox_core.errors import BadValue
from tickbox_core.ledger import canonical


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """A zip of (name, content) pairs, names as they are."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return held.getvalue()


def test_the_same_parts_give_the_same_bytes(house):
    """Written twice, or read and written again, a bundle does not change."""
    first, second = house.small(), house.small()
    assert first.data == second.data == write_bundle(read_bundle(first.data))
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_ticks_are_written_in_one_order(house):
    """The order in which somebody ticked is nobody's business and not in the bundle."""
    published = house.small()
    turned = [attrs.evolve(one, ticks=one.ticks[::-1]) for one in published.parts.openings]
    assert published.with_parts(openings=turned) == published.data


def test_who_did_not_tick_cannot_be_read_from_it(house):
    """Of electors who did not tick neither the slot nor its household stands in any file."""
    published = house.small()
    everything = b"".join(house.files_of(published.data).values()).decode()
    cast = {opening.slot for opening in published.parts.openings}
    assert [slot in everything for slot, _ in published.homes] == [
        slot in cast for slot, _ in published.homes
    ]
    assert "王" not in everything  # every name on the roll begins with it


def test_superseded_ballots_stay_closed(house):
    """Of a slot that revised its ballot only the last one is opened."""
    published = house.small()
    ballots = house.files_of(published.data)["ballots.jsonl"].decode()
    revised = published.receipts[0].slot
    assert ballots.count(revised) == 1
    assert published.receipts[3].slot == revised
    assert published.receipts[3].revision == 2


def test_the_instructions_are_the_ones_recount_knows():
    """Whoever changes the instructions has to give recount.py their new hash."""
    assert hashlib.sha256(README.encode()).hexdigest() == recount.README


@pytest.mark.parametrize("parts", [{"entries": ()}, {"outcome": {"share": 0.5}}])
def test_what_cannot_be_published_is_refused(house, parts):
    """A bundle without a log, or with a float in it, is not written."""
    with pytest.raises(BadValue):
        house.small().with_parts(**parts)


BOMB = b"\0" * (10 * 2**20)


@pytest.mark.parametrize(
    "files, said",
    [
        ([("slots.json", BOMB)], "unpack to too much"),
        ([("../slots.json", b"[]")], "files are missing"),
        ([("/etc/passwd", b"x")], "files are missing"),
        ([("slots.json", b"[]"), ("slots.json", b"[]")], "files are missing"),
        ([(f"{n}", b"") for n in range(5000)], "files are missing"),
        ([("slots.json/", b"")], "files are missing"),
        ([], "files are missing"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_zip_is_refused_in_words(files, said):
    """Bombs, names that lead elsewhere and names given twice: named, and nothing is unpacked."""
    data = zipped(files)
    found = differences(data)
    assert found.status
    assert any(said in text.en for text in found.texts), found.texts
    with pytest.raises(BadValue):
        read_bundle(data)


def test_a_bomb_is_not_unpacked():
    """200 MB of nothing in 200 KB stay in the zip: reading it takes little memory."""
    data = zipped([("ledger.jsonl", b"\0" * 200 * 2**20)])
    tracemalloc.start()
    try:
        assert differences(data).status == 2
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_that_lies_about_its_size_unpacks_to_what_it_says(method):
    """A member that claims ten bytes gives at most ten, whatever is in it and however packed."""
    data = bytearray(zipped([("ledger.jsonl", BOMB)], method))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    tracemalloc.start()
    try:
        assert "it is no zip" in differences(bytes(data)).texts[-1].en
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18), bytes(1000)],
    ids=["nothing", "two letters", "text", "an empty zip", "zeros"],
)
def test_what_is_no_bundle_is_refused_in_words(data):
    """Bytes that are no zip, or an empty one, get an answer and an error, no traceback."""
    assert differences(data).status in (1, 2)
    with pytest.raises(BadValue):
        read_bundle(data)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_zip_never_trips_the_recount(house, data):
    """Any bytes of the zip changed: it agrees (where nothing that counts was hit) or says why."""
    damaged = bytearray(house.small().data)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    found = differences(bytes(damaged))
    assert not any("unexpected" in text.en for text in found.texts), found.texts
    if found.status == 0:
        assert read_bundle(bytes(damaged)) == house.small().parts


@pytest.mark.parametrize(
    "change, said",
    [
        ({"format": "tickbox-bundle/3"}, "manifest.json: a newer format: get a newer recount.py"),
        ({"format": "tickbox-bundle/0"}, "manifest.json: the format is not known here"),
        ({"format": "tickbox-bundles/3"}, "manifest.json: the format is not known here"),
        ({"files": []}, "manifest.json: the format is not known here"),
    ],
)
def test_an_unknown_format_is_not_judged(house, change, said):
    """A bundle of a later format is neither right nor wrong: status 2, and the reason."""
    files = house.files_of(house.small().data)
    manifest = {**json.loads(files["manifest.json"]), **change}
    data = house.packed({**files, "manifest.json": canonical(manifest) + b"\n"}, mended=False)
    found = differences(data)
    assert (found.status, [text.en for text in found.texts]) == (2, [said])


@pytest.mark.parametrize(
    "change, said",
    [
        ({"rule": {"key": "method-x"}}, "ledger.jsonl:1 method-x 1: this rule"),
        ({"rule": {"version": "9"}}, "ledger.jsonl:1 tick-share 9: this rule"),
        ({"rule": {"parameters": {"base": "cats"}}}, "ledger.jsonl:1: this rule, or a parameter"),
        ({"rule": {"parameters": {"base": "participants", "x": 1}}}, "or a parameter"),
        ({"tie_break": "coin"}, "ledger.jsonl:1: this tie-break is not known here"),
        ({"tie_break": "lot:"}, "ledger.jsonl:1: this tie-break is not known here"),
        ({"format": 4}, "ledger.jsonl:1: this kind of entry is not known here"),
    ],
)
def test_an_unknown_rule_is_not_judged(house, change, said):
    """A rule, version, parameter, tie-break or entry of a later time: status 2, naming it."""
    published = house.small()
    log = [dict(entry) for entry in published.parts.entries]
    if "rule" in change:
        change = {"rule": {**log[0]["rule"], **change["rule"]}}
    log[0] = {**log[0], **change}
    found = differences(house.resealed(published, log))
    assert found.status == 2
    assert said in found.texts[0].en


def test_an_unknown_kind_of_entry_is_not_judged(house):
    """A correction, say, that a later version writes."""
    published = house.small()
    log = [*published.parts.entries]
    log.insert(4, {"kind": "correction", "cycle": "r1"})
    found = differences(house.resealed(published, log))
    assert (found.status, len(found.texts)) == (2, 1)
    assert found.texts[0].en.startswith("ledger.jsonl:5: this kind of entry is not known")


def test_every_sentence_is_said_in_both_languages(house):
    """What the recount says stands in Chinese and in English, and on one line for a log."""
    published = house.small()
    found = differences(published.with_parts(openings=()))
    assert found.texts[0].zh.endswith("缺少这次投票的选票")
    for text, sentence in zip(found.texts, found.sentences, strict=True):
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert "\n" not in sentence
        assert sentence == f"{text.zh} / {text.en}"
