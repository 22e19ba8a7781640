"""Micro-grids and their shops: by an act, by a table, and nothing that is there is lost."""

from pathlib import Path

import pytest

from tickbox_core.acts.tables.kind import Asked, Faulty
from tickbox_core.acts.tables.taking import look_at, undo_table, why_not_undone
from tickbox_core.cli.main import main
from tickbox_core.errors import NotPossible
from tickbox_core.model import MicroGrid
from tickbox_core.text import Text

from .estate import LIN, Estate, estate


def grids(at: Estate) -> dict[str, tuple[str, ...]]:
    """The areas and shops of each."""
    return {one.id: (*one.areas, *one.shops) for one in at.desk.tree.grids}


def test_a_grid_is_set_changed_and_founding_again_keeps_it(tmp_path: Path) -> None:
    """What is not given stays; an area elsewhere, and an id of another neighbourhood, are not."""
    with estate(tmp_path) as at:
        given = {"id": "g1", "name": "第一微网格", "areas": ["e1-1", "e1-2"], "shops": ["S-1"]}
        assert at.do("grid/set", **given)["shops"] == ["S-1"]
        at.do("grid/set", id="g1", shops=["S-1", "S-2"])
        assert grids(at) == {"g1": ("e1-1", "e1-2", "S-1", "S-2")}
        assert at.ask("grid/list")[0]["name"]["zh"] == "第一微网格"
        far = {"id": "g2", "name": "第二微网格", "areas": ["t"]}
        assert "not in this neighbourhood" in at.refused("grid/set", **far)
        at.town.grow((), [MicroGrid("far", Text("别处", "elsewhere"), ("t",))])
        assert "elsewhere" in at.refused("grid/set", id="far", name="远", areas=["e1-1"])
        data = str(tmp_path / "town")
        assert main(["found", "--data", data, "b9:building:9号楼:n1"]) == 0
        assert "b9" in at.desk.tree
        assert grids(at)["g1"] == ("e1-1", "e1-2", "S-1", "S-2")
        at.do("grid/set", id="g1", unset=["shops"])
        assert grids(at)["g1"] == ("e1-1", "e1-2")
        assert at.desk.keeping.verify().faults == ()


def test_grids_come_from_a_table_and_go_again(tmp_path: Path) -> None:
    """Areas by name or id, one after the other; undone, those before stand as they stood."""
    with estate(tmp_path) as at:
        at.do("grid/set", id="g1", name="第一微网格", areas=["e1-1"])
        both = ["第一微网格,1号楼、2号楼,面馆、药店", "第二微网格,e1-3,"]
        at.table("grids", ["名称,楼栋或楼道,沿街商铺", *both])
        assert grids(at)["g1"] == ("e1-1", "e1-2", "面馆", "药店")
        assert ("e1-3",) in grids(at).values()
        assert len(at.ask("grid/list")) == 2
        last = at.desk.importing.last()
        undo_table(at.town, at.desk, last, LIN)
        assert grids(at) == {"g1": ("e1-1",)}


@pytest.mark.parametrize("used", ["by hand", "by whoever answers"])
def test_grids_in_use_are_not_undone(tmp_path: Path, used: str) -> None:
    """What was done with one since its table would be lost: a look says so, undoing is refused."""
    with estate(tmp_path) as at:
        at.table("grids", ["名称,楼栋或楼道,沿街商铺,编号", "第一微网格,1号楼,面馆,g1"])
        last = at.desk.importing.last()
        assert why_not_undone(at.town, at.desk, last, LIN) is None
        if used == "by hand":
            at.do("grid/set", id="g1", shops=["面馆", "药店"])
        else:
            at.do("people/name-office", of="g1", office="网格党支部")
        stood = grids(at)
        refusal = why_not_undone(at.town, at.desk, last, LIN)
        assert refusal is not None and "micro-grids" in refusal.text.en
        with pytest.raises(NotPossible, match="micro-grids"):
            undo_table(at.town, at.desk, last, LIN)
        assert grids(at) == stood
        assert at.desk.importing.last() == last


def test_a_grid_changed_by_a_table_and_then_by_hand_keeps_both(tmp_path: Path) -> None:
    """Turned back, the shop that was added by hand would be gone without a word."""
    with estate(tmp_path) as at:
        at.do("grid/set", id="g1", name="第一微网格", areas=["e1-1"])
        at.table("grids", ["名称,楼栋或楼道,编号", "第一微网格,1号楼、2号楼,g1"])
        last = at.desk.importing.last()
        at.do("grid/set", id="g1", shops=["药店"])
        with pytest.raises(NotPossible, match="changed since"):
            undo_table(at.town, at.desk, last, LIN)
        assert grids(at)["g1"] == ("e1-1", "e1-2", "药店")


@pytest.mark.parametrize(
    ("row", "said"),
    [("一格,9号楼,", "there is no"), ("一格,1号楼,\n一格,2号楼,", "twice")],
)
def test_a_table_of_grids_that_will_not_do_says_where(tmp_path: Path, row: str, said: str) -> None:
    """By its cell, and nothing is written."""
    with estate(tmp_path) as at:
        file = tmp_path / "grids.csv"
        file.write_text(f"名称,楼栋或楼道,沿街商铺\n{row}", "utf-8")
        looked = look_at(at.desk, "grids", file, Asked())
        assert isinstance(looked, Faulty)
        assert said in str(looked.faults[0])
        assert grids(at) == {}
