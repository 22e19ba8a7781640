"""What stands on notices and papers: bases, kinds of question, no names, the order online."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import attrs
import pytest

from tickbox_core.counting import Share
from tickbox_core.desk import Town, notices
from tickbox_core.desk.notices import Sender
from tickbox_core.desk.notices.handed_out import _boxes
from tickbox_core.desk.notices.stairwell import (
    MOST,
    NAMED,
    ItemOutcome,
    _ahead,
    _first,
    _names,
)
from tickbox_core.errors import BadValue, NotListed, NotPossible, UnknownSlot
from tickbox_core.model import Area, AreaTree, Item, Option, Question, arrange_items
from tickbox_core.playing import neighbours
from tickbox_core.playing.autumn import GROUP, SUPERVISORS
from tickbox_core.playing.stage import LIN, ROUND, WU, ZHOU, do, tree
from tickbox_core.registry import open_registry
from tickbox_core.rules import Placed
from tickbox_core.text import LANGUAGES, Text
from tickbox_core.workflow.notices import plain, yuan

SENDER = Sender(Text("居委会 5555 0101", "the committee, 5555 0101"), "https://ticks.example/")
NOTICES = {
    "annual": (notices.annual_notice, ROUND),
    "call": (notices.call_notice, ROUND),
    "judgement": (notices.judgement_notice, "j2026"),
    "list": (notices.list_notice, ROUND),
    "minutes": (notices.minutes_notice, "m1"),
    "objections": (notices.objections_notice, ROUND),
    "progress": (notices.progress_notice, ROUND),
    "result": (notices.result_notice, ROUND),
    "roll": (notices.roll_notice, ROUND),
}
every = pytest.mark.parametrize("kind", NOTICES)


@pytest.fixture(scope="module")
def town(played_year):
    """A town that has played its year."""
    held = Town(played_year, open_registry(discover=False))
    yield held
    held.close()


@pytest.fixture(scope="module")
def desk(town):
    """Its first neighbourhood."""
    return town.desk("n1")


@pytest.fixture
def young(tmp_path):
    """A neighbourhood whose round is planned and no more."""
    held = Town(tmp_path / "t", open_registry(discover=False))
    held.plant(tree(1))
    found = held.found("n1")
    do(found, "round/plan", id=ROUND, title="2026年春季打钩", maximum=1, places=1)
    do(found, "item/add", round=ROUND, id="light", title="路灯", cost=100)
    yield found
    held.close()


def posted(desk) -> dict[str, Any]:
    """Everything that is hung up or shared, by name, in both languages."""
    made = {kind: make(desk, about, SENDER) for kind, (make, about) in NOTICES.items()}
    made |= {
        "stairwells": notices.stairwells(desk, ROUND, SENDER),
        "chat": notices.chat(desk, ROUND, SENDER),
    }
    return {
        f"{name} {language}": plain(one, language)
        for name, one in made.items()
        for language in LANGUAGES
    }


def strings(value: Any):
    """Every string in plain values, with the mapping it stands in."""
    if isinstance(value, dict):
        for one in value.values():
            yield from ((value, one),) if isinstance(one, str) else strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from (({}, one),) if isinstance(one, str) else strings(one)


WITH_ITS_BASE = re.compile(r"\d+\D+（\d+\D+）|\d+/\d+ |\d+ of \d+ \D|\d+\D+的\d")


def test_every_percentage_stands_with_numerator_denominator_and_base(desk):
    """In its own sentence, or beside its bar as "32 / 45名参与居民"; there are many of them."""
    seen = 0
    for name, document in posted(desk).items():
        for near, said in strings(document):
            if "%" in said:
                seen += 1
                beside = near.get("of", "")
                told = re.search(r"\d+ (/|of) \d+\D{4,}", beside) or WITH_ITS_BASE.search(said)
                assert told, (name, said)
    assert seen > 40


def test_every_posted_paper_says_which_kind_of_question_it_is(desk):
    """Orders the work, binds somebody, or is neither: never left open."""
    for name, document in posted(desk).items():
        assert document["question"], name
    assert "不代替" in posted(desk)["result zh"]["question"]
    assert "binds nobody" in posted(desk)["result en"]["question"]


def test_every_posted_paper_names_who_publishes_and_whom_to_ask(desk):
    """The publisher of the desk, the contact of the sender."""
    for name, document in posted(desk).items():
        language = name.rpartition(" ")[2]
        assert document["foot"]["publisher"] == desk.people.publisher().plain()[language], name
        assert "5555 0101" in document["foot"]["contact"]


def test_no_resident_no_slot_and_no_home_is_named_on_what_is_posted(desk):
    """Names of staff, supervisors and group, random slot names and homes stand nowhere."""
    slots = desk.slots(ROUND)
    secret = {*GROUP, *SUPERVISORS, LIN.name, ZHOU.name, WU.name, "戊居民", "丁居民"}
    secret |= {one.slot for one in slots} | {one.person for one in slots}
    homes = {one.unit for one in slots}
    for name, document in posted(desk).items():
        for _, said in strings(document):
            assert not [one for one in secret if one in said], name
            assert said not in homes


def test_the_english_of_every_paper_is_english(desk):
    """What is Chinese in it are names and words that people gave in Chinese only."""
    given = " ".join(said for _, said in strings(posted(desk)["progress zh"]))
    given += " ".join(said for _, said in strings(posted(desk)["minutes zh"]))
    given += "门口有探头，只在早晚开 2026年春季打钩 年终评议 演示居民区党总支 T5HD"
    for name, document in posted(desk).items():
        if not name.endswith(" en"):
            continue
        for _, said in strings(document):
            for word in re.findall(r"[\u4e00-\u9fff]+", said):
                assert word in given, (name, said)


@every
def test_a_notice_becomes_a_document_of_plain_values(desk, kind):
    """In the size and look asked for, in one language."""
    make, about = NOTICES[kind]
    document = make(desk, about, SENDER).document("en", "a3", "poster")
    assert (document.layout, document.size, document.look) == ("notice", "a3", "poster")
    assert all(isinstance(said, str) for _, said in strings(document.values))


# -- the result --------------------------------------------------------------------------------


def test_the_result_shows_the_ranking_as_it_was_published(desk):
    """Rank, share in thousandths of the bar, chosen or not; the note and the margin are there."""
    result = plain(notices.result_notice(desk, ROUND, SENDER), "zh")
    bars = next(p for s in result["sections"] for p in s["parts"] if p["part"] == "bars")["bars"]
    outcome = desk.outcome(ROUND)
    assert [(bar["rank"], bar["thousandths"], bar["chosen"]) for bar in bars] == [
        (one.rank, 1000 * one.share.numerator // one.share.denominator, one.chosen)
        for one in outcome.ranking
    ]
    assert bars[0]["of"] == "32 / 45名参与居民"
    said = " ".join(said for _, said in strings(result))
    assert outcome.margin.why.zh.rstrip("。") in said and outcome.note.zh in said
    assert desk.concluding.standing(ROUND).published.digest in said


def test_a_stairwell_reads_what_goes_ahead_and_by_how_many_ticks_the_rest_missed(desk):
    """10 short of the last chosen, and 17; one page for each of the three stairwells."""
    made = notices.stairwells(desk, ROUND, SENDER)
    assert [one.title.zh for one in made.ahead] == ["东门路灯", "楼道扶手"]
    assert [one.words.zh.partition("，")[2] for one in made.missed] == ["差10个钩", "差17个钩"]
    assert [name.zh[-3:] for name in made.stairwells] == ["1号楼", "2号楼", "3号楼"]


@pytest.mark.parametrize(
    "number, ahead, missed",
    [(0, 0, 9), (2, 2, 7), (7, 7, 3), (12, 12, 3), (13, 13, 3), (18, 13, 2), (20, 13, 0)],
)
def test_a_stairwells_page_names_what_can_be_read_from_afar(number, ahead, missed):
    """Twelve that go ahead, fewer that missed the more do, and a line that counts the rest."""
    outcomes = [ItemOutcome(Text.of(f"i{n}"), Text.of("")) for n in range(20)]
    assert len(_first(outcomes[:number], MOST)) == ahead
    shown = _first(outcomes[number:], max(2, NAMED - number))
    assert len(shown) == missed
    if number < 18:
        left = 20 - number - (len(shown) - 1)
        assert not shown[-1].title and f"另有{left}项" in shown[-1].words.zh


def test_what_goes_ahead_says_what_is_still_to_be_decided():
    """A fee that residents ticked first is no fee that owners have decided."""
    placed = Placed(1, "fee", Text.of("物业费"), 3, Share(3, 4, "participants"), Text.of("x"))
    assert "实施前还须：业主共同决定" in _ahead(placed, Question.OWNERS_MOTION).words.zh
    assert _ahead(placed, None).words == placed.share.text


@pytest.mark.parametrize(
    "names, told",
    [
        (("一村小区", "1号楼", "1号楼"), "一村小区 1号楼"),
        (("一村小区", "1号楼", "1号楼2门"), "一村小区 1号楼2门"),
        (("一村小区", "1号楼", "2单元"), "一村小区 1号楼 2单元"),
    ],
)
def test_a_stairwell_is_called_by_each_name_once(tmp_path, names, told):
    """Estate, building, stairwell."""
    held = Town(tmp_path / "t", open_registry(discover=False))
    levels = ("estate", "building", "stairwell")
    inner = zip("ebs", levels, names, "neb", strict=True)
    areas = [Area("n", "neighbourhood", Text.of("一村"))]
    areas += [Area(id_, level, Text.of(name), over) for id_, level, name, over in inner]
    held.plant(AreaTree(tuple(areas)))
    assert [name.zh for name in _names(held.found("n"))] == [told]
    held.close()


def test_a_long_list_is_called_for_on_one_page(young):
    """More than ten items stand in a line for each category."""
    plan = young.round(ROUND)
    items = tuple(Item(f"i{n}", f"事项{n}") for n in range(11))
    for held, part in ((items[:10], "entries"), (items, "facts")):
        young.prepare(attrs.evolve(plan, items=held))
        call = plain(notices.call_notice(young, ROUND, SENDER), "zh")
        assert call["sections"][-1]["parts"][0]["part"] == part


def test_a_chat_gets_three_lines_and_a_link(desk):
    """And without an address three lines."""
    lines = notices.chat(desk, ROUND, SENDER).text("zh").splitlines()
    assert len(lines) == 4 and lines[3] == "https://ticks.example/n/n1/r2026/wall"
    assert "60名在册居民的75.0%（45名）" in lines[1]
    assert len(notices.chat(desk, ROUND, Sender()).text("zh").splitlines()) == 3


def test_progress_shows_the_money_as_promised_decided_again_and_spent(desk):
    """1,200.50 listed, 1,500 decided by a meeting, 1,480 spent: 279.50 more than listed."""
    made = plain(notices.progress_notice(desk, ROUND, SENDER), "zh")
    facts = made["sections"][0]["parts"][0]["facts"]
    told = {fact["label"]: fact["words"] for fact in facts}
    assert told["清单费用"] == "1,200.50元" and told["重新决定为"] == "1,500元"
    assert told["已支出"] == "1,480元" and told["与清单相比"] == "多279.50元"
    assert "重新决定为" not in {f["label"] for f in made["sections"][1]["parts"][0]["facts"]}


def test_the_judgement_counts_every_mark_against_all_members(desk):
    """38 of 60 members are satisfied, whoever stayed away."""
    made = plain(notices.judgement_notice(desk, "j2026", SENDER), "en")
    bars = [bar for _, bars in _bars(made) for bar in bars]
    assert bars[0]["of"] == "38 of 60 (all members)" and bars[0]["percent"] == "63.3%"


def _bars(made):
    for section in made["sections"]:
        for part in section["parts"]:
            if part["part"] == "bars":
                yield section["title"], part["bars"]


# -- too early ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make, refusal",
    [
        (notices.roll_notice, NotPossible),
        (notices.result_notice, NotListed),
        (notices.annual_notice, NotListed),
        (notices.stairwells, NotListed),
        (notices.progress_notice, NotListed),
        (notices.chat, NotListed),
    ],
)
def test_what_is_not_there_yet_is_not_printed(young, make, refusal):
    """Each says what is missing, in both languages."""
    with pytest.raises(refusal) as refused:
        make(young, ROUND, SENDER)
    assert refused.value.text.zh and refused.value.text.en


def test_a_list_before_it_is_posted_has_no_days(young):
    """Nothing is said of objections or of a time that nobody has set."""
    said = " ".join(s for _, s in strings(plain(notices.list_notice(young, ROUND, SENDER), "zh")))
    assert "公示期" not in said and "路灯" in said and "1元" in said


def test_the_call_to_tick_says_until_when_where_it_is_told(young):
    """The sender may name a day where the plan of the round has none."""
    until = date(2026, 3, 9)
    call = plain(notices.call_notice(young, ROUND, SENDER, until), "zh")
    assert "2026年3月9日截止" in [said for _, said in strings(call)]


# -- sheets and slips --------------------------------------------------------------------------


def test_a_sheet_has_the_order_that_its_first_slot_sees_online(desk):
    """The same seed, the same order, and the seed in the QR; numbers are those of the list."""
    made = notices.sheets(desk, ROUND, desk.paper.sheets(ROUND), SENDER)
    assert made.terms[-1] == desk.round(ROUND).which_counts
    listed = {item.title: at for at, item in enumerate(desk.round(ROUND).items, 1)}
    assert len(made.sheets) == 2
    for sheet in made.sheets:
        seed = desk.order_seed(ROUND, sheet.slots[0])
        order = [item.title for item in arrange_items(desk.round(ROUND).items, seed)]
        assert [one.entry.title for one in sheet.questions] == order
        assert [one.entry.number for one in sheet.questions] == [listed[title] for title in order]
        fragment = f"#s={sheet.number}&v={','.join(sheet.slots)}"
        assert sheet.code == f"https://ticks.example/n/n1/r2026?o={seed}{fragment}"


def test_an_item_with_options_has_a_box_for_each_and_for_none_of_these(young):
    """The boxes say what a ballot says, and by which number it is keyed."""
    options = (Option("red", "红"), Option("blue", "蓝", 100))
    plan = young.round(ROUND)
    young.prepare(
        attrs.evolve(plan, items=(*plan.items, Item("paint", "颜色", "plain", options=options)))
    )
    boxes = _boxes(young.round(ROUND).item("paint"), 7)
    assert [box.tick for box in boxes] == ["paint/red", "paint/blue", "paint/none-of-these"]
    assert [box.words.zh for box in boxes] == ["红", "蓝（1元）", "都不选"]
    assert [box.number for box in boxes] == ["7.1", "7.2", "7.3"]
    (light,) = _boxes(young.round(ROUND).item("light"), 12)
    assert (light.tick, light.number) == ("light", "12")


def test_a_slip_carries_its_code_behind_the_fragment_only(desk):
    """Before # stand the round and the order; what a server is sent holds no code."""
    slots = [one.slot for one in desk.slots(ROUND)]
    codes = {slot: f"CODE-{at:04}" for at, slot in enumerate(slots)}
    made = notices.slips(desk, ROUND, codes, SENDER)
    assert len(made.slips) == len(slots) == 60
    for slip in made.slips:
        before, _, behind = slip.link.partition("#")
        assert behind == f"c={slip.code}" and slip.code not in before
    assert [one.home for one in made.slips] == sorted(one.home for one in made.slips)
    assert {one.person for one in made.slips} == {"1/2", "2/2"}
    assert "CODE" not in repr(made)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ticks.example", "https://a b", "https://x#y", "https://" + "a" * 201],
)
def test_an_address_that_no_telephone_opens_is_refused(address):
    """Before anything is made with it."""
    with pytest.raises(BadValue):
        Sender(address=address)


