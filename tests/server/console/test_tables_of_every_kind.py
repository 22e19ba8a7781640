"""Tables of every kind, in committees' own style: looked at, read in, given back, undone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Category, Item, Text
from tickbox_core.desk import Town
from tickbox_core.desk.motions import Poll
from tickbox_core.interchange.workbooks import is_workbook
from tickbox_core.model.channels import Channel
from tickbox_core.rules.motions import Motion, ServiceProof
from tickbox_server import create_app

from ..asking_town import ask, bars, town
from ..conftest import planned

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

BAMBOO, PREPARED = "bamboo", "prepared-1"
ZH = {"Accept-Language": "zh"}


@attrs.define
class Clerk:
    """Somebody at the console, and the page of one kind of table."""

    client: TestClient[Any]
    kind: str
    to: str = ""

    @property
    def url(self) -> str:
        """Where the kind is."""
        return f"/staff/tables/{self.kind}"

    def key(self) -> str:
        """The key of the session's forms."""
        return of(self.client.get(self.url, params={"to": self.to}).text, "form_key")

    def look(self, name: str, content: bytes, **more: str) -> Any:
        """Hand a table in."""
        sent = {"form_key": self.key(), "to": self.to, **more}
        files = {"file": (name, content)}
        return self.client.post(f"{self.url}/check", data=sent, files=files, headers=ZH)

    def again(self, page: str, **more: str) -> Any:
        """Look again at the table that was handed in, with what headers mean."""
        sent = {"form_key": self.key(), "handed": of(page, "handed"), **more}
        return self.client.post(
            f"{self.url}/check", data=sent, files={"file": ("", b"")}, headers=ZH
        )

    def take(self, page: str) -> Any:
        """Read in what was looked at."""
        sent = {"form_key": self.key(), "to": self.to, "confirm": of(page, "confirm")}
        return self.client.post(f"{self.url}/take", data=sent, headers=ZH)

    def current(self) -> Any:
        """What stands, of personal data too."""
        sent = {"form_key": self.key(), "to": self.to}
        return self.client.post(f"{self.url}/current", data=sent, headers=ZH)

    def undo(self, **more: str) -> Any:
        """Press the button that undoes the last import."""
        page = self.client.get(self.url).text
        sent = {"form_key": of(page, "form_key"), "undo": of(page, "undo"), **more}
        return self.client.post(f"{self.url}/take", data=sent, headers=ZH)


