"""A roll surveyed to three decimals from the table to the published decision, at every door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.bundle import differences
from tickbox_core.cli import main
from tickbox_core.desk import Town

from . import asking_town
from .asking_town import ENGLISH, HERE, answer
from .console.test_special import PREPARED, hand_in, signed_in, word_of
from .test_asking import acting, visiting

TABLE = (
    "房屋编号,楼栋,建筑面积,业主编号,姓名,居住身份\n"
    "101,{0},171.223,p1,甲某,居民\n102,{0},90.1,p2,乙某,居民\n103,{0},98.6250,p3,丙某,居民\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    """The town whose neighbourhood decides."""
    made = asking_town.town(tmp_path / "data")
    yield made
    made.close()


def test_owners_decide_by_areas_of_three_decimals_over_http(place: Town) -> None:
    """Registered, opened, answered on the page, published, shown and recounted."""
    with visiting(place) as client:
        act = acting(client, place, HERE)
        act("motion/prepare", id="w1", question="装门禁/A gate?", matter="other",
            jurisdiction="here")  # fmt: skip
        assert act("motion/register", id="w1", table=TABLE.format("8号楼"))["heads"] == 3
        act("motion/post", id="w1")
        act("motion/open", id="w1")
        codes = {one["places"][0]: one["code"] for one in act("motion/codes", id="w1")["slips"]}
        page, api = "/n/n1/motions/w1", "/api/v1/areas/n1/motions/w1"
        own = {"Authorization": f"Bearer {codes['101']}"}
        mine = client.get(f"{api}/mine", headers=own).json()
        assert (mine["area"], mine["decimals"]) == (171223, 3)
        assert "Your answer counts" in answer(client, page, "yes", codes["101"]).text
        assert "Your answer counts" in answer(client, page, "yes", codes["102"]).text
        act("motion/close", id="w1")
        told = act("motion/publish", id="w1")
        by_area = next(one for one in told["tallies"] if one["base"] == "area")
        assert (by_area["total"], by_area["marks"]["yes"], by_area["decimals"]) == (
            359948, 261323, 3,
        )  # fmt: skip
        assert client.get(f"{api}/outcome").json() == told
        shown = client.get(page, headers=ENGLISH).text
        assert "261.323 m²" in shown and "359.948 m²" in shown and "3599.48" not in shown
        assert differences(client.get(f"{api}/bundle").content).status == 0
    desk = place.desk(HERE)
    assert differences(desk.motions.sealed("w1")).status == 0
    assert desk.keeping.verify().faults == ()


def test_staff_read_such_a_roll_in_at_the_console(small: Any) -> None:
    """Looked at, taken, and kept to the last decimal."""
    with signed_in(small) as staff:
        look = hand_in(staff, TABLE.format("1号楼道"))
        assert look.status_code == 200, look.text
        assert staff.post("/staff/tables/roll/take", data=word_of(look)).status_code == 200
    assert small.desk.round(PREPARED).roll.decimals == 3
    areas = {unit.id: unit.floor_area for unit in small.desk.units(PREPARED)}
    assert areas == {"101": 171223, "102": 90100, "103": 98625}


def test_the_command_line_reads_it_in_and_a_motion_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From ``found`` to ``motion/publish``, a new building and all."""
    data = str(tmp_path / "data")
    table = tmp_path / "roll.csv"
    table.write_text(TABLE.format("8号楼"), encoding="utf-8")
    at = ["--data", data, "--area", "n1", "--by", "小林"]
    assert main(["found", "--data", data, "n1:neighbourhood:一村"]) == 0
    assert main(["do", *at, "round/plan", "id=r", "title=春季", "places=1"]) == 0
    words = ["sheet", "import", "roll", str(table), "--round", "r", *at]
    assert main([*words, "--new-areas", "--apply"]) == 0
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["counts"] == {"same": 6}, "read in again nothing changes"
    assert main(["do", *at, "motion/prepare", "id=m", "question=换电梯", "kind=owners-motion",
                 "jurisdiction=cn", "matter=other"]) == 0  # fmt: skip
    assert main(["do", *at, "motion/register", "id=m",
                 f"table={table.read_text('utf-8')}"]) == 0  # fmt: skip
    town = Town(data)
    try:
        desk = town.desk("n1")
        assert desk.round("r").roll.decimals == 3 and "8号楼" in [
            area.name.zh for area in desk.tree
        ]
    finally:
        town.close()
