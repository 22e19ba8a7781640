"""The tree of areas and its overlays."""

from __future__ import annotations

import pytest

from tickbox_core.errors import BadValue, DuplicateId, UnknownId
from tickbox_core.model import Area, AreaTree, MicroGrid

TOWN = Area("songnan", "town", "淞南镇")
COMMUNITY = Area("first", "community", "第一社区", "songnan")
NEIGHBOURHOOD = Area("six", "neighbourhood", "六村", "first")
ESTATE = Area("six-a", "estate", "鹏程花苑", "six")
BUILDING = Area("six-a-3", "building", "3号楼", "six-a")
STAIRWELL = Area("six-a-3-1", "stairwell", "1单元", "six-a-3")
ALL = (TOWN, COMMUNITY, NEIGHBOURHOOD, ESTATE, BUILDING, STAIRWELL)
TREE = AreaTree(ALL, (MicroGrid("grid", "一号微网格", ("six-a-3",), ("shop-1",)),))


def test_the_path_runs_from_the_root_down():
    """From the town to the stairwell, the area itself last."""
    assert TREE.path("six-a-3-1") == ALL
    assert TREE.path("songnan") == (TOWN,)


def test_an_area_lies_in_itself_and_in_all_above():
    """Inside is a matter of the path, never of names."""
    assert all(TREE.within("six-a-3-1", area.id) for area in ALL)
    assert not TREE.within("songnan", "six")


def test_the_estate_of_a_stairwell_is_found():
    """An ancestor of a level is found from any depth, and is ``None`` where there is none."""
    assert TREE.ancestor("six-a-3-1", "estate") == ESTATE
    assert TREE.ancestor("six-a", "estate") == ESTATE
    assert TREE.ancestor("six", "estate") is None


def test_children_and_levels_keep_the_order_given():
    """What was listed first is shown first."""
    tree = AreaTree((TOWN, Area("b", "building", "乙", "songnan"), COMMUNITY))
    assert [area.id for area in tree.children("songnan")] == ["b", "first"]
    assert tree.children("b") == ()
    assert tree.at_level("community") == (COMMUNITY,)
    assert [area.id for area in tree] == ["songnan", "b", "first"]


def test_a_level_may_be_left_out_and_an_estate_may_stand_alone():
    """Depth is free: a building right under the town, or a tree that begins at an estate."""
    assert AreaTree((TOWN, Area("b", "building", "楼", "songnan"))).path("b")[0] == TOWN
    assert "six-a" in AreaTree((Area("six-a", "estate", "苑"),))


@pytest.mark.parametrize("level", ["town", "community", "neighbourhood"])
def test_no_area_lies_in_a_lower_or_equal_one(level):
    """A town in a town, or in a neighbourhood, is refused: so there are no circles either."""
    with pytest.raises(BadValue, match="cannot lie in"):
        AreaTree((TOWN, COMMUNITY, NEIGHBOURHOOD, Area("x", level, "甲", "six")))


def test_what_does_not_exist_is_named():
    """An unknown level, parent, area of a grid, or id asked for."""
    with pytest.raises(BadValue, match="no level 'village'"):
        AreaTree((Area("x", "village", "村"),))
    with pytest.raises(UnknownId, match="area x names the area 'nowhere'"):
        AreaTree((Area("x", "estate", "苑", "nowhere"),))
    with pytest.raises(UnknownId, match="micro-grid g names the area 'nowhere'"):
        AreaTree((TOWN,), (MicroGrid("g", "格", ("nowhere",)),))
    with pytest.raises(UnknownId, match="'nowhere'"):
        TREE["nowhere"]


def test_ids_are_given_once_to_areas_and_grids_together():
    """A grid may not carry an area's id."""
    with pytest.raises(DuplicateId):
        AreaTree((TOWN, TOWN))
    with pytest.raises(DuplicateId):
        AreaTree((TOWN,), (MicroGrid("songnan", "格"),))


def test_other_levels_can_be_chosen():
    """A place with its own levels names them."""
    tree = AreaTree(
        (Area("c", "city", "市"), Area("w", "ward", "区", "c")), levels=("city", "ward")
    )
    assert tree.within("w", "c")
