"""The registry: order decides nothing, clashes name both, and saboteurs stay alone."""

from __future__ import annotations

import importlib
import itertools
import sys
import textwrap
import threading
from types import SimpleNamespace

import attrs
import pytest

from tickbox_core import (
    Category,
    Item,
    Plan,
    Proposal,
    Question,
    RuleChoice,
    Text,
    Unit,
    open_registry,
)
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.counting import PlainEngine
from tickbox_core.errors import BadValue, PluginClash, PluginFailed, UnknownName
from tickbox_core.hooks import (
    Disclosure,
    Document,
    Objection,
    Parameter,
    Printed,
    RuleKind,
    TieBreakKind,
    hookimpl,
)
from tickbox_core.registry import timeouts
from tickbox_core.rules import Contest, ListedFirst, TickShare
from tickbox_core.testing import plugin_contract

ITEM = Item("i", {"zh": "花园", "en": "garden"}, fields={"rows": [1]})
UNIT = Unit("u", "b")


def plugin(**hooks):
    """A plugin whose hooks answer what is given: ``plugin(categories=(policy,))``."""

    def answers(value):
        return hookimpl(lambda: value)

    return SimpleNamespace(**{f"tickbox_{name}": answers(value) for name, value in hooks.items()})


def policy(key):
    """A sound policy of that key."""
    return PlainPolicy(key=key)


SOUND = plugin(categories=(policy("sound"),))


def test_the_core_comes_through_its_own_hooks():
    """The plain policy, three rules, five tie-breaks and an engine, all under the core's name."""
    registry = open_registry(discover=False)
    assert list(registry.policies) == ["plain"]
    assert " ".join(registry.rules) == (
        "borda greedy-ratio greedy-votes order-numbers points tick-count tick-share weighted-share"
    )
    breaks = ["lexicographic", "listed-first", "lot", "lower-cost", "refuse"]
    assert list(registry.tie_breaks) == breaks
    assert list(registry.engines) == ["plain"]
    assert [release.name for release in registry.plugins] == ["tickbox-core"]
    assert registry.notices == ()


TestBuiltin = plugin_contract(SOUND)


# -- order -------------------------------------------------------------------------------------


def facts(registry):
    """A registry as plain values, notices included."""
    offers = (registry.policies, registry.rules, registry.tie_breaks, registry.engines)
    return (
        [[(key, offer.plugin) for key, offer in kind.items()] for kind in offers],
        registry.plugins,
        [str(notice) for notice in registry.notices],
    )


def test_any_order_of_plugins_gives_the_same_registry():
    """Sound ones and broken ones in all orders: the same keys, plugins and notices."""
    plugins = {
        "zebra": plugin(categories=(policy("b"), policy("a"))),
        "ant": plugin(categories=(policy("c"),), engines=(PlainEngine("fast"),)),
        "broken": plugin(categories=(5,)),
        "misspelt": SimpleNamespace(tickbox_categorys=hookimpl(lambda: ())),
    }
    orders = itertools.permutations(plugins)
    seen = [facts(open_registry(discover=False, plugins={n: plugins[n] for n in order}))
            for order in orders]  # fmt: skip
    assert len(seen) == 24
    assert all(other == seen[0] for other in seen)
    assert [key for key, _ in seen[0][0][0]] == ["a", "b", "c", "plain"]
    assert len(seen[0][2]) == 2


# -- clashes -----------------------------------------------------------------------------------


def rule(key, version="1"):
    """A sound rule of that key."""
    return RuleKind(key, version, Text("规则", "rule"), lambda p, t: TickShare(tie_break=t))


def tie_break(key):
    """A sound tie-break of that key."""
    return TieBreakKind(key, Text("先", "first"), lambda _: ListedFirst(key))


@attrs.frozen
class Place:
    """A place with no law."""

    key: str
    version: str = "1"
    title: Text = Text("某地", "somewhere")  # noqa: RUF009 - frozen
    layers: tuple = ()


