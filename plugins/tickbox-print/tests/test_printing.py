"""Each layout prints what it is given, and nothing that it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import attrs
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

import tickbox_print
from tickbox_core import open_registry
from tickbox_core.errors import MissingPlugin
from tickbox_core.hooks import Document
from tickbox_core.testing import plugin_contract
from tickbox_print import MissingGlyph, NotPrinted, glyphs, printer

sys.path.insert(0, str(Path(__file__).parent))
import print_samples as samples
from print_reading import PRINTER, codes, pages, pictures, squeezed

TestPlugin = plugin_contract(tickbox_print, entry="print")
ALL = samples.everything()
each = pytest.mark.parametrize("layout", sorted(ALL))


@each
def test_a_layout_prints_in_both_languages(layout):
    """A file of its kind, with as many pages as it says."""
    for language in ("zh", "en"):
        made = PRINTER.printed(attrs.evolve(ALL[layout], language=language))
        if made.media_type == "image/png":
            assert made.data.startswith(b"\x89PNG")
        else:
            assert len(pages(made.data)) == made.pages > 0


def test_there_is_a_sample_of_every_layout():
    """A new layout without one is noticed."""
    assert sorted(ALL) == sorted(PRINTER.layouts)


@each
def test_the_same_document_gives_the_same_bytes(layout):
    """No time, no chance and no machine stands in a file."""
    assert PRINTER.printed(ALL[layout]).data == PRINTER.printed(ALL[layout]).data


def test_another_process_prints_the_same_bytes():
    """Nor does the order of anything in memory."""
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import print_samples, tickbox_print;"
        "made = tickbox_print.TypstPrinter().printed(print_samples.notice());"
        "print(hashlib.sha256(made.data).hexdigest())"
    )
    here = str(Path(__file__).parent)
    said = {
        subprocess.run(
            [sys.executable, "-c", code, here],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(said) == 1


@pytest.mark.parametrize("look", ["official", "poster"])
@pytest.mark.parametrize("size, width", [("a4", 595), ("a3", 842)])
def test_a_notice_comes_in_two_sizes_and_two_looks(size, width, look):
    """The paper is as asked for, and every word is on it."""
    data = PRINTER.printed(samples.notice(size, look)).data
    assert round(float(PdfReader(BytesIO(data)).pages[0].mediabox.width)) == width
    text = squeezed("".join(pages(data)))
    for words in ("问题性质", "71.1%", "32/45名参与居民", "9,000元", "主持人", "十村党总支"):
        assert words in text


@pytest.mark.parametrize("layout", ["notice", "certificates", "sheets"])
def test_words_that_look_like_markup_are_words(layout):
    """What a resident types is data: it is printed as it stands."""
    text = squeezed("".join(pages(PRINTER.printed(ALL[layout]).data)))
    assert squeezed(samples.HOSTILE) in text


def test_rare_characters_of_names_and_places_are_printed():
    """㐂 䶮 𠮷 龘 are in the font and in the text layer."""
    assert samples.RARE in "".join(pages(PRINTER.printed(samples.notice()).data))


@pytest.mark.parametrize(
    "character, code",
    [("😀", "U+1F600"), ("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\ufe0f", "U+FE0F"),
     ("\x00", "U+0000"), ("\ue000", "U+E000"), ("ក", "U+1780"), ("\u2028", "U+2028")],
)  # fmt: skip
@each
def test_a_character_that_cannot_be_seen_is_refused_by_name(layout, character, code):
    """An empty box, or a line turned about, never gets on paper; the error says which and where."""
    values = {**ALL[layout].values, "more": [{"deep": f"路灯{character}"}]}
    with pytest.raises(MissingGlyph) as missing:
        PRINTER.printed(attrs.evolve(ALL[layout], values=values))
    assert missing.value.code == code
    assert "路灯" in missing.value.where
    assert code in missing.value.text.zh and code in missing.value.text.en


def test_the_font_asked_is_the_font_drawn_with():
    """The face whose characters are checked carries the name that typst is told."""
    with TTFont(glyphs.folder() / glyphs._FILE, fontNumber=glyphs._FACE, lazy=True) as font:
        assert font["name"].getDebugName(1) == glyphs.FAMILY


def test_the_layouts_own_characters_are_in_the_font():
    """A tick or a colon that a layout sets itself is there too."""
    said = "".join(path.read_text("utf-8") for path in printer.LAYOUTS.glob("*.typ"))
    assert {mark for mark in said if ord(mark) not in glyphs.drawable()} <= glyphs.BLANKS


def test_any_warning_is_a_failure(monkeypatch):
    """A font that typst does not find is a mere warning to it: here nothing is printed."""
    monkeypatch.setattr(glyphs, "FAMILY", "Nobody Sans")
    with pytest.raises(NotPrinted, match="nobody sans"):
        PRINTER.printed(samples.notice())


def test_a_document_that_lacks_something_is_not_printed():
    """Typst's complaint comes back as one sentence."""
    with pytest.raises(NotPrinted) as refused:
        PRINTER.printed(Document("notice", "zh", {"area": "十村"}))
    assert "\n" not in refused.value.problem


def test_a_layout_nobody_knows_is_missing():
    """The registry says so before the printer is asked."""
    registry = open_registry(discover=False, plugins={"tickbox-print": tickbox_print})
    with pytest.raises(MissingPlugin):
        registry.printed(Document("banner", "zh", {}))


# -- codes -------------------------------------------------------------------------------------


