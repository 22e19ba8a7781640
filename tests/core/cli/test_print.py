"""``tickbox print``: from a data folder to files, and what it refuses."""

from __future__ import annotations

import io
import re
import stat
from datetime import date
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.desk import town as town_room
from tickbox_core.desk.motions import Poll
from tickbox_core.model import Ownership, Person, Roll, Unit
from tickbox_core.playing import neighbours
from tickbox_core.playing.stage import ROUND, tree
from tickbox_core.registry import open_registry
from tickbox_core.rules.motions import Bar, Bars, Base, Motion

ADDRESS = ("--address", "https://ticks.example")


@pytest.fixture(scope="module")
def data(played_year):
    """A folder in which the year is over."""
    return played_year


@pytest.fixture
def ticking(tmp_path):
    """A folder in which a round is open."""
    folder = tmp_path / "t"
    town = Town(folder, open_registry(discover=False))
    town.plant(tree(1))
    neighbours.open_round(town.found("n1"))
    town.close()
    return folder


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit code, output and complaints."""
    code = main(["print", *map(str, words)])
    return code, *capsys.readouterr()


def test_without_the_plugin_its_name_is_said(data, tmp_path, capsys, monkeypatch):
    """One sentence, exit code 2, and no file."""
    monkeypatch.setattr(town_room, "open_registry", lambda: open_registry(discover=False))
    out = tmp_path / "r.pdf"
    code, _, error = told(capsys, data, "n1", ROUND, "notice", "--kind", "result", "--out", out)
    assert code == 2 and "install tickbox-print" in error and not out.exists()


def test_a_chat_text_needs_no_printer(data, capsys, monkeypatch):
    """Text is text."""
    monkeypatch.setattr(town_room, "open_registry", lambda: open_registry(discover=False))
    code, out, _ = told(capsys, data, "n1", ROUND, "chat", *ADDRESS)
    assert code == 0 and len(out.splitlines()) == 4


@pytest.mark.parametrize(
    "words, said",
    [
        (("notice", "--out", "x.pdf"), "--kind"),
        (("notice", "--kind", "roll"), "--out"),
        (("notice", "--kind", "roll", "--out", "/nowhere/x.pdf"), "cannot be written"),
        (("slips", "--out", "x.pdf", *ADDRESS), "closed"),
        (("sheets", "--new", "--out", "x.pdf"), "--batch"),
        (("notice", "--kind", "call", "--until", "2026-13-40", "--out", "x.pdf"), "invalid day"),
        (("notice", "--kind", "call", "--address", "x:y", "--out", "x.pdf"), "no address"),
        (("sheets", "--batch", "none", "--out", "x.pdf"), "none"),
        (("sheets", "--new", "--numbers", "1-2", "--out", "x.pdf"), "--numbers"),
        (("sheets", "--numbers", "9-1", "--out", "x.pdf"), "1-9"),
        (("sheets", "--numbers", "x", "--out", "x.pdf"), "x"),
        (("sheets", "--numbers", "71-72", "--out", "x.pdf"), "71"),
    ],
)
def test_what_is_missing_is_said(data, tmp_path, capsys, monkeypatch, words, said):
    """Nothing is written, nothing is printed."""
    monkeypatch.chdir(tmp_path)
    code, out, error = told(capsys, data, "n1", ROUND, *words)
    assert code == 2 and said in error.replace("no sheet to print", "none") and out == ""
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_without_a_town_is_refused(tmp_path, capsys):
    """By name, and none is made."""
    code, _, error = told(capsys, tmp_path / "no", "n1", ROUND, "chat")
    assert code == 2 and "no data folder" in error and not (tmp_path / "no").exists()


# -- with the printer --------------------------------------------------------------------------


def text_of(path: Path) -> str:
    """The text layer, without blanks."""
    reader = pytest.importorskip("pypdf").PdfReader(io.BytesIO(path.read_bytes()))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def printer():
    """Skips where the plugin is not installed."""
    pytest.importorskip("tickbox_print")


@pytest.mark.parametrize("look", ["official", "poster"])
@pytest.mark.parametrize("size", ["a4", "a3"])
@pytest.mark.parametrize(
    "kind, about, words",
    [
        ("annual", ROUND, "年度实事项目公示"),
        ("call", ROUND, "请您来打钩"),
        ("judgement", "j2026", "38/60名全体成员"),
        ("list", ROUND, "事项清单公示"),
        ("minutes", "m1", "同意增加到1500元"),
        ("objections", ROUND, "门口有探头"),
        ("progress", ROUND, "1,480元"),
        ("result", ROUND, "32/45名参与居民"),
        ("roll", ROUND, "60名"),
    ],
)
def test_every_notice_is_printed(data, tmp_path, capsys, printer, kind, about, words, size, look):
    """In both sizes and looks, with its words in the text layer."""
    out = tmp_path / "x.pdf"
    given = ("--kind", kind, "--size", size, "--look", look, "--out", out, *ADDRESS)
    code, _, error = told(capsys, data, "n1", about, "notice", *given, "--lang", "zh")
    assert code == 0 and "已写入" in error
    assert words in text_of(out)


@pytest.mark.parametrize(
    "area, about, what, words",
    [
        ("n1", ROUND, "stairwells", "10short"),
        ("n1", ROUND, "sheets", "Home1-"),
        ("t", "a2026", "certificates", "Alightattheeastgate"),
    ],
)
def test_papers_are_printed(data, tmp_path, capsys, printer, area, about, what, words):
    """Those of the year that was played, in English."""
    out = tmp_path / "x.pdf"
    code, *_ = told(capsys, data, area, about, what, "--out", out, "--lang", "en")
    assert code == 0 and words in text_of(out)


def test_a_picture_for_a_chat_is_written_beside_its_text(data, tmp_path, capsys, printer):
    """A PNG and three lines with a link."""
    picture, text = tmp_path / "c.png", tmp_path / "c.txt"
    told(capsys, data, "n1", ROUND, "chat", *ADDRESS, "--picture", picture, "--out", text)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(text.read_text("utf-8").splitlines()) == 4


def test_a_new_batch_is_entered_and_printed(ticking, tmp_path, capsys, printer):
    """Sheets are on the register as soon as they are on paper; printing again enters none."""
    out = tmp_path / "s.pdf"
    words = ("sheets", "--batch", "一号楼", "--out", out, "--unit", "1-01", "--unit", "1-02")
    assert told(capsys, ticking, "n1", ROUND, *words, "--new", "--by", "小林")[0] == 0
    assert told(capsys, ticking, "n1", ROUND, *words)[0] == 0
    town = Town(ticking)
    assert [one.number for one in town.desk("n1").paper.sheets(ROUND)] == [1, 2]
    town.close()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_slips_hold_codes_that_open_the_round(ticking, tmp_path, capsys, printer):
    """The code on the slip is the code of its slot; nobody else may read the file."""
    out = tmp_path / "s.pdf"
    out.touch(mode=0o644)  # also where one lay that others could read
    words = ("slips", "--out", out, "--unit", "1-01", *ADDRESS)
    assert told(capsys, ticking, "n1", ROUND, *words)[0] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    codes = _codes(text_of(out))
    town = Town(ticking)
    desk = town.desk("n1")
    mine = {one.slot for one in desk.slots(ROUND) if one.unit == "1-01"}
    assert {desk.slot_of_code(ROUND, code) for code in codes} == mine and len(mine) == 2
    town.close()


def test_codes_that_are_out_are_not_renewed_by_mistake(ticking, tmp_path, capsys, printer):
    """Everybody's first codes need no word; after that --unit or --all, and nothing dies before."""
    first, again = tmp_path / "1.pdf", tmp_path / "2.pdf"
    assert told(capsys, ticking, "n1", ROUND, "slips", "--out", first, *ADDRESS)[0] == 0
    code, _, error = told(capsys, ticking, "n1", ROUND, "slips", "--out", again, *ADDRESS)
    assert code == 2 and "--all" in error and "--unit" in error and not again.exists()
    town = Town(ticking)
    assert all(town.desk("n1").slot_of_code(ROUND, one) for one in _codes(text_of(first)))
    town.close()
    renewed = told(capsys, ticking, "n1", ROUND, "slips", "--all", "--out", again, *ADDRESS)
    assert renewed[0] == 0 and again.exists()
    town = Town(ticking)
    assert not any(town.desk("n1").slot_of_code(ROUND, one) for one in _codes(text_of(first)))
    town.close()


