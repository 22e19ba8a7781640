"""No page says the opposite of what it shows: every page, in every state, in both languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.text import LANGUAGES
from tickbox_server import Settings, create_app

from .every_state import HERE, WORKS, House, build, two_posted

Client = TestClient[Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A neighbourhood in every state at once."""
    made = build(tmp_path_factory.mktemp("states") / "data")
    yield made
    made.town.close()


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[Client]:
    """Somebody who reads all of it."""
    settings = Settings(figures_seconds=0, turnout_seconds=0, round_seconds=0)
    with TestClient(create_app(house.town, settings=settings)) as visiting:
        yield visiting


def words(page: str) -> str:
    """What a page says between head and foot, a line for each piece of it."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"<(\w+)[^>]*\shidden[^>]*>.*?</\1>", " ", main, flags=re.DOTALL)
    main = re.sub(r"<pre.*?</pre>", " ", main, flags=re.DOTALL)
    lines = (re.sub(r"\s+", " ", one).strip() for one in re.sub(r"<[^>]+>", "\n", main).split("\n"))
    return html.unescape("\n".join(one for one in lines if one))


@attrs.frozen
class Pair:
    """Two things that cannot both stand on one page, in the words of a language."""

    language: str
    one: str
    other: str


PAIRS = (
    # a project
    Pair("en", r"^✓ all that was promised is there", r"\d yuan more|\d days? late|^Left out"),
    Pair("en", r"^✓ all that was promised is there", r"^not done|came later|cost more"),
    Pair("zh", r"^✓ 承诺的都已办到", r"^多[\d,.]+元|晚\d+天|^未做|超出承诺|晚于承诺"),
    Pair("en", r"^(given up|✓ delivered)$", r"^not yet$|planned for|work waits"),
    Pair("zh", r"^(已终止|✓ 已完成)$", r"^尚未$|^计划\d|须重新决定后再继续"),
    # a round
    Pair("en", r"^The annual list$", r"The projects to be|Open to objections|is not fixed yet"),
    Pair("zh", r"^年度实事项目清单$", r"拟列入|可以提异议|还没有确定"),
    Pair("en", r"it is over|no (more )?objections are taken", r"^Hand it in$|^Object$"),
    Pair("en", r"it is over|no (more )?objections are taken", r"up to and including"),
    Pair("zh", r"已经结束|不(再)?接受异议", r"^提交$|^提异议$|含当天"),
    Pair("en", r"Neither list nor result", r"^Object to this"),
    Pair("en", r"has passed\. Ballots are still taken", r"left, until"),
    Pair("zh", r"最后一天（.*）已过", r"还有.*截止"),
    Pair("en", r"Ticking has closed|can no longer be changed", r"Until ticking|^Next person"),
    Pair("en", r"^✓ chosen$", r"^Nobody took part"),
    # a receipt
    Pair("en", r"not show what (was|you) ticked", r"^Place \d|result is published:|^What became"),
    Pair("zh", r"不显示(您)?勾选了什么", r"^第 ?\d+ ?名|结果已经公布|^我勾的事项结果如何$"),
    Pair("en", r"nothing became of the ticks", r"^Place \d"),
    Pair("en", r"^(Counted|It counts)$", r"^(Replaced|Another counts|Not found)$"),
    # a motion
    Pair("en", r"^open for papers$", r"No more answers are taken"),
    Pair("zh", r"^表决进行中$", r"已停止接收"),
    Pair("en", r"No more answers are taken|^Result$", r"^Next: check$|You can change your answer"),
    # a judgement
    Pair("en", r"No more is taken|stands beside each project", r"^Next: check$"),
    Pair("en", r"not show what was judged", r"The result is published"),
)


def clashes(text: str, language: str) -> list[str]:
    """The pairs that both stand in a text."""
    return [
        f"{pair.one} / {pair.other}"
        for pair in PAIRS
        if pair.language == language
        and re.search(pair.one, text, re.MULTILINE)
        and re.search(pair.other, text, re.MULTILINE)
    ]


def addresses(house: House) -> list[str]:
    """Every page that GET may open, from the app's own routes, with everything there is."""
    desk = house.desk
    rounds = [one.id for one in desk.rounds()]
    values = {
        "area": [HERE, "t"],
        "round": rounds,
        "item": ["lamp", "bench", *WORKS],
        "project": WORKS,
        "motion": [one.id for one in desk.motions.polls()],
        "judgement": [one.id for one in desk.judging.judgements()],
    }
    found = set()
    for route in create_app(house.town).routes:
        if "GET" not in getattr(route, "methods", ()) or route.path.startswith(("/api", "/staff")):
            continue
        names = re.findall(r"\{(\w+):\w+\}", route.path)
        if set(names) - set(values):
            continue
        filled = [route.path]
        for name in names:
            filled = [
                re.sub(rf"\{{{name}:\w+\}}", value, one) for one in filled for value in values[name]
            ]
        found |= set(filled)
    return sorted(found)


