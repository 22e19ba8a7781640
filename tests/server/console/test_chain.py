"""A chain at the console: pasted once, unclear rows marked and set right, then taken."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tickbox_core.model.channels import Channel

from .test_special import keys_of, signed_in

ZH = {"Accept-Language": "zh"}
PASTED = """#接龙
春季心愿征集🌷 请大家踊跃参加
例 张三 3-101 装路灯

1. 王五🌸 3-201 东门装路灯
2. 外墙渗水多年
3. 李阿姨 5-301 同意楼上
4.
６．赵六：小广场长椅
7. 陈建国 附议
"""


@pytest.fixture
def staff(small: Any) -> Any:
    """The committee's secretary, signed in."""
    with signed_in(small) as client:
        yield client


def look(client: Any, text: str) -> str:
    """Paste a chain."""
    keys = keys_of(client.get("/staff/chain", headers=ZH).text)
    sent = {**keys, "text": text, "look": "1"}
    answer = client.post("/staff/chain", data=sent, headers=ZH)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def sent_by(page: str) -> dict[str, Any]:
    """What the page's form would send, as it is drawn."""
    rows = re.findall(r'name="((?:name|unit|text|supports)\.\d+)" value="([^"]*)"', page)
    pasted = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page, re.S)
    assert pasted
    ticked = re.findall(r'name="row" value="(\d+)" checked', page)
    return {**keys_of(page), **dict(rows), "row": ticked, "text": pasted[1]}


def test_a_chain_is_looked_at_and_gone_on_with(small: Any, staff: Any) -> None:
    """Clear rows are ticked, the others say why not; an example is left out, an empty row shown."""
    page = look(staff, PASTED)
    form = sent_by(page)
    assert form["row"] == ["1", "6"] and "例 张三 3-101 装路灯" in page
    assert "没有写姓名" in page and "算支持第2条" in page and "这一条是空的" in page
    assert "没有人用的编号：5" in page and small.desk.collecting.wishes() == ()
    assert (form["name.2"], form["text.2"]) == ("", "外墙渗水多年")
    assert (form["name.3"], form["supports.3"], form["supports.7"]) == ("李阿姨", "2", "6")
    right = {**form, "row": ["1", "2", "3", "6", "7"], "name.2": "周先生", "take": "1"}
    done = staff.post("/staff/chain", data=right, headers=ZH)
    assert done.status_code == 200, done.text
    taken = small.desk.collecting.wishes()
    assert [(dict(one.author), one.text, one.merged_into) for one in taken] == [
        ({"name": "王五", "unit": "3-201"}, "东门装路灯", None),
        ({"name": "周先生"}, "外墙渗水多年", None),
        ({"name": "李阿姨", "unit": "5-301"}, "外墙渗水多年", taken[1].ref),
        ({"name": "赵六"}, "小广场长椅", None),
        ({"name": "陈建国"}, "小广场长椅", taken[3].ref),
    ]
    assert {one.channel for one in taken} == {Channel.CHAT}
    again = staff.post("/staff/chain", data=right, headers=ZH)
    assert again.status_code == 409 and len(small.desk.collecting.wishes()) == 5


def test_a_longer_copy_shows_what_is_new(small: Any, staff: Any) -> None:
    """Rows that are wishes already are not ticked a second time."""
    form = sent_by(look(staff, PASTED))
    assert staff.post("/staff/chain", data={**form, "take": "1"}).status_code == 200
    page = look(staff, f"{PASTED}8. 孙老师 2-101 修门禁\n")
    assert sent_by(page)["row"] == ["8"] and page.count("已经收下过") == 2


def test_support_of_what_is_not_taken_is_refused(small: Any, staff: Any) -> None:
    """With everything as it was typed; nothing is half taken."""
    form = sent_by(look(staff, PASTED))
    sent = {**form, "row": ["1", "3"], "name.1": "王伍", "take": "1"}
    answer = staff.post("/staff/chain", data=sent, headers=ZH)
    page = html.unescape(answer.text)
    assert answer.status_code == 409 and "第2条没有确认" in page
    assert sent_by(page)["name.1"] == "王伍" and sent_by(page)["row"] == ["1", "3"]
    assert small.desk.collecting.wishes() == ()
    own = {**sent_by(page), "supports.3": "", "text.3": "外墙修一修", "take": "1"}
    assert staff.post("/staff/chain", data=own, headers=ZH).status_code == 200
    assert [one.text for one in small.desk.collecting.wishes()] == ["东门装路灯", "外墙修一修"]


@pytest.mark.parametrize(
    ("typed", "row"), [("２", 2), (" 2 ", 2), ("上面", None), ("2条", None), ("1.2e3", None)]
)
def test_which_row_is_supported_is_a_number_however_it_is_typed(
    small: Any, staff: Any, typed: str, row: int | None
) -> None:
    """Full width too; what is none comes back with everything as it was typed."""
    form = sent_by(look(staff, PASTED))
    sent = {**form, "row": ["1", "2", "3"], "supports.3": typed, "text.3": "", "take": "1"}
    answer = staff.post("/staff/chain", data=sent, headers=ZH)
    page = html.unescape(answer.text)
    if row is None:
        assert answer.status_code == 422 and f"“{typed}”不是编号" in page
        assert sent_by(page)["supports.3"] == typed and small.desk.collecting.wishes() == ()
    else:
        assert answer.status_code == 200, page
        taken = small.desk.collecting.wishes()
        assert taken[2].merged_into == taken[1].ref


@pytest.mark.parametrize("rows", [[], ["x"], ["99"], ["4"], ["-1", "²"]])
def test_what_is_no_row_is_refused(small: Any, staff: Any, rows: list[str]) -> None:
    """Nothing ticked, noise, a number that is not there, an empty row."""
    form = {**sent_by(look(staff, PASTED)), "row": rows, "take": "1"}
    assert staff.post("/staff/chain", data=form).status_code in (409, 422)
    assert small.desk.collecting.wishes() == ()


def test_an_observer_takes_nothing(small: Any) -> None:
    """Neither does a stranger."""
    with signed_in(small, "observer", "小陈") as observer:
        page = observer.get("/staff/chain")
        assert page.status_code in (200, 403)
        if page.status_code == 200:
            form = {**keys_of(page.text), "text": PASTED, "row": "1", "take": "1"}
            assert observer.post("/staff/chain", data=form).status_code == 403
    assert small.desk.collecting.wishes() == ()


def test_the_page_is_found_from_wishes_and_from_everything(staff: Any) -> None:
    """The chain's acts lead there, so that nobody pastes twice."""
    assert 'href="/staff/chain"' in staff.get("/staff/wishes").text
    assert 'href="/staff/chain"' in staff.get("/staff/acts").text