def test_slips_need_an_address_codes_and_slots_of_the_round(desk):
    """Otherwise nothing is made."""
    slot = desk.slots(ROUND)[0].slot
    for codes, sender, refusal in (
        ({slot: "A"}, Sender(), NotPossible),
        ({}, SENDER, NotListed),
        ({"nobody": "A"}, SENDER, UnknownSlot),
    ):
        with pytest.raises(refusal):
            notices.slips(desk, ROUND, codes, sender)


@pytest.fixture
def opened(tmp_path):
    """A neighbourhood that ticks, with 30 homes of two."""
    held = Town(tmp_path / "t", open_registry(discover=False))
    held.plant(tree(1))
    found = held.found("n1")
    neighbours.open_round(found)
    yield found
    held.close()


def test_a_household_has_one_sheet_with_a_column_for_each(opened):
    """Two people, two columns; the home is on it, to be torn off."""
    opened.paper.print_batch(ROUND, "一", "小林")
    made = notices.sheets(opened, ROUND, opened.paper.sheets(ROUND), SENDER)
    assert len(made.sheets) == 30
    assert {len(one.slots) for one in made.sheets} == {len(one.persons) for one in made.sheets}
    assert {len(one.slots) for one in made.sheets} == {2}
    assert len({one.home for one in made.sheets}) == 30


def test_spoiled_sheets_are_not_printed_again(opened):
    """A sheet that is of no use stays in the register and out of the printer."""
    opened.paper.print_batch(ROUND, "一", "小林")
    opened.paper.spoil(ROUND, [2], "小林")
    assert [sheet.number for sheet in opened.paper.sheets(ROUND, "一")][:3] == [1, 3, 4]
    assert opened.paper.sheets(ROUND, "二") == ()
    with pytest.raises(NotListed):
        notices.sheets(opened, ROUND, (), SENDER)


def test_the_text_for_a_chat_follows_the_round(opened):
    """Open: come and tick; closed: it is being counted, and no number of ticks is told."""
    assert "请您来打钩" in notices.chat(opened, ROUND, SENDER).text("zh")
    do(opened, "round/close", round=ROUND)
    text = notices.chat(opened, ROUND, SENDER).text("zh")
    assert "正在计票" in text and "%" not in text


@pytest.mark.parametrize(
    "fen, zh",
    [(0, "0元"), (1, "0.01元"), (100, "1元"), (123456789, "1,234,567.89元"), (-5, "-0.05元")],
)
def test_money_is_exact_to_the_fen(fen, zh):
    """No rounding, below nothing too."""
    assert yuan(fen).zh == zh