def of(page: str, name: str) -> str:
    """What stands in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]


def signed_in(whole: Town, area: str, kind: str, to: str = "", role: str = "staff") -> Clerk:
    """Somebody with a token for the area."""
    client = TestClient(create_app(whole), base_url="http://testserver.local")
    token = whole.add_staff(area, "小林", role)
    client.__enter__()
    client.post("/staff/sign-in", data={"area": area, "token": token})
    return Clerk(client, kind, to)


@pytest.fixture
def wishes(small: Any) -> Iterator[Clerk]:
    """At the table of wishes."""
    clerk = signed_in(small.town, BAMBOO, "wishes")
    yield clerk
    clerk.client.__exit__(None, None, None)


def xlsx(rows: Sequence[Sequence[object]], merge: str = "") -> bytes:
    """A workbook of one sheet; ``merge`` is a range of cells merged downwards."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("汇总")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(at, column, cell)
    if merge:
        first = merge.split(":")[0]
        row, column = int(re.sub(r"\D", "", first)) - 1, ord(first[0]) - ord("A")
        sheet.merge_range(merge, rows[row][column])
    book.close()
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """The same of another office program, with nothing but words."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole.writestr("META-INF/manifest.xml", f'<manifest xmlns="{office}:manifest:1.0"/>')
        whole.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="表">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def said_once(clerk: Clerk, table: str, keys: Sequence[str]) -> None:
    """A table under headers nobody knows: what they mean is said on the page, and known then."""
    heads = table.partition("\n")[0].split(",")
    refused = clerk.look("怪.csv", table.encode())
    assert refused.status_code == 422 and heads[0] in refused.text
    means = {f"header.{at}": head for at, head in enumerate(heads)}
    means |= {f"means.{at}": key for at, key in enumerate(keys)}
    look = clerk.again(refused.text, to=clerk.to, **means)
    assert look.status_code == 200, look.text
    assert clerk.take(look.text).status_code == 200
    assert clerk.look("又来.csv", table.encode()).status_code == 200


# -- wishes --------------------------------------------------------------------------------------

WISHES = [
    ["竹园居民区2025年度居民心愿汇总表"],
    ["序号", "反映内容", "反映人", "联系电话", "来源", "反映日期", "备注"],
    [1, "东门装一盏路灯", "王阿姨", "13800000000", "来电", "2025年11月3日", "急"],
    [2, "小广场长椅加靠背", "李先生", "", "微信群", "2025/11/5", ""],
    [3, "楼道扶手", "", "", "走访", "20251106", ""],
    ["合计", "3条"],
    ["填表人：小陈"],
]


def test_wishes_keep_channel_and_day(small: Any, wishes: Clerk) -> None:
    """A title above, words of their own, a total below; nothing is written before the word."""
    look = wishes.look("心愿汇总.xlsx", xlsx(WISHES))
    assert look.status_code == 200, look.text
    assert "新增: 3" in look.text and "备注" in look.text and "心愿汇总.xlsx" in look.text
    assert "2行是合计、落款" in look.text
    assert small.desk.collecting.wishes() == ()
    assert wishes.take(look.text).status_code == 200
    taken = small.desk.collecting.wishes()
    assert [(one.channel, one.on, one.text) for one in taken] == [
        (Channel.PHONE, "2025-11-03", "东门装一盏路灯"),
        (Channel.CHAT, "2025-11-05", "小广场长椅加靠背"),
        (Channel.DOOR, "2025-11-06", "楼道扶手"),
    ]
    page = wishes.client.get("/staff/wishes", headers=ZH).text
    assert "2025年11月3日" in page and "电话" in page
    assert wishes.client.get(f"{wishes.url}/current.xlsx").status_code == 404  # it leaves a note
    out = wishes.current()
    assert is_workbook(out.content[:4])
    back = wishes.look("现有.xlsx", out.content)
    assert "已有同样的: 3" in back.text and "新增" not in back.text.split("<h2>1.")[0]
    first = wishes.undo()
    assert first.status_code == 200 and "东门装一盏路灯" in first.text
    assert not small.desk.collecting.wishes()[0].withdrawn, "looked at, not undone"
    assert wishes.undo(sure="yes").status_code == 200
    assert all(one.withdrawn for one in small.desk.collecting.wishes())


def test_what_is_wrong_in_a_table_of_wishes_comes_back_red(small: Any, wishes: Clerk) -> None:
    """A channel nobody knows, a day of next year, one that does not exist, a room that is a day."""
    table = "诉求,渠道,日期\n装灯,飞鸽传书,2025-01-02\n修路,电话,2025-02-30\n种树,电话,2099-1-1\n"
    answer = wishes.look("心愿.csv", table.encode("gb18030"))
    assert answer.status_code == 422
    assert "飞鸽传书" in answer.text and "2025-02-30" in answer.text and "还没有到" in answer.text
    assert "心愿.csv" in answer.text and "/tmp" not in answer.text
    assert is_workbook(wishes.client.get(f"{wishes.url}/marked.xlsx").content[:4])
    assert small.desk.collecting.wishes() == ()


def test_what_a_header_means_is_said_on_the_page_and_remembered(small: Any, wishes: Clerk) -> None:
    """The file is not handed in a second time, and the next table of the kind needs no word."""
    table = "百姓之声,谁说的\n门口装灯,老周\n".encode("gb18030")
    refused = wishes.look("摘录.csv", table)
    assert refused.status_code == 422 and "百姓之声" in refused.text
    means = {"header.0": "百姓之声", "means.0": "text", "header.1": "谁说的", "means.1": "-"}
    look = wishes.again(refused.text, **means)
    assert look.status_code == 200, look.text
    assert small.desk.collecting.wishes() == ()
    assert wishes.take(look.text).status_code == 200
    (taken,) = small.desk.collecting.wishes()
    assert taken.text == "门口装灯" and not taken.author and taken.channel is Channel.ONLINE
    assert dict(small.desk.importing.headers("wishes")) == {"百姓之声": "text", "谁说的": ""}
    assert "新增: 1" in wishes.look("又来.csv", "百姓之声,谁说的\n修伞,老吴\n".encode()).text


@pytest.mark.parametrize("told", [{}, {"handed": "x"}, {"handed": "x", "header.0": "a"}])
def test_a_table_that_was_not_handed_in_is_not_looked_at(wishes: Clerk, told: Any) -> None:
    """Neither without a file nor with a name that nobody gave."""
    sent = {"form_key": wishes.key(), **told}
    answer = wishes.client.post(f"{wishes.url}/check", data=sent)
    assert answer.status_code in (400, 404)


def test_a_roll_is_handed_out_with_a_note(small: Any) -> None:
    """By a form, never by a link; read back it changes nothing, and no keyer gets it."""
    clerk = signed_in(small.town, BAMBOO, "roll", PREPARED)
    page = clerk.client.get(clerk.url, headers=ZH).text
    assert "含个人信息" in page and f'method="post" action="{clerk.url}/current"' in page
    assert clerk.client.get(f"{clerk.url}/current.xlsx", params={"to": PREPARED}).status_code == 404
    rounds = [one.id for one in small.desk.rounds() if one.roll is not None]
    for round in rounds:
        sent = {"form_key": clerk.key(), "to": round}
        out = clerk.client.post(f"{clerk.url}/current", data=sent)
        assert out.status_code == 200 and is_workbook(out.content[:4])
        assert out.headers["cache-control"].startswith("no-store")
    look = clerk.look("现有.xlsx", out.content, to=PREPARED) if PREPARED in rounds else None
    assert look is None or ("不变" in look.text and "改变:" not in look.text)
    taken = [one for one in small.desk.diary.entries() if one.facts.get("act") == "table/export"]
    assert [one.facts["about"]["round"] for one in taken] == [[round] for round in rounds] != []
    assert clerk.client.post(f"{clerk.url}/current", data={"to": rounds[0]}).status_code == 403
    sent = {"form_key": clerk.key(), "to": "nobody"}
    assert clerk.client.post(f"{clerk.url}/current", data=sent).status_code == 404
    clerk.client.__exit__(None, None, None)
    keyer = signed_in(small.town, BAMBOO, "roll", role="keyer")
    sent = {"form_key": of(keyer.client.get("/staff").text, "form_key"), "to": rounds[0]}
    assert keyer.client.post(f"{keyer.url}/current", data=sent).status_code == 403
    keyer.client.__exit__(None, None, None)


def test_only_whoever_plans_reads_tables_in(small: Any) -> None:
    """A keyer and an observer see neither page nor table."""
    for role in ("keyer", "observer"):
        clerk = signed_in(small.town, BAMBOO, "wishes", role=role)
        for path in (clerk.url, f"{clerk.url}/current.xlsx", f"{clerk.url}/template.xlsx"):
            assert clerk.client.get(path).status_code == 403
        clerk.client.__exit__(None, None, None)


# -- areas ---------------------------------------------------------------------------------------


def test_areas_are_read_in_and_pruned_again(small: Any) -> None:
    """Merged cells, levels from names, English kept; a building with homes stays when undone."""
    clerk = signed_in(small.town, BAMBOO, "areas")
    rows = [
        ["竹园楼栋信息表"],
        ["所属小区", "楼栋名称", "楼层数"],
        ["竹园小区", "1号楼", 6],
        ["", "2号楼", 6],
        ["", "10号楼", 11],
        ["填表人：小陈"],
    ]
    look = clerk.look("楼栋.xlsx", xlsx(rows, "A3:A5"))
    assert look.status_code == 200, look.text
    assert "新增: 3" in look.text and "按名称判断" in look.text
    assert clerk.take(look.text).status_code == 200
    tree = small.town.tree()
    assert [area.id for area in tree.children("estate")] == [
        "stair", "estate-1", "estate-2", "estate-10",
    ]  # fmt: skip
    stairs = ods([["名称", "上级", "级别"], ["一单元", "2栋", "单元"], ["2单元", "2号楼", ""]])
    look = clerk.look("单元.ods", stairs)
    assert clerk.take(look.text).status_code == 200
    assert [a.id for a in small.town.tree().children("estate-2")] == ["estate-2/1", "estate-2/2"]
    current = clerk.client.get(f"{clerk.url}/current.xlsx").content
    assert "新增" not in clerk.look("现有.xlsx", current).text.split("<h2>1.")[0]
    assert "去掉: 2" in clerk.undo().text
    assert clerk.undo(sure="yes").status_code == 200
    assert small.town.tree().children("estate-2") == ()
    assert clerk.undo(sure="yes").status_code == 200
    assert [area.id for area in small.town.tree().children("estate")] == ["stair"]
    clerk.client.__exit__(None, None, None)


def test_a_stairwell_named_with_its_building_is_one(small: Any) -> None:
    """21号楼1单元 lies in its building, and a grid of it is that of no other; levels in words."""
    clerk = signed_in(small.town, BAMBOO, "areas")
    table = "名称,上级\n21号楼,\n21号楼1单元,21号楼\n22号楼,\n22号楼1单元,22号楼\n"
    assert clerk.take(clerk.look("楼栋.csv", table.encode()).text).status_code == 200
    inside = small.town.tree().children(f"{BAMBOO}-21")
    assert [(one.id, one.level) for one in inside] == [(f"{BAMBOO}-21/1", "stairwell")]
    wrong = clerk.look("楼栋.csv", "名称,上级,层级\n百花苑,21号楼,小区\n".encode()).text
    assert f"小区不能放在楼栋（{BAMBOO}-21）里面。请改上级区域。</" in wrong
    grids = signed_in(small.town, BAMBOO, "grids")
    look = grids.look("网格.csv", "网格名称,区域,商户\n东片,21幢一单元、22号楼,小吃店\n".encode())
    assert grids.take(look.text).status_code == 200, look.text
    (grid,) = [one for one in small.town.tree().grids if one.name.zh == "东片"]
    assert (grid.areas, grid.shops) == ((f"{BAMBOO}-21/1", f"{BAMBOO}-22"), ("小吃店",))
    for one in (clerk, grids):
        one.client.__exit__(None, None, None)


def test_areas_that_homes_lie_in_stay(small: Any) -> None:
    """Undone they would take the roof from a roll; so would what lies in them."""
    clerk = signed_in(small.town, BAMBOO, "areas")
    look = clerk.look("楼.csv", "名称,层级\n9号楼,楼栋\n".encode())
    assert clerk.take(look.text).status_code == 200
    roll = signed_in(small.town, BAMBOO, "roll", PREPARED)
    table = "房屋编号,楼栋,姓名\n9-101,9号楼,甲\n".encode()
    assert roll.take(roll.look("名册.csv", table).text).status_code == 200
    assert roll.undo(sure="yes").status_code == 200
    small.desk.register(PREPARED, _roll())
    look = clerk.undo()
    assert "现在不能撤销" in look.text and "已经有房屋" in look.text
    assert 'name="sure"' not in look.text, "there is nothing to agree to"
    refused = clerk.undo(sure="yes")
    assert refused.status_code == 409 and "已经有房屋" in refused.text
    assert f"{BAMBOO}-9" in small.town.tree()
    for one in (clerk, roll):
        one.client.__exit__(None, None, None)


def _roll() -> Any:
    from datetime import date

    from tickbox_core import Person, Residence, Roll, Unit

    unit = Unit("9-101", f"{BAMBOO}-9")
    return Roll(date(2026, 1, 1), (unit,), (Person("p"),), (Residence("p", "9-101"),))


def test_an_area_of_another_neighbourhood_is_not_touched(small: Any) -> None:
    """Neither by its id, nor by lying in one that is elsewhere."""
    clerk = signed_in(small.town, BAMBOO, "areas")
    table = "编号,名称,层级,上级\nwillow,柳岸,小区,\nx,1号楼,楼栋,willow\n".encode()
    answer = clerk.look("越界.csv", table)
    assert answer.status_code == 422
    assert "别的居民区" in answer.text and "本居民区没有" in answer.text
    clerk.client.__exit__(None, None, None)


# -- balances ------------------------------------------------------------------------------------


def test_balances_are_laid_over_those_that_stand(small: Any) -> None:
    """Addresses in any writing, thousands and fen; a home that is not on the roll is red."""
    desk = small.desk
    fund = Item(
        "roof",
        Text("屋面修漏", "Mend the roof"),
        "fund",
        fields={"work": "roof", "scope": {"within": ["stair"]}, "amount": 100, "estimate": "某所"},
    )
    categories = (Category("fund", Text("维修资金", "fund"), "maintenance-fund"),)
    desk.prepare(planned("fund-1", BAMBOO, items=(fund,), categories=categories))
    from ..conftest import roll

    desk.register("fund-1", roll())
    clerk = signed_in(small.town, BAMBOO, "balances", "fund-1/roof")
    assert "fund-1/roof" in clerk.client.get(clerk.url).text
    rows = [
        ["维修资金分户余额表（2025年12月31日）"],
        ["门牌号", "业主", "账户余额（元）"],
        ["u0", "甲", 1200.5],
        ["Ｕ１", "乙", "3,456.78"],
        ["u2", "丙", -20],
        ["合计", "", 4637.28],
    ]
    look = clerk.look("余额.xlsx", xlsx(rows))
    assert look.status_code == 200, look.text
    assert "新增: 3" in look.text and "还有3套房屋没有余额" in look.text
    assert clerk.take(look.text).status_code == 200
    held = dict(desk.round("fund-1").item("roof").fields["accounts"])
    assert held == {"u0": 120_050, "u1": 345_678, "u2": -2_000}
    more = clerk.look("补充.csv", "房号,余额\nu1,3000\nu3,10\nu0,1200.50\n".encode())
    assert "改变: 1" in more.text and "3456.78 → 3000.00" in more.text and "不变: 1" in more.text
    assert clerk.take(more.text).status_code == 200
    bad = clerk.look("错.csv", "房号,余额\nu9,1\nu1,1\nu1,2\nu2,多少\n".encode())
    assert bad.status_code == 422 and "没有“u9”" in bad.text and "<strong>A2</strong>" in bad.text
    current = clerk.current()
    assert "不变: 4" in clerk.look("现有.xlsx", current.content).text
    assert "改变: 1" in clerk.undo().text
    clerk.undo(sure="yes")
    assert dict(desk.round("fund-1").item("roof").fields["accounts"]) == held
    said_once(clerk, "哪家,多少钱\nu1,3456.78\n", ("unit", "amount"))
    wrong = attrs.evolve(clerk, to=f"{PREPARED}/i1")
    assert wrong.look("余额.csv", "房号,余额\nu1,1\n".encode()).status_code == 409
    clerk.client.__exit__(None, None, None)


# -- service -------------------------------------------------------------------------------------


def rolls_of_a_motion(desk: Any, clerk: Clerk) -> None:
    """A motion's roll is looked at, read in, replaced, and put back as it was."""
    question = Text("换电梯", "Replace the lift?")
    motion = Motion("m1", question=question, bars=bars("heads", "area"))
    desk.motions.prepare(Poll(motion, jurisdiction="here"))
    rows = [["门牌地址", "产权人", "建筑面积（㎡）"], ["8号楼101室", "王", 60.5]]
    rows += [["８号楼102室", "李", 70.25], ["填表人：陈"]]
    look = clerk.look("业主.xlsx", xlsx(rows))
    assert look.status_code == 200 and "新增: 4" in look.text, look.text
    assert desk.motions.units("m1") == ()
    assert clerk.take(look.text).status_code == 200
    assert [unit.floor_area for unit in desk.motions.units("m1")] == [6_050, 7_025]
    less = clerk.look(
        "业主2.csv", "门牌地址,产权人,建筑面积\n8号楼101室,王,60.5\n".encode("gb18030")
    )
    assert "去掉: 2" in less.text and clerk.take(less.text).status_code == 200
    assert len(desk.motions.units("m1")) == 1
    assert "新增: 2" in clerk.undo().text
    assert clerk.undo(sure="yes").status_code == 200
    assert len(desk.motions.units("m1")) == 2
    assert clerk.undo(sure="yes").status_code == 200 and desk.motions.units("m1") == ()
    assert clerk.look("错.csv", "门牌地址\n".encode()).status_code == 422
    clerk.client.__exit__(None, None, None)