def _codes(text: str) -> list[str]:
    half = "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
    return re.findall(f"{half}-?{half}", text)  # in two lines


def test_slips_that_cannot_be_printed_kill_no_code(ticking, tmp_path, capsys, printer):
    """A character the font lacks is refused before a code is made."""
    town = Town(ticking)
    (slot, *_) = [one.slot for one in town.desk("n1").slots(ROUND)]
    (code,) = town.desk("n1").issue_codes(ROUND, [slot]).values()
    town.close()
    out = tmp_path / "s.pdf"
    words = ("slips", "--all", "--out", out, "--contact", "居委会😀", *ADDRESS)
    refused, _, error = told(capsys, ticking, "n1", ROUND, *words)
    assert refused == 2 and "U+1F600" in error and not out.exists()
    town = Town(ticking)
    assert town.desk("n1").slot_of_code(ROUND, code) == slot
    town.close()


def test_a_home_that_is_not_on_the_roll_is_named(ticking, tmp_path, capsys, printer):
    """No code is made for the others either."""
    words = ("slips", "--out", tmp_path / "s.pdf", "--unit", "9-99", *ADDRESS)
    code, _, error = told(capsys, ticking, "n1", ROUND, *words)
    assert code == 2 and "9-99" in error


# -- codes of a motion -------------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path):
    """A folder in which the agenda of a motion is posted: three heads, one of them of two homes."""
    folder = tmp_path / "m"
    town = Town(folder, open_registry(discover=False))
    town.plant(tree(1))
    desk = town.found("n1")
    units = tuple(Unit(one, "n1b1s", one, floor_area=6000) for one in ("101", "102", "201", "202"))
    owners = {"101": "an", "102": "an", "201": "bo", "202": "cy"}
    roll = Roll(
        date(2026, 1, 1),
        units,
        tuple(Person(one) for one in ("an", "bo", "cy")),
        ownerships=tuple(Ownership(person, unit) for unit, person in owners.items()),
    )
    bars = tuple(
        Bars(base, Bar.of("at_least 2/3"), Bar.of("more_than 1/2"))
        for base in (Base.HEADS, Base.AREA)
    )
    desk.motions.prepare(Poll(Motion("m1", "换灯", bars)))
    desk.motions.register("m1", roll)
    desk.motions.post("m1")
    town.close()
    return folder


