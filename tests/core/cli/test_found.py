"""``tickbox found`` adds to the tree; nothing that is there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tickbox_core import Area, AreaTree, MicroGrid, Text
from tickbox_core.cli import main
from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.store.folder import DataFolder

TREE = AreaTree(
    (
        Area("t", "town", Text("淞南镇", "Songnan Town")),
        Area("n1", "neighbourhood", Text("一村", "Village One"), "t"),
        Area("b1", "building", Text("1号楼", "No. 1"), "n1"),
    ),
    (
        MicroGrid("g1", Text("第一微网格", "grid one"), ("b1",), ("shop-1", "shop-2")),
        MicroGrid("g2", Text("第二微网格", "grid two")),
    ),
)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with a tree and its overlays."""
    folder = DataFolder(tmp_path / "town")
    folder.plant(TREE)
    folder.close()
    return tmp_path / "town"


def tree(path: Path) -> AreaTree:
    """The tree as it lies in the folder."""
    folder = DataFolder(path)
    found = folder.tree()
    folder.close()
    return found


def found(path: Path, *areas: str) -> int:
    """Run the command."""
    return main(["found", "--data", str(path), *areas])


def test_what_is_added_leaves_the_rest(town: Path) -> None:
    """Micro-grids with their shops, names in both languages, parents, order."""
    assert found(town, "b2:building:2号楼:n1", "n2:neighbourhood:二村:t") == 0
    now = tree(town)
    assert now.grids == TREE.grids
    assert now.areas[:3] == TREE.areas
    added = (Area("b2", "building", "2号楼", "n1"), Area("n2", "neighbourhood", "二村", "t"))
    assert now.areas[3:] == added


@pytest.mark.parametrize(
    "again",
    ["n1:neighbourhood:一村", "n1:neighbourhood:Village One", "n1:neighbourhood:一村:t",
     "b1:building:1号楼"],
)  # fmt: skip
def test_founding_again_changes_nothing(town: Path, again: str) -> None:
    """Once or twice; the name in the other language and the parent stay."""
    for _ in "12":
        assert found(town, again) == 0
        assert tree(town) == TREE


def test_a_new_name_or_parent_is_taken(town: Path) -> None:
    """What is given changes, and nothing else of it."""
    assert found(town, "c:community:社区:t", "n1:neighbourhood:新一村") == 0
    assert tree(town)["n1"] == Area("n1", "neighbourhood", "新一村", "t")
    assert found(town, "n1:neighbourhood:新一村:c") == 0
    assert tree(town)["n1"] == Area("n1", "neighbourhood", "新一村", "c")
    assert tree(town).grids == TREE.grids


def test_a_fault_leaves_the_tree(town: Path) -> None:
    """An id that an overlay has, a parent that is not there, a level too low."""
    for wrong in ("g1:building:x:n1", "b9:building:x:n9", "n9:neighbourhood:x:b1"):
        assert found(town, wrong) != 0
        assert tree(town) == TREE


def test_the_tree_itself_grows() -> None:
    """Levels of one's own stay; what cannot be is refused as ever."""
    own = AreaTree((Area("a", "quarter", "甲"),), levels=("quarter", "house"))
    assert own.with_areas([Area("h", "house", "一号", "a")]).levels == own.levels
    assert own.with_areas([]) == own
    with pytest.raises(BadValue):
        own.with_areas([Area("h", "building", "一号", "a")])
    with pytest.raises(UnknownId):
        TREE.with_areas([Area("b9", "building", "x", "n9")])
    with pytest.raises(DuplicateId):
        TREE.with_areas([Area("g1", "building", "x", "n1")])