def read(client: Client, path: str, language: str, **form: str) -> str | None:
    """What a page says; nothing where there is none."""
    headers = {"Accept-Language": language}
    answer = client.post(path, data=form, headers=headers) if form else client.get(
        path, headers=headers, follow_redirects=False
    )  # fmt: skip
    shown = answer.status_code in (200, 409) and "<main" in answer.text
    assert answer.status_code < 500, path
    return words(answer.text) if shown else None


@pytest.fixture(scope="module")
def told(house: House, client: Client) -> dict[str, dict[str, str]]:
    """Everything that is said, by language and page: what GET opens, and what a receipt does."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        pages = {path: read(client, path, language) for path in addresses(house)}
        for id_, codes in house.receipts.items():
            room = {"m-": "motions/", "j-": "judge/"}.get(id_[:2], "")
            for at, code in enumerate((codes[0], codes[-1], "AAAA-AAAA")):
                for page in ("check", "receipt", "follow"):
                    path = f"/n/{HERE}/{room}{id_}/{page}"
                    pages[f"{path} {at}"] = read(client, path, language, code=code)
        found[language] = {path: text for path, text in pages.items() if text}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_two_things_that_cannot_both_be(
    told: dict[str, dict[str, str]], language: str
) -> None:
    """Of every route, for every round, project, motion and judgement, and behind every receipt."""
    pages = told[language]
    assert len(pages) > 180
    several = ("/", f"/n/{HERE}")  # these tell of many rounds at once
    found = {path: clashes(text, language) for path, text in pages.items() if path not in several}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.language} {pair.one}")
def test_each_of_the_two_is_said_somewhere(told: dict[str, dict[str, str]], pair: Pair) -> None:
    """Else nothing would be looked for: wording that changed is changed here too."""
    pages = told[pair.language].values()
    assert any(re.search(pair.one, text, re.MULTILINE) for text in pages)
    assert any(re.search(pair.other, text, re.MULTILINE) for text in pages)


@pytest.mark.parametrize(
    "text, language",
    [
        ("✓ all that was promised is there\n1,480 yuan\n279.50 yuan more", "en"),
        ("The annual list\nA lamp\nThe projects to be\nA lamp", "en"),
        ("This page does not show what was ticked.\nPlace 1: ticked by 3 of 4", "en"),
        ("✓ 承诺的都已办到\n多279.5元", "zh"),
        ("对结果的异议期到2026年2月7日为止，已经结束。\n提交", "zh"),
        ("表决进行中\n已停止接收。", "zh"),
    ],
)
def test_what_used_to_be_said_is_found(text: str, language: str) -> None:
    """The negative control."""
    assert clashes(text, language)


# -- projects ----------------------------------------------------------------------------------

ALL, DONE = "all that was promised is there", "what was to be done is done"
DEARER, LATE = "it cost more than was promised", "it came later than was promised"
AGAIN, WITHIN = "decided again: 2,000 yuan", "within what was decided again"
BEYOND = "more than was decided again"


@pytest.mark.parametrize(
    "project, said, unsaid",
    [
        ("cheaper", (ALL, "0.01 yuan less"), (DONE, DEARER, LATE)),
        ("exact", (ALL,), (DONE, DEARER, LATE)),
        ("silent", (DONE, "what it cost is not written down yet"), (ALL, DEARER, LATE)),
        ("dearer", (DONE, DEARER, "0.01 yuan more"), (ALL, LATE)),
        ("late", (DONE, LATE, "1 day late"), (ALL, DEARER)),
        ("again", (DONE, DEARER, AGAIN, WITHIN), (ALL, BEYOND)),
        ("beyond", (DONE, DEARER, AGAIN, BEYOND), (ALL, WITHIN)),
        ("part", ("not all that was promised is there", "building 8 was left out"), (ALL, DONE)),
        ("left", ("given up", "not done"), (ALL, DONE, "work waits", "planned for")),
        ("stopped", ("work waits until that is decided again",), (ALL, "given up")),
    ],
)
def test_a_delivery_is_told_by_work_money_and_day(
    client: Client, project: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    """A fen under, on, and over what was promised; on the day and a day after; in part; never."""
    lines = (read(client, f"/n/{HERE}/projects/{project}", "en") or "").split("\n")
    plain = [line.lstrip("✓! ") for line in lines]
    assert [one for one in said if not any(one in line for line in plain)] == []
    assert [one for one in unsaid if any(line.startswith(one) for line in plain)] == []


def test_what_nobody_wrote_down_is_not_nothing_spent(house: House, client: Client) -> None:
    """On every page, in the notice, in JSON and in the table."""
    from tickbox_core.desk import notices

    card = house.desk.projects.card("silent")
    assert (card["comparison"]["over"], card["comparison"]["spent"]) == (None, 0)
    item = f"{card['baseline']['round']}/items/{card['baseline']['item']}"
    for page in ("projects/silent", item):
        text = read(client, f"/n/{HERE}/{page}", "en") or ""
        assert "none recorded" in text and "0 yuan" not in text.replace("1,000 yuan", ""), page
    rows = client.get(f"/n/{HERE}/projects.csv").text.splitlines()
    (row,) = [one for one in rows if one.startswith("silent,")]
    spent = rows[0].split(",").index("spent_fen")
    assert row.split(",")[spent] == ""
    printed = str(notices.progress_notice(house.desk, card["baseline"]["round"], notices.Sender()))
    assert "没有登记支出" in printed


def test_what_was_delivered_in_part_says_so_wherever_it_stands(
    house: House, client: Client
) -> None:
    """On the list of projects, its page, the item's page, the notice and what residents judge."""
    from tickbox_core.desk import notices

    card = house.desk.projects.card("part")
    round, item = card["baseline"]["round"], card["baseline"]["item"]
    for page in ("projects", "projects/part", f"{round}/items/{item}"):
        text = read(client, f"/n/{HERE}/{page}", "en") or ""
        assert "delivered in part" in text, page
    whole = house.desk.projects.card("exact")["status_words"]
    assert (whole["en"], card["status_words"]["zh"]) == ("delivered", "部分完成")
    words = notices.progress_notice(house.desk, round, notices.Sender()).lead
    assert "of them in part" in words.en and "部分完成" in words.zh


