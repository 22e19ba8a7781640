"""Pictures: lengths that are exact, marks that are told apart without colour, words escaped."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.testing.strategies import lasting
from tickbox_server import svg

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2026, 5, 1)
whole = st.integers(0, 10**9)


def drawn(text, kind, tag="rect"):
    """The shapes of a class."""
    return [one for one in Xml.fromstring(text).iter(f"{SVG}{tag}") if one.get("class") == kind]


@lasting
@given(whole, whole)
def test_a_length_is_the_share_of_the_width_and_never_longer(part, all_):
    """Rounded down to a hundredth of a unit, by whole numbers."""
    found = svg.length(part, all_)
    hundredths = round(float(found) * 100)
    assert hundredths == (min(part, all_) * svg.WIDTH * 100 // all_ if all_ else 0)


@pytest.mark.parametrize(
    ("part", "all_", "width"),
    [(0, 0, "0"), (0, 5, "0"), (5, 5, "300"), (6, 5, "300"), (1, 2, "150"), (1, 7, "42.85")],
)
def test_a_bar_is_as_long_as_its_share(part, all_, width):
    """Nobody of nobody is nothing; more than all is all."""
    (rect,) = drawn(svg.bar(part, all_), "part")
    assert rect.get("width") == width


def test_the_line_to_be_reached_is_drawn_where_it_lies():
    """Two thirds of nine is six ninths of the width."""
    (line,) = drawn(svg.bar(5, 9, (6, 9)), "mark", "line")
    assert line.get("x1") == line.get("x2") == "200"


@pytest.mark.parametrize(
    ("promised", "spent", "allowed", "part", "lines"),
    [
        (100, 50, 100, "150", ["300"]),
        (100, 150, 100, "300", ["200"]),
        (100, 50, 200, "75", ["150", "300"]),
        (None, 50, None, "300", []),
        (0, 0, 0, "0", ["0"]),
    ],
)
def test_the_thermometer_ends_at_the_largest_amount(promised, spent, allowed, part, lines):
    """Spent is filled; promised is a line, what was allowed later a dashed one."""
    text = svg.thermometer(promised, spent, allowed)
    assert [one.get("width") for one in drawn(text, "part") if one.get("y") == "6"] == [part]
    found = [one.get("x1") for one in Xml.fromstring(text).iter(f"{SVG}line")]
    assert found == lines
    if allowed not in (None, promised):
        (dashed,) = drawn(text, "mark allowed", "line")
        assert dashed.get("stroke-dasharray")


def test_a_step_stands_at_its_day_full_when_done_and_marked_when_late():
    """From the first day to the last; today is a dashed line."""
    steps = [
        svg.PlanStep(1, None, DAY),
        svg.PlanStep(2, DAY + timedelta(5), None, late=True),
        svg.PlanStep(3, DAY + timedelta(10), None),
        svg.PlanStep(4, None, None),
    ]
    text = svg.timeline(steps, DAY + timedelta(6))
    at = {
        kind: [one.get("cx") for one in drawn(text, kind, "circle")]
        for kind in ("done", "late", "planned")
    }
    assert at == {"done": ["16"], "late": ["150"], "planned": ["284", "284"]}
    (today,) = drawn(text, "today", "line")
    assert today.get("x1") == "176.8" and today.get("stroke-dasharray")
    assert text.count("late ring") == 1


def test_two_steps_of_one_day_are_both_seen():
    """One under the other."""
    text = svg.timeline([svg.PlanStep(1, DAY, None), svg.PlanStep(2, DAY, None)], DAY)
    first, second = drawn(text, "planned", "circle")
    assert first.get("cx") == second.get("cx") and first.get("cy") != second.get("cy")


days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@lasting
@given(st.lists(st.tuples(days, days, st.booleans()), max_size=8), st.dates(date(2020, 1, 1)))
def test_whatever_the_plan_every_step_lies_on_the_picture(rows, today):
    """All inside the picture, as many spots as steps."""
    steps = [svg.PlanStep(at, due, done, late) for at, (due, done, late) in enumerate(rows, 1)]
    root = Xml.fromstring(svg.timeline(steps, today))
    spots = list(root.findall(f"{SVG}g/{SVG}circle[1]"))
    height = int(root.get("viewBox").split()[3])
    assert len(spots) == len(steps)
    assert all(13 <= float(one.get("cx")) <= svg.WIDTH - 13 for one in spots)
    assert all(int(one.get("cy")) + 13 <= height for one in spots)


def test_a_picture_by_itself_has_a_title_and_one_beside_its_words_is_hidden():
    """Screen readers read one of the two; the title is escaped."""
    assert 'role="img"><title>a &lt; b</title>' in svg.bar(1, 2, title="a < b")
    assert 'aria-hidden="true"' in svg.bar(1, 2)


@pytest.mark.parametrize(("kind", "tag"), [("spent", "rect"), ("promised", "line")])
def test_the_signs_are_those_of_the_thermometer(kind, tag):
    """So that words beside it say which is which without its colours."""
    assert len(list(Xml.fromstring(svg.key(kind)).iter(f"{SVG}{tag}"))) == 1
    assert "stroke-dasharray" in svg.key("allowed")
