"""Plain tables: what spreadsheets save, in two languages and encodings, and what is wrong in it."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core.errors import MalformedFile, TickboxError
from tickbox_core.interchange import read_tables

ITEMS = (
    "id,title,title_en,category,cost\ngate,打开边门,Open the gate,road,12.5\nbench,长椅,,green,\n"
)
BALLOTS = "voter_id,ticks,household\nwang,gate;bench,101\nli,bench,102\nzhao,,102\n"
ROLL = "voter_id,household\nwang,101\nli,102\nzhao,102\nsun,103\n"


@pytest.fixture
def read(tmp_path):
    """Write tables to files and read them."""

    def of(items=ITEMS, ballots=BALLOTS, roll=None, encoding="utf-8", **how):
        paths = []
        for name, text in (("items", items), ("ballots", ballots), ("roll", roll)):
            if text is not None:
                paths.append(tmp_path / f"{name}.csv")
                paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_tables(*paths, **how)

    return of


def ballots(election):
    """Each distinct ballot as ids, and how many cast it."""
    ids = election.profile.items
    return {tuple(ids[at] for at in marks): count for marks, count in election.profile.groups()}


CAST = {("gate", "bench"): 1, ("bench",): 1, (): 1}


def test_items_and_ballots(read):
    """Ids, titles in two languages, costs in fen, ticks, households."""
    election = read()
    gate, bench = election.items
    assert (gate.id, gate.title.zh, gate.title.en, gate.cost) == (
        "gate",
        "打开边门",
        "Open the gate",
        1250,
    )
    assert (bench.title.en, bench.cost, bench.category) == ("长椅", None, "green")
    assert election.minor_units == 100
    assert ballots(election) == CAST
    assert dict(election.by_household.groups()) == {(0, 1): 1, (1,): 1}
    assert election.electorate.registered is None
    assert election.warnings == ()


def test_the_roll_gives_the_sizes_of_the_bases_and_the_households(read):
    """The roll counts electors and households, and says who lives where."""
    election = read(ballots="voter_id,ticks\nwang,gate\nli,gate\nzhao,bench\n", roll=ROLL)
    assert (election.electorate.registered, election.electorate.households) == (4, 3)
    assert dict(election.by_household.groups()) == {(0,): 1, (0, 1): 1}


def test_a_roll_without_households_leaves_their_number_open(read):
    """Households can only be counted where all are known."""
    election = read(ballots="voter_id,ticks\nwang,gate\n", roll="voter_id\nwang\nli\n")
    assert (election.electorate.registered, election.electorate.households) == (2, None)
    assert election.by_household is None


WIDE = "voter_id,gate,bench\nwang,{0},{0}\nli,{1},{0}\nzhao,{1},{1}\n"


@pytest.mark.parametrize("yes", ["1", "x", "X", "✓", "√", "✔", "是", "y", "Yes", "TRUE"])
@pytest.mark.parametrize("no", ["", "0", "否", "no", "-", "空"])
def test_one_column_for_each_item(read, yes, no):
    """A mark in an item's column is a tick, in the marks that people use."""
    assert ballots(read(ballots=WIDE.format(yes, no))) == CAST


