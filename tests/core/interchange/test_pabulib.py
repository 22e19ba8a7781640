"""Pabulib files: every kind of ballot, and the dirt that real files carry."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from tickbox_core.cli import main
from tickbox_core.errors import MalformedFile
from tickbox_core.interchange import looks_like_pabulib, read_pabulib

GOOD = """META
key;value
description;A street
num_projects;2
num_votes;3
budget;100
vote_type;approval
PROJECTS
project_id;cost;name;category
p1;10;One;green
p2;20;Two;road
VOTES
voter_id;vote;age
a;p1,p2;30
b;p1;40
c;;50
"""


@pytest.fixture
def read(tmp_path):
    """Write an election to a file and read it."""

    def of(text, **how):
        path = tmp_path / "street.pb"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_pabulib(path, **how)

    return of


def ballots(election):
    """Each distinct ballot as ids, and how many cast it."""
    ids = election.profile.items
    return {tuple(ids[at] for at in marks): count for marks, count in election.profile.groups()}


def test_a_plain_file(read):
    """Everything that the file says is there, in the order of the file."""
    election = read(GOOD)
    assert election.name.en == "A street"
    assert [(item.id, item.cost, item.title.zh) for item in election.items] == [
        ("p1", 10, "One"),
        ("p2", 20, "Two"),
    ]
    assert election.items[0].fields["category"] == "green"
    assert (election.budget, election.minor_units) == (100, 1)
    assert election.vote_type == "approval"
    assert election.meta["num_votes"] == "3"
    assert ballots(election) == {("p1", "p2"): 1, ("p1",): 1, (): 1}
    assert election.warnings == election.dropped == ()


DIRT = {
    "byte-order mark": lambda text: "\ufeff" + text,
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-be"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old Macs": lambda text: text.replace("\n", "\r"),
    "no last line end": lambda text: text.rstrip("\n"),
    "blank lines": lambda text: "\n" + text.replace("\n", "\n\n"),
    "semicolon lines": lambda text: text.replace("b;p1", ";;;\nb;p1").replace("p2;2", ";\np2;2"),
    "blank line below a section's name": lambda text: text.replace("VOTES\n", "VOTES\n;;\n \n"),
    "semicolons at line ends": lambda text: text.replace("\n", ";;\n"),
    "semicolons at some line ends": lambda text: text.replace("40\n", "40;;\n"),
    "sections in small letters": lambda text: text.replace("VOTES", "votes"),
    "quoted section names": lambda text: text.replace("VOTES\n", '"VOTES";\n'),
    "blanks around section names": lambda text: text.replace("VOTES\n", "  VOTES \t\n"),
    "blanks around everything": lambda text: text.replace(";", " ; ").replace(",", " , "),
    "quotes around everything": lambda text: "\n".join(
        ";".join(f'"{field}"' for field in line.split(";")) for line in text.split("\n")
    ).replace('""\n', "\n").removesuffix('""'),
    "headers in capitals": lambda text: text.replace("project_id;cost", "PROJECT_ID;Cost"),
    "commas at the end of votes": lambda text: text.replace("p1,p2;", "p1,p2,;"),
    "the ticks in another order": lambda text: text.replace("p1,p2;", "p2,p1;"),
    "None where nothing is": lambda text: text.replace("c;;", "c;None;"),
    "decimal points": lambda text: text.replace(";10;", ";10.0;").replace(";100\n", ";100.00\n"),
    "decimal commas": lambda text: text.replace(";10;", ";10,0;").replace(";100\n", ";100,00\n"),
    "sections in another order": lambda text: (
        "VOTES" + text.split("VOTES")[1] + text.split("VOTES")[0]
    ),
    "columns in another order": lambda text: text.replace(
        "voter_id;vote;age\na;p1,p2;30\nb;p1;40\nc;;50",
        "age;vote;voter_id\n30;p1,p2;a\n40;p1;b\n50;;c",
    ),
    "a column twice": lambda text: text.replace("vote;age", "vote;age;age")
    .replace("30\n", "30;30\n").replace("40\n", "40;40\n").replace("50\n", "50;51\n"),
    "the votes twice": lambda text: text.replace("vote;age", "vote;vote")
    .replace("30\n", "p1,p2\n").replace("40\n", "p1\n").replace("50\n", "\n"),
    "no totals": lambda text: text.replace("num_votes;3\n", "").replace("num_projects;2\n", ""),
    "empty totals": lambda text: text.replace("num_votes;3", "num_votes;"),
    "totals with decimals": lambda text: text.replace("num_votes;3", "num_votes;3.0"),
    "no header in META": lambda text: text.replace("key;value\n", ""),
    "other keys in META": lambda text: text.replace("META\n", "META\nrule;no\nmin_length;\n"),
    "one key twice": lambda text: text.replace("budget;100", "budget;100\nbudget;100"),
    "limits that are no numbers": lambda text: text.replace("budget", "max_length;x\nbudget"),
    "a word before the first section": lambda text: "Our election\n" + text,
    "vote type in capitals": lambda text: text.replace("approval", "Approval"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIRT)
def test_dirt_that_changes_nothing(read, name):
    """However a program wrote the file down, the election is the same."""
    text = DIRT[name](GOOD)
    assert text != GOOD
    clean, dirty = read(GOOD), read(text)
    assert dirty.items == clean.items or name == "sections in another order"
    assert [item.cost for item in dirty.items] == [10, 20]
    assert (dirty.budget, dirty.minor_units, dirty.vote_type) == (100, 1, "approval")
    assert ballots(dirty) == ballots(clean)
    assert dirty.dropped == ()


def test_a_quoted_field_may_hold_semicolons_quotes_and_lines(read):
    """What stands in quotes is one field."""
    text = GOOD.replace("p1;10;One;", 'p1;10;"One; the ""first""\nof two";')
    title = read(text).items[0].title.zh
    assert title == 'One; the "first"\nof two'


def test_a_quote_inside_a_field_is_a_character(read):
    """Only a quote at the beginning of a field quotes it."""
    assert read(GOOD.replace("One", 'The 5" pipe')).items[0].title.zh == 'The 5" pipe'


def test_a_value_in_meta_may_hold_semicolons(read):
    """Comments are written without quotes, and are not cut."""
    assert read(GOOD.replace("budget", "comment;one; two;;\nbudget")).meta["comment"] == "one;two"


def test_fields_beyond_the_header_are_ignored_with_a_warning(read):
    """A semicolon too many in a name does not change the count."""
    election = read(GOOD.replace("One;green", "One; or none;green"))
    assert ballots(election)[("p1",)] == 1
    assert "more fields than their header: 1" in election.warnings[0].en


def test_missing_money_is_a_warning(read):
    """Without a budget items can still be ranked."""
    election = read(GOOD.replace("budget;100\n", ""))
    assert election.budget is None
    assert "no budget" in election.warnings[0].en


def test_a_doubtful_comma_is_a_warning(read):
    """``1,000`` is a thousand, as in a table, and that is mentioned; never 1 in silence."""
    election = read(GOOD.replace(";10;", ";1,000;"))
    assert election.items[0].cost == 1000
    assert ["1,000" in warning.en for warning in election.warnings] == [True]


def test_a_comma_is_asked_about_where_the_file_has_decimal_ones(read):
    """The rest of the file decides that ``1,000`` may be 1; which of the two has to be written."""
    text = GOOD.replace(";10;", ";12,5;")
    election = read(text)
    assert Fraction(election.items[0].cost, election.minor_units) == Fraction(25, 2)
    with pytest.raises(MalformedFile, match=r"Write 1000 or 1\."):
        read(text.replace(";20;", ";1,000;"))


def test_decimal_commas_are_said_and_not_read_in_silence(read):
    """What the file's own amounts decide stands among what is said of it, once."""
    said = [warning.en for warning in read(GOOD.replace(";10;", ";12,5;")).warnings]
    assert len([line for line in said if "'12,5'" in line and "decimal one" in line]) == 1
    assert not any("decimal" in warning.en for warning in read(GOOD).warnings)