# -- the wall ----------------------------------------------------------------------------------


def test_a_fixed_list_stands_alone(house: House, client: Client) -> None:
    """As it was fixed; what the count chose and what was decided beside it is told item by item."""
    wall = read(client, f"/n/{HERE}/fixed-else/wall", "en") or ""
    assert "The annual list" in wall and "The projects to be" not in wall
    assert wall.index("The annual list") < wall.index("The whole ranking")
    assert wall.count("taken up beside the count") == 1
    assert wall.count("chosen by the count, but left out") == 1
    before = read(client, f"/n/{HERE}/result-else/wall", "en") or ""
    proposed = before.split("The projects to be")[1].split("The whole ranking")[0]
    assert "A bench" in proposed and "A lamp" not in proposed
    for round, tag in (("fixed-else", "not on the annual list"), ("fixed", "on the annual list")):
        followed = read(client, f"/n/{HERE}/{round}/follow", "en", code=house.receipts[round][1])
        assert tag in (followed or "").split("\n")


@pytest.mark.parametrize("round", ["result-else", "fixed-else"])
def test_a_receipt_followed_past_a_decision_beside_the_count(
    house: House, client: Client, round: str
) -> None:
    """What stands is told first, then that it was decided so, then what the count had said."""
    path = f"/n/{HERE}/{round}/follow"
    pages = [read(client, path, "en", code=one) or "" for one in house.receipts[round]]
    beside = "This was decided beside the count; the wall says why."
    held = [page for page in pages if beside in page]
    assert held and all("By the count: " in page for page in held)
    straight = read(client, f"/n/{HERE}/fixed/follow", "en", code=house.receipts["fixed"][1])
    assert beside not in (straight or "") and "By the count" not in (straight or "")