WRITTEN = {
    "the other order of files": lambda read: read(items=BALLOTS, ballots=ITEMS),
    "a byte-order mark": lambda read: read("\ufeff" + ITEMS, "\ufeff" + BALLOTS),
    "lines of Windows": lambda read: read(
        ITEMS.replace("\n", "\r\n"), BALLOTS.replace("\n", "\r\n")
    ),
    "semicolons between columns": lambda read: read(
        ITEMS.replace(",", ";"), "voter_id;ticks\nwang;gate bench\nli;bench\nzhao;\n"
    ),
    "tabs between columns": lambda read: read(ITEMS.replace(",", "\t"), BALLOTS.replace(",", "\t")),
    "bars between ticks": lambda read: read(ballots=BALLOTS.replace("gate;bench", "gate | bench")),
    "blanks between ticks": lambda read: read(ballots=BALLOTS.replace("gate;bench", "gate bench")),
    "Chinese stops between ticks": lambda read: read(
        ballots=BALLOTS.replace("gate;bench", "gate、bench；")
    ),
    "commas between quoted ticks": lambda read: read(
        ballots=BALLOTS.replace("gate;bench", '"gate,bench"')
    ),
    "Chinese headers": lambda read: read(
        ITEMS.replace("id,title,title_en,category,cost", "编号,事项,英文标题,类别,费用"),
        BALLOTS.replace("voter_id,ticks,household", "选民编号,勾选,户号"),
    ),
    "blank lines and columns": lambda read: read(
        ITEMS.replace("\n", ",,\n,,,,,,\n"), BALLOTS.replace("\n", ",\n\n")
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_ways_of_writing_the_same(read, name):
    """However a program saved the tables, the election is the same."""
    election = WRITTEN[name](read)
    assert ballots(election) == CAST
    assert [item.title.zh for item in election.items] == ["打开边门", "长椅"]
    assert [item.cost for item in election.items] == [1250, None]
    assert election.warnings == ()


def test_what_excel_writes_in_china_is_read_with_a_note(read):
    """GB18030 is tried where UTF-8 fails, and that is said."""
    election = read(encoding="gb18030")
    assert election.items[0].title.zh == "打开边门"
    assert "GB18030" in election.warnings[0].en
    assert "items.csv" in election.warnings[0].zh


def test_an_id_may_hold_what_otherwise_separates(read):
    """A character that stands in an id does not separate ids in this election."""
    election = read("id,title\nA 1,x\nA-2,y\n", 'voter_id,ticks\nwang,"A 1;A-2"\nli,A 1\n')
    assert ballots(election) == {("A 1", "A-2"): 1, ("A 1",): 1}


def test_an_item_may_bear_the_name_of_a_column(read):
    """In the wide form an item called ``cost`` is an item."""
    election = read("id,title\ncost,x\nb,y\n", "voter_id,cost,b\nwang,1,\n")
    assert ballots(election) == {("cost",): 1}


def test_columns_without_items_and_items_without_columns_are_mentioned(read):
    """The wide form is easily out of step with the list: both ways are warned of."""
    election = read(ballots="voter_id,gate,remark\nwang,1,hello\n")
    assert [("no column: bench" in w.en, "no item: remark" in w.en) for w in election.warnings] == [
        (True, False),
        (False, True),
    ]


MALFORMED = {
    "items without id": ({"items": "name\nx\n"}, "items.csv", 1, "no column 'id'"),
    "items without title": ({"items": "id\nx\n"}, "items.csv", 1, "no column 'title'"),
    "ballots without voters": ({"ballots": "who,ticks\na,gate\n"}, "ballots.csv", 1, "'voter_id'"),
    "ballots without ticks": (
        {"ballots": "voter_id,x\na,1\n"},
        "ballots.csv",
        1,
        "neither a column",
    ),
    "a column twice": ({"items": "id,title,title\na,b,c\n"}, "items.csv", 1, "comes twice"),
    "an empty file": ({"items": ""}, "items.csv", 0, "is empty"),
    "a NUL byte": ({"items": "id,title\na,\0\n"}, "items.csv", 2, "NUL"),
    "no text at all": ({"items": b"id,title\n\xff\xff\xff\n"}, "items.csv", 2, "not UTF-8"),
    "a short row": ({"ballots": "voter_id,ticks\nwang\n"}, "ballots.csv", 2, "1 fields"),
    "a short item": ({"items": "id,title\ngate,a\nb\n"}, "items.csv", 3, "1 fields"),
    "an item twice": ({"items": "id,title\ngate,a\ngate,b\n"}, "items.csv", 3, "comes twice"),
    "an item without id": ({"items": "id,title\n,b\ngate,a\n"}, "items.csv", 2, "id is empty"),
    "a cost in words": ({"items": "id,title,cost\ngate,b,五元\n"}, "items.csv", 2, "cost '五元'"),
    "a decimal comma": (
        {"items": 'id,title,cost\ngate,b,"1,20"\n'},
        "items.csv",
        2,
        "does not part thousands. Write 1.20 or 120.",
    ),
    "a doubtful point": ({"items": "id,title,cost\ngate,b,1.200\n"}, "items.csv", 2, "1.2 or 1200"),
    "a cost that is cut in two": (
        {"items": "id,title,cost\ngate,b,5\nx,y,1,200\n"},
        "items.csv",
        3,
        "4 fields, its header 3",
    ),
    "a sum below the items": (
        {"items": "id,title,cost\ngate,b,5\n合计,,5\n"},
        "items.csv",
        3,
        "total",
    ),
    "a signature": (
        {"ballots": "voter_id,ticks\nw,gate\n填表人：王,\n"},
        "ballots.csv",
        3,
        "signature",
    ),
    "a sum below the ballots": (
        {"ballots": "voter_id,ticks\nw,gate\n合 计,1\n"},
        "ballots.csv",
        3,
        "total",
    ),
    "the header again": (
        {"ballots": "voter_id,ticks\nw,gate\nvoter_id,ticks\n"},
        "ballots.csv",
        3,
        "a second time",
    ),
    "an unknown tick": ({"ballots": "voter_id,ticks\nw,tree\n"}, "ballots.csv", 2, "ticks 'tree'"),
    "a tick twice": ({"ballots": "voter_id,ticks\nw,gate;gate\n"}, "ballots.csv", 2, "twice"),
    "a voter twice": ({"ballots": "voter_id,ticks\nw,gate\nw,\n"}, "ballots.csv", 3, "comes twice"),
    "a voter without id": ({"ballots": "voter_id,ticks\n,gate\n"}, "ballots.csv", 2, "is empty"),
    "a doubtful mark": ({"ballots": "voter_id,gate\nw,×\n"}, "ballots.csv", 2, "mark '×'"),
    "a stranger": ({"roll": "voter_id\nwang\nli\n"}, "ballots.csv", 4, "not on the roll"),
    "two homes": (
        {"roll": ROLL.replace("li,102", "li,9")},
        "ballots.csv",
        3,
        "not that on the roll",
    ),
    "a roll without voters": ({"roll": "household\n1\n"}, "roll.csv", 1, "'voter_id'"),
    "an elector twice": ({"roll": ROLL + "sun,103\n"}, "roll.csv", 6, "comes twice"),
    "an endless quotation": ({"items": 'id,title\ngate,"a\n'}, "items.csv", 2, "never ends"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_wrong_is_named(read, name):
    """File, line, problem and remedy, in both languages."""
    tables, file, line, words = MALFORMED[name]
    tables = {"ballots": "voter_id,ticks\nw,gate\n", **tables} if "items" in tables else tables
    with pytest.raises(MalformedFile) as caught:
        read(**tables)
    assert caught.value.file.endswith(file)
    assert caught.value.line == line
    assert words in caught.value.text.en
    assert caught.value.remedy.zh


LEFT_OUT = [
    "a decimal comma",
    "a doubtful point",
    "a cost that is cut in two",
    "a sum below the items",
    "a signature",
    "a sum below the ballots",
    "the header again",
    "a short row",
    "a short item",
    "an item twice",
    "an item without id",
    "a cost in words",
    "an unknown tick",
    "a tick twice",
    "a voter twice",
    "a voter without id",
    "a doubtful mark",
    "a stranger",
    "two homes",
    "an elector twice",
]


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_lenient_reading_leaves_it_out_and_lists_it(read, name):
    """One thing wrong, one thing listed, with its file and line."""
    tables, file, line, _ = MALFORMED[name]
    tables = {"ballots": "voter_id,ticks\nw,gate\n", **tables} if "items" in tables else tables
    election = read(**tables, lenient=True)
    assert len(election.dropped) == 1
    assert f"{file}, line {line}: " in election.dropped[0].en


def test_all_faults_are_told_at_once(read):
    """Of all the tables, by row, and nothing is counted; lost items are no ballot's fault too."""
    with pytest.raises(MalformedFile) as caught:
        read(
            'id,title,cost\ngate,a,"1,2"\ngate,b,x\n合计,,9\n',
            "voter_id,ticks\nw,gate\nw,\n",
            roll="voter_id\n\nw,9\n合计\n",
        )
    told = [text.en.rpartition("/")[2] for text in caught.value.lines]
    assert [text.partition(":")[0] for text in told] == [
        *["items.csv, line 2", "items.csv, row 3", "items.csv, row 4"],
        *["roll.csv, row 3", "roll.csv, row 4"],
    ]
    with pytest.raises(MalformedFile) as caught:
        read(ballots="voter_id,ticks\nw,gate\nw,\nv,tree\n", items="id,title,cost\ngate,a,x\n")
    assert len(caught.value.lines) == 3


@pytest.mark.parametrize(
    "row",
    [
        "共2张,",
        "登记人：王,",
        "社区负责人签字：,",
        "第1页 共1页,",
        "2026年5月3日,",
        "（盖章）,",
        "Sum,7",
    ],
)
def test_what_stands_below_the_ballots_casts_none(read, row):
    """A count, a signature, a page, a day, a seal, a total: refused, or left out and told."""
    ballots_ = f"voter_id,ticks\nwang,gate\nli,bench\n{row}\n"
    with pytest.raises(MalformedFile, match=r"ballots\.csv, line 4: .* no row of the table"):
        read(ballots=ballots_)
    election = read(ballots=ballots_, lenient=True)
    assert ballots(election) == {("gate",): 1, ("bench",): 1}
    assert len(election.dropped) == 1 and election.warnings == ()


def test_a_line_of_words_below_the_items_is_none(read):
    """Nothing but one cell: no item is called "thanks to everybody"."""
    items = f"{ITEMS}感谢各位居民,,,,\n"
    with pytest.raises(MalformedFile, match=r"line 4: only '感谢各位居民' stands in this row"):
        read(items)
    election = read(items, lenient=True)
    assert [item.id for item in election.items] == ["gate", "bench"]


@pytest.mark.parametrize(
    "last, warned",
    [("感谢各位,", True), ("thanks to all,", True), ("sun,", False), ("感谢各位,gate", False)],
)
def test_a_last_ballot_that_may_be_none_counts_and_is_told(read, last, warned):
    """One cell, written as no id above; a blank ballot of a voter like the others is none."""
    election = read(ballots=f"voter_id,ticks\nwang,gate\nli,bench\n{last}\n")
    assert sum(ballots(election).values()) == 3
    assert len(election.warnings) == warned
    if warned:
        assert "line 4: only" in election.warnings[0].en
        assert "It counts as a ballot without a tick." in election.warnings[0].en


def test_a_last_voter_that_may_be_none_is_told(read):
    """The same on a roll, where the row is a voter without a household."""
    roll = "voter_id,household\nwang,101\nli,102\n仅供参考,\n"
    election = read(ballots="voter_id,ticks\nwang,gate\nli,bench\n", roll=roll)
    assert election.electorate.registered == 3
    assert "It counts as a voter." in election.warnings[0].en


def test_endless_faults_are_counted_not_listed(read):
    """A thousand bad rows are a hundred sentences and a number."""
    rows = "".join(f"v{n},tree\n" for n in range(1000))
    with pytest.raises(MalformedFile) as caught:
        read(ballots=f"voter_id,ticks\n{rows}")
    assert (len(caught.value.more), caught.value.others) == (100, 899)
    assert "899" in caught.value.text.zh


@pytest.mark.parametrize(
    "cost, fen",
    [
        ("1,200", 120000),
        ("1，200.50", 120050),
        ("1200元", 120000),
        ("¥1 200", 120000),
        ("1.2万", 1200000),
    ],
)
def test_costs_as_committees_write_them(read, cost, fen):
    """Thousands, currency, ten thousands: the amount that is meant."""
    election = read(f'id,title,cost\ngate,a,"{cost}"\n', "voter_id,ticks\nw,gate\n")
    assert election.items[0].cost == fen


def test_a_title_above_the_header_is_passed_over(read):
    """The header is the row with the names that are known; what else stands above it is said."""
    election = read(
        "2026年事项表,,\n\n甲,乙,丙\nid,title,cost\ngate,a,5\n", "voter_id,ticks\nw,gate\n"
    )
    assert [item.id for item in election.items] == ["gate"]
    assert ["line 3" in text.en for text in election.warnings] == [True]


def test_what_is_left_out_leniently(read):
    """A tick goes, the ballot stays; of two ballots of one voter the first counts."""
    election = read(
        ballots="voter_id,ticks\nwang,gate;tree;gate\nwang,bench\nli,bench\n", lenient=True
    )
    assert ballots(election) == {("gate",): 1, ("bench",): 1}
    assert len(election.dropped) == 3


@given(
    st.lists(
        st.text("ab1;区 -|", min_size=1, max_size=3).map(str.strip).filter(bool),
        unique=True,
        max_size=5,
    ),
    st.data(),
)
@settings(deadline=None, max_examples=100)
def test_both_forms_give_the_same_election(tmp_path_factory, ids, data):
    """Ticks in one column, or a column for each item: the same ballots."""
    taken = {mark for id_ in ids for mark in id_}
    between = next(mark for mark in ";|；、，, /" if mark not in taken)
    cast = data.draw(st.lists(st.lists(st.sampled_from(ids), unique=True) if ids else st.just([])))
    folder = tmp_path_factory.mktemp("tables")
    forms = {
        "items": [["id", "title"], *([id_, "t"] for id_ in ids)],
        "long": [["voter_id", "ticks"], *([f"v{n}", between.join(b)] for n, b in enumerate(cast))],
        "wide": [
            ["voter_id", *ids],
            *([f"v{n}", *("1" if i in b else "" for i in ids)] for n, b in enumerate(cast)),
        ],
    }
    for name, rows in forms.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    one = read_tables(folder / "items", folder / "long")
    other = read_tables(folder / "items", folder / "wide")
    assert dict(one.profile.groups()) == dict(other.profile.groups())
    assert one.profile.ballots == len(cast)


@given(st.binary(max_size=80), st.binary(max_size=80), st.booleans())
@settings(deadline=None, max_examples=100)
def test_junk_is_refused_in_words(tmp_path_factory, items, ballots, lenient):
    """Random bytes behind a good header are an election or a complaint, nothing else."""
    folder = tmp_path_factory.mktemp("junk")
    (folder / "i.csv").write_bytes(b"id,title\na,b\n" + items)
    (folder / "b.csv").write_bytes(b"voter_id,ticks\nv,a\n" + ballots)
    complaint = None
    try:
        read_tables(folder / "i.csv", folder / "b.csv", lenient=lenient)
    except TickboxError as error:
        complaint = error
    assert complaint is None or isinstance(complaint, MalformedFile)


def test_an_id_of_semicolons_is_no_row_of_columns(tmp_path):
    """What parts the columns is told by the names that are known, not by what is most frequent."""
    (tmp_path / "items.csv").write_text("id,title\n;;,t\n", encoding="utf-8")
    (tmp_path / "wide.csv").write_text("voter_id,;;\nv1,1\nv2,\n", encoding="utf-8")
    election = read_tables(tmp_path / "items.csv", tmp_path / "wide.csv")
    assert dict(election.profile.groups()) == {(0,): 1, (): 1}
