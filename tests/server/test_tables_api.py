"""A portal hands tables in: looked at, read in, undone, as by every other door."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_console.waiting_tables import WaitingTables
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import Looked
from tickbox_core.errors import NotListed
from tickbox_core.testing.answers import misfits
from tickbox_server import create_app
from tickbox_server.links import API

HERE, PREPARED, OPEN = "bamboo", "prepared-1", "open-1"
ITEMS = '编号,标题,类别,预算（万元）\nlift,加装电梯,renewal,"1,2"\n'


class Portal:
    """A program with the token of somebody of the staff."""

    def __init__(self, town: Any, client: Any) -> None:
        self.town, self.client = town, client
        self.desk = town.desk(HERE)
        self.token = town.add_staff(HERE, "小林")
        self.other = town.add_staff(HERE, "小周")
        described = client.get(f"{API}/openapi.json").json()
        self.paths, self.schemas = described["paths"], described["components"]["schemas"]

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request of the portal's; what is answered fits what is described."""
        sent = {"authorization": f"Bearer {self.token}"} | headers
        if method == "get":
            answer = self.client.get(f"{API}/areas/{HERE}{path}", headers=sent)
        else:
            answer = self.client.post(f"{API}/areas/{HERE}{path}", json=body, headers=sent)
        if answer.status_code == 200:
            start, _, rest = path.strip("/").partition("/")
            end = rest.rpartition("/")[2]
            at = f"{{kind}}/{end}" if start == "tables" else end
            operation = self.paths[f"{API}/areas/{{area}}/{start}/{at}"][method]
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            whole = {**schema, "$defs": self.schemas}
            assert list(misfits(_here(whole), answer.json())) == []
        return answer

    def look(self, kind: str, text: str | bytes, **more: Any) -> Any:
        """Hand a table in."""
        content = text.encode() if isinstance(text, str) else text
        body = {"name": "表.csv", "content": base64.b64encode(content).decode(), **more}
        return self.send("post", f"/tables/{kind}/look", body)

    def take(self, kind: str, looked: Any, **headers: str) -> Any:
        """Read one in that was looked at."""
        return self.send("post", f"/tables/{kind}/take", {"look": looked["look"]}, **headers)

    def wishes(self) -> list[str]:
        """The wishes that stand and wait."""
        every = self.desk.collecting.wishes()
        return sorted(one.text or "" for one in every if not one.withdrawn)


def _here(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _here(one) for name, one in node.items()}
    if isinstance(node, list):
        return [_here(one) for one in node]
    return node.replace("#/components/schemas/", "#/$defs/") if isinstance(node, str) else node


@pytest.fixture
def portal(small: Any) -> Iterator[Portal]:
    """One, at a town of its own."""
    with TestClient(create_app(small.town)) as client:
        yield Portal(small.town, client)


def test_a_table_is_looked_at_then_read_in_then_undone(portal: Portal) -> None:
    """Nothing is written by a look; what is undone was looked at too."""
    before = portal.wishes()
    looked = portal.look("wishes", "诉求,渠道\n五号楼门口装扶手,电话\n修路灯,电话\n").json()
    assert looked["rows"] == 2 and looked["counts"] == {"added": 2} and looked["faults"] == []
    assert len(looked["changes"]) == 2 and looked["more_changes"] == 0
    assert portal.wishes() == before
    taken = portal.take("wishes", looked)
    assert taken.json() == {"kind": "wishes", "rows": 2}
    assert len(portal.wishes()) == len(before) + 2
    assert portal.take("wishes", looked).status_code == 404, "it does not wait any more"
    last = portal.send("get", "/imports/last").json()
    assert (last["kind"], last["rows"], last["counts"]) == ("wishes", 2, {"removed": 2})
    assert last["refused"] == {"zh": "", "en": ""}
    other = portal.send("post", "/imports/undo", {"position": last["position"] + 1})
    assert other.status_code == 409 and len(portal.wishes()) == len(before) + 2
    undone = portal.send("post", "/imports/undo", {"position": last["position"]})
    assert undone.json() == {"kind": "wishes", "rows": 2} and portal.wishes() == before
    assert portal.send("get", "/imports/last").status_code == 409