def test_a_trial_that_was_counted_has_its_wall(client: Client) -> None:
    """Its result stands there, and nobody may object to it."""
    for page in ("wall", "items/lamp"):
        text = read(client, f"/n/{HERE}/trial-done/{page}", "en") or ""
        assert "Rank" in text and "Object" not in text.split("\n")


# -- objections --------------------------------------------------------------------------------

WAITS = [(0, True), (4, True), (5, True), (6, False), (40, False)]
"""Days after the posting, whose fifth day is the last, and whether objections are taken."""


@pytest.mark.parametrize("round", ["post-open", "result-open"])
@pytest.mark.parametrize("days, taken", WAITS)
def test_objections_are_taken_to_the_end_of_their_last_day(
    tmp_path_factory: pytest.TempPathFactory, round: str, days: int, taken: bool
) -> None:
    """By page, API and console alike; the day after, all three say that it is over."""
    house = later(tmp_path_factory, days)
    desk, at = house.desk, f"/n/{HERE}/{round}"
    over = "the time for objections" if not taken else "up to and including"
    with TestClient(
        create_app(house.town, settings=Settings(round_seconds=0)),
        base_url="http://testserver.local",
    ) as client:
        client.headers["Accept-Language"] = "en"
        form = client.get(f"{at}/object").text
        assert ('<textarea id="text" name="text"' in form) is taken
        for page in (at, f"{at}/wall"):
            shown = client.get(page).text
            assert (f'href="{at}/object"' in shown) is taken
            assert over in words(shown).lower() or (page == at and round == "result-open")
            # on that very day ticking may open, and the list be fixed: it is promised no further
            until = "ticking has not opened" if round == "post-open" else "the annual list is not"
            assert (f"as long as {until}" in words(shown)) is taken
        sent = client.post(f"{at}/object", data={"text": "太亮了", "item": "lamp"})
        assert sent.status_code == (200 if taken else 409)
        assert taken or ("太亮了" in sent.text and "was not handed in" in sent.text)
        act = f"/api/v1/areas/{HERE}/acts/objection/raise"
        told = client.post(act, json={"round": round, "text": "太亮了"})
        assert told.status_code == (200 if taken else 409), told.text
        assert taken or "it is over" in told.json()["text"]["en"]
        token = house.town.add_staff(HERE, "小林")
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        page = client.get(f"/staff/do/objection/raise?round={round}").text
        assert (f'<option value="{round}" selected' in page) is taken
        assert taken or "within its time for objections" in page
        form = client.get("/staff/do/meeting/announce").text
        keys = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', form))
        done = client.post(
            "/staff/do/objection/raise",
            data={**keys, "f.round": round, "f.text": "太亮了"},
        )
        assert done.status_code == (200 if taken else 409)
    assert len(_raised(desk, round)) == (3 if taken else 0)


def _raised(desk: Any, round: str) -> list[Any]:
    from tickbox_core.year import ObjectionStage

    return [one for stage in ObjectionStage for one in desk.posting.objections(round, stage)]


def later(factory: pytest.TempPathFactory, days: int) -> House:
    """A list and a result that were posted so many days ago for five days."""
    house = two_posted(factory.mktemp("posted") / "data")
    house.clock.wait(days)
    return house


def test_a_fixed_list_takes_no_more_objections(house: House, client: Client) -> None:
    """Also on the last day: it is said that the list is fixed."""
    text = read(client, f"/n/{HERE}/fixed/object", "en") or ""
    assert "The annual list is fixed: no more objections are taken." in text
    assert house.desk.posting.period("fixed") is not None
    period = house.desk.posting.period("fixed")
    assert period is not None and not period.open


def test_a_day_that_is_told_as_the_last_has_not_passed(house: House, client: Client) -> None:
    """ "Up to and including", on whatever page it stands."""
    found = 0
    for path in addresses(house):
        for day in re.findall(
            r"up to and including (\d+ \w+ \d{4})", read(client, path, "en") or ""
        ):
            found += 1
            assert datetime.strptime(day, "%d %B %Y").date() >= house.clock.today, path
    assert found >= 6


