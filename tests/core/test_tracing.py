"""A trace of calls into plugins: what is asked, how long it takes, and nothing about anybody."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import attrs
import pytest

from tickbox_core import (
    Category,
    Disclosure,
    Item,
    Person,
    Policy,
    Residence,
    Roll,
    RuleChoice,
    RuleKind,
    Text,
    TickShare,
    Unit,
    hookimpl,
    open_registry,
)
from tickbox_core.bundle.recount_rules import tick_share
from tickbox_core.bundle.recount_shares import EVERY_RULE
from tickbox_core.categories import a_name
from tickbox_core.cli import main
from tickbox_core.desk import Cast
from tickbox_core.errors import BadValue
from tickbox_core.registry import Trace
from tickbox_core.registry.tracing import VARIABLE, shape
from tickbox_core.testing import desks

SECRET = "欧阳大明", "13912345678", "3-501", "苦水", "密语"
UNIT = Unit("3-501", "n1", "3号楼501室", floor_area=56320)


@attrs.frozen
class Told:
    """A field that names somebody."""

    who: str = a_name("谁", "who")


class Nosy(Policy[Told]):
    """Says back what it is handed, and fails with it too."""

    key = "nosy"
    title = Text("某类", "nosy")
    fields = Told

    def disclose(self, item, unit, setting=None):
        """The household's label, in words."""
        return (Disclosure(Text("您", "you"), Text(f"{unit.label}密语", "x")),)

    def plan(self, item, setting=None):
        """An error that quotes the item."""
        raise ValueError(item.fields["who"])


class Plugin:
    """Brings the category and a rule."""

    @hookimpl
    def tickbox_categories(self):
        """Nosy."""
        return (Nosy(),)

    @hookimpl
    def tickbox_rules(self):
        """A rule of its own."""
        return (RuleKind("ours", "1", Text("规则", "rule"), lambda p, tie: Ours(tie)),)


@attrs.frozen
class Ours:
    """Ticks, counted under a name of its own."""

    tie_break: object
    key: str = "ours"
    version: str = "1"

    def outcome(self, contest):
        """As tick-share has it."""
        counted = TickShare(tie_break=self.tie_break).outcome(contest)
        return attrs.evolve(counted, rule=self.key)


@pytest.fixture(autouse=True)
def _a_recount_that_knows_it(monkeypatch):
    """Else the round would not open."""
    monkeypatch.setitem(EVERY_RULE, ("ours", "1"), tick_share)


def played(**options):
    """A whole small round with that category and rule."""
    registry = open_registry(discover=False, plugins={"nosy": Plugin()}, **options)
    desk = desks.desk(registry=registry)
    item = Item("i1", Text("某事", "a thing"), "c", fields={"who": "欧阳大明 13912345678"})
    plan = desks.plan(items=(item,), categories=(Category("c", "某类", "nosy"),), places=1,
                      rule=RuleChoice("ours"))  # fmt: skip
    desk.prepare(plan)
    people = (Person("p1", "欧阳大明"),)
    desk.register("r1", Roll(date(2026, 1, 1), (UNIT,), people, (Residence("p1", "3-501"),)))
    desks.open_list(desk, "r1")
    (slot,) = desk.slots("r1")
    codes = desk.issue_codes("r1", [slot.slot])
    receipt = desk.cast("r1", Cast(desk.slot_of_code("r1", codes[slot.slot]), ("i1",), "k"))
    policy = registry.policy(plan.categories[0])
    policy.disclose(item, UNIT)
    policy.plan(item)
    desk.close("r1")
    desk.count("r1")
    return (*SECRET, *codes, *codes.values(), receipt.code)


