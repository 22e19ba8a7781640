"""``tickbox plugin check``: what is found of good plugins, and of bad ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tickbox_core.cli import main
from tickbox_core.cli.plugin import format_report
from tickbox_core.inspection import Finding, Level, Report, Topic
from tickbox_core.inspection.speech import complete
from tickbox_core.text import Text

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted(path.name.removeprefix("tickbox-") for path in ROOT.glob("plugins/tickbox-*"))
README = "x" * 400 + " benches fast"
GOOD = '''
import attrs
from tickbox_core import Disclosure, Item, Policy, Proposal, Text, hookimpl
from tickbox_core.categories import a_count

@attrs.frozen
class Seats:
    """How many."""
    seats: int = a_count("座位数", "seats", least=1)

class Benches(Policy[Seats]):
    """Benches."""
    key = "benches"
    title = Text("长椅", "benches")
    fields = Seats
    examples = (Item("b", Text("长椅", "A bench"), "benches", fields={"seats": 2}),)
@more@

@hookimpl
def tickbox_categories():
    """Benches."""
    return (Benches(),)
'''


@pytest.fixture
def checked(tmp_path):
    """Install a plugin of this text in a folder of its own, and look it over there."""

    def run(text: str, readme: str = README, compiled: bool = False) -> Report:
        (tmp_path / "benches.py").write_text(textwrap.dedent(text), "utf-8")
        (tmp_path.parent / "x.txt").write_text("x")
        info = tmp_path / "tickbox_benches-0.1.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: tickbox-benches\nVersion: 0.1\nSummary: b\n\n{readme}\n",
            "utf-8",
        )
        (info / "entry_points.txt").write_text("[tickbox]\nbenches = benches\n", "utf-8")
        # Whether Python puts by what it compiles is for the test to say, not for who runs it.
        settings = {
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src")]),
            "PYTHONDONTWRITEBYTECODE": "" if compiled else "1",
            "PYTHONPYCACHEPREFIX": "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tickbox_core.inspection", "benches"],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        return Report.of_plain(json.loads(done.stdout.splitlines()[-1]))

    return run


def topics(report: Report) -> set[str]:
    """What something was found of."""
    return {str(finding.topic) for finding in report.findings}


@pytest.mark.parametrize("name", OURS)
def test_our_own_plugins_can_be_relied_on(name, capsys):
    """Every plugin of this repository reaches the highest level, by the command people use."""
    if not entry_points(group="tickbox", name=name):
        pytest.skip(f"tickbox-{name} is not installed")
    code = main(["plugin", "check", name, "--json"])
    report = json.loads(capsys.readouterr().out)
    assert (code, report["level"], report["findings"]) == (0, "reliable", [])


@pytest.mark.parametrize("compiled", [False, True])
def test_a_small_good_plugin_can_be_relied_on(checked, compiled, tmp_path):
    """All evidence is there; that Python puts by what it compiles is not the plugin's."""
    report = checked(GOOD.replace("@more@", ""), compiled=compiled)
    assert report.findings == () and report.level is Level.RELIABLE
    assert any(tmp_path.glob("__pycache__/benches.*.pyc")) is compiled


def overriding(method: str, body: str) -> str:
    """A method of the class that is planted."""
    arguments = {"notice": "item, placed", "disclose": "item, unit, setting=None"}
    head = f"    def {method}(self, {arguments.get(method, 'item, setting=None')}):"
    return "\n        ".join([head, *body.splitlines()])


ON = "return super().plan(item)"
MOTION = 'return (Proposal("m", item.title, "use-fund", Text("法", "law")),)'
FAULTY = 'examples = (Item("b", Text("长椅", "A bench"), "benches", fields={"seats": 0}),)'
COUNTING = "import itertools\n    n = itertools.count()\n" + overriding(
    "disclose", 'return (Disclosure(Text("数", "n"), Text(str(next(self.n)), "1")),)'
)
BAD = {
    "speaks one language": (
        overriding("notice", 'return Text("长椅 A bench", "长椅 A bench")'),
        "languages",
        Level.WORKS,
    ),
    "answers differently": (f"    {COUNTING}", "contract", Level.UNUSABLE),
    "answers another type": (overriding("motions", "return [1]"), "contract", Level.UNUSABLE),
    "raises": (overriding("plan", "return 1 / 0"), "contract", Level.UNUSABLE),
    "tells nobody": (overriding("motions", MOTION), "disclosure", Level.WORKS),
    "reads elsewhere": (
        overriding("plan", f"open('../x.txt').close()\n{ON}"),
        "touches",
        Level.READY,
    ),
    "writes a file": (overriding("plan", f"open('k', 'w').close()\n{ON}"), "touches", Level.READY),
    "asks the network": (
        overriding("plan", f"import socket\nsocket.socket().close()\n{ON}"),
        "touches",
        Level.READY,
    ),
    "runs a program": (
        overriding("plan", f"import os\nos.system('true')\n{ON}"),
        "touches",
        Level.READY,
    ),
    "objects to itself": (f"    {FAULTY}", "contract", Level.UNUSABLE),
    "has no example": ("    examples = ()", "contract", Level.UNUSABLE),
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_wrong_is_found_and_named(checked, name):
    """Which topic, in which file or of what, and what to do; the level is what is left."""
    more, topic, level = BAD[name]
    report = checked(GOOD.replace("@more@", more))
    assert topic in topics(report)
    assert report.level is level
    for finding in report.findings:
        assert finding.where and finding.problem.zh and finding.remedy.en


def test_what_is_declared_may_be_touched(checked):
    """A plugin that says that it writes files is taken at its word."""
    more = BAD["writes a file"][0]
    text = GOOD.replace("@more@", more) + '\ntickbox_uses = ("files",)\n'
    assert checked(text).level is Level.RELIABLE


def test_a_readme_that_says_nothing_is_found(checked):
    """Too short, and silent about what it brings."""
    report = checked(GOOD.replace("@more@", ""), readme="A plugin.")
    assert topics(report) == {"docs"} and report.level is Level.READY
    assert {finding.where for finding in report.findings} == {"README.md"}


@pytest.mark.parametrize("text", ["raise ValueError('no')", "import nothing_there", "x = 1"])
def test_a_plugin_that_does_not_load_cannot_be_used(checked, text):
    """The registry's notice is the finding; nothing else is looked at."""
    report = checked(text)
    assert report.level is Level.UNUSABLE and topics(report) == {"loads"}


def test_an_unknown_plugin_is_refused(capsys):
    """With the names there are."""
    assert main(["plugin", "check", "nothing-there", "--lang", "en"]) == 2
    assert "nothing-there" in capsys.readouterr().err


def test_the_report_for_people_says_level_topics_and_remedies():
    """A line for each topic, then what is missing."""
    finding = Finding(
        Topic.DOCS, Text("太短。", "is short."), Text("请写。", "Write."), "README.md"
    )
    report = Report("tickbox-x", "1", (finding,))
    assert Report.of_plain(report.plain()) == report
    assert "ready for residents" in format_report(
        report, "en"
    ) and "! is documented" in format_report(report, "en")
    assert "README.md：太短。 请写。" in format_report(report, "zh")


@pytest.mark.parametrize(
    ("zh", "en", "good"),
    [
        ("长椅", "A bench", True),
        ("12.50", "12.50", True),
        ("长椅", "长椅", False),
        ("A bench", "A bench", False),
        ("长椅", "", False),
        ("3/5", "3/5", True),
    ],
)
def test_what_counts_as_two_languages(zh, en, good):
    """Chinese that is Chinese, English without it; figures are the same in both."""
    assert complete(Text(zh, en)) is good