# -- promises ----------------------------------------------------------------------------------


def test_what_cannot_be_promised_is_no_promise_in_any_language(client: Client) -> None:
    """Each line says so itself: read alone, as people read, it must not promise the thing."""
    lists = {}
    for language in LANGUAGES:
        page = client.get("/promises", headers={"Accept-Language": language}).text
        parts = re.findall(r"<h2>(.*?)</h2>\s*<ul[^>]*>(.*?)</ul>", page, re.DOTALL)
        lists[language] = [re.findall(r"<li>(.*?)</li>", items, re.DOTALL) for _, items in parts]
    english, chinese = lists["en"], lists["zh"]
    assert [len(one) for one in english] == [len(one) for one in chinese] == [7, 4, 3, 4]
    assert all(one.startswith("We cannot promise that") for one in english[1])
    assert all(one.startswith("我们不能保证") for one in chinese[1])
    assert all(one.startswith("We never publish") for one in english[2])
    assert all(one.startswith("我们从不公布") for one in chinese[2])


# -- words by kind -----------------------------------------------------------------------------

FOREIGN = {
    "ballot": r"投票|表决|评议|答复",
    "motion": r"打钩|评议|答复|选票",
    "judgement": r"打钩|投票|表决|答复|选票|议题",
    "objection": r"打钩|投票|表决|评议",
    "check": r"打钩|投票|表决|评议",
    "wishes": r"表决|投票|评议|打钩",
}
"""What the buttons and headings of a kind must not be called."""


def called(page: str) -> list[str]:
    """Buttons, steps and headings of a page, without what has a title of its own."""
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r"<(?:button|h1|h2|label|legend)[^>]*>(.*?)</(?:button|h1|h2|label|legend)>"
                       r"|<li(?: aria-current=\"step\")?><span>\d</span>(.*?)</li>",
                       main, re.DOTALL)  # fmt: skip
    return [re.sub(r"<[^>]+>", "", "".join(one)).strip() for one in found]


@pytest.mark.parametrize(
    "kind, path, form",
    [
        ("ballot", "tick-open/review", {"tick": "lamp"}),
        ("motion", "motions/m-open", {}),
        ("motion", "motions/m-open/review", {"tick": "yes"}),
        ("motion", "motions/m-open/check", {}),
        ("judgement", "judge/j-open", {}),
        ("judgement", "judge/j-open/review", {"tick": "satisfied dearer"}),
        ("judgement", "judge/j-open/check", {}),
        ("objection", "post-open/object", {}),
        ("check", "tick-open/check", {}),
    ],
)
def test_each_kind_is_called_by_its_own_word(
    client: Client, kind: str, path: str, form: dict[str, str]
) -> None:
    """打钩 for a preference, 表决 for a motion, 评议 for a judgement, 异议, 查询."""
    at, headers = f"/n/{HERE}/{path}", {"Accept-Language": "zh"}
    page = client.post(at, data=form, headers=headers) if form else client.get(at, headers=headers)
    names = called(page.text)
    assert len(names) >= 2
    assert [one for one in names if re.search(FOREIGN[kind], one)] == []


def test_a_wish_is_answered_not_voted_on(house: House) -> None:
    """The console's button."""
    desk = house.desk
    from tickbox_core.components.wishes import NewWish

    desk.collecting.take_many([NewWish("装灯"), NewWish("东门太黑")])
    base = "http://testserver.local"
    with TestClient(create_app(house.town), base_url=base) as client:
        client.headers["Accept-Language"] = "zh"
        token = house.town.add_staff(HERE, "小林")
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        page = client.get("/staff/wishes").text
        (key,) = set(re.findall(r'name="form_key" value="([^"]+)"', page))
        refs = re.findall(r'name="ref" value="([^"]+)"', page)
        for work, name in (
            ("answer", "答复"),
            ("merge", "合并"),
            ("unmerge", "拆开"),
            ("list", "列入"),
        ):
            step = client.post("/staff/wishes", data={"form_key": key, "ref": refs, "ask": work})
            names = called(step.text)
            assert any(name in one for one in names), (work, names)
            assert not [one for one in names if re.search(FOREIGN["wishes"], one)]
