"""A round is called one thing in the code; the word it had is a name that still leads there."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from pathlib import Path

import pytest

import tickbox_core
from tickbox_core.acts import ACTS, Actor, Role, perform, under_todays_names
from tickbox_core.cli import main
from tickbox_core.hooks import Event
from tickbox_core.model import Cycle, Round
from tickbox_core.testing.desks import ROUND, opened

ROOT = Path(__file__).parents[2]
LIN = Actor("小林", Role.STAFF)
FORMER = {  # where the former name still stands as a name, and how often
    "src/tickbox_core/__init__.py": {"Cycle": 1},
    "src/tickbox_core/model/__init__.py": {"Cycle": 1},
    "src/tickbox_core/hooks.py": {"cycle": 1},
    "src/tickbox_core/desk/desk.py": {"cycle": 1, "cycles": 1},
    "src/tickbox_server/slow_clients.py": {"cycle": 11},  # uvicorn's, of a request and its answer
}
COLUMN = re.compile(r"(store\.\w+|_table|_blanked|replaced)\(")
"""Tables keep the columns they have."""


def test_no_name_in_the_code_says_cycle():
    """Keywords of the store's questions name columns, which stay as they are stored."""
    found = {}
    for path in sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]):
        text = path.read_text(encoding="utf-8")
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and "cycle" in token.string.lower():
                assert not keyword.iskeyword(token.string)
                if not _is_a_column(text, token):
                    named = found.setdefault(path.relative_to(ROOT).as_posix(), {})
                    named[token.string] = named.get(token.string, 0) + 1
    assert found == FORMER


def _is_a_column(text: str, token: tokenize.TokenInfo) -> bool:
    """Whether this is a keyword of a question to the store, or of a table's declaration."""
    lines = text.splitlines(keepends=True)
    row, at = token.end
    before = "".join(lines[max(0, row - 15) : row - 1]) + lines[row - 1][: token.start[1]]
    return lines[row - 1][at : at + 1] == "=" and COLUMN.search(before) is not None


def test_the_former_names_of_the_library_lead_on():
    """What a host wrote before 0.1 goes on running."""
    here = opened()
    assert tickbox_core.Cycle is Cycle is Round
    assert here.cycle(ROUND) == here.round(ROUND) and here.cycles() == here.rounds()
    assert Event("opened", ROUND, {}).cycle == ROUND


def test_an_act_is_given_its_round_by_the_former_name_too():
    """Only where the act has the field of today and was not given it; both are refused."""
    see, here = ACTS["round/checklist"], opened()
    today = perform(see, here, {"round": ROUND}, LIN)
    assert perform(see, here, {"cycle": ROUND}, LIN) == today
    assert under_todays_names(see, {"cycle": "a", "round": "b"}) == {"cycle": "a", "round": "b"}
    assert under_todays_names(ACTS["wish/take"], {"cycle": "a"}) == {"cycle": "a"}


@pytest.mark.parametrize("word", ["cycle=r", "round=r"])
def test_the_command_line_takes_both(word: str, tmp_path: Path, capsys) -> None:
    """``tickbox do``, and the option of tables and of erasing."""
    data = str(tmp_path / "data")
    assert main(["found", "--data", data, "n1:neighbourhood:一村", "b1:building:1号楼:n1"]) == 0
    here = ["--data", data, "--area", "n1"]
    assert main(["do", *here, "--by", "小林", "round/plan", "id=r", "title=春季", "places=1"]) == 0
    assert main(["do", *here, "--by", "小林", "round/checklist", word]) == 0
    name, _, value = word.partition("=")
    assert main(["erase", *here, f"--{name}", value]) == 0
    assert main(["erase", "--help"]) == 0
    assert "--round" in (said := capsys.readouterr().out) and "--cycle" not in said
