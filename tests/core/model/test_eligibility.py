"""Who may tick: by age to the day, by role, owners from elsewhere, and nobody silently."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core import Ownership, Person, Residence, Roll, Unit
from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model import Eligible
from tickbox_core.model.eligibility import ROLES, age
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

ON = date(2026, 3, 6)
DAYS = st.dates(date(1900, 1, 1), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(2011, 3, 7), 14), (date(2011, 3, 6), 15), (date(2011, 3, 5), 15),
     (date(2008, 2, 29), 18), (date(2026, 3, 6), 0)],
)  # fmt: skip
def test_age_in_whole_years(born, years):
    """Just before, on and just after a birthday, and one that most years do not have."""
    assert age(born, ON) == years


@lasting
@given(DAYS)
def test_somebody_is_as_old_as_birthdays_passed(born):
    """Counted one by one."""
    passed = sum(
        (year, born.month, born.day) <= (ON.year, ON.month, ON.day)
        for year in range(born.year + 1, ON.year + 1)
    )
    assert age(born, ON) == passed


def roll(**born):
    """Persons with a day of birth each, one to a home; ``o`` owns one and lives elsewhere."""
    people = [Person(id_, born=day) for id_, day in born.items()]
    roles = dict(zip(born, ("resident", "tenant", "shop", "worker"), strict=False))
    homes = [id_ for id_ in born if id_ != "o"]
    return Roll(
        date(2026, 1, 1),
        tuple(Unit(f"u{id_}", "n1") for id_ in born),
        tuple(people),
        tuple(Residence(id_, f"u{id_}", roles[id_]) for id_ in homes),
        tuple(Ownership(id_, f"u{id_}") for id_ in born),
    )


OLD, YOUNG = date(1990, 1, 1), date(2015, 1, 1)


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (Eligible(), "abc"),
        (Eligible(least_age=15), "ac"),
        (Eligible(roles=("resident",)), "a"),
        (Eligible(roles=("tenant", "shop")), "bc"),
        (Eligible(owners=True), "abco"),
        (Eligible(15, ("shop",), owners=True), "co"),
        (Eligible(least_age=15, unknown_age="leave-out"), "a"),
        (Eligible(least_age=15, unknown_age="admit"), "ac"),
    ],
)
def test_who_may_tick(rule, who):
    """An adult resident, a young tenant, a shop of unknown age, an owner who lives elsewhere."""
    kept = rule.of_roll(roll(a=OLD, b=YOUNG, c=None, o=OLD), ON)
    assert "".join(elector.person for elector in kept.electors) == who
    assert len(kept.persons) == 4  # the roll itself forgets nobody


def test_a_rule_reads_back_and_is_said_in_words():
    """Plain and back; in both languages; a role there is not is refused."""
    rule = Eligible(15, ("resident", "shop"), owners=True)
    assert Eligible.of_plain(rule.plain()) == rule
    assert rule.text.zh == "居民、商户、不住在此的业主，年满15周岁"
    assert rule.text.en.endswith("aged 15 or more")
    assert all(role in Eligible(roles=tuple(ROLES)).text.zh or True for role in ROLES)
    with pytest.raises(UnknownName):
        Eligible(roles=("cat",))
    with pytest.raises(BadValue):
        Eligible.of_plain({"colour": 1})


def test_a_round_counts_those_only_who_may_tick():
    """Registered, households and slots are those of the eligible; the rule stands in the log."""
    desk = desks.desk()
    desk.prepare(desks.plan(eligible=Eligible(15)))
    desk.register("r1", roll(a=OLD, b=YOUNG))
    desks.open_list(desk, "r1")
    assert [slot.person for slot in desk.slots("r1")] == ["a"]
    assert desk.turnout("r1").registered == 1
    assert desk.round("r1").eligible == Eligible(15)


def test_a_round_asks_for_ages_before_it_opens():
    """Somebody whose day of birth is missing is neither let in nor left out in silence."""
    desk = desks.desk()
    desk.prepare(desks.plan(eligible=Eligible(15)))
    desk.register("r1", roll(a=OLD, c=None))
    desks.make_ready(desk)
    (reason,) = desk.objections("r1")
    assert "the day of birth of 1 is not known" in reason.en
    desk.prepare(desks.plan(eligible=Eligible(15, unknown_age="leave-out")))
    desk.register("r1", roll(a=OLD, c=None))
    assert desk.objections("r1") == ()
