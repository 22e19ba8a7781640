"""Plugins that are in each other's way, at the command line: one notice, and everything starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import tickbox_core
from tickbox_core import RuleChoice
from tickbox_core.cli import count, main
from tickbox_core.cli.commands import clashes, load, offered
from tickbox_core.desk import Town
from tickbox_core.errors import PluginClash, UnknownName
from tickbox_core.model import Area, AreaTree
from tickbox_core.testing import desks

SOURCE = Path(tickbox_core.__file__).parents[1]
STRANGER = '''
    from tickbox_core import RuleKind, Text, TickShare, hookimpl

    @hookimpl
    def tickbox_rules():
        """A rule that the recount does not know."""
        make = lambda parameters, tie_break: TickShare("participants", tie_break)
        return tuple(RuleKind(key, "1", Text("按参与", "of those who came"), make)
                     for key in {keys!r})

    class Hello:
        """A command."""
        help = Text("问好", "say hello")

        def configure(self, parser):
            """Nothing to add."""

        def run(self, args):
            """Say whose it is."""
            print("hello from {name}")
            return 0

    HELLO = Hello()
'''


@pytest.fixture
def site(tmp_path):
    """A folder of distributions as an installer leaves it."""
    folder = tmp_path / "site"
    folder.mkdir()

    def install(name, keys=(), commands=(), source=STRANGER, entry=""):
        module = name.replace("-", "_")
        text = textwrap.dedent(source).format(name=name, keys=tuple(keys))
        (folder / f"{module}.py").write_text(text, "utf-8")
        info = folder / f"{module}-1.0.dist-info"
        info.mkdir()
        readme = f"{'x' * 400} {' '.join(keys)}"
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nSummary: s\n\n{readme}\n", "utf-8"
        )
        lines = ["[tickbox]", f"{entry or name.removeprefix('tickbox-')} = {module}"]
        lines += ["[tickbox.commands]", *(f"{one} = {module}:HELLO" for one in commands)]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n", "utf-8")

    install.folder = folder
    return install


@pytest.fixture
def tickbox(site, tmp_path, monkeypatch, capsys):
    """The command line with these distributions on the path; what it prints, both ways."""
    before = set(sys.modules)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(site.folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site.folder), str(SOURCE)]))

    def run(*words, code=0, lang="en"):
        vars(count.COMMAND).pop("registry", None)  # of the plugins that were there before
        assert main(["--lang", lang, *words]) == code
        said = capsys.readouterr()
        return said.out + said.err

    yield run
    vars(count.COMMAND).pop("registry", None)
    for name in set(sys.modules) - before:
        if name.startswith("tickbox_") and not name.startswith(("tickbox_core", "tickbox_server")):
            del sys.modules[name]


@pytest.fixture
def process(site, tmp_path):
    """The same in a process of its own."""

    def run(*words):
        path = os.pathsep.join([str(site.folder), str(SOURCE)])
        return subprocess.run(
            [sys.executable, "-m", "tickbox_core.cli", *words],
            env={**os.environ, "PYTHONPATH": path},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def two(site):
    """Two plugins that bring the rule ``ours``, the same command, and something of their own."""
    site("tickbox-one", ["ours", "first"], ["hello", "one"])
    site("tickbox-two", ["ours", "second"], ["hello", "two"])


@pytest.fixture
def files(tmp_path):
    """Items and ballots."""
    (tmp_path / "items.csv").write_text("id,title\na,A\nb,B\n", "utf-8")
    (tmp_path / "ballots.csv").write_text('voter_id,vote\n1,a\n2,"a,b"\n', "utf-8")
    return "items.csv", "ballots.csv"


@pytest.mark.usefixtures("two")
def test_plugins_lists_all_and_one_notice_for_each_key(tickbox):
    """Both are named, with the key, and what to do, in both languages."""
    told = tickbox("plugins")
    for lang, words in (("en", told), ("zh", tickbox("plugins", lang="zh"))):
        notices = [line for line in words.splitlines() if line.startswith("!")]
        assert len(notices) == 2, lang
        for line, key in zip(notices, ("ours", "hello"), strict=True):
            assert all(one in line for one in ("tickbox-one", "tickbox-two", key))
            assert "--without-plugin tickbox-one" in line
    assert "first" in told and "second" in told
    machine = json.loads(tickbox("plugins", "--json"))
    brings = {one["name"]: one["brings"] for one in machine["plugins"]}
    assert brings["tickbox-one"] == {"rules": ["first"]}
    assert brings["tickbox-two"] == {"rules": ["second"]}
    assert [one["plugins"] for one in machine["notices"]] == [["tickbox-one", "tickbox-two"]] * 2


@pytest.mark.usefixtures("two")
def test_a_process_starts_in_spite_of_them(process, files):
    """For real: one notice a key, and the count is made."""
    done = process("count", *files, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("both bring") == 1 and "A" in done.stdout
    done = process("--without-plugin", "two", "hello")
    assert (done.returncode, done.stdout) == (0, "hello from tickbox-one\n")


@pytest.mark.usefixtures("two")
def test_everything_else_starts(tickbox, files):
    """Counting by other rules, theirs and the core's; by the rule of both it says why not."""
    for rule in ("tick-share", "first", "second"):
        told = tickbox("count", *files, "--rule", rule)
        assert "1" in told and "both bring a rule named 'ours'" in told
    assert "both bring a rule named 'ours'" in tickbox("count", *files, "--rule", "ours", code=2)
    assert tickbox("--version").startswith("tickbox")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("name", ["tickbox-two", "two", "--without-plugin=tickbox-two"])
