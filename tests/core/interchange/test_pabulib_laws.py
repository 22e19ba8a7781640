"""Laws of reading: dirty copies of an election are that election, and junk never escapes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tickbox_core.errors import MalformedFile
from tickbox_core.interchange import read_pabulib
from tickbox_core.interchange.pabulib import marks, votes
from tickbox_core.interchange.pabulib.sections import _names
from tickbox_core.interchange.reading import Trouble, _csv_records, _plain_records, records

NAMES = st.text("abcXYZ019łß区-_. ", min_size=1, max_size=6).map(str.strip).filter(
    lambda name: name and name.lower() != "none"
)  # fmt: skip
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def elections(draw):
    """Ids with whole costs and titles, and ballots as lists of ids."""
    ids = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    projects = [(name, draw(st.integers(0, 10**12)), draw(TITLES)) for name in ids]
    ballot = st.lists(st.sampled_from(ids), unique=True)
    return projects, draw(st.lists(ballot, max_size=12))


@st.composite
def writings(draw):
    """One of the many ways in which programs write the same election down."""
    return {
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "line_end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "mark": draw(st.booleans()),
        "blank": draw(st.sampled_from(["", "\n", ";;\n"])),
        "more": draw(st.sampled_from([[], [""], ["", ""]])),
        "pad": draw(st.sampled_from(["", " "])),
        "cost": draw(st.sampled_from(["{}", "{}.0", "{},00", "{}.5", "{},25"])),
        "section": draw(st.sampled_from([str.upper, str.lower, str.title])),
        "columns": draw(st.permutations(["voter_id", "vote", "age"])),
    }


def written(election, how):
    """The election as bytes; titles and ids that need quotes get them."""
    projects, ballots = election
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=how["quoting"], lineterminator="\n")

    def rows(name, *lines):
        out.write(how["section"](name) + "\n" + how["blank"])
        for line in lines:
            writer.writerow([*(f"{how['pad']}{field}" for field in line), *how["more"]])
            out.write(how["blank"])

    rows("meta", ["key", "value"], ["vote_type", "approval"], ["budget", "7"],
         ["num_votes", len(ballots)])  # fmt: skip
    rows("projects", ["project_id", "cost", "name"],
         *([name, how["cost"].format(cost), title] for name, cost, title in projects))  # fmt: skip
    facts = [
        {"voter_id": f"v{at}", "vote": f"{how['pad']},".join(ballot), "age": at}
        for at, ballot in enumerate(ballots)
    ]
    rows("votes", how["columns"], *([fact[name] for name in how["columns"]] for fact in facts))
    text = out.getvalue().replace("\n", how["line_end"])
    return (b"\xef\xbb\xbf" if how["mark"] else b"") + text.encode()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A file to write to, again and again."""
    return tmp_path_factory.mktemp("pabulib") / "any.pb"


@given(elections(), writings())
@settings(deadline=None, max_examples=150)
def test_what_was_written_is_read(path, election, how):
    """Whatever way an election was written down: the same items, costs and ballots."""
    projects, ballots = election
    path.write_bytes(written(election, how))
    found = read_pabulib(path)
    ids = [name for name, _, _ in projects]
    assert [item.id for item in found.items] == ids
    hundredths = {"{}.5": 50, "{},25": 25}.get(how["cost"], 0)
    assert [item.cost * 100 for item in found.items] == [
        (cost * 100 + hundredths) * found.minor_units for _, cost, _ in projects
    ]
    expected = Counter(tuple(sorted(map(ids.index, ballot))) for ballot in ballots)
    assert Counter(dict(found.profile.groups())) == expected


@given(elections(), writings(), st.data())
@settings(deadline=None, max_examples=150)
def test_the_fast_way_and_the_row_by_row_way_agree(path, election, how, data):
    """At one stroke or row by row: the same votes, or the same complaint, also after damage."""
    raw = bytearray(written(election, {**how, "quoting": csv.QUOTE_MINIMAL}))
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 2))] = data.draw(st.sampled_from([b"", b";", b"\n"]))
    path.write_bytes(bytes(raw))
    with pytest.MonkeyPatch.context() as patch:
        fast = answer(path)
        patch.setattr(votes, "_at_one_stroke", lambda *_: None)
        assert answer(path) == fast


def answer(path):
    """The ballots and warnings of a file, or what is said against it."""
    try:
        found = read_pabulib(path)
    except MalformedFile as error:
        return error.text
    return dict(found.profile.groups()), found.items, found.warnings


@given(st.binary(max_size=300), st.booleans())
@settings(deadline=None, max_examples=150)
def test_random_bytes_are_refused_in_words(path, data, lenient):
    """Junk is a ``MalformedFile`` and nothing else."""
    path.write_bytes(data)
    with pytest.raises(MalformedFile):
        read_pabulib(path, lenient=lenient)


@given(elections(), writings(), st.data(), st.booleans())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_is_read_or_refused_in_words(path, election, how, data, lenient):
    """Bytes lost, doubled or changed: an election or a ``MalformedFile``, nothing else."""
    raw = bytearray(written(election, how))
    for _ in range(data.draw(st.integers(1, 4))):
        at, length = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 8))
        raw[at : at + length] = data.draw(st.binary(max_size=8) | st.sampled_from(SPLINTERS))
    path.write_bytes(bytes(raw))
    complaint = None
    try:
        read_pabulib(path, lenient=lenient)
    except MalformedFile as error:
        complaint = error
    assert complaint is None or (complaint.problem and complaint.remedy)


