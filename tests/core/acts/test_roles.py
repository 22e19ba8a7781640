"""Who may do what: every act for every role, and the tokens that give a role."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core import Area, AreaTree, Text, open_registry
from tickbox_core.acts import WITH_TOKENS, Actor, Role, allow
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.errors import NotAllowed
from tickbox_core.store.folder import DataFolder

from ...installed import ACTS

PAPER = {
    "paper/return", "paper/spoil", "paper/key", "paper/unkey", "paper/mismatches",
    "paper/batches", "motion/key", "motion/unkey", "motion/mismatches",
}  # fmt: skip
AWARDS = {
    f"award/{act}"
    for act in "nominate declare gather score withdraw decide commend call-off".split()
}


def expected(key: str, role: Role) -> bool:
    """The table of the document, written down a second time."""
    act = ACTS[key]
    if act.role is Role.ANYBODY:
        return act.reads or role is not Role.OBSERVER
    if act.role in (Role.GROUP, Role.STAIRWELL):
        return role is act.role
    return {
        Role.STAFF: True,
        Role.TOWN: act.reads or key in AWARDS or key.startswith("template/"),
        Role.OBSERVER: act.reads,
        Role.KEYER: key in PAPER | {"round/list"},
    }.get(role, False)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("key", list(ACTS))
def test_each_act_is_for_its_roles(key: str, role: Role) -> None:
    """What a role may not do is refused by name, before anything is read."""
    if expected(key, role):
        allow(ACTS[key], Actor("小林", role))
    else:
        with pytest.raises(NotAllowed):
            allow(ACTS[key], Actor("小林", role))


@pytest.mark.parametrize("key", [k for k, act in ACTS.items() if act.role is not Role.ANYBODY])
def test_nobody_without_a_name_does_what_is_not_for_anybody(key: str) -> None:
    """A role alone is not enough: what is written says who did it."""
    with pytest.raises(NotAllowed):
        allow(ACTS[key], Actor(" ", ACTS[key].role))


def test_an_observer_never_writes() -> None:
    """Whatever is added later: no act that changes something is for observers."""
    assert all(act.reads for act in ACTS.values() if Role.OBSERVER in act.roles)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A neighbourhood with a file."""
    town = Town(tmp_path / "data", open_registry(discover=False))
    town.plant(AreaTree((Area("n1", "neighbourhood", Text("n1", "n1")),)))
    town.found("n1")
    return town


@pytest.mark.parametrize("role", WITH_TOKENS)
def test_a_token_gives_its_role(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], role: Role
) -> None:
    """As it was given on the command line; in another area it is nobody's."""
    args = ["staff", "--data", str(tmp_path / "data"), "--area", "n1", "--role", role, "--json"]
    assert main([*args, "小林"]) == 0
    token = json.loads(capsys.readouterr().out)["token"]
    assert town.actor(token, "n1") == Actor("小林", role)
    assert town.staff("n2", token) is None
    assert town.remove_staff("n1", "小林") == 1
    assert town.actor(token, "n1") is None


def test_a_token_from_before_roles_is_the_committees(tmp_path: Path) -> None:
    """Folders that are older than roles go on as they were."""
    folder = DataFolder(tmp_path / "old")
    with folder.town.transaction():
        folder.town.put("staff", {"hash": b"1", "area": "n1", "name": "老周"})
    assert folder.staff(b"1") == ("n1", "老周", "staff")
    folder.close()