def test_with_one_left_out_the_others_is_used(tickbox, files, before, name):
    """The option stands anywhere, names entry point or distribution, and takes its commands too."""
    option = [name] if name.startswith("--") else ["--without-plugin", name]
    words = ["count", *files, "--rule", "ours"]
    told = tickbox(*option, *words) if before else tickbox(*words, *option)
    assert "both bring" not in told
    assert "hello from tickbox-one" in tickbox(*option, "hello")
    assert "no command named 'two'" in tickbox(*option, "two", code=2)
    assert "hello from tickbox-one" in tickbox(*option, "one")


@pytest.mark.usefixtures("two")
def test_it_may_be_repeated(tickbox):
    """Both left out: neither is there."""
    both = ["--without-plugin", "one", "--without-plugin", "two"]
    machine = json.loads(tickbox(*both, "plugins", "--json"))
    assert not {"tickbox-one", "tickbox-two"} & {one["name"] for one in machine["plugins"]}
    assert (machine["notices"], machine["without"]) == ([], ["one", "two"])


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("words", [["plugins"], ["recount", "none.zip"], ["rules"], ["hello"]])
@pytest.mark.parametrize("name", ["three", "tickbox-core"])
def test_an_unknown_plugin_to_be_left_out_is_an_error(tickbox, words, name):
    """Of every command, whether it needs plugins or not; it says what there is."""
    told = tickbox(*words, "--without-plugin", name, code=2)
    assert f"no plugin named '{name}'" in told and "tickbox-one" in told


@pytest.mark.usefixtures("two")
def test_a_command_that_two_bring_is_neithers(tickbox):
    """It says so when it is asked for and in the list of commands; the others work."""
    told = tickbox("hello", code=2)
    assert "'tickbox-one' and 'tickbox-two' both bring a command named 'hello'" in told
    listed = tickbox("--help")
    (line,) = [line for line in listed.splitlines() if line.strip().startswith("hello")]
    assert "not available" in line
    assert "hello from tickbox-two" in tickbox("two")
    assert "tick-share" in tickbox("rules")


def test_the_cores_commands_stay_the_cores(site, tickbox, files):
    """A plugin cannot put itself in the place of ``count``, nor of ``serve``."""
    site("tickbox-bold", ["mine"], ["count", "serve", "fine"])
    assert "hello" not in tickbox("count", *files)
    assert "--data" in tickbox("serve", "--help")
    assert "hello from tickbox-bold" in tickbox("fine")
    notices = [line for line in tickbox("plugins").splitlines() if line.startswith("!")]
    assert len(notices) == 2
    assert all("tickbox-bold" in one and "tickbox's own stays" in one for one in notices)


def test_commands_are_offered_without_those_left_out(site, monkeypatch, two):
    """The same, asked of the functions."""
    monkeypatch.syspath_prepend(site.folder)
    assert "hello" not in offered() and "count" in offered()
    assert [clash.key for clash in clashes()] == ["hello"]
    with pytest.raises(PluginClash):
        load("hello")
    assert offered(["two"])["hello"].dist.name == "tickbox-one"
    assert clashes(["two"]) == ()
    with pytest.raises(UnknownName, match="no command named 'two'"):
        load("two", ["tickbox-two"])