SPLINTERS = [
    b'"',
    b";",
    b",",
    b"\n",
    b"\r",
    b"\nVOTES\n",
    b"\nMETA\n",
    b"-",
    b"1e99",
    b"\xff",
    b"\0",
]


@given(elections(), st.data())
@settings(deadline=None, max_examples=100)
def test_lenient_drops_only_what_is_wrong(path, election, data):
    """Rows that are bad by design are left out one by one; the good ones all count."""
    projects, ballots = election
    ids = [name for name, _, _ in projects]
    how = {"quoting": csv.QUOTE_MINIMAL, "line_end": "\n", "mark": False, "blank": "", "more": [],
           "pad": "", "cost": "{}", "section": str.upper,
           "columns": ["voter_id", "vote", "age"]}  # fmt: skip
    lines = written(election, how).decode().rstrip("\n").split("\n")
    first = len(lines) - len(ballots)
    bad = ["v0;;9"] if ballots else []
    bad += ["w;one too few", ";;7"]
    wrong = data.draw(st.lists(st.sampled_from(bad), max_size=3))
    for row in wrong:
        # Behind the first vote, so that the second row of its voter is the one left out.
        lines.insert(data.draw(st.integers(first + bool(ballots), len(lines))), row)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = read_pabulib(path, lenient=True)
    expected = Counter(tuple(sorted(map(ids.index, ballot))) for ballot in ballots)
    assert Counter(dict(found.profile.groups())) == expected
    assert len(found.dropped) == len(wrong) + bool(wrong)  # and num_votes does not agree


# -- what is read fast is what is read slowly --------------------------------------------------

_NAME_ALONE = re.compile(
    rb'\n(?:\xef\xbb\xbf)?[ \t"]*(meta|projects|votes)[ \t";]*(?=\n|\Z)', re.IGNORECASE
)
_BITS = st.sampled_from(
    ["META", "votes", "Projects", "x", " ", "\t", '"', ";", "\n", "\n", "\ufeff", "meta", "\x0b"]
)


@given(st.lists(_BITS, max_size=14).map("".join))
@example('\ufeffmeta\nprojects; \n"VOTES";')
@example('votesvotes\n "votes\n')
def test_names_of_sections_are_found_as_by_one_pattern(text: str) -> None:
    """A section's name alone on its line begins a section, and nothing else does."""
    data = text.encode()
    slowly = [
        (match.start(), match.end(), match[1].decode().upper())
        for match in _NAME_ALONE.finditer(b"\n" + data)
    ]
    assert sorted(_names(data)) == slowly


_CELLS = st.text(st.sampled_from("ab;,\n \t\x0b\x1c\u2028"), max_size=30)


@given(_CELLS, st.sampled_from(";,"))
def test_records_without_quotes_are_those_of_csv(text: str, delimiter: str) -> None:
    """Text without quotes is cut as csv cuts it: the same lines, the same cells."""
    trouble = Trouble("file")
    slowly = list(_csv_records(text, 3, delimiter, trouble))
    assert list(records(text, 3, delimiter, trouble)) == slowly
    assert list(_plain_records(text, 3, delimiter)) == slowly


@given(st.lists(st.lists(st.integers(0, 254), max_size=6).map(sorted).map(bytes), max_size=8))
@example([bytes([0, 0])])
@example([bytes([254, 254])])
@example([b"", bytes([0])])
@example([bytes([1]), bytes([1, 2]), bytes([2])])
def test_an_item_named_twice_is_seen_in_all_ballots_at_once(ballots):
    """As in each ballot by itself: neighbours of two ballots are none."""
    raw = Counter(",".join(f"p{at}" for at in one) for one in ballots)
    groups = marks._at_one_stroke(raw, {f"p{at}": at for at in range(255)})
    assert (groups is None) == any(len(set(one)) < len(one) for one in ballots)
    assert groups in (None, Counter(ballots))


@pytest.mark.parametrize("number", [1, 2, 254, 255, 256, 257])
@given(data=st.data())
@settings(max_examples=25)
def test_ballots_are_grouped_alike_at_one_stroke_and_one_by_one(path, number, data):
    """Blank ballots, repetitions, names that no project has, and as many items as fit or more."""
    ids = [f"p{at}" for at in range(number)]
    near_the_end = st.sampled_from([*ids[:2], *ids[-3:]])
    name = near_the_end | st.sampled_from(["p999", ""])
    cast = data.draw(st.lists(st.lists(name, max_size=4).map(",".join), max_size=6))
    if data.draw(st.booleans()):
        cast = [",".join(dict.fromkeys(one.split(","))).replace("p999", "p0") for one in cast]
    rows = ["META", "key;value", "vote_type;approval", "budget;7", "PROJECTS", "project_id;cost"]
    rows += [*(f"{id_};1" for id_ in ids), "VOTES", "voter_id;vote"]
    rows += [f"v{at};{one}" for at, one in enumerate(cast)]
    path.write_text("\n".join(rows) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        fast = [read_pabulib(path, lenient=True), answer(path)]
        patch.setattr(marks, "_at_one_stroke", lambda *_: None)
        slow = [read_pabulib(path, lenient=True), answer(path)]
    assert fast[1] == slow[1]
    told = [(one.dropped, one.warnings, dict(one.profile.groups())) for one in (fast[0], slow[0])]
    assert told[0] == told[1]
    plain = [tuple(sorted({ids.index(n) for n in one.split(",") if n in ids})) for one in cast]
    assert told[0][2] == Counter(plain)