@attrs.frozen
class Press:
    """A printer of nothing."""

    key: str
    version: str = "1"
    layouts: tuple[str, ...] = ("label",)

    def printed(self, document):
        """Nothing."""
        return Printed(b"", 1)


KINDS = {
    "categories": ("category policy", "policies", policy),
    "rules": ("rule", "rules", rule),
    "tie_breaks": ("tie-break", "tie_breaks", tie_break),
    "engines": ("engine", "engines", PlainEngine),
    "jurisdictions": ("jurisdiction", "jurisdictions", Place),
    "printers": ("printer", "printers", Press),
}
ASKED = {
    "policies": lambda registry, key: registry.policy(Category("c", "x", key)),
    "rules": lambda registry, key: registry.rule(RuleChoice(key)),
    "tie_breaks": lambda registry, key: registry.rule(RuleChoice(), key),
    "engines": lambda registry, key: registry.engine(key),
    "jurisdictions": lambda registry, key: registry.practice(key),
    "printers": lambda registry, key: registry.printed(Document("label", "zh", {}), key),
}


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("hook", KINDS)
def test_a_key_brought_twice_is_one_notice_that_names_both(hook, swap):
    """Neither is used, whichever comes first; all else of both is, and whoever asks is told."""
    noun, field, make = KINDS[hook]
    plugins = {
        "one": plugin(**{hook: (make("k"), make("mine"))}, categories=(policy("p1"),))
        if hook != "categories"
        else plugin(categories=(policy("k"), policy("mine"))),
        "two": plugin(**{hook: (make("k"), make("yours"))}),
        "three": plugin(**{hook: (make("other"),)}),
    }
    order = dict(reversed(plugins.items())) if swap else plugins
    registry = open_registry(discover=False, plugins=order)
    (notice,) = registry.notices
    assert (notice.kind, notice.key, notice.plugins) == (noun, "k", ("one", "two"))
    assert str(notice).startswith(f"the plugins 'one' and 'two' both bring a {noun} named 'k': ")
    for text in (notice.text.zh, notice.text.en):
        assert "one" in text and "two" in text and "k" in text and "--without-plugin" in text
    offers = getattr(registry, field)
    assert "k" not in offers
    assert {"mine", "yours", "other"} <= offers.keys()
    assert [release.name for release in registry.plugins] == ["one", "three", "tickbox-core", "two"]
    with pytest.raises(PluginClash, match="'one' and 'two'"):
        ASKED[field](registry, "k")
    alone = registry.leaving_out(["two"])
    assert alone.notices == () and "yours" not in getattr(alone, field)
    assert alone.provider(field, "k").name == "one"


@pytest.mark.parametrize(
    "brought, noun, field",
    [
        ({"categories": (policy("plain"), policy("mine"))}, "category policy", "policies"),
        ({"engines": (PlainEngine(), PlainEngine("mine"))}, "engine", "engines"),
        ({"tie_breaks": (tie_break("lot"), tie_break("mine"))}, "tie-break", "tie_breaks"),
        ({"rules": (rule("tick-share", "9"), rule("mine"))}, "rule", "rules"),
    ],
)
@pytest.mark.parametrize("name", ["bold", "zealous"])
def test_the_cores_own_keys_stay_the_cores(brought, noun, field, name):
    """A plugin cannot put itself in the place of the core, and brings the rest."""
    registry = open_registry(discover=False, plugins={name: plugin(**brought)})
    (notice,) = registry.notices
    assert f"both bring a {noun}" in str(notice) and "tickbox's own stays" in str(notice)
    assert notice.plugins == (name,)
    key = brought["categories" if field == "policies" else field][0].key
    assert registry.provider(field, key).name == "tickbox-core"
    assert registry.provider(field, "mine").name == name
    assert registry.rule(RuleChoice()).version == "1"


def test_a_plugin_cannot_take_the_cores_name():
    """Names of plugins are unique too: the core's stays, and the notice says so."""
    registry = open_registry(discover=False, plugins={"tickbox-core": SOUND, "sound": SOUND})
    (notice,) = registry.notices
    assert (notice.kind, notice.key) == ("plugin", "tickbox-core")
    assert list(registry.policies) == ["plain", "sound"]
    assert registry.provider("policies", "sound").name == "sound"


