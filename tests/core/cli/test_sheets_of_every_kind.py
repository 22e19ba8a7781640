"""Tables of every kind on the command line: looked at, written, given back, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.desk.area_uses import _names

pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")


@pytest.fixture
def at(tmp_path: Path) -> list[str]:
    """A neighbourhood with nothing in it, as options of a command."""
    data = str(tmp_path / "data")
    assert main(["found", "--data", data, "n1:neighbourhood:一村"]) == 0
    return ["--data", data, "--area", "n1", "--by", "小林"]


def sheet(*words: str) -> int:
    """The command."""
    return main(["sheet", *words])


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """What it says as JSON."""
    capsys.readouterr()
    sheet(*words, "--json")
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_areas_go_round(at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Preview, written, exported, nothing new in what was exported, undone."""
    table = tmp_path / "楼.csv"
    table.write_bytes("楼栋信息\n楼栋名称,所属\n1号楼,\n一单元,1号楼\n".encode("gb18030"))
    words = ("import", "areas", str(table), *at)
    assert told(capsys, *words)["counts"] == {"added": 2}
    town = Town(at[1])
    assert len(town.tree().areas) == 1
    assert sheet(*words, "--apply") == 0
    assert [area.id for area in town.tree().areas] == ["n1", "n1-1", "n1-1/1"]
    out = tmp_path / "现有.xlsx"
    assert sheet("export", "areas", str(out), *at) == 0
    assert told(capsys, "import", "areas", str(out), *at)["counts"] == {"same": 2}
    assert sheet("export", "areas", str(out), *at) != 0, "it is there already"
    assert sheet("export", "areas", str(tmp_path / "现有.csv"), *at) != 0, "it would be no .csv"
    assert not (tmp_path / "现有.csv").exists()
    assert sheet("undo", *at) == 0
    assert len(town.tree().areas) == 1
    town.close()