def test_faults_come_by_cell_and_the_table_back_in_red(portal: Portal) -> None:
    """Each with row, column, and what to do; no key is given with which it could be taken."""
    looked = portal.look("items", ITEMS, to=PREPARED, marked=True).json()
    (fault,) = looked["faults"]
    assert (fault["row"], fault["column"]) == (2, 3) and looked["look"] == ""
    assert "万元" in fault["problem"]["zh"] and "1.2万" in fault["remedy"]["zh"]
    openpyxl = pytest.importorskip("python_calamine")
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(looked["marked"])))
    assert "1,2" in [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert portal.look("items", ITEMS, to=PREPARED).json()["marked"] == ""


def test_what_headers_mean_is_said_and_remembered(portal: Portal) -> None:
    """As ``--map`` does; a column that there is none of is refused with those there are."""
    table = "所盼,渠道\n装扶手,电话\n"
    assert portal.look("wishes", table).status_code == 422
    wrong = portal.look("wishes", table, headers={"所盼": "wish"})
    assert wrong.status_code == 422 and "text" in wrong.text
    looked = portal.look("wishes", table, headers={"所盼": "text"}).json()
    assert looked["rows"] == 1
    assert portal.take("wishes", looked).status_code == 200
    assert portal.look("wishes", "所盼,渠道\n修门,电话\n").json()["rows"] == 1


def test_only_staff_hand_tables_in_and_only_their_own_are_taken(portal: Portal) -> None:
    """Nobody is told what was read in, and one colleague does not take what another looked at."""
    looked = portal.look("wishes", "诉求\n装扶手\n").json()
    theirs = {"authorization": f"Bearer {portal.other}"}
    assert portal.take("wishes", looked, **theirs).status_code == 404
    assert portal.take("items", looked).status_code == 404
    for method, path, body in (
        ("post", "/tables/wishes/look", {"name": "x.csv", "content": ""}),
        ("post", "/tables/wishes/take", {"look": looked["look"]}),
        ("post", "/imports/undo", {"position": 1}),
        ("get", "/imports/last", None),
    ):
        for nobody in ({"authorization": ""}, {"authorization": "Bearer wrong"}):
            assert portal.send(method, path, body, **nobody).status_code == 403, path
    assert portal.take("wishes", looked).status_code == 200


def test_what_stands_otherwise_meanwhile_is_not_written_over(portal: Portal) -> None:
    """Somebody listed the same item between look and take: look again."""
    table = "编号,标题,类别,预算\nlift,加装电梯,renewal,1200\n"
    looked = portal.look("items", table, to=PREPARED).json()
    assert looked["counts"].get("added") == 1
    acted = {"round": PREPARED, "id": "lift", "title": "电梯", "category": "renewal"}
    done = portal.client.post(
        f"{API}/areas/{HERE}/acts/item/add",
        json=acted,
        headers={"authorization": f"Bearer {portal.token}"},
    )
    assert done.status_code == 200
    assert portal.take("items", looked).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x.csv", "content": "###"},
        {"name": "", "content": ""},
        {"content": ""},
        {"name": "x.csv", "content": "", "namesakes": {"": "three"}},
        {"name": "x.csv", "content": "", "more": 1},
        {"name": "../../etc/passwd", "content": base64.b64encode("甲\n".encode()).decode()},
        {"name": "…" * 900, "content": base64.b64encode(b"\x00\x01").decode()},
        {"name": "x.xlsx", "content": base64.b64encode(b"PK\x03\x04 no zip").decode()},
    ],
)
def test_what_is_no_table_is_refused_in_words(portal: Portal, body: Any) -> None:
    """A problem of the API's one shape, naming no place on this machine."""
    answer = portal.send("post", "/tables/wishes/look", body)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] not in ("failed", "too_long")
    assert "/tmp" not in answer.text and "etc/" not in answer.text


def test_rows_that_are_no_rows_are_said_and_nothing_hangs(portal: Portal) -> None:
    """A line of signatures and a home alone, as by every other door."""
    signed = "房屋编号,楼栋,建筑面积,业主编号\n101,1号楼道,89.52,p1\n填表人：竹园居委会,,,\n"
    looked = portal.look("roll", signed, to=PREPARED).json()
    assert any("第3行" in note["zh"] for note in looked["notes"])
    bare = "unit,building,floor_area,person\n101,stair,50,an\n102,,,\n"
    faults = portal.look("roll", bare, to=PREPARED).json()["faults"]
    assert {one["row"] for one in faults} == {3}