def test_three_with_one_key_are_named_in_one_notice():
    """Not a notice for each pair."""
    plugins = {name: plugin(rules=(rule("k"),)) for name in ("c", "a", "b")}
    (notice,) = open_registry(discover=False, plugins=plugins).notices
    assert notice.plugins == ("a", "b", "c")
    assert all(f"'{name}'" in str(notice) for name in plugins)


def test_one_plugin_that_brings_a_key_twice_is_told_so():
    """Neither is used: which of them is meant is for its author to say."""
    brought = plugin(rules=(rule("k"), rule("k", "2"), rule("other")))
    registry = open_registry(discover=False, plugins={"hasty": brought})
    (notice,) = registry.notices
    assert "'hasty' brings twice" in str(notice)
    assert "k" not in registry.rules and "other" in registry.rules


# -- leaving plugins out -----------------------------------------------------------------------


def test_a_plugin_is_left_out_by_its_name():
    """What it brings is not there, and it is not even asked."""

    def asked():
        raise AssertionError

    plugins = {"sound": SOUND, "left": SimpleNamespace(tickbox_categories=hookimpl(asked))}
    registry = open_registry(discover=False, plugins=plugins, without=["left"])
    assert registry.notices == () and registry.without == ("left",)
    assert [one.name for one in registry.plugins] == ["sound", "tickbox-core"]
    again = registry.leaving_out("sound")
    assert list(again.policies) == ["plain"] and again.without == ("left", "sound")


@pytest.mark.parametrize("name", ["nobody", "tickbox-core", ""])
def test_a_plugin_that_is_not_there_cannot_be_left_out(name):
    """The error names what there is; the core is no plugin."""
    with pytest.raises(UnknownName, match=r"no plugin named .*choose one of: sound"):
        open_registry(discover=False, plugins={"sound": SOUND}, without=[name])


# -- saboteurs at loading ----------------------------------------------------------------------


def raising(problem):
    """A hook that raises."""

    @hookimpl
    def tickbox_categories():
        raise problem

    return SimpleNamespace(tickbox_categories=tickbox_categories)


@hookimpl
def with_an_argument(extra):
    """A hook implementation with a parameter that the question does not have."""
    return ()


@hookimpl
def with_a_keyword(*, extra):
    """A parameter that pluggy does not see."""
    return ()


@hookimpl
async def in_the_background():
    """A hook that answers a coroutine."""
    return ()


@hookimpl
def forgetful():
    """A hook that forgets to return what it made."""


@hookimpl
def one_by_one():
    """A generator where a tuple is asked for."""
    yield policy("x")


@hookimpl(wrapper=True)
def around():
    """A wrapper, which would see what others answer."""
    return (yield)


class WithoutKey(PlainPolicy):
    """A policy that cannot say its key."""

    @property
    def key(self):
        """Raises."""
        raise RuntimeError("no key today")


class Unspeakable(Exception):
    """An exception that cannot even be printed."""

    def __str__(self):
        raise ValueError


class Touchy:
    """A plugin whose own attribute raises when it is looked at."""

    @property
    def tickbox_categories(self):
        """Raises."""
        raise OSError("do not touch")


@attrs.frozen
class FieldlessPolicy(PlainPolicy):
    """Fields that are no attrs class."""

    fields: type = dict


