"""A token that is taken away while its act waits gives nothing: the act is refused, all stands."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.acts import ACTS, NOBODY, Actor, Role, perform
from tickbox_core.cli import do as command
from tickbox_core.cli import main
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.importing import UNDO
from tickbox_core.errors import TokenTaken
from tickbox_core.model import Area, AreaTree
from tickbox_core.registry import open_registry

HOME, THERE = "n1", "n2"
LIN = Actor("小林", Role.STAFF)
PLACE = {"id": "e1", "name": "东门", "tier": "corner"}
DAY = date.today()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Two neighbourhoods."""
    held = Town(tmp_path / "d", open_registry(discover=False))
    areas = [Area(one, "neighbourhood", one) for one in (HOME, THERE)]
    estate = Area("e", "estate", "苑", HOME)
    house = Area("b", "building", "1号楼", "e")
    held.plant(AreaTree((*areas, estate, house, Area("s", "stairwell", "1号楼", "b"))))
    for one in (HOME, THERE):
        held.found(one)
    yield held
    held.close()


def known(town: Town, token: str, area: str = HOME) -> Actor:
    """Who acts by a token."""
    found = town.actor(token, area)
    assert found is not None
    return found


def tables(town: Town) -> dict[str, Any]:
    """All that is written, but for the diary's own reading of it."""
    return {area: town.desk(area)._hand.store.snapshot() for area in town.areas()}


def test_who_lost_the_token_meanwhile_is_refused(town: Town) -> None:
    """By its own error, in both languages; nothing is written."""
    actor = known(town, town.add_staff(HOME, "小林"))
    town.remove_staff(HOME, "小林")
    before = tables(town)
    with pytest.raises(TokenTaken) as refusal:
        perform(ACTS["place/set"], town.desk(HOME), PLACE, actor)
    assert tables(town) == before
    assert "小林的令牌" in refusal.value.text.zh and "taken away" in refusal.value.text.en
    assert refusal.value.code == "token-taken"


def test_another_process_may_take_it(town: Town, tmp_path: Path) -> None:
    """The folder's owner at the command line, say."""
    actor = known(town, town.add_staff(HOME, "小林"))
    other = Town(tmp_path / "d", open_registry(discover=False))
    other.remove_staff(HOME, "小林")
    other.close()
    with pytest.raises(TokenTaken):
        perform(ACTS["place/set"], town.desk(HOME), PLACE, actor)


def test_it_is_asked_once_the_lock_is_held(town: Town) -> None:
    """Whoever waits for others begins after them: taken away in that time it is no token."""
    actor, desk, refused = known(town, town.add_staff(HOME, "小林")), town.desk(HOME), []

    def act() -> None:
        try:
            perform(ACTS["place/set"], desk, PLACE, actor)
        except TokenTaken as refusal:
            refused.append(refusal)

    waiting = threading.Thread(target=act)
    with desk._hand.transactions.lock:
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        town._folder.remove_staff(HOME, "小林")
    waiting.join(30)
    assert len(refused) == 1 and desk.collecting.places() == ()


def test_a_token_that_stands_does(town: Town) -> None:
    """Another one of the same person too; a renewed one is another."""
    town.add_staff(HOME, "小王")
    actor = known(town, town.add_staff(HOME, "小林"))
    town.remove_staff(HOME, "小王")
    perform(ACTS["place/set"], town.desk(HOME), PLACE, actor)
    town.remove_staff(HOME, "小林")
    again = known(town, town.add_staff(HOME, "小林"))
    assert again == actor and again.grant != actor.grant
    with pytest.raises(TokenTaken):
        perform(ACTS["place/close"], town.desk(HOME), {"id": "e1"}, actor)
    perform(ACTS["place/close"], town.desk(HOME), {"id": "e1"}, again)


def test_who_signs_beside_is_asked_for_too(town: Town) -> None:
    """Of what two people sign; what is no act, as undoing an import, as well."""
    first, beside = (known(town, town.add_staff(HOME, name)) for name in ("小林", "老周"))
    town.remove_staff(HOME, "老周")
    with pytest.raises(TokenTaken), town.desk(HOME).transaction(first, UNDO, beside):
        pass
    with town.desk(HOME).transaction(first, UNDO):
        pass