def test_every_kind_of_table_is_described(portal: Portal) -> None:
    """Who may, its columns, what it is put to: as its declaration says."""
    told = {one["kind"]: one for one in portal.client.get(f"{API}/tables").json()}
    assert set(told) == set(TABLES)
    for key, kind in TABLES.items():
        assert told[key]["second"] is kind.second and told[key]["about"] == kind.about
        assert told[key]["roles"] == sorted(map(str, kind.roles))
        assert told[key]["columns"]


def test_what_two_sign_takes_a_second_token(portal: Portal) -> None:
    """Nobody's and one's own will not do, and the look stays; a colleague's does, undoing too."""
    units = sorted({slot.unit for slot in portal.desk.slots(OPEN)})
    table = f"表号,房号,参与人数,事项,票数\n1,{units[0]},2,1,2\n1,{units[1]},1,2,1\n"
    looked = portal.look("count-sheets", table, to=OPEN).json()
    for second in ({}, {"tickbox-second": portal.token}, {"tickbox-second": "wrong"}):
        assert portal.take("count-sheets", looked, **second).status_code == 403
    assert portal.desk.paper.count_sheets(OPEN) == ()
    signed = {"tickbox-second": portal.other}
    assert portal.take("count-sheets", looked, **signed).status_code == 200
    assert portal.desk.turnout(OPEN).participants == 3
    last = portal.send("get", "/imports/last").json()
    assert last["second"] is True and last["to"] == OPEN
    body = {"position": last["position"]}
    assert portal.send("post", "/imports/undo", body).status_code == 403
    assert portal.send("post", "/imports/undo", body, **signed).status_code == 200
    assert portal.desk.paper.count_sheets(OPEN) == ()


def test_few_wait_and_not_for_long() -> None:
    """The oldest goes first; what one person looked at before goes at once; each for its time."""
    looked = Looked("wishes", None, (), 1, (), None)  # type: ignore[arg-type]
    held = WaitingTables(most=2)
    first = held.keep("n", "甲", looked, "d")
    again = held.keep("n", "甲", looked, "d")
    with pytest.raises(NotListed):
        held.find(first, "n", "甲", "wishes")
    held.keep("n", "乙", looked, "d")
    assert held.find(again, "n", "甲", "wishes").digest == "d"
    held.keep("n", "丙", looked, "d")
    with pytest.raises(NotListed):
        held.find(again, "n", "甲", "wishes")
    late = WaitingTables(seconds=-1.0)
    with pytest.raises(NotListed):
        late.find(late.keep("n", "甲", looked, "d"), "n", "甲", "wishes")


def test_money_of_one_source_is_written_by_its_name_alone(portal: Portal) -> None:
    """As committees write it; a cost that is wrong is said once, and one left out is asked for."""
    table = (
        '编号,标题,类别,费用,资金来源\ng1,侧门,renewal,"1,200",财政资金\n'
        "g2,长椅,renewal,900,自筹=300；公共资金=600\ng6,灯,renewal,80,公共收益\n"
    )
    looked = portal.look("items", table, to=PREPARED).json()
    assert looked["faults"] == []
    assert portal.take("items", looked).status_code == 200
    held = {one.id: dict(one.funding) for one in portal.desk.round(PREPARED).items}
    assert (held["g1"], held["g2"]) == ({"public": 120000}, {"own": 30000, "public": 60000})
    assert held["g6"] == {"common": 8000}, "what the common parts earn belongs to all owners"
    units = "编号,标题,类别,预算（万元）,资金来源\ng5,亭,renewal,1.2,公共资金\n"
    assert portal.take("items", portal.look("items", units, to=PREPARED).json()).status_code == 200
    assert dict(portal.desk.round(PREPARED).item("g5").funding) == {"public": 1_200_000}
    wrong = "编号,标题,费用,资金来源\ng3,灯,1.2e3,公共资金\ng4,亭,,公共资金\n"
    faults = portal.look("items", wrong, to=PREPARED).json()["faults"]
    assert [(one["row"], one["column"]) for one in faults] == [(2, 2), (3, 3)]
    assert "may stand alone" in faults[1]["remedy"]["en"]


@pytest.mark.parametrize("kind", [key for key, kind in TABLES.items() if kind.to.zh])
def test_a_table_that_is_put_to_nothing_is_told_to_what(portal: Portal, kind: str) -> None:
    """Not that nothing of no name is there."""
    refused = portal.look(kind, "门牌,数\n1,2\n")
    assert refused.status_code == 409
    assert "it is not said what it is put to" in refused.json()["text"]["en"]