@pytest.mark.parametrize(
    "saboteur, hook, said",
    [
        (raising(RuntimeError("boom")), "tickbox_categories", "RuntimeError: boom"),
        (raising(SystemExit(3)), "tickbox_categories", "SystemExit: 3"),
        (raising(Unspeakable()), "tickbox_categories", "Unspeakable"),
        (SimpleNamespace(tickbox_categories=forgetful), "tickbox_categories", "NoneType, not a tu"),
        (SimpleNamespace(tickbox_categories=one_by_one), "tickbox_categories", "generator, not a"),
        (SimpleNamespace(tickbox_categories=in_the_background), "tickbox_categories", "coroutine"),
        (SimpleNamespace(tickbox_categories=with_a_keyword), "tickbox_categories", "extra"),
        (SimpleNamespace(tickbox_categories=around), "tickbox_categories", "hook wrapper"),
        (SimpleNamespace(tickbox_categories=with_an_argument), "register", "tickbox_categories"),
        (SimpleNamespace(tickbox_categorys=forgetful), "register", "tickbox_categorys"),
        (SimpleNamespace(tickbox_categories=lambda: (policy("x"),)), "register", "@hookimpl"),
        (SimpleNamespace(), "register", "@hookimpl"),
        (Touchy(), "register", "@hookimpl"),
        (plugin(categories=policy("x")), "tickbox_categories", "PlainPolicy, not a tuple"),
        (plugin(categories=[policy("x")]), "tickbox_categories", "list, not a tuple"),
        (plugin(categories=(policy("x"), 5)), "tickbox_categories", "int, which is no Category"),
        (plugin(categories=(PlainPolicy,)), "tickbox_categories", "the class PlainPolicy"),
        (plugin(categories=(policy(7),)), "tickbox_categories", "the key 7"),
        (plugin(categories=(policy("a:b"),)), "tickbox_categories", "the key 'a:b'"),
        (plugin(categories=(PlainPolicy("x", 2),)), "tickbox_categories", "version"),
        (plugin(categories=(PlainPolicy("x", title="x"),)), "tickbox_categories", "a Text"),
        (plugin(categories=(FieldlessPolicy("x"),)), "tickbox_categories", "attrs fields"),
        (plugin(rules=(policy("x"),)), "tickbox_rules", "PlainPolicy, which is no RuleKind"),
        (plugin(tie_breaks=(ListedFirst(),)), "tickbox_tie_breaks", "no TieBreakKind"),
        (plugin(engines=(policy("x"),)), "tickbox_engines", "no TallyEngine"),
    ],
)
def test_a_saboteur_gives_one_notice_and_disturbs_nobody(saboteur, hook, said):
    """The notice names plugin, hook and trouble; whatever it brought is left out."""
    registry = open_registry(discover=False, plugins={"saboteur": saboteur, "sound": SOUND})
    (notice,) = registry.notices
    assert (notice.plugin, notice.hook) == ("saboteur", hook)
    assert said in notice.problem
    assert "\n" not in str(notice)
    assert list(registry.policies) == ["plain", "sound"]
    assert "x" not in {*registry.rules, *registry.engines}


def test_a_policy_whose_key_raises_is_left_out():
    """Not even looking at it does harm."""
    broken = object.__new__(WithoutKey)
    registry = open_registry(
        discover=False, plugins={"saboteur": plugin(categories=(broken,)), "sound": SOUND}
    )
    (notice,) = registry.notices
    assert (notice.plugin, notice.hook) == ("saboteur", "tickbox_categories")
    assert list(registry.policies) == ["plain", "sound"]


def test_one_broken_hook_leaves_the_plugins_others():
    """A plugin whose rules fail still brings its policy."""
    half = plugin(categories=(policy("half"),), rules=(5,))
    registry = open_registry(discover=False, plugins={"half": half})
    assert "half" in registry.policies
    assert [notice.hook for notice in registry.notices] == ["tickbox_rules"]


# -- entry points ------------------------------------------------------------------------------


def install(folder, name, entries, **modules):
    """A distribution in a folder, as an installer leaves it: metadata, entry points, modules."""
    info = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n")
    lines = [f"{key} = {target}" for key, target in entries.items()]
    (info / "entry_points.txt").write_text("\n".join(["[tickbox]", *lines]) + "\n")
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(textwrap.dedent(source))


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder on the path for fake distributions; their modules are forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


BRINGS = """
    from tickbox_core import hookimpl
    from tickbox_core.builtin.plain import PlainPolicy

    @hookimpl
    def tickbox_categories():
        return (PlainPolicy(key={key!r}),)
"""