def test_the_code_of_a_notice_leads_to_its_page():
    """The QR decodes to the link that stands beside it."""
    assert codes(pictures(samples.notice())[-1]) == [f"{samples.LINK}/wall"]


def test_words_too_long_for_a_code_are_refused():
    """One sentence, and nothing is printed."""
    with pytest.raises(NotPrinted, match="too many for one code"):
        PRINTER.printed(samples.notice(foot={**samples.FOOT, "link": "x" * 4000}))


def test_a_notice_without_pages_has_no_code():
    """No address, no QR, and the notice is printed all the same."""
    document = samples.notice(foot={**samples.FOOT, "link": ""})
    assert codes(pictures(document)[-1]) == []


def test_every_slip_has_its_own_code_behind_the_fragment():
    """Nine slips on two pages; what stands behind # is the voting code, the seed before it."""
    found = [code for page in pictures(samples.slips(9), 200) for code in codes(page)]
    assert sorted(found) == sorted(one["link"] for one in samples.slips(9).values["slips"])
    assert all(code.endswith(f"#c={samples.CODE}") for code in found)


@pytest.mark.parametrize("number, expected", [(1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_eight_slips_to_a_page(number, expected):
    """The page is cut in halves and quarters; the last one may be part empty."""
    assert PRINTER.printed(samples.slips(number)).pages == expected


def test_the_picture_for_a_chat_is_square_and_scanned():
    """1080 by 1080 pixels, with the link."""
    (picture,) = pictures(samples.square(), printer.PIXELS_AN_INCH)
    assert picture.size == (1080, 1080)
    assert codes(picture) == [f"{samples.LINK}/wall"]


# -- sheets ------------------------------------------------------------------------------------

MM = 150 / 25.4
CORNERS = [(14.5, 33.5), (195.5, 33.5), (14.5, 282.5), (195.5, 282.5)]


@pytest.mark.parametrize("items", [1, 3, 40])
def test_each_page_of_a_sheet_has_its_marks_and_its_code(items):
    """Four black corners in the same places, and a QR that says sheet, slots and page."""
    found = pictures(samples.sheets(items, sheets=2))
    each_has = len(found) // 2
    assert len(found) == 2 * each_has
    assert each_has > 1 if items == 40 else each_has == 1
    for at, picture in enumerate(found):
        assert [picture.getpixel((int(x * MM), int(y * MM))) for x, y in CORNERS] == [0] * 4
        sheet, page = (
            samples.sheets(items, sheets=2).values["sheets"][at // each_has],
            at % each_has,
        )
        assert codes(picture) == [f"{sheet['code']}&p={page + 1}"]


def test_the_stub_that_names_the_home_is_above_the_ballot():
    """The home stands once, on the first page, and is torn off with the stub."""
    text = pages(PRINTER.printed(samples.sheets(40)).data)
    assert "1-01" in text[0]
    assert all("1-01" not in page for page in text[1:])


def test_items_stand_in_the_order_they_are_handed_over():
    """The printer sorts nothing: the order is the core's."""
    text = squeezed("".join(pages(PRINTER.printed(samples.sheets(9)).data)))
    found = [text.index(name) for name in ("颜色", *(f"事项{n}" for n in range(2, 10)))]
    assert found == sorted(found)


def boxes(picture):
    """How many dark frames cross a line down the middle of the first person's column."""
    x = int((210 - 12 - 5 - 15 * 2 + 15 / 2 - 4) * MM)
    dark = [picture.getpixel((x, y)) < 128 for y in range(int(60 * MM), int(278 * MM))]
    return sum(now and not before for before, now in zip([False, *dark], dark, strict=False))


def test_an_item_has_a_box_and_one_with_options_one_for_each():
    """Three options and two plain items: five lines of boxes, each with two edges."""
    (picture,) = pictures(samples.sheets(3))
    lines = 3 + 2
    ruled = lines + 2  # the rule under the heads, one under each row, one under the title row
    assert boxes(picture) == 2 * lines + ruled


# -- stairwells --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ahead, missed", [(1, 0), (1, 1), (1, 8), (0, 0), (6, 3), (12, 3), (13, 3)]
)
def test_one_page_for_each_stairwell_however_much_stands_on_it(ahead, missed):
    """The type shrinks rather than the page runs over."""
    made = PRINTER.printed(samples.stairwells(4, missed, ahead))
    assert made.pages == 4
    for at, text in enumerate(pages(made.data), 1):
        assert f"{at}号楼" in squeezed(text)


def test_stairwell_pages_are_set_in_large_type():
    """The titles are at least 24 points with a usual result."""
    sizes = []
    reader = PdfReader(BytesIO(PRINTER.printed(samples.stairwells(1)).data))

    def noted(text, cm, tm, font, size):
        sizes.append((text.strip(), abs(size * tm[0])))

    reader.pages[0].extract_text(visitor_text=noted)
    assert max(size for text, size in sizes if "东门路灯" in text) >= 24


# -- nothing is left behind --------------------------------------------------------------------


def test_printing_leaves_no_file_behind(tmp_path):
    """Codes are in no cache and no temporary file: the folders it could use stay empty."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import print_samples, tickbox_print;"
        "tickbox_print.TypstPrinter().printed(print_samples.slips(2))"
    )
    folders = {name: tmp_path / name.lower() for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for folder in folders.values():
        folder.mkdir()
    subprocess.run(
        [sys.executable, "-B", "-c", code, str(Path(__file__).parent)],
        check=True,
        cwd=folders["HOME"],
        env={**os.environ, **{name: str(path) for name, path in folders.items()}},
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
