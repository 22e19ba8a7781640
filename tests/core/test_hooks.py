"""No hook without documentation, an example, a test and a real user."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from tickbox_core import (
    Category,
    Contest,
    Item,
    PlainEngine,
    Profile,
    Question,
    RuleChoice,
    RuleKind,
    Text,
    TickShare,
    TieBreakKind,
    Unit,
    hookimpl,
    hooks,
    open_registry,
)
from tickbox_core.acts import catalogue_of, perform
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.declarations import Act, Component, EntryKind, Role, Said, Thing
from tickbox_core.declarations.fields import NoFields
from tickbox_core.errors import MissingPlugin, PluginFailed, UnknownName
from tickbox_core.hooks import Document, Printed
from tickbox_core.registry import HostHook
from tickbox_core.rules import ListedFirst
from tickbox_core.testing import desks
from tickbox_server import hooks as server_hooks
from tickbox_server.parts import ServerPart

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "hooks.md").read_text("utf-8")
HOOKS = {
    name: thing
    for module in (hooks, server_hooks)
    for name, thing in vars(module).items()
    if hasattr(thing, f"{hooks.PROJECT}_spec")
}


class Calm:
    """A state of nothing."""

    kinds: frozenset[str] = frozenset()

    def apply(self, happened):
        """Take an entry."""


class Storms(Calm):
    """A state that takes what wishes are written as."""

    kinds = frozenset({"wish"})


WEATHER = Component(
    key="weather",
    stages={"weather": Text("天气", "Weather")},
    state=Calm,
    kinds={},
    acts=(
        Act(
            "weather/ask",
            Text("问天气", "ask for the weather"),
            NoFields,
            lambda desk, given, actor: Text("晴", "fine"),
            Role.ANYBODY,
            reads=True,
            answer=Said(),
        ),
    ),
)
every_hook = pytest.mark.parametrize("name", HOOKS)


def signature(name: str) -> str:
    """``name(…) -> …`` as it is written in the specification."""
    return name + str(inspect.signature(HOOKS[name])).replace("'", "")


def section(name: str) -> str:
    """What the page says under a hook's heading."""
    _, found, rest = PAGE.partition(f"\n### `{signature(name)}`\n")
    assert found, f"docs/hooks.md lacks the heading: ### `{signature(name)}`"
    return rest.partition("\n### ")[0].partition("\n## ")[0]


def users() -> dict[str, set[str]]:
    """For each hook the files, of the core or of a plugin here, that implement it."""
    found: dict[str, set[str]] = {name: set() for name in HOOKS}
    folders = [
        ROOT / "src/tickbox_core/builtin",
        *sorted(ROOT.glob("plugins/*/src")),
        *sorted(ROOT.glob("docs/example-*/src")),
    ]
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in found and node.decorator_list:
                found[node.name].add(path.relative_to(ROOT).as_posix())
    return found


@every_hook
def test_a_hook_is_documented_with_its_signature(name):
    """A heading with the exact signature, a text, and an example that runs."""
    assert ">>> " in section(name)
    assert HOOKS[name].__doc__


def test_the_page_documents_no_hook_that_is_not_there():
    """Headings of hooks that were renamed or taken away are found."""
    headings = [line for line in PAGE.splitlines() if line.startswith("### `")]
    assert sorted(headings) == sorted(f"### `{signature(name)}`" for name in HOOKS)


@every_hook
def test_a_hook_has_a_test_of_its_name(name):
    """``test_hook_<name>`` stands in this file."""
    assert f"test_hook_{name}" in globals()


@every_hook
def test_a_hook_is_used(name):
    """The core's own plugin or one in ``plugins/`` implements it."""
    assert users()[name]


@every_hook
def test_a_hook_asks_for_things_and_passes_none(name):
    """No arguments, a tuple back: hooks hand over, they do not answer."""
    asked = inspect.signature(HOOKS[name])
    assert not asked.parameters
    assert str(asked.return_annotation).startswith("tuple[")


