"""What a rule is handed: contradictions are found before anything is counted."""

from __future__ import annotations

import pytest

from tickbox_core.counting import Profile
from tickbox_core.errors import BadValue, BaseTooSmall
from tickbox_core.model import Ballot, Item
from tickbox_core.rules import Contest, Electorate

ITEMS = (Item("a", "甲"), Item("b", "乙"))
CAST = (Ballot("r1", ("a",), "h1"), Ballot("r2", ("b",), "h1"), Ballot("r3", (), "h2"))


@pytest.mark.parametrize(
    "electorate, refused",
    [
        (Electorate(), None),
        (Electorate(registered=4), None),
        (Electorate(registered=3), None),
        (Electorate(registered=2), "'registered' is 2 but 3 took part"),
        (Electorate(registered=0), "'registered' is 0 but 3 took part"),
        (Electorate(households=3), None),
        (Electorate(households=2), None),
        (Electorate(households=1), "'households' is 1 but 2 took part"),
    ],
)
def test_the_electorate_holds_those_who_took_part(electorate, refused):
    """Larger and exactly as large are fine, one smaller contradicts the ballots."""
    if refused is None:
        assert Contest.of_ballots(ITEMS, CAST, electorate).profile.ballots == 3
        return
    with pytest.raises(BaseTooSmall, match=refused):
        Contest.of_ballots(ITEMS, CAST, electorate)


def test_households_are_known_when_every_ballot_names_one():
    """One ballot without a household leaves shares of households unknown."""
    assert Contest.of_ballots(ITEMS, CAST).by_household.ballots == 2
    assert Contest.of_ballots(ITEMS, [*CAST, Ballot("r4")]).by_household is None
    assert Contest.of_ballots(ITEMS, []).by_household.ballots == 0


@pytest.mark.parametrize("ids", [("b", "a"), ("a",), ("a", "b", "c"), ()])
def test_ballots_over_another_list_are_refused(ids):
    """Other items, or the same in another order, would count for the wrong ones."""
    with pytest.raises(BadValue, match="another list"):
        Contest(ITEMS, Profile(ids))
    with pytest.raises(BadValue, match="another list"):
        Contest(ITEMS, Profile(("a", "b")), Profile(ids))


@pytest.mark.parametrize("wrong", [-1, 2.0, "2", True])
def test_numbers_are_whole(wrong):
    """Places and sizes are counted, never measured."""
    with pytest.raises(BadValue):
        Contest.of_ballots(ITEMS, CAST, places=wrong)
    with pytest.raises(BadValue):
        Electorate(registered=wrong)
    with pytest.raises(BadValue):
        Electorate(households=wrong)