def test_a_parameter_named_like_an_option_of_count_stops_nothing(site, tickbox, files):
    """``--places`` stays the command's; the parameter is given in a file."""
    source = """
        from tickbox_core import RuleKind, Text, TickShare, hookimpl
        from tickbox_core.hooks import Parameter

        @hookimpl
        def tickbox_rules():
            words = Text("某", "some")
            own = tuple(Parameter(name, "", words) for name in ("places", "json", "lang", "x"))
            make = lambda given, tie: TickShare("participants", tie)
            return (RuleKind("odd", "1", words, make, own),)
    """
    site("tickbox-odd", source=source)
    assert "A" in tickbox("count", *files, "--places", "1", "--x", "y", "--rule", "odd")


# -- the whole way through a folder ------------------------------------------------------------


@pytest.fixture
def folder(site, tickbox, tmp_path):
    """A town in which a round by the stranger's rule stands ready."""
    site("tickbox-stranger", ["of-those-who-came"])
    assert "stranger" in tickbox("plugins")
    town = Town(tmp_path / "data")
    town.plant(AreaTree((Area("n1", "neighbourhood", "一居"),)))
    desk = town.found("n1")
    desk.prepare(desks.plan(rule=RuleChoice("of-those-who-came")))
    desk.register("r1", desks.roll())
    town.close()
    return tmp_path / "data"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_minimal_rule_is_refused_before_anybody_has_ticked(folder, tickbox, lang):
    """By ``do``: the checklist says why, and opening is refused with the same words."""
    at = ["--data", str(folder), "--area", "n1", "--by", "王主任", "round=r1"]
    told = tickbox("do", "round/checklist", *at, lang=lang)
    words = "无法公布" if lang == "zh" else "could never be published"
    assert words in told and "of-those-who-came" in told and "tickbox-stranger" in told
    refused = tickbox("do", "round/open", *at, code=2, lang=lang)
    assert words in refused and "of-those-who-came" in refused
    assert "listing" in tickbox("do", "round/list", *at[:-1])


def test_plugin_check_says_that_nothing_could_be_published(folder, tickbox):
    """A topic of its own, in both languages, with what its author can do."""
    told = tickbox("plugin", "check", "stranger", code=1)
    assert "! its results are confirmed by the recount" in told
    assert "rule of-those-who-came" in told and "docs/hooks.md" in told
    assert "works" in told.splitlines()[0]
    assert "! 结果经得起独立复算" in tickbox("plugin", "check", "stranger", code=1, lang="zh")


def test_a_round_whose_plugin_is_left_out_says_what_it_needs(folder, tickbox):
    """Leaving it out is no way round."""
    at = ["--data", str(folder), "--area", "n1", "--by", "王主任", "round=r1"]
    told = tickbox("do", "round/open", *at, "--without-plugin", "stranger", code=2)
    assert "no rule named 'of-those-who-came'" in told


HANGING = '''
    import itertools
    from tickbox_core import RuleKind, Text, TickShare, hookimpl

    class Loops:
        """A rule that never comes back."""
        key, version = "loops", "1"

        def outcome(self, contest):
            """Never."""
            for _ in itertools.count():
                pass

    @hookimpl
    def tickbox_rules():
        """The rule."""
        return (RuleKind("loops", "1", Text("循环", "loops"), lambda p, t: Loops()),)
'''


def test_a_rule_that_loops_is_named_by_plugin_check(site, tickbox):
    """It is stopped, and the rule is named; the check ends by itself."""
    site("tickbox-loops", ["loops"], source=HANGING)
    told = tickbox("plugin", "check", "loops", code=1)
    assert "cannot be used" in told.splitlines()[0]
    assert "rule loops: did not answer within 10 s" in told


def test_a_plugin_can_be_checked_beside_one_that_it_clashes_with(site, tickbox, two):
    """With the other left out; else the clash is what is found."""
    told = tickbox("plugin", "check", "one", code=1)
    assert "both bring a rule named 'ours'" in told and "cannot be used" in told
    told = tickbox("plugin", "check", "one", "--without-plugin", "two", code=1)
    assert "works" in told.splitlines()[0]


def test_a_name_that_two_plugins_have_cannot_be_checked(site, tickbox):
    """Which of them is meant? By its distribution it can."""
    site("tickbox-one", ["a"], entry="same")
    site("tickbox-two", ["b"], entry="same")
    told = tickbox("plugin", "check", "same", code=2)
    assert "'tickbox-one' and 'tickbox-two' both bring a plugin named 'same'" in told
    assert "tickbox-two 1.0" in tickbox(
        "plugin", "check", "tickbox-two", "--without-plugin", "tickbox-one", code=1
    )