def opened(name, *things):
    """A registry with one plugin that hands these over through one hook."""
    plugin = SimpleNamespace(**{name: hookimpl(lambda: things)})
    registry = open_registry(discover=False, plugins={"helper": plugin})
    assert registry.notices == ()
    return registry


def test_hook_tickbox_categories():
    """A policy handed over answers for the category that names it."""

    class Motions(PlainPolicy):
        def question(self, item):
            return Question.RESIDENTS_MOTION

        def disclose(self, item, unit):
            return ()

    registry = opened("tickbox_categories", Motions("motions"))
    policy = registry.policy(Category("c", "x", "motions"))
    assert policy.question(Item("i", "x")) is Question.RESIDENTS_MOTION
    assert policy.disclose(Item("i", "x"), Unit("u", "b")) == ()
    assert registry.provider("policies", "motions").name == "helper"


def test_hook_tickbox_rules():
    """A rule handed over ranks, and its outcomes name the plugin."""
    kind = RuleKind("mine", "7", Text("我", "mine"), lambda p, tie_break: TickShare("participants"))
    registry = opened("tickbox_rules", kind)
    assert registry.rule_kind("mine") is kind
    outcome = registry.rule(RuleChoice("mine")).outcome(Contest.of_ballots([Item("i", "x")], []))
    assert (outcome.plugin, outcome.ranking[0].item) == ("helper", "i")


def test_hook_tickbox_tie_breaks():
    """A tie-break handed over is made with what stands behind the colon."""
    made = []

    def make(argument):
        made.append(argument)
        return ListedFirst("mine")

    registry = opened("tickbox_tie_breaks", TieBreakKind("mine", Text("我", "mine"), make))
    assert registry.tie_break("mine:a:b").key == "mine"
    assert made == ["a:b"]


@attrs.frozen
class Nowhere:
    """A place without any law."""

    key: str = "nowhere"
    version: str = "1"
    title: Text = attrs.field(default=Text("无", "nowhere"))
    layers: tuple = ()


def test_hook_tickbox_jurisdictions():
    """A jurisdiction handed over is offered under its key and its plugin's name."""
    registry = opened("tickbox_jurisdictions", Nowhere())
    assert registry.provider("jurisdictions", "nowhere").name == "helper"


def test_hook_tickbox_engines():
    """An engine handed over counts."""
    engine = opened("tickbox_engines", PlainEngine("mine")).engine("mine")
    assert engine.tally(Profile.of_marks(("a",), {(0,): 3})).ticks == (3,)


@attrs.frozen
class Typewriter:
    """A printer of labels."""

    key: str = "typewriter"
    version: str = "1"
    layouts: tuple = ("label",)
    made: object = None

    def printed(self, document):
        return self.made or Printed(document.values["title"].encode(), 1, "text/plain")


LABEL = Document("label", "zh", {"title": "十村"})


def test_hook_tickbox_components():
    """A matter handed over has its acts, its words and its place at every desk."""
    registry = opened("tickbox_components", WEATHER)
    here = desks.desk(registry=registry)
    assert here.components[-1] is WEATHER
    acts = catalogue_of(here.components).acts
    assert perform(acts["weather/ask"], here, {}) == {"zh": "晴", "en": "fine"}
    assert "weather/ask" not in catalogue_of(desks.desk().components).acts


@pytest.mark.parametrize(
    ("changes", "kind", "name"),
    [
        ({"stages": {"wish": Text("天气", "Weather")}, "acts": ()}, "stage", "wish"),
        ({"key": "problems"}, "component", "problems"),
        ({"things": (Thing("round", Text("轮次", "round"), lambda *_: []),)},
         "kind of thing", "round"),
        ({"state": Storms, "kinds": {"wish": EntryKind(Text("风", "a storm"))}},
         "kind of entry", "wish"),
    ],
)  # fmt: skip
def test_a_component_that_claims_what_is_the_cores_is_set_aside(changes, kind, name):
    """The notice names both; everything of the core is as it was."""
    taking = attrs.evolve(WEATHER, **changes)
    here = desks.desk(registry=opened("tickbox_components", taking))
    (notice,) = here.registry.notices
    assert (notice.kind, notice.key, notice.plugins) == (kind, name, ("helper",))
    assert here.components == desks.desk().components