def test_service_is_recorded_from_a_table(tmp_path: Path) -> None:
    """Signed or not, in committees' words; what was recorded before stays where no row says so."""
    whole = town(tmp_path / "data")
    desk = whole.desk("n1")
    prepared = signed_in(whole, "n1", "motion-roll", "m1")
    rolls_of_a_motion(desk, prepared)
    ask(desk)
    clerk = signed_in(whole, "n1", "service", "m1")
    rows = [
        ["表决票送达登记"],
        ["房号", "业主", "签收情况", "签收人", "送达日期", "送达方式", "送达人"],
        ["8号楼001", "王", "已签收", "王小", "2026年1月3日", "上门", "小陈"],
        ["８－１０１", "李", "拒收", "", "", "上门", "小陈"],
        ["8号楼201室", "赵", "√", "赵", "2026-01-03 10:30", "", ""],
        ["8号楼301", "钱", "", "", "", "", ""],
        ["制表：小陈"],
    ]
    look = clerk.look("送达.xlsx", xlsx(rows))
    assert look.status_code == 200, look.text
    assert "新增: 2" in look.text and "1行没有填" in look.text
    assert desk.motions.delivery("m1") is None
    assert clerk.take(look.text).status_code == 200
    assert desk.motions.delivery("m1").served == {"u0", "u2"}
    assert desk.motions.delivery("m1").proofs == {
        "u0": ServiceProof("2026-01-03", "上门", "王小", "小陈"),
        "u1": ServiceProof(how="上门", by="小陈"),
        "u2": ServiceProof("2026-01-03", signed="赵"),
    }
    moved = clerk.look("改.csv", "房号,是否送达,送达方式\n8-201,是,挂号信\n".encode())
    assert "改变: 1" in moved.text and "(送达方式)" in moved.text
    listed = clerk.look("补送.csv", "门牌\n8-401\n8号楼501\n".encode("gb18030"))
    assert "都算送达" in listed.text
    assert clerk.take(listed.text).status_code == 200
    assert desk.motions.delivery("m1").served == {"u0", "u2", "u4", "u5"}
    assert "去掉: 2" in clerk.undo().text
    assert clerk.undo(sure="yes").status_code == 200
    assert desk.motions.delivery("m1").served == {"u0", "u2"}
    said_once(clerk, "哪家,签了没\n8-001,√\n", ("unit", "served"))
    assert clerk.look("错.csv", "门牌\n9-401\n".encode()).status_code == 422
    desk.motions.close("m1")
    late = clerk.look("迟.csv", "门牌\n8-401\n".encode())
    assert late.status_code == 409
    assert clerk.undo(sure="yes").status_code == 409
    clerk.client.__exit__(None, None, None)
    whole.close()


# -- rolls ---------------------------------------------------------------------------------------


def test_two_of_one_name_in_a_home_are_answered_on_the_page(small: Any) -> None:
    """Asked about at first; then they are one person, or two, as the page was told."""
    desk = small.town.desk(BAMBOO)
    desk.prepare(planned("roll-1", BAMBOO))
    clerk = signed_in(small.town, BAMBOO, "roll", to="roll-1")
    table = "门牌地址,姓名,与户主关系\n21号楼101室,王小明,业主\n21号楼101室,王小明,子\n".encode()
    asked = clerk.look("名册.csv", table)
    assert asked.status_code == 422 and "王小明" in asked.text
    for said, persons in (("one", 1), ("two", 2)):
        looked = clerk.look("名册.csv", table, namesakes=said)
        assert looked.status_code == 200, looked.text
        assert clerk.take(looked.text).status_code == 200
        assert desk.round("roll-1").roll.registered == persons
    clerk.client.__exit__(None, None, None)
