"""The ``tickbox`` command itself: languages, help, exit codes, and commands that others bring."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from tickbox_core import Text, __version__
from tickbox_core.cli import Command, commands, main
from tickbox_core.cli.main import spoken
from tickbox_core.errors import NotListed


class Greet:
    """A command as another distribution might bring it."""

    help = Text("打招呼", "say 100% hello")

    def configure(self, parser):
        """One argument."""
        parser.add_argument("name", help=parser.said(Text("名字", "a name of 100%")))

    def run(self, args):
        """Greets, or does what a name asks for."""
        if args.name == "nobody":
            raise NotListed(Text("人", "person"), "no\nbody")
        if args.name == "stop":
            raise KeyboardInterrupt
        if args.name == "pipe":
            raise BrokenPipeError
        print(f"{args.lang} {args.name}")
        return 7


GREET = Greet()
NO_COMMAND = object()


@pytest.fixture
def brought(monkeypatch):
    """Let entry points bring commands: names and what they name."""

    def bring(**entries):
        found = [EntryPoint(name, value, commands.GROUP) for name, value in entries.items()]
        monkeypatch.setattr(commands, "entry_points", lambda group: found)

    monkeypatch.setitem(sys.modules, "greeting", sys.modules[__name__])
    return bring


def test_an_entry_point_brings_a_command(brought, capsys):
    """Its arguments, its language, its exit code."""
    brought(greet="greeting:GREET")
    assert main(["greet", "wang", "--lang", "zh"]) == 7
    assert capsys.readouterr().out == "zh wang\n"
    assert main(["--lang", "zh", "greet", "wang"]) == 7
    assert capsys.readouterr().out == "zh wang\n"
    assert isinstance(GREET, Command)


def test_a_command_is_loaded_only_when_it_is_asked_for(brought, capsys):
    """A broken neighbour spoils nothing but its own line of help."""
    brought(greet="greeting:GREET", broken="no_such_module_here:X")
    assert main(["greet", "wang"]) == 7
    assert main(["--help", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "say 100% hello" in told
    assert "not available" in told
    assert main(["broken", "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "no_such_module_here" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("value", ["greeting:Greet", "greeting:NO_COMMAND", "greeting:NOTHING"])
def test_what_is_no_command_is_refused_by_name(brought, capsys, value):
    """A class, another object, or a name that is not there."""
    brought(greet=value)
    assert main(["greet", "wang", "--lang", "en"]) == 2
    assert "command greet" in capsys.readouterr().err


def test_two_commands_of_one_name_clash(brought, capsys):
    """Nobody takes the name of a command that is there: the core's is run, and the notice said."""
    brought(count="greeting:GREET")
    assert main(["count", "x", "--lang", "en"]) == 2
    notice, answer = capsys.readouterr().err.splitlines()
    assert "'greeting' and 'tickbox-core' both bring a command named 'count'" in notice
    assert "x: there is no such file" in answer


def test_exit_codes(brought, capfd):
    """A refusal is one line and 2, Ctrl-C is 130, a reader who went away is quiet."""
    brought(greet="greeting:GREET")
    assert main(["greet", "nobody", "--lang", "en"]) == 2
    out, err = capfd.readouterr()
    assert (out, err) == ("", "tickbox: there is no person 'no body' here.\n")
    assert main(["greet", "stop"]) == 130
    assert main(["greet", "--lang", "en"]) == 2
    assert "required: name. See tickbox greet --help." in capfd.readouterr().err
    assert main(["greet", "--lang", "zh"]) == 2
    assert "还缺少：name" in capfd.readouterr().err


def test_a_reader_who_goes_away_is_no_error(tmp_path):
    """``tickbox … | head`` ends without a complaint."""
    code = "from tickbox_core.cli import main; import sys; sys.exit(main(['rules', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", f"input(); {code}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        process.stdin.write(b"go on\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize(
    "language, start", [("zh", "用法：tickbox count "), ("en", "usage: tickbox count ")]
)
def test_help_begins_with_the_whole_name_of_the_command(capsys, language, start):
    """In both languages, although options may stand anywhere."""
    assert main(["count", "--help", "--lang", language]) == 0
    assert capsys.readouterr().out.startswith(start)


def test_help_and_version(capsys):
    """What there is, in both languages; the version alone on its line."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"tickbox {__version__}\n"
    for words in (["--help", "--lang", "zh"], ["--lang", "zh", "-h"]):
        assert main(words) == 0
        assert "给文件计票并排序" in capsys.readouterr().out
    assert main(["count", "--help", "--lang", "en"]) == 0
    assert "usage: tickbox count" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words, told",
    [
        ([], "no command was given"),
        (["cont"], "there is no command named 'cont'"),
        (["--quick", "count"], "unrecognized arguments: --quick"),
        (["--lang", "fr", "rules"], "invalid choice: 'fr'"),
        (["rules", "--lang", "fr"], "invalid choice: 'fr'"),
        (["rules", "--js"], "unrecognized arguments: --js"),
    ],
)
def test_what_is_not_understood_is_said(capsys, monkeypatch, words, told):
    """One sentence, and where to read more."""
    monkeypatch.setenv("LC_ALL", "C")
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words, environment, language",
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "C", "LC_ALL": "ZH_TW"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        (["--lang", "zh"], {"LANG": "C"}, "zh"),
        (["count", "--lang=en"], {"LANG": "zh_CN"}, "en"),
        (["count", "--", "--lang=en"], {"LANG": "zh_CN"}, "zh"),
        (["count", "--lang"], {"LANG": "zh_CN"}, "zh"),
    ],
)
def test_the_language_is_asked_for_or_that_of_the_environment(words, environment, language):
    """``--lang`` first, then LC_ALL, then LANG."""
    assert spoken(words, environment) == language


def test_rules_are_listed(capsys):
    """Each rule with its parameters and each tie-break, for people and for programs."""
    assert main(["rules", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    rule = next(rule for rule in answer["rules"] if rule["key"] == "tick-share")
    assert rule["plugin"] == "tickbox-core"
    assert rule["parameters"][0]["name"] == "base"
    assert rule["parameters"][0]["choices"] == ["participants", "registered", "households"]
    assert {"refuse", "listed-first", "lot"} <= {tie["key"] for tie in answer["tie_breaks"]}
    for language, words in (("zh", "按勾选比例排序"), ("en", "rank by the share")):
        assert main(["rules", "--lang", language]) == 0
        out = capsys.readouterr().out
        assert words in out
        assert "--ties lot" in out