def test_an_installed_plugin_is_found_with_its_version(site):
    """By its entry point, under its distribution's name and version."""
    install(site, "tickbox-fake", {"fake-a": "fake_a"}, fake_a=BRINGS.format(key="fake-a"))
    registry = open_registry()
    assert attrs.astuple(registry.provider("policies", "fake-a")) == ("tickbox-fake", "1.2")
    assert "fake-a" not in open_registry(discover=False).policies


@pytest.mark.parametrize(
    "source, said",
    [
        ("import a_module_that_is_not_there", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys; sys.exit('bye')", "SystemExit: bye"),
        ("def broken(:", "SyntaxError"),
    ],
)
def test_a_plugin_that_fails_at_import_is_named(site, source, said):
    """The host goes on, with one notice that names the distribution."""
    install(site, "tickbox-fake", {"fake-b": "fake_b"}, fake_b=source)
    registry = open_registry(plugins={"sound": SOUND})
    (notice,) = [notice for notice in registry.notices if notice.plugin == "tickbox-fake"]
    assert notice.hook == "import"
    assert said in notice.problem
    assert {"plain", "sound"} <= registry.policies.keys()


def test_two_distributions_with_one_entry_name_are_a_notice(site):
    """By itself pluggy would skip the second in silence; here both are named and neither is used.

    Everything else of both is there, and with one left out, by its distribution, so is the other.
    """
    for name in ("tickbox-one", "tickbox-two"):
        module = name.replace("-", "_")
        own = module[-3:]
        install(
            site,
            name,
            {"same": module, f"{own}-more": f"{module}_more"},
            **{
                module: BRINGS.format(key=own),
                f"{module}_more": BRINGS.format(key=f"{own}-more"),
            },
        )
    registry = open_registry()
    (notice,) = [one for one in registry.notices if "tickbox-one" in one.plugins]
    assert str(notice).startswith(
        "the plugins 'tickbox-one' and 'tickbox-two' both bring a plugin named 'same'"
    )
    assert {"one-more", "two-more"} <= registry.policies.keys()
    assert not {"one", "two"} & registry.policies.keys()
    for left_out in ("tickbox-two", "Tickbox_Two"):
        other = open_registry(without=[left_out])
        assert {"one", "one-more"} <= other.policies.keys()
        assert not {"two", "two-more"} & other.policies.keys()
        assert not [one for one in other.notices if "tickbox-one" in one.plugins]
    assert "one-more" not in open_registry(without=["one-more"]).policies


def test_what_is_left_out_is_not_even_imported(site):
    """A plugin that would take the process down at import is no obstacle."""
    install(site, "tickbox-fake", {"fake-f": "fake_f"}, fake_f="import os; os._exit(3)")
    assert "plain" in open_registry(without=["fake-f"]).policies
    assert "fake_f" not in sys.modules


def test_one_distribution_seen_twice_is_one(site, tmp_path_factory, monkeypatch):
    """A plugin on the path twice (installed and editable, say) is no clash with itself."""
    install(site, "tickbox-fake", {"fake-c": "fake_c"}, fake_c=BRINGS.format(key="fake-c"))
    again = tmp_path_factory.mktemp("again")
    install(again, "tickbox-fake", {"fake-c": "fake_c"}, fake_c=BRINGS.format(key="fake-c"))
    monkeypatch.syspath_prepend(again)
    assert "fake-c" in open_registry().policies


def test_two_entries_of_one_distribution_are_one_release(site):
    """A distribution that brings two plugins is listed once."""
    install(
        site,
        "tickbox-fake",
        {"fake-d": "fake_d", "fake-e": "fake_e"},
        fake_d=BRINGS.format(key="fake-d"),
        fake_e=BRINGS.format(key="fake-e"),
    )
    names = [release.name for release in open_registry().plugins]
    assert names.count("tickbox-fake") == 1


# -- asking the registry -----------------------------------------------------------------------


def test_what_nobody_brings_is_refused_with_the_choices():
    """Rules, parameters, their values, tie-breaks, engines and policies."""
    registry = open_registry(discover=False)
    for asked, said in (
        (lambda: registry.rule(RuleChoice("guess")), "no rule named 'guess'"),
        (lambda: registry.rule(RuleChoice("tick-share", {"x": 1})), "no parameter of tick-share"),
        (lambda: registry.rule(RuleChoice("tick-share", {"base": "x"})), "no base named 'x'"),
        (
            lambda: registry.rule(RuleChoice(), "coin"),
            "choose one of: lexicographic, listed-first, lot, lower-cost, refuse",
        ),
        (lambda: registry.engine("abacus"), "no engine named 'abacus'"),
        (lambda: registry.policy(Category("c", "x", "none")), "no category policy named 'none'"),
        (lambda: registry.provider("rules", "guess"), "no rules named 'guess'"),
    ):
        with pytest.raises(UnknownName, match=said):
            asked()


def test_tie_breaks_take_what_stands_behind_the_colon():
    """The lot its seed, colons included; the others nothing."""
    registry = open_registry(discover=False)
    assert registry.tie_break("lot:a:b").key == "lot:a:b"
    assert registry.tie_break("refuse").key == "refuse"
    for wrong in ("lot", "lot:", "refuse:x", "listed-first:x"):
        with pytest.raises(BadValue):
            registry.tie_break(wrong)
    assert registry.provider("tie_breaks", "lot:7").name == "tickbox-core"


def rule_plugin(make, tie_break=None):
    """A plugin with a rule ``odd`` and, if given, a tie-break ``odd``."""
    kinds = () if tie_break is None else (TieBreakKind("odd", Text("怪", "odd"), tie_break),)
    base = Parameter("base", "participants", Text("基数", "base"))
    odd = RuleKind("odd", "1", Text("怪", "odd"), make, (base,))
    return plugin(rules=(odd,), tie_breaks=kinds)


def test_a_rule_of_a_plugin_names_its_plugin():
    """The outcome says who brought the rule, whatever the rule itself says."""
    brought = rule_plugin(lambda parameters, tie_break: TickShare(parameters["base"], tie_break))
    registry = open_registry(discover=False, plugins={"helper": brought})
    outcome = registry.rule(RuleChoice("odd")).outcome(Contest.of_ballots([ITEM], []))
    assert outcome.plugin == "helper"
    core = open_registry(discover=False).rule(RuleChoice())
    assert core.outcome(Contest.of_ballots([ITEM], [])).plugin == "tickbox-core"


@attrs.frozen
class BadRule:
    """A rule that answers what it was made with, or raises it."""

    answer: object
    key: str = "odd"
    version: str = "1"

    def outcome(self, contest):
        """Answer or raise."""
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "make, said",
    [
        (lambda p, t: 1 / 0, "'odd.make', .*ZeroDivisionError"),
        (lambda p, t: "a rule", "'odd.make', .*answered str"),
        (lambda p, t: BadRule(KeyError("x")), "'odd.outcome', .*KeyError"),
        (lambda p, t: BadRule(SystemExit()), "'odd.outcome', .*SystemExit"),
        (lambda p, t: BadRule({"ranking": []}), "'odd.outcome', .*answered dict"),
    ],
)
def test_a_rule_that_fails_is_named(make, said):
    """Nothing can stand in for a rule, so the failure is raised, under the plugin's name."""
    registry = open_registry(discover=False, plugins={"saboteur": rule_plugin(make)})
    with pytest.raises(PluginFailed, match=f"'saboteur' failed at {said}"):
        registry.rule(RuleChoice("odd")).outcome(Contest.of_ballots([ITEM], []))