@pytest.mark.parametrize("typed", ["1.200", "¥1.200", "１.２００"])
def test_a_point_that_may_part_thousands_is_a_decimal_one_and_that_is_said(read, typed):
    """The format writes decimals behind a point; whoever meant twelve hundred is told."""
    election = read(GOOD.replace(";10;", f";{typed};").replace(";100\n", ";12.345\n"))
    assert Fraction(election.items[0].cost, election.minor_units) == Fraction(6, 5)
    (told,) = [warning.en for warning in election.warnings if "point" in warning.en]
    assert "'12.345': 2" in told and "decimal one" in told


@pytest.mark.parametrize("typed", ["1.2", "1.20", "0.125", "1.2000", "1200.500"])
def test_of_a_point_that_leaves_no_doubt_nothing_is_said(read, typed):
    """Two decimals, four, or a figure too many before them."""
    assert not read(GOOD.replace(";10;", f";{typed};")).warnings


def test_a_point_is_asked_about_where_the_file_has_decimal_commas(read):
    """Beside ``12,5`` nobody knows what the point of ``1.200`` is: both ways are named."""
    text = GOOD.replace(";10;", ";12,5;").replace(";20;", ";1.200;")
    with pytest.raises(MalformedFile, match=r"Write 1\.2 or 1200\."):
        read(text)
    with pytest.raises(MalformedFile, match=r"Write 2000000\."):
        read(GOOD.replace(";100\n", ";2.000.000\n"))


