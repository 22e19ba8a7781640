"""Acts: one description serves the command line, the API and the forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.acts import Actor, Role, perform
from tickbox_core.categories import fields_of, form, json_schema
from tickbox_core.cli import main
from tickbox_core.errors import BadValue, NotAllowed, UnknownName
from tickbox_core.testing import desks

from ...installed import ACTS

LIN = Actor("小林", Role.STAFF)


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_an_act_says_what_it_asks_for_in_both_languages(act: object) -> None:
    """Title and every label in Chinese and English; a form and a schema can be made of it."""
    assert act.title.zh != act.title.en  # type: ignore[attr-defined]
    fields = act.fields  # type: ignore[attr-defined]
    assert len(form(fields)) == len(fields_of(fields))
    assert all(field.label.zh and field.label.en for field in fields_of(fields))
    json.dumps(json_schema(fields))


@pytest.mark.parametrize("key", [key for key, act in ACTS.items() if act.role is Role.STAFF])
@pytest.mark.parametrize("actor", [Actor(), Actor("王阿姨"), Actor(" ", Role.STAFF)])
def test_what_is_for_staff_is_refused_to_others(key: str, actor: Actor) -> None:
    """Nobody, somebody without the role, and staff without a name."""
    with pytest.raises(NotAllowed):
        perform(ACTS[key], desks.desk(), {}, actor)


def test_an_unknown_act_names_those_there_are() -> None:
    """A slip in the key is answered with the keys."""
    with pytest.raises(UnknownName, match="wish/take"):
        ACTS["wish/tkae"]


def test_a_field_that_will_not_do_is_named() -> None:
    """Missing, unknown, of the wrong type."""
    for given, said in (({}, "text"), ({"text": "x", "y": 1}, "'y'"), ({"text": 3}, "text")):
        with pytest.raises(BadValue, match=said):
            perform(ACTS["wish/take"], desks.desk(), given)


def test_a_resident_cannot_pass_for_another_channel() -> None:
    """What comes in without staff came in online, whatever it says."""
    desk = desks.desk()
    perform(ACTS["wish/take"], desk, {"text": "灯", "channel": "door"})
    perform(ACTS["wish/take"], desk, {"text": "树", "channel": "door"}, LIN)
    assert [wish.channel for wish in desk.collecting.wishes()] == ["online", "door"]


class TestTheCommand:
    """``tickbox do``."""

    @pytest.fixture
    def data(self, tmp_path: Path) -> str:
        """A data folder with one neighbourhood."""
        folder = str(tmp_path / "d")
        assert main(["found", "--data", folder, "n1:neighbourhood:一村"]) == 0
        return folder

    def do(self, data: str, *words: str) -> int:
        """One act in the neighbourhood, answered in JSON."""
        return main(["do", "--data", data, "--area", "n1", "--lang", "en", "--json", *words])

    def test_a_wish_becomes_an_item(self, data: str, capsys: pytest.CaptureFixture[str]) -> None:
        """Taken, listed with its money in yuan, followed by its reference once the list is out."""
        capsys.readouterr()
        assert self.do(data, "wish/take", "text=东门装灯", "author=王阿姨") == 0
        ref = json.loads(capsys.readouterr().out)["ref"]
        plan = ("round/plan", "id=r1", "title=春", "maximum=1", "objection_days=3")
        assert self.do(data, "--by", "小林", *plan) == 0
        listed = (
            "item/add",
            "round=r1",
            "id=light",
            "title=路灯",
            "title.en=Light",
            f"refs={ref}",
        )
        assert (
            self.do(data, "--by", "小林", *listed, "cost=1,200.50", "funding=居民自筹=1200.50") == 0
        )
        capsys.readouterr()
        assert self.do(data, "wish/follow", f"ref={ref}") == 0
        assert json.loads(capsys.readouterr().out)["items"] == []
        feasible = ("item/assess", "round=r1", "item=light", "feasible=yes", "reason=灯杆已有")
        assert self.do(data, "--by", "小林", *feasible) == 0
        assert self.do(data, "--by", "小林", "round/post", "round=r1") == 0
        capsys.readouterr()
        assert self.do(data, "wish/follow", f"ref={ref.lower()}") == 0
        assert json.loads(capsys.readouterr().out)["items"] == [["r1", "light"]]

    @pytest.mark.parametrize(
        "words, said",
        [
            (["wish/take", "text"], "FIELD=VALUE"),
            (["wish/take", "txt=x"], "text"),
            (["wish/all"], "for staff"),
            (["--by", "x", "round/plan", "id=r1", "title=x", "maximum=many"], "'many' will not do"),
            (["nothing"], "wish/take"),
        ],
    )
    def test_a_slip_is_told_in_one_sentence(
        self, data: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """No traceback, exit code 2, nothing done."""
        capsys.readouterr()
        assert self.do(data, *words) == 2
        assert said in capsys.readouterr().err

    def test_without_a_folder_nothing_is_done(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A folder that is none is not made one."""
        assert self.do(str(tmp_path / "none"), "wish/take", "text=x") == 2
        assert not (tmp_path / "none").exists()
        assert main(["do", "wish/take", "text=x"]) == 2

    def test_fields_come_from_a_file_too(
        self, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Words on the command line go over it; a file that is none is named."""
        source = tmp_path / "wish.json"
        source.write_text('{"text": "灯", "category": "green"}', encoding="utf-8")
        assert self.do(data, "--from", str(source), "wish/take", "text=树") == 0
        source.write_text("[", encoding="utf-8")
        assert self.do(data, "--from", str(source), "wish/take") == 2
        assert "wish.json" in capsys.readouterr().err

    def test_the_list_and_the_help_are_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Every act stands in the list; an act's fields in its table."""
        assert main(["do", "--lang", "en"]) == 0
        out = capsys.readouterr().out
        assert all(key in out for key in ACTS)
        assert main(["do", "--lang", "zh", "wish/merge", "--fields"]) == 0
        assert "| `into` | 并入哪一条 | 是 |" in capsys.readouterr().out
        assert main(["do", "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == len(ACTS)