def test_a_rule_may_refuse_in_tickboxs_own_words():
    """Errors of tickbox are no failures: they reach the asker as they are."""
    refusal = BadValue("here", Text("不行。", "no."))
    brought = rule_plugin(lambda p, t: BadRule(refusal))
    rule = open_registry(discover=False, plugins={"helper": brought}).rule(RuleChoice("odd"))
    with pytest.raises(BadValue, match=r"here: no\."):
        rule.outcome(Contest.of_ballots([ITEM], []))


def test_a_tie_break_that_cannot_be_made_is_named():
    """The plugin, not a traceback."""
    brought = rule_plugin(TickShare, tie_break=int)
    registry = open_registry(discover=False, plugins={"saboteur": brought})
    for name in ("odd:x", "odd:7"):
        with pytest.raises(PluginFailed, match=r"'saboteur' failed at 'odd\.make'"):
            registry.tie_break(name)


# -- saboteurs when asked ----------------------------------------------------------------------

WHY = Text("为什么", "why")
METHODS = {
    "question": (ITEM,),
    "motions": (ITEM,),
    "plan": (ITEM,),
    "objections": (ITEM,),
    "disclose": (ITEM, UNIT),
    "notice": (ITEM, None),
}


def guarded(**methods):
    """A guarded plain policy with some methods replaced, and the notices it will give."""
    kind = type("Saboteur", (PlainPolicy,), methods)
    brought = plugin(categories=(kind(key="odd"), policy("sound")))
    told = []
    registry = open_registry(discover=False, plugins={"saboteur": brought})
    assert registry.notices == ()
    return registry.policy(Category("c", "x", "odd"), told.append), told