def test_a_hosts_own_staff_are_not_asked_for(town: Town) -> None:
    """It has logged them in itself; residents have no token."""
    assert LIN.grant == NOBODY.grant == ""
    perform(ACTS["place/set"], town.desk(HOME), PLACE, LIN)
    perform(ACTS["wish/take"], town.desk(HOME), {"text": "灯"})


def test_the_actor_holds_no_secret(town: Town) -> None:
    """Neither to be seen nor in what is written; it is the same person by any token."""
    token = town.add_staff(HOME, "小林")
    actor = known(town, token)
    assert token not in str(attrs.astuple(actor)) and actor.grant not in repr(actor)
    assert actor == LIN
    perform(ACTS["place/set"], town.desk(HOME), PLACE, actor)
    assert actor.grant not in str(town.desk(HOME).diary.entries())


def test_one_may_give_up_ones_own_token(town: Town) -> None:
    """Who does it is noted, though the token is gone by then."""
    actor = known(town, town.add_staff(HOME, "小林"))
    assert town.remove_staff(HOME, "小林", by=actor) == 1
    noted = [one for one in town.desk(HOME).diary.entries() if one.kind == "act"]
    assert [(one.facts["act"], one.secret("name")) for one in noted] == [("staff/take", "小林")]


class TestOffices:
    """Whoever holds an office: until it ends."""

    @pytest.fixture
    def actor(self, town: Town) -> Actor:
        """A stairwell's representative."""
        people = town.desk(HOME).people
        since, until = DAY.replace(month=1, day=1), DAY.replace(month=12, day=31)
        token = people.appoint("s1", "s", "丁居民", since=since, until=until, by="小林")
        return known(town, token)

    def test_until_it_ends(self, town: Town, actor: Actor) -> None:
        """Then its act is refused, and nothing is written."""
        town.desk(HOME).people.end("s1", "小林")
        before = tables(town)
        with pytest.raises(TokenTaken):
            self._act(town.desk(HOME), actor)
        assert tables(town) == before

    def test_it_does_while_it_lasts(self, town: Town, actor: Actor) -> None:
        """As before."""
        self._act(town.desk(HOME), actor)
        assert [one.secret("office") for one in town.desk(HOME).diary.entries()][-1] == "s1"

    def _act(self, desk: Desk, actor: Actor) -> None:
        with desk.transaction(actor, "stairwell/pay"):
            pass


def test_half_an_act_is_not_refused(town: Town) -> None:
    """Of one that changes several desks it is asked for with the first, wherever that is."""
    actor = known(town, town.add_staff(HOME, "小林"))
    here, there = town.desk(HOME), town.desk(THERE)
    with here.transaction(actor, "award/commend"):
        there.importing.remember("wishes", {"诉求": "text"}, "小林")
        town._folder.remove_staff(HOME, "小林")
    for desk in (here, there):
        assert [one.facts["act"] for one in desk.diary.entries() if one.kind == "act"] == [
            "award/commend"
        ]
    before = tables(town)
    with pytest.raises(TokenTaken), here.transaction(actor, "award/commend"):
        there.importing.remember("wishes", {"谁": "author"}, "小林")
    assert tables(town) == before


def test_at_the_command_line(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a token from a file; it is told in words."""
    (tmp_path / "token").write_text(town.add_staff(HOME, "小林"), "utf-8")

    def meanwhile(*given: Any) -> Any:
        town.remove_staff(HOME, "小林")
        return perform(*given)

    monkeypatch.setattr(command, "perform", meanwhile)
    line = ["do", "place/set", "id=e1", "name=东门", "tier=corner", "--lang", "en"]
    where = ["--data", str(tmp_path / "d"), "--area", HOME]
    code = main([*line, *where, "--token-file", str(tmp_path / "token")])
    assert code != 0 and "taken away meanwhile" in capsys.readouterr().err
    assert town.desk(HOME).collecting.places() == ()