def test_wishes_go_round(at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Channel and day come back in the same columns."""
    table = tmp_path / "心愿.csv"
    table.write_text("诉求,来源,反映日期\n装灯,热线,2025/3/2\n种树,,\n", encoding="utf-8")
    assert sheet("import", "wishes", str(table), *at, "--apply") == 0
    said = told(capsys, "import", "wishes", str(table), *at)
    assert said["counts"] == {"repeated": 2}
    assert len(said["warnings"]) == 2  # type: ignore[arg-type] - no channel, no day
    out = tmp_path / "现有.xlsx"
    assert sheet("export", "wishes", str(out), *at[:4]) != 0, "nobody says who takes names"
    assert sheet("export", "wishes", str(out), *at) == 0
    kept = Town(at[1])
    noted = [one.facts.get("act") for one in kept.desk("n1").diary.entries()]
    assert noted.count("table/export") == 1
    kept.close()
    assert sheet("undo", *at) == 0
    assert sheet("import", "wishes", str(out), *at, "--apply") == 0
    town = Town(at[1])
    back = [one for one in town.desk("n1").collecting.wishes() if not one.withdrawn]
    assert [(str(one.channel), one.text) for one in back] == [("phone", "装灯"), ("online", "种树")]
    assert back[0].on == "2025-03-02"
    town.close()


@pytest.mark.parametrize("kind", ["areas", "balances", "service"])
def test_what_needs_a_neighbourhood_says_so(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither is compared with nothing, nor is there a traceback."""
    (tmp_path / "t.csv").write_text("房号,名称,余额\n1-1,一,2\n", encoding="utf-8")
    assert sheet("check", kind, str(tmp_path / "t.csv")) == 2
    assert "--data" in capsys.readouterr().err


def test_a_roll_goes_round(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written, found the same, and it is noted who took it; of a round without one nothing is."""
    table = tmp_path / "名册.csv"
    table.write_text(
        "楼栋,单元,室号,建筑面积,姓名,是否业主,居住身份\n8号楼,1,101,60.5,王芳,是,居民\n"
        "8号楼,1,102,70.25,李强,是,\n8号楼,1,102,70.25,赵敏,否,租户\n",
        encoding="utf-8",
    )
    town = Town(at[1])
    plan = {"id": "r", "title": "春", "maximum": 2, "places": 1}
    perform(ACTS["round/plan"], town.desk("n1"), plan, Actor("小林", Role.STAFF))
    out = tmp_path / "r.xlsx"
    assert sheet("export", "roll", str(out), *at, "--to", "r") != 0
    assert sheet("import", "roll", str(table), *at, "--to", "r", "--new-areas", "--apply") == 0
    for without, where in ((at[:-2], "r"), (at, "nobody"), (at, "")):
        assert sheet("export", "roll", str(out), *without, "--to", where) != 0
    assert not out.exists()
    capsys.readouterr()
    assert sheet("export", "roll", str(out), *at, "--to", "r") == 0
    said_out = capsys.readouterr().out
    assert "no home of this roll: 1 (p-" in said_out, "an owner who lives elsewhere"
    said = told(capsys, "import", "roll", str(out), *at, "--to", "r")
    assert said["counts"] == {"same": 4, "removed": 1} and not said["unused_columns"]
    noted = [
        one for one in town.desk("n1").diary.entries() if one.facts.get("act") == "table/export"
    ]
    assert [one.facts["about"]["round"] for one in noted] == [["r"]]
    assert [one.secret("name") for one in noted] == ["小林"]
    town.close()


def test_items_need_no_ids(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They get numbers that are free, are found again by title, and categories go by name."""
    plan = ["id=r", "title=春", "maximum=2", "places=1", "categories=renewal=micro-renewal"]
    assert main(["do", *at, "round/plan", *plan]) == 0
    assert main(["do", *at, "item/add", "round=r", "id=i2", "title=长椅", "category=renewal"]) == 0
    table = tmp_path / "项目.csv"
    table.write_text(
        "项目名称,类别,预算（万元）\n花园,微更新,1.2\n长 椅,renewal,3\n路灯,微更新,\n",
        encoding="utf-8",
    )
    words = ("import", "items", str(table), *at, "--round", "r")
    said = told(capsys, *words)
    assert said["counts"] == {"changed": 1, "added": 2}
    assert "i1 – i3" in str(said["warnings"])
    assert sheet(*words, "--apply") == 0
    assert told(capsys, *words)["counts"] == {"same": 3}
    town = Town(at[1])
    items = town.desk("n1").round("r").items
    town.close()
    assert {item.id: (item.category, item.cost) for item in items} == {
        "i1": ("renewal", 1_200_000),
        "i2": ("renewal", 3_000_000),
        "i3": ("renewal", None),
    }
    table.write_text("项目名称,类别\n花坛,微更新\n花 坛,微更新\n", encoding="utf-8")
    assert sheet(*words) != 0, "one title twice, and neither row has an id"
    assert sheet("import", "items", str(table)) != 0, "the same by itself"
    table.write_text("编号,项目名称,类别\na,花坛,微更新\n,花坛,微更新\n", encoding="utf-8")
    assert told(capsys, *words)["counts"] == {"added": 2}
    table.write_text("项目名称,类别\n花坛,微更新\n廊架,民生类\n石阶,\n", encoding="utf-8")
    for asked in ((), ("--apply",)):  # what writing would refuse is said while one looks
        assert sheet(*words, *asked, "--lang", "zh") != 0
        said_words = capsys.readouterr().out
        assert "民生类" in said_words and "第3行" in said_words.replace(" ", "")


def test_a_form_of_a_survey_is_read_as_it_is_exported(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbered questions are columns; which one is read as the wish is said, and can be denied."""
    table = tmp_path / "问卷.csv"
    asked = "3、您希望小区明年办的实事是什么？"
    table.write_text(
        f"序号,提交答卷时间,来源,1、您的姓名,2、您住在几号楼几室？,{asked}\n"
        "1,2025/10/3 8:21:09,手机提交,王某,3-102,装扶手\n2,2025/10/4 9:00:00,链接,,,修门\n",
        encoding="utf-8",
    )
    words = ("import", "wishes", str(table), *at)
    said = told(capsys, *words)
    assert said["counts"] == {"added": 2} and asked in str(said["warnings"])
    assert sheet(*words, "--apply") == 0
    town = Town(at[1])
    first, second = town.desk("n1").collecting.wishes()
    assert (first.text, first.author) == ("装扶手", {"name": "王某", "unit": "3-102"})
    assert (second.text, str(second.channel)) == ("修门", "online")
    town.close()
    assert sheet(*words, "--map", f"{asked}=") != 0, "told to leave it, there is no wish"
    table.write_text(table.read_text("utf-8").replace("序号", "其他建议"), encoding="utf-8")
    assert sheet(*words) != 0, "of two such questions neither is guessed"


def test_costs_are_found_under_other_words_and_in_their_unit(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A guess is said; the unit of the column holds for it as well."""
    assert main(["do", *at, "round/plan", "id=r", "title=春"]) == 0
    table = tmp_path / "清单.csv"
    table.write_text("项目名称,项目总预算（万元）\n扶手,3.6\n", encoding="utf-8")
    words = ("import", "items", str(table), *at, "--to", "r")
    assert "项目总预算（万元）" in str(told(capsys, *words)["warnings"])
    assert sheet(*words, "--apply") == 0
    town = Town(at[1])
    assert [item.cost for item in town.desk("n1").round("r").items] == [3_600_000]
    town.close()
    for header in ("经费来源", "费用承担方式", "预算说明", "资金说明"):
        table.write_text(f"项目名称,{header}\n廊架,街道\n", encoding="utf-8")
        said = told(capsys, *words)
        assert said["counts"] == {"added": 1} and "按" not in str(said["warnings"]), header


@pytest.mark.parametrize("kind", ["items", "balances", "roll"])
def test_what_is_put_to_something_says_to_what_it_can_be(
    kind: str, at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not that there is no round ''."""
    table = tmp_path / "t.csv"
    table.write_text("房号,姓名,项目名称,余额\n1-1,甲,一,2\n", encoding="utf-8")
    assert sheet("check", kind, str(table), *at) == 2
    assert "''" not in capsys.readouterr().err
    assert main(["do", *at, "round/plan", "id=r", "title=春"]) == 0
    capsys.readouterr()
    assert sheet("check", kind, str(table), *at) == 2
    assert kind == "balances" or "--to, one of: r" in capsys.readouterr().err
    assert kind != "balances" or sheet("check", kind, str(table), *at, "--to", "r") == 2


def test_items_go_round(at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both languages, money, funding, options, scope, a category's own fields: nothing is lost."""
    town = Town(at[1])
    desk = town.desk("n1")
    staff = Actor("小林", Role.STAFF)
    categories = [["c", "plain"], ["lift", "elevator"]]
    plan = {"id": "r", "title": "春季", "categories": categories}
    perform(ACTS["round/plan"], desk, plan, staff)
    full = {
        "id": "gate", "title": {"zh": "开门", "en": "Open the gate"}, "category": "c",
        "description": "边门；东侧", "place": "东门", "cost": 1_200_050, "tier": "street",
        "funding": [["public", 1_000_000], ["own", 200_050]], "scope": {"within": ["n1"]},
        "options": [{"id": "a", "title": "铁|门", "cost": 5}, {"id": "b", "title": "木门"}],
    }  # fmt: skip
    for item in (full, {"id": "lamp", "title": "=1+1", "category": "c"}):
        perform(ACTS["item/add"], desk, {"round": "r", **item}, staff)
    before = desk.round("r").items
    out = tmp_path / "事项.xlsx"
    assert sheet("export", "items", str(out), *at, "--to", "r") == 0
    again = ("import", "items", str(out), *at, "--to", "r")
    assert told(capsys, *again)["counts"] == {"same": 2}
    perform(ACTS["round/plan"], desk, {**plan, "id": "r2"}, staff)
    assert sheet(*again[:-1], "r2", "--apply") == 0
    assert desk.round("r2").items == before
    town.close()


def test_an_item_whose_fields_have_no_column_is_named_and_left_out(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its policy it goes round; without, half of it is not written."""
    town = Town(at[1])
    desk, staff = town.desk("n1"), Actor("小林", Role.STAFF)
    policy = "micro-renewal"
    if policy not in desk.registry.policies:
        pytest.skip("no policy with fields is installed")
    plan = {"id": "r", "title": "春季", "categories": [["c", "plain"], ["green", policy]]}
    perform(ACTS["round/plan"], desk, plan, staff)
    perform(
        ACTS["item/add"], desk, {"round": "r", "id": "a", "title": "灯", "category": "c"}, staff
    )
    own = {
        "cost_cap": 500_000,
        "upkeep": "业委会",
        "partners": ["甲社", "乙社"],
        "uses_fund": False,
    }
    own |= {"in_kind": {"zh": "木料", "en": "timber"}, "pilot": {"within": ["n1"]}}
    garden = {"round": "r", "id": "b", "title": "花园", "category": "green", "fields": own}
    perform(ACTS["item/add"], desk, garden, staff)
    before = desk.round("r").items
    out, whole = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    capsys.readouterr()
    assert main(["--lang", "en", "sheet", "export", "items", str(out), *at, "--to", "r"]) == 0
    assert "(1 rows)" in (said := capsys.readouterr().out) and "Not written: b." in said
    words = ("--to", "r", "--policy", policy)
    assert sheet("export", "items", str(whole), *at, *words) == 0
    assert "Not written" not in capsys.readouterr().out
    assert told(capsys, "import", "items", str(whole), *at, *words)["counts"] == {"same": 2}
    assert desk.round("r").items == before
    town.close()


def test_every_kind_comes_back_as_a_table() -> None:
    """What is read in can be had as it stands; what is personal leaves a note of who took it."""
    assert all(kind.current for kind in TABLES.values())
    assert {key for key, kind in TABLES.items() if kind.personal} == {
        "roll", "motion-roll", "wishes", "balances", "payments", "service", "count-sheets",
    }  # fmt: skip


def test_the_same_roll_again_changes_nothing(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Owners, tenants, ages and all; whoever moves, comes or may not tick any more is said."""
    assert main(["do", *at, "round/plan", "id=r", "title=春", "maximum=2", "places=1"]) == 0
    head = "门牌地址,姓名,身份,出生日期,产权面积\n"
    rows = "1号101室,甲,业主,1950-02-03,61.1075\n1号101室,乙,家属,1980-02-03,\n"
    rows += "1号102室,丁,业主,,50\n1号102室,丙,租户,,\n"
    table = tmp_path / "名册.csv"
    table.write_text(head + rows, encoding="utf-8")
    words = ("import", "roll", str(table), *at, "--round", "r", "--new-areas")
    assert sheet(*words, "--apply") == 0
    assert set(told(capsys, *words)["counts"]) == {"same"}  # type: ignore[call-overload]
    table.write_text(head + rows.replace("1号102室,丙", "1号101室,丙"), encoding="utf-8")
    assert told(capsys, *words)["counts"] == {"changed": 2, "same": 3, "added": 1, "removed": 1}
    assert sheet("undo", *at, "--look") == 0
    assert "home 1-102" in capsys.readouterr().out


def test_a_motions_roll_without_an_owner_is_refused_while_one_looks(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A home that is let may stand on a round's roll; who decides with owners is not guessed."""
    pytest.importorskip("tickbox_china")
    plan = ["id=m", "question=修不修", "matter=other", "jurisdiction=cn-shanghai"]
    assert main(["do", *at, "motion/prepare", *plan]) == 0
    table = tmp_path / "户籍.csv"
    table.write_text("室号,楼号,姓名,与户主关系,产权人\n101,1,陈甲,户主,√\n201,1,张丙,租户,\n")
    for action in (("check",), ("import", "--apply")):
        words = (action[0], "motion-roll", str(table), *at, "--to", "m", "--new-areas")
        capsys.readouterr()
        assert sheet(*words, *action[1:], "--lang", "en") != 0
        assert "has no owner" in capsys.readouterr().err
    assert main(["do", *at, "round/plan", "id=r", "title=春"]) == 0
    assert sheet("check", "roll", str(table), *at, "--to", "r", "--new-areas") == 0


def test_buildings_that_came_with_a_roll_are_shown_to_go_with_it(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless another roll has homes there by then: they stay, and are not said to go."""
    for id_ in ("r", "s"):
        plan = [f"id={id_}", "title=春", "maximum=2", "places=1"]
        assert main(["do", *at, "round/plan", *plan]) == 0
    table = tmp_path / "名册.csv"
    table.write_text("楼栋,室号,姓名,是否常住\n19号楼,101,王芳,是\n", encoding="utf-8")
    words = ("import", "roll", str(table), *at, "--new-areas", "--apply", "--to")
    assert sheet(*words, "r") == 0
    capsys.readouterr()
    assert sheet("undo", *at, "--look", "--lang", "en") == 0
    assert "19号楼 (n1-19)" in capsys.readouterr().out
    town = Town(at[1])
    desk = town.desk("n1")
    desk.register("s", desk.importing.roll_of("r"))
    town.close()
    assert sheet("undo", *at, "--look", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "19-101" in said and "19号楼 (n1-19)" not in said
    assert sheet("undo", *at) == 0
    kept = Town(at[1])
    assert "n1-19" in kept.tree()
    kept.close()


def test_a_roll_without_a_known_header_is_refused_at_its_first_line(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row that names a building, 8号楼, is no header."""
    table = tmp_path / "名册.csv"
    table.write_text("住哪,楼牌,啥人\n101,8号楼,王芳\n102,8号楼,李强\n", encoding="utf-8")
    plan = ["id=r", "title=春", "maximum=2", "places=1"]
    assert main(["do", *at, "round/plan", *plan]) == 0
    assert sheet("import", "roll", str(table), *at, "--to", "r", "--lang", "en") != 0
    said = capsys.readouterr().err
    assert "line 1" in said and "--map" in said


@pytest.mark.parametrize(
    ("kind", "table", "meanings"),
    [
        ("areas", "大楼号头,归属者\n8号楼,\n一单元,8号楼\n", "大楼号头=name 归属者=parent"),
        ("grids", "大格号,啥楼\n第一格,1号楼\n", "大格号=name 啥楼=areas"),
        ("items", "标号,叫啥,多少钱\nx1,路灯,500\n", "标号=id 叫啥=title 多少钱=cost"),
        ("wishes", "百姓之声,谁讲的\n种树,老吴\n", "百姓之声=text 谁讲的=author"),
        ("roll", "住哪,楼牌,平方,啥人,常在\n101,1号楼,60.5,王芳,是\n",
         "住哪=unit 楼牌=building 平方=floor_area 啥人=name 常在=resident"),
    ],
)  # fmt: skip
def test_what_headers_mean_is_said_once(
    at: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    table: str,
    meanings: str,
) -> None:
    """Refused under headers nobody knows; said with ``--map`` and read in; known from then on."""
    plan = ["id=r", "title=春", "maximum=2", "places=1"]
    assert main(["do", *at, "round/plan", *plan]) == 0
    (tmp_path / "楼.csv").write_text("名称\n1号楼\n", encoding="utf-8")
    assert sheet("import", "areas", str(tmp_path / "楼.csv"), *at, "--apply") == 0
    file = tmp_path / "表.csv"
    file.write_text(table, encoding="utf-8")
    to = ["--to", "r"] if kind in ("items", "roll") else []
    words = ("import", kind, str(file), *at, *to)
    assert sheet(*words) != 0
    capsys.readouterr()
    told_ = [w for one in meanings.split() for w in ("--map", one)]
    assert sheet(*words, *told_, "--apply", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first["counts"].get("added") and not first["unused_columns"]
    assert {"added", "removed", "changed"}.isdisjoint(told(capsys, *words)["counts"])  # type: ignore[arg-type]


def test_areas_that_something_is_about_stay(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wish, a place; what was read in with a table and withdrawn again holds nothing."""
    areas = tmp_path / "楼.csv"
    areas.write_text("名称\n8号楼\n9号楼\n", encoding="utf-8")
    wishes = tmp_path / "心愿.csv"
    wishes.write_text("诉求,区域\n种树,n1-8\n", encoding="utf-8")
    assert sheet("import", "areas", str(areas), *at, "--apply") == 0
    assert sheet("import", "wishes", str(wishes), *at, "--map", "区域=area", "--apply") == 0
    assert sheet("undo", *at) == 0, "the wish is withdrawn"
    assert sheet("undo", *at) == 0, "and the areas go"
    assert sheet("import", "areas", str(areas), *at, "--apply") == 0
    assert main(["do", *at, "wish/take", "text=灯", "area=n1-9", "channel=door"]) == 0
    capsys.readouterr()
    assert sheet("undo", *at, "--lang", "en") != 0
    assert "are about them already" in capsys.readouterr().err
    assert sheet("undo", *at, "--look", "--lang", "en") == 1, "a look says so before it is tried"
    said = capsys.readouterr().out
    assert "cannot be undone as things stand" in said and "are about them already" in said
    assert "This would undo" not in said
    town = Town(at[1])
    assert {"n1-8", "n1-9"} <= {area.id for area in town.tree().areas}
    town.close()


@pytest.mark.parametrize("id_", ["n1", "n1-8"])
def test_what_is_only_like_an_area_holds_none(id_: str) -> None:
    """Ids are compared whole, wherever they stand."""
    assert _names({"a": [{"b": (id_,)}], "c": 1}, frozenset({"n1-8"})) == (id_ == "n1-8")
    assert _names({id_: None}, frozenset({"n1-8"})) == (id_ == "n1-8")
    assert not _names(f"{id_}/1", frozenset({"n1-8"}))


def test_a_survey_tells_who_answered_nothing(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Marks for no answer are blank cells; who left the one question out is no wish, and said."""
    table = tmp_path / "问卷.csv"
    head = "序号,提交答卷时间,来源,1、您的姓名：,2、您希望解决的问题：\n"
    rows = "1,2026/1/5 10:11:12,微信,(空),灯坏了\n2,2026/1/5 11:00:00,链接,王,(跳过)\n"
    table.write_text(head + rows, encoding="utf-8")
    assert sheet("import", "wishes", str(table), *at, "--apply", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "leave out what a row needs, which were not read: 1 (row 3)" in said
    town = Town(at[1])
    (wish,) = town.desk("n1").collecting.wishes()
    town.close()
    assert wish.text == "灯坏了" and wish.on == "2026-01-05"


def test_an_empty_building_is_refused_by_the_name_of_its_column(
    at: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has the table open looks for a header, not for 'it'."""
    assert main(["do", *at, "round/plan", "id=r", "title=春"]) == 0
    table = tmp_path / "名册.csv"
    table.write_text("楼号,室号,姓名\n1,101,甲\n,102,乙\n", encoding="utf-8")
    capsys.readouterr()
    assert sheet("check", "roll", str(table), *at, "--to", "r", "--lang", "en") == 1
    assert "row 3: '楼号' is empty" in capsys.readouterr().out