@pytest.mark.parametrize(
    "typed, yuan", [("1.2万", 12000), ("1200元", 1200), ("￥1200", 1200), ("1,2万", None)]
)
def test_amounts_are_written_as_in_tables(read, typed, yuan):
    """万 and 元 mean what they mean on the command line and in a table, and are refused alike."""
    text = GOOD.replace(";10;", f";{typed};")
    if yuan is None:
        with pytest.raises(MalformedFile, match="comma"):
            read(text)
    else:
        election = read(text)
        assert Fraction(election.items[0].cost, election.minor_units) == yuan
    decimal = read(text.replace(";20;", ";12,5;")) if yuan is None else None
    if decimal is not None:
        assert Fraction(decimal.items[0].cost, decimal.minor_units) == 12000


def test_an_id_that_a_spreadsheet_has_shortened_is_to_be_written_again(read):
    """Two voters became one number: no row is to be kept, the ids are to be read again."""
    text = GOOD.replace("a;p1,p2", "1.23E+11;p1,p2").replace("b;p1", "1.23E+11;p1")
    with pytest.raises(MalformedFile, match="as text") as caught:
        read(text)
    assert "Keep one" not in str(caught.value)


def test_money_with_decimals_is_held_in_minor_units(read):
    """All costs and the budget are whole numbers of one unit, exactly."""
    election = read(GOOD.replace("p1;10;", "p1;10,25;").replace("budget;100", "budget;99.5"))
    assert election.minor_units == 100
    assert [item.cost for item in election.items] == [1025, 2000]
    assert election.budget == 9950


def test_huge_money_is_exact(read):
    """Thirty digits are thirty digits."""
    assert read(GOOD.replace("p1;10;", f"p1;{10**30 + 1};")).items[0].cost == 10**30 + 1


def test_limits_are_told_and_ballots_outside_them_count(read):
    """A ballot longer than the file's own limit is counted as it stands, with a warning."""
    election = read(GOOD.replace("budget", "min_length;1\nmax_length;1\nbudget"))
    assert election.limits == {"min_length": Fraction(1), "max_length": Fraction(1)}
    assert "limits on ticks: 1" in election.warnings[0].en
    assert ballots(election)[("p1", "p2")] == 1


def test_choose_1_has_a_limit_of_its_own(read):
    """Two ticks where one may be chosen are worth a warning."""
    election = read(GOOD.replace("approval", "choose-1"))
    assert election.vote_type == "choose-1"
    assert "limits on ticks: 1" in election.warnings[0].en


def test_nobody_voted(read):
    """A file without votes is an election without votes."""
    text = GOOD.split("a;p1")[0].replace("num_votes;3", "num_votes;0")
    assert read(text).profile.ballots == read(text.rstrip("\n")).profile.ballots == 0


def test_nothing_to_vote_on(read):
    """A file without projects is an election without items."""
    text = GOOD.replace("p1;10;One;green\np2;20;Two;road\n", "").replace("s;2", "s;0")
    text = text.replace("p1,p2", "").replace("p1", "")
    election = read(text)
    assert election.items == ()
    assert election.profile.blank == 3


def with_points(kind, *rows):
    """The good election with votes that give points."""
    head, _ = (
        GOOD.replace("approval", kind)
        .replace("num_votes;3", f"num_votes;{len(rows)}")
        .split("voter_id")
    )
    return head + "voter_id;vote;points\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_points_stand_beside_the_ticks(read, kind):
    """Equal ballots are one group however they are written; points follow their project."""
    election = read(with_points(kind, "a;p1,p2;3,1", "b;p2,p1;1,3", "c;p2;2", "d;;"))
    profile = election.profile
    assert dict(profile.groups()) == {(0, 1): 2, (1,): 1, (): 1}
    assert profile.points == (3, 1, 2)
    assert not profile.ordered
    assert election.point_units == 1


def test_points_with_decimals_are_whole_numbers_of_a_smaller_unit(read):
    """Half a point is five tenths."""
    election = read(with_points("scoring", "a;p1,p2;2.5,-1"))
    assert election.point_units == 10
    assert election.profile.points == (25, -10)


def test_votes_with_the_same_ticks_and_other_points_are_not_equal(read):
    """Groups keep points apart."""
    election = read(with_points("cumulative", "a;p1,p2;3,1", "b;p1,p2;1,3"))
    assert election.profile.counts == (1, 1)
    assert sorted(
        zip(election.profile.points[::2], election.profile.points[1::2], strict=True)
    ) == [
        (1, 3),
        (3, 1),
    ]