def test_a_trace_says_who_was_asked_what_and_how_it_went():
    """Plugin, hook, shapes of arguments and answer, time; a failure by its type."""
    lines = []
    played(trace=Trace(lines.append))
    by_hook = {line["hook"]: line for line in lines}
    shown = by_hook["disclose"]
    assert shown["plugin"] == "nosy"
    assert shown["arguments"][:2] == ["Item(id=i1, category=c, fields=1)", "Unit"]
    assert shown["answer"] == ["tuple of 1 Disclosure"]
    assert by_hook["plan"]["failed"] == "ValueError"
    assert by_hook["ours.outcome"]["answer"] == ["Outcome(rule=ours, items=1)"]
    assert float(shown["ms"]) >= 0


def test_nothing_about_anybody_stands_in_it():
    """Names, phones, units, slots, codes, receipts, texts of a whole round: none, in any line."""
    lines = []
    secrets = played(trace=Trace(lines.append))
    written = json.dumps(lines, ensure_ascii=False)
    assert len(lines) > 5
    assert all(secrets)
    assert [secret for secret in secrets if secret in written] == []


def test_hooks_themselves_are_traced():
    """Each hook a plugin implements, once, with what it hands over; the core's own are not."""
    lines = []
    open_registry(discover=False, plugins={"nosy": Plugin()}, trace=Trace(lines.append))
    assert [(line["plugin"], line["hook"], line["answer"]) for line in lines] == [
        ("nosy", "tickbox_categories", ["tuple of 1 Nosy"]),
        ("nosy", "tickbox_rules", ["tuple of 1 RuleKind"]),
    ]


def test_a_hook_that_raises_is_traced_by_its_type():
    """Its message may quote anything."""

    def raises():
        raise ValueError("欧阳大明")

    lines = []
    broken = SimpleNamespace(tickbox_categories=hookimpl(raises))
    open_registry(discover=False, plugins={"broken": broken}, trace=Trace(lines.append))
    assert [(line["hook"], line["failed"]) for line in lines] == [
        ("tickbox_categories", "ValueError")
    ]
    assert "欧阳大明" not in str(lines)


def test_a_trace_that_fails_is_not_the_plugins_fault(caplog):
    """The round is played to its end as without one; the loss is logged, once."""

    def full(_):
        raise OSError(28, "No space left on device", "欧阳大明.jsonl")

    registry = open_registry(discover=False, plugins={"nosy": Plugin()}, trace=Trace(full))
    assert registry.notices == ()
    caplog.clear()
    assert played(trace=Trace(full))
    said = [one.getMessage() for one in caplog.records if one.name == "tickbox.trace"]
    assert said == ["lines of the trace are lost: No space left on device"]


def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path, monkeypatch):
    """The variable, the file and the remedy are named."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none" / "trace.jsonl"))
    with pytest.raises(BadValue, match=f"{VARIABLE}.*none.*cannot be written"):
        open_registry(discover=False)


def test_the_command_line_heeds_it(tmp_path, monkeypatch, capsys):
    """A command makes the file that the variable names; one that cannot be is exit 2."""
    path = tmp_path / "trace.jsonl"
    monkeypatch.setenv(VARIABLE, str(path))
    assert main(["rules"]) == 0
    assert path.is_file()
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert main(["rules", "--lang", "en"]) == 2
    assert "unset it" in capsys.readouterr().err


def test_the_environment_names_a_file(tmp_path, monkeypatch):
    """A JSON object a line, added to what is there."""
    path = tmp_path / "trace.jsonl"
    path.write_text('{"hook": "before"}\n', "utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    played()
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines[0] == {"hook": "before"}
    assert {"disclose", "plan", "ours.outcome"} <= {line["hook"] for line in lines}


def test_without_one_nothing_is_told(monkeypatch):
    """The usual case."""
    monkeypatch.delenv(VARIABLE, raising=False)
    assert open_registry(discover=False).trace is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("密语", "str"),
        (12345, "int"),
        ({"a": 1}, "dict of 1 str"),
        ((), "tuple of 0"),
        (Text("密语", "x"), "Text"),
        (None, "NoneType"),
    ],
)
def test_a_shape_holds_no_content(value, said):
    """Types and numbers of things only."""
    assert shape(value) == said