def test_slips_of_a_motion_bear_the_codes_that_are_issued(asked, tmp_path, capsys):
    """Once: who has one gets no other by printing again; a home that lost its slip does."""
    out = tmp_path / "m1.pdf"
    code, _, error = told(capsys, asked, "n1", "m1", "slips", "--out", out, *ADDRESS)
    assert code == 0, error
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    halves = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text_of(out))
    codes = {"-".join(pair) for pair in zip(halves[::2], halves[1::2], strict=True)}
    town = Town(asked)
    desk = town.desk("n1")
    speak = {desk.motions.elector_of_code("m1", one) for one in codes}
    assert "101·2homes" in text_of(out), "one slip for both homes of an owner"
    assert len(codes) == 3 and speak == {one.slot for one in desk.motions.seats("m1")}
    town.close()
    again = tmp_path / "again.pdf"
    code, _, error = told(capsys, asked, "n1", "m1", "slips", "--out", again, *ADDRESS)
    assert code == 2 and not again.exists(), "nobody is without one"
    code, _, _ = told(capsys, asked, "n1", "m1", "slips", "--unit", "201", "--out", again, *ADDRESS)
    assert code == 0 and "201" in text_of(again) and "101" not in text_of(again)
    code, _, error = told(capsys, asked, "n1", "m1", "slips", "--all", "--out", out, *ADDRESS)
    assert code == 2 and "--unit" in error


def test_without_an_address_no_code_of_a_motion_is_issued(asked, tmp_path, capsys):
    """What cannot be printed kills no code, and issues none."""
    out = tmp_path / "m1.pdf"
    code, _, error = told(capsys, asked, "n1", "m1", "slips", "--out", out)
    assert code == 2 and "--address" in error and not out.exists()
    town = Town(asked)
    assert town.desk("n1").with_codes("m1") == set()
    town.close()