def raise_it(self, *arguments):
    """Raises."""
    raise RuntimeError("boom")


def leave(self, *arguments):
    """Tries to end the process."""
    raise SystemExit


async def later(self, *arguments):
    """Answers a coroutine."""


def set_title(self, item, *more):
    """Writes past the frozen class, then answers as if nothing were."""
    object.__setattr__(item, "title", Text("骗", "lie"))
    return PlainPolicy().question(item)


def append_row(self, item, *more):
    """Changes a list inside the fields."""
    item.fields["rows"].append(99)
    return ()


STAND_INS = {
    "question": Question.PREFERENCE,
    "motions": (),
    "plan": Plan(),
    "disclose": (),
    "notice": ITEM.title,
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "sabotage, said",
    [
        (raise_it, "RuntimeError: boom"),
        (leave, "SystemExit"),
        (later, "coroutine"),
        (lambda self, *a: 3.5, "answered float"),
        (lambda self, *a: "yes", "answered str"),
        (lambda self, *a: ("yes",), "answered tuple"),
        (lambda self: None, "TypeError"),
        (set_title, "changed what it was handed"),
        (append_row, "changed what it was handed"),
    ],
)
def test_a_broken_policy_gets_a_stand_in_and_one_notice(method, sabotage, said):
    """However a method fails, the plain answer stands in; asked again, nothing is said twice."""
    policy_, told = guarded(**{method: sabotage})
    for _ in range(2):
        answer = getattr(policy_, method)(*METHODS[method])
        if method == "objections":
            (objection,) = answer
            assert "'saboteur' could not check this item" in objection.problem.en
        else:
            assert answer == STAND_INS[method]
    (notice,) = told
    assert (notice.plugin, notice.hook) == ("saboteur", method)
    assert said in notice.problem
    assert ITEM.title.zh == "花园"
    assert ITEM.fields == {"rows": [1]}


def test_the_other_methods_of_a_broken_policy_still_answer():
    """One broken answer does not silence the rest, nor other policies."""
    policy_, told = guarded(motions=raise_it, disclose=raise_it)
    assert policy_.objections(ITEM) == ()
    assert policy_.notice(ITEM, None) == ITEM.title
    assert policy_.needs(ITEM) is None
    policy_.disclose(ITEM, UNIT)
    assert [notice.hook for notice in told] == ["motions", "disclose"]


def test_a_sound_policy_is_passed_through():
    """The guard changes no right answer."""
    shown = (Disclosure(Text("元", "yuan"), Text("1", "1")),)
    proposal = Proposal("m", WHY, "other", WHY, Question.RESIDENTS_MOTION)
    against = (Objection(Text("不行。", "no."), Text("改。", "Mend it.")),)
    policy_, told = guarded(
        disclose=lambda self, item, unit: shown,
        objections=lambda self, item: against,
        question=lambda self, item: Question.OWNERS_MOTION,
        motions=lambda self, item, setting: (proposal,),
    )
    assert policy_.disclose(ITEM, UNIT) == shown
    assert policy_.objections(ITEM) == against
    assert policy_.question(ITEM) is Question.OWNERS_MOTION
    assert policy_.needs(ITEM) is Question.RESIDENTS_MOTION
    assert told == []


