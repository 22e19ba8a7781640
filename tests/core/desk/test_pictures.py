"""Pictures of items and of how projects go: kept beside the lists, named in the log by digest."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from tickbox_core import Area, AreaTree, Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.cli import main
from tickbox_core.desk import Desk, Town
from tickbox_core.errors import BadValue, NotListed, NotPossible, UnknownId, WrongState
from tickbox_core.testing import desks

from .annual_house import R1, listed

SHOWS = Text("东门现在的样子", "the east gate as it is")


def photo(colour: str = "red") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def desk(tmp_path: Path):
    """A desk of a town's folder, with a list in the making."""
    town = Town(tmp_path / "data")
    town.plant(AreaTree((Area("n1", "neighbourhood", "一村"),)))
    made = town.found("n1")
    made.prepare(desks.plan())
    yield made
    town.close()


def test_a_picture_is_kept_and_the_item_names_it(desk: Desk, tmp_path: Path) -> None:
    """By its digest; the same picture twice stands once, with its newest words."""
    made = desk.add_picture(R1, "gate", photo(), SHOWS)
    assert (tmp_path / "data" / "pictures" / made.digest).is_file()
    other = desk.add_picture(R1, "gate", photo("blue"), SHOWS)
    again = desk.add_picture(R1, "gate", photo(), Text("新的说明", "better words"))
    held = desk.round(R1).item("gate").pictures
    assert held == (other, again)
    assert again.digest == made.digest
    desk.drop_picture(R1, "gate", other.digest)
    assert desk.round(R1).item("gate").pictures == (again,)
    with pytest.raises(NotListed):
        desk.drop_picture(R1, "gate", other.digest)


def test_opening_freezes_it_into_the_log(desk: Desk) -> None:
    """After that nothing is put to an item or taken off."""
    made = desk.add_picture(R1, "gate", photo(), SHOWS)
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    with pytest.raises(WrongState):
        desk.add_picture(R1, "gate", photo("blue"), SHOWS)
    with pytest.raises(WrongState):
        desk.drop_picture(R1, "gate", made.digest)
    assert desk.round(R1).item("gate").pictures == (made,)


def test_what_is_refused_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    """No picture, no words for it, no such item."""
    with pytest.raises(BadValue, match="no picture"):
        desk.add_picture(R1, "gate", b"%PDF", SHOWS)
    with pytest.raises(BadValue, match="what the picture shows is missing"):
        desk.add_picture(R1, "gate", photo(), Text(" ", " "))
    with pytest.raises(UnknownId):
        desk.add_picture(R1, "nothing", photo(), SHOWS)
    assert desk.round(R1).item("gate").pictures == ()
    assert not (tmp_path / "data" / "pictures").exists()


def test_a_desk_without_a_folder_says_so() -> None:
    """Whoever embeds the desk alone brings a place of their own."""
    alone = desks.desk()
    alone.prepare(desks.plan())
    with pytest.raises(NotPossible, match="no place to keep pictures"):
        alone.add_picture(R1, "gate", photo(), SHOWS)


def test_how_a_project_goes_is_shown_with_a_picture() -> None:
    """On its card; without a picture there is none, and the words stay needed."""
    kept: list[bytes] = []

    def keep(content: bytes) -> str:
        kept.append(content)
        return "ab" * 32

    desk = listed(pictures=keep)
    id_ = desk.projects.start(R1, "doors", by="小林").id
    desk.projects.note(id_, Text("已开工", "begun"))
    desk.projects.note(id_, Text("门装好了", "the doors are in"), photo(), SHOWS)
    with pytest.raises(NotPossible):
        desk.projects.note(id_, Text(" ", " "), photo(), SHOWS)
    first, second = desk.projects.card(id_)["notes"]
    assert first["pictures"] == []
    assert second["pictures"] == [{"digest": "ab" * 32, "shows": SHOWS.plain()}]
    assert all(content.startswith(b"\xff\xd8\xff") for content in kept)


def test_the_act_takes_base64_and_the_command_a_file(desk: Desk, tmp_path: Path, capsys) -> None:
    """``@FILE``; base64 that is none is refused with what to do instead."""
    actor = Actor("小林", Role.STAFF)
    given = {"round": R1, "item": "gate", "shows": "东门"}
    with pytest.raises(BadValue, match="picture"):
        perform(ACTS["item/picture"], desk, {**given, "picture": "no base64!"}, actor)
    file = tmp_path / "gate.jpg"
    file.write_bytes(photo())
    words = ["do", "--data", str(tmp_path / "data"), "--area", "n1", "--by", "小林", "--lang", "en"]
    words += ["item/picture", f"round={R1}", "item=gate", "shows=东门", "--json"]
    assert main([*words, f"picture=@{file}"]) == 0
    digest = json.loads(capsys.readouterr().out)["digest"]
    assert desk.round(R1).item("gate").pictures[0].digest == digest
    assert main([*words, "picture=@nowhere.jpg"]) == 2
    assert "nowhere.jpg" in capsys.readouterr().err