@pytest.mark.parametrize("row", ["a;p1,p2;3", "a;p1;3,1", "a;p1,p2;3,x", "a;p1;", "a;;1"])
def test_points_that_do_not_match_the_vote_are_refused(read, row):
    """As many numbers as projects, or the line is named; leniently the row is left out."""
    with pytest.raises(MalformedFile, match="do not match the vote") as caught:
        read(with_points("cumulative", "z;p1;1", row))
    assert caught.value.line == 15
    election = read(with_points("cumulative", "z;p1;1", row), lenient=True)
    assert election.profile.ballots == 1
    assert "line 15" in election.dropped[0].en


def test_a_list_of_points_may_end_in_a_comma_like_its_votes(read):
    """Programs that put a comma behind each name put one behind each number."""
    assert read(with_points("cumulative", "a;p1,p2,;3,1,")).profile.points == (3, 1)


def test_an_ordinal_ballot_keeps_its_order(read):
    """First choice first; points that stand beside it are not needed."""
    election = read(with_points("ordinal", "a;p2,p1;2,1", "b;p1,p2;2,1", "c;p2,p1;2,1"))
    assert dict(election.profile.groups()) == {(1, 0): 2, (0, 1): 1}
    assert election.profile.ordered
    assert election.profile.points is None


def test_a_project_named_none_can_be_voted_for(read):
    """``None`` means nothing only where no project bears the name."""
    election = read(GOOD.replace("p2", "None"))
    assert ballots(election)[("p1", "None")] == 1


def test_equal_ballots_are_one_group(read):
    """However they are written, and in whichever order they tick."""
    rows = "a;p1,p2;1\nb;p2,p1;2\nc; p1 ,p2,;3\n"
    assert ballots(read(GOOD.split("a;p1")[0] + rows)) == {("p1", "p2"): 3}


def test_what_looks_like_pabulib(tmp_path):
    """A name that ends in .pb, or a first line that is a section's name."""
    named, content, other = tmp_path / "a.PB", tmp_path / "a.txt", tmp_path / "a.csv"
    named.write_text("x")
    content.write_bytes("\ufeff\r\nmeta;\r\nkey;value".encode())
    other.write_text("id,title\nmeta,Meta")
    assert looks_like_pabulib(named)
    assert looks_like_pabulib(content)
    assert not looks_like_pabulib(other)
    assert not looks_like_pabulib(tmp_path)
    assert not looks_like_pabulib(tmp_path / "none")


def test_a_doubtful_comma_in_a_limit_is_mentioned(read):
    """A limit of ``1,500`` is fifteen hundred, as everywhere, and that is said."""
    election = read(GOOD.replace("budget;100\n", "budget;100\nmax_sum_cost;1,500\n"))
    assert election.limits["max_sum_cost"] == 1500
    assert ["1,500" in warning.en for warning in election.warnings] == [True]


# -- the file's own figures --------------------------------------------------------------------

ORDINAL = """META
key;value
description;Order
budget;30
vote_type;ordinal
max_length;2
PROJECTS
project_id;cost;votes;score;selected;name
p1;30;2;3;0;One
p2;30;2;3;1;Two
p3;30;1;2;0;Three
VOTES
voter_id;vote
a;p1,p2
b;p3,p1
c;p2
"""


def test_a_file_that_agrees_with_its_ballots_is_not_mentioned(read):
    """Votes, and the score by which the first of ``max_length`` places gives that many points."""
    assert read(ORDINAL).warnings == ()


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("p1;30;2;3;0", "p1;30;9;3;0", "votes .*p1 says 9, the ballots 2"),
        ("p1;30;2;3;0", "p1;30;2;5.5;0", "score .*p1 says 5.5, the ballots 3"),
        ("max_length;2", "max_length;3", "score .*p1 says 3, the ballots 5"),
    ],
)
def test_a_column_that_says_otherwise_is_told(read, old, new, said):
    """Each difference; the ballots count."""
    (warning,) = read(ORDINAL.replace(old, new)).warnings
    assert re.search(said, warning.en) and "The ballots count" in warning.en


def test_many_differences_are_counted(read):
    """The first of them are named."""
    rows = "".join(f"q{at};1;7;0;0;Q\n" for at in range(9))
    (warning,) = read(ORDINAL.replace("VOTES\n", f"{rows}VOTES\n")).warnings
    assert "q4 says 7" in warning.en and "and 4 more" in warning.en


def test_ballots_in_order_are_scored_as_their_file_says(tmp_path, capsys):
    """The choice is named; one that somebody makes goes before it; ``selected`` is compared."""
    path = tmp_path / "order.pb"
    path.write_text(ORDINAL, "utf-8")
    words = ["count", str(path), "--rule", "greedy-votes", "--ties", "listed-first", "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["parameters"]["ballots"] == "borda-2"
    assert found["selected"] == ["p1"]
    assert "there and not here: p2; here and not there: p1" in found["note"]["en"]
    assert main([*words, "--ballots", "ticks"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"]["ballots"] == "ticks"