def test_of_two_components_that_claim_one_name_neither_is_used():
    """Whichever was found first; what else they claim does not matter then."""
    other = attrs.evolve(WEATHER, key="climate")
    registry = open_registry(
        discover=False,
        plugins={
            name: SimpleNamespace(tickbox_components=hookimpl(lambda one=one: (one,)))
            for name, one in (("sky", WEATHER), ("earth", other))
        },
    )
    here = desks.desk(registry=registry)
    (notice,) = here.registry.notices
    assert (notice.kind, notice.key, notice.plugins) == ("stage", "weather", ("earth", "sky"))
    assert WEATHER not in here.components and other not in here.components


def test_hook_tickbox_printers():
    """A printer handed over prints the layouts it knows."""
    registry = opened("tickbox_printers", Typewriter())
    assert registry.printed(LABEL).data == "十村".encode()
    assert registry.provider("printers", "typewriter").name == "helper"


def test_a_layout_that_nobody_prints_names_the_plugin_to_install():
    """With no printer, or none for this layout, the answer is what to install."""
    for registry in (open_registry(discover=False), opened("tickbox_printers", Typewriter())):
        with pytest.raises(MissingPlugin) as missing:
            registry.printed(attrs.evolve(LABEL, layout="notice"))
        assert missing.value.plugin == "tickbox-print"


def test_of_two_printers_one_is_named():
    """No order of plugins decides who prints."""
    registry = opened("tickbox_printers", Typewriter(), Typewriter("press"))
    with pytest.raises(UnknownName):
        registry.printed(LABEL)
    assert registry.printed(LABEL, "press").pages == 1


def test_a_printer_that_answers_something_else_is_named():
    """What is no file is a failure of that plugin."""
    with pytest.raises(PluginFailed) as failed:
        opened("tickbox_printers", Typewriter(made="ink")).printed(LABEL)
    assert failed.value.plugin == "helper"


def test_hook_tickbox_server_parts():
    """A server asks for them; a registry that only counts knows nothing of it and says nothing."""
    part = ServerPart("weather", "tickbox_server")
    hook = HostHook(server_hooks, "tickbox_server_parts", "server part", ServerPart)
    plugin = SimpleNamespace(
        tickbox_server_parts=hookimpl(optionalhook=True)(lambda: (part,)),
        tickbox_server_prats=hookimpl(optionalhook=True)(lambda: ()),
    )
    good = SimpleNamespace(tickbox_server_parts=plugin.tickbox_server_parts)
    registry = open_registry(discover=False, plugins={"good": good})
    assert registry.notices == () and registry.components == {}
    found = registry.extensions(hook)
    assert found.offers["weather"].thing is part and found.notices == ()
    assert registry.leaving_out(["good"]).extensions(hook).offers == {}
    misspelt = open_registry(discover=False, plugins={"bad": plugin, "good": good})
    assert misspelt.notices == ()
    (notice,) = misspelt.extensions(hook).notices
    assert notice.plugin == "bad" and "tickbox_server_prats" in notice.problem
    assert set(misspelt.extensions(hook).offers) == {"weather"}


def test_a_hook_of_a_host_is_marked_as_one():
    """Else the registry takes it for a misspelt hook of its own, and says so."""
    plugin = SimpleNamespace(tickbox_server_parts=hookimpl(lambda: ()))
    (notice,) = open_registry(discover=False, plugins={"helper": plugin}).notices
    assert "tickbox_server_parts" in notice.problem