def test_the_strongest_decision_is_told():
    """Where owners and residents both decide, the list says owners."""
    kinds = (Question.RESIDENTS_MOTION, Question.OWNERS_MOTION)
    both = tuple(Proposal(str(kind), WHY, "other", WHY, kind) for kind in kinds)
    policy_, told = guarded(motions=lambda self, item: both)
    assert policy_.motions(ITEM) == both
    assert policy_.needs(ITEM) is Question.OWNERS_MOTION
    assert told == []


@pytest.mark.parametrize("kind", [Objection, Disclosure])
def test_sentences_for_residents_are_texts(kind):
    """A bare string would be shown in one language only: it is refused where it is made."""
    with pytest.raises(TypeError):
        kind("only English", Text("好", "good"))
    with pytest.raises(TypeError):
        kind(Text("好", "good"), "only English")


# -- saboteurs that do not answer --------------------------------------------------------------


def test_a_policy_that_hangs_is_set_aside_and_others_answer(monkeypatch, hangs):
    """The plain answer stands in while it still hangs; it is not asked again."""
    hanging, back, again = threading.Event(), threading.Event(), []

    def hang(self, *arguments):
        hangs()
        hanging.wait(60)
        back.set()
        return ()

    def motions(self, item):
        again.append(item)
        return ()

    monkeypatch.setattr("tickbox_core.registry.timeouts.Watch.ask.__defaults__", (0.1,))
    policy_, told = guarded(disclose=hang, motions=motions)
    assert policy_.disclose(ITEM, UNIT) == ()
    assert policy_.question(ITEM) is Question.PREFERENCE
    assert policy_.motions(ITEM) == ()
    assert not back.is_set() and again == []
    (notice,) = told
    assert "did not answer within" in notice.problem
    hanging.set()
    other = open_registry(discover=False, plugins={"sound": plugin(categories=(policy("odd"),))})
    assert other.policy(Category("c", "x", "odd")).disclose(ITEM, UNIT) == ()


def test_a_hook_that_hangs_leaves_a_notice(monkeypatch, hangs):
    """The registry opens without it, and says so."""
    hanging, back = threading.Event(), threading.Event()

    @hookimpl
    def tickbox_categories():
        hangs()
        hanging.wait(60)
        back.set()
        return ()

    monkeypatch.setattr("tickbox_core.registry.loading.LOADING", 0.1)
    stuck = SimpleNamespace(tickbox_categories=tickbox_categories)
    sound = plugin(categories=(policy("sound"),))
    registry = open_registry(discover=False, plugins={"stuck": stuck, "sound": sound})
    assert [(n.plugin, n.hook) for n in registry.notices] == [("stuck", "tickbox_categories")]
    assert "sound" in registry.policies
    assert not back.is_set()
    hanging.set()


def test_a_thread_in_the_middle_of_an_import_is_left_behind(tmp_path, monkeypatch):
    """Stopped there it could keep a lock for which every other import would wait for ever."""
    (tmp_path / "slow_to_import.py").write_text("import slow_gate\nslow_gate.wait()\n", "utf-8")
    begun, gate, done = threading.Event(), threading.Event(), threading.Event()
    gate_module = SimpleNamespace(wait=lambda: (begun.set(), gate.wait(60)))
    monkeypatch.setitem(sys.modules, "slow_gate", gate_module)
    monkeypatch.syspath_prepend(str(tmp_path))
    first = threading.Thread(target=importlib.import_module, args=("slow_to_import",), daemon=True)
    first.start()
    assert begun.wait(60)

    def question():
        importlib.import_module("slow_to_import")  # waits for the first one's lock
        done.set()

    with pytest.raises(timeouts.Hung):
        timeouts.Watch("late").ask(question, 0.2)
    gate.set()
    assert done.wait(60)
    first.join(60)
