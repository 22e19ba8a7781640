"""Plugins that are removed, replaced or broken while a round runs, and after it."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import attrs
import pytest

from tickbox_core import (
    Category,
    Item,
    Policy,
    Question,
    Registry,
    RuleChoice,
    Text,
    TickShare,
    hookimpl,
    open_registry,
)
from tickbox_core.bundle import differences, read_bundle
from tickbox_core.categories import Disclosure, Proposal, a_count
from tickbox_core.components.projects import Status
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.imagining import TrialVerdict
from tickbox_core.errors import MissingPlugin, NotPossible, PluginClash, UnknownName
from tickbox_core.hooks import RuleKind, TieBreakKind
from tickbox_core.model.parties import Side
from tickbox_core.rules import ListedFirst
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks

R1 = desks.ROUND


@attrs.frozen
class Seats:
    """How many seats."""

    seats: int = a_count("座位数", "seats")


class Benches(Policy[Seats]):
    """A category that says everything a category can say."""

    key = "benches"
    title = Text("长椅", "benches")
    fields = Seats

    def motions(self, item, setting=None):
        """The owners decide."""
        return (Proposal("use", item.title, "use", Text("法", "law")),)

    def disclose(self, item, unit, setting=None):
        """A figure."""
        return (Disclosure(Text("您家", "You"), Text("一座", "a seat")),)


@attrs.frozen
class Place:
    """A place with no law."""

    key: str = "atlantis"
    version: str = "1"
    title: Text = Text("某地", "Atlantis")  # noqa: RUF009 - frozen
    layers: tuple = ()


def registry(version: str = "1.0", *, without: str = "") -> Registry:
    """One plugin with a policy, a rule, a tie-break and a place; at a version, or partly gone."""
    brought = {
        "categories": (Benches(),),
        "rules": (RuleKind("ours", "1", Text("规则", "rule"), _share),),
        "tie_breaks": (TieBreakKind("first", Text("先", "first"), lambda _: ListedFirst("first")),),
        "jurisdictions": (Place(),),
    }
    kept = {name: things for name, things in brought.items() if name != without}
    hooks = {}
    for name, things in kept.items():
        hooks[f"tickbox_{name}"] = hookimpl(_answering(things))
    found = open_registry(discover=False, plugins={"tickbox-benches": SimpleNamespace(**hooks)})
    assert found.notices == ()
    return _at(found, version)


def _share(parameters, tie_break):
    return TickShare("participants", tie_break)


def _answering(things):
    return lambda: things


def _at(found: Registry, version: str) -> Registry:
    """The registry as if its plugins had that version (an embedder's own have none)."""

    def there(plugin):
        own = plugin.name == "tickbox-benches"
        return attrs.evolve(plugin, version=version) if own else plugin

    offers = ("policies", "rules", "tie_breaks", "engines", "jurisdictions")
    changed = {
        kind: {
            key: attrs.evolve(offer, plugin=there(offer.plugin))
            for key, offer in getattr(found, kind).items()
        }
        for kind in offers
    }
    return attrs.evolve(found, plugins=tuple(map(there, found.plugins)), **changed)


NOTHING = open_registry(discover=False)


def opened(**changes) -> MemoryStore:
    """A store in which a round stands open whose category and law the plugin brings."""
    store = MemoryStore()
    desk = desks.desk(store, registry())
    plan = desks.plan(
        items=tuple(
            Item(id_, Text(id_, id_), "green", fields={"seats": 2}) for id_ in ("gate", "bench")
        ),
        categories=(Category("green", Text("绿化", "green"), "benches"),),
        jurisdiction="atlantis",
        **changes,
    )
    desk.prepare(plan)
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    return store


@pytest.fixture
def store() -> MemoryStore:
    """The same, counted by the core."""
    return opened()


def at(store: MemoryStore, found: Registry) -> Desk:
    """The desk after a restart with other plugins."""
    return desks.desk(store, found)


def ticked(desk: Desk, number: int = 0) -> None:
    """One ballot."""
    slot = desk.slots(R1)[number].slot
    desk.cast(R1, Cast(slot, ("gate",), f"key-{number}"))


def test_a_round_goes_on_without_its_plugin(store):
    """The list is shown as it stands, ballots are taken, and the list says what is missing."""
    desk = at(store, NOTHING)
    slot = desk.slots(R1)[0].slot
    shown = desk.listed(R1, slot)[0]
    assert (shown.question, shown.needs, shown.disclosures) == (Question.PREFERENCE, None, ())
    assert shown.notice.en.startswith("gate. The plugin that explained this category (benches)")
    assert shown.notice.zh == (
        "gate。说明这类事项的插件（benches）已卸载，以下只有清单上写明的内容。"
    )
    ticked(desk)
    desk.close(R1)


@pytest.fixture
def of_old(monkeypatch):
    """Rounds are opened as by a version that did not ask whether they could be published."""
    monkeypatch.setattr("tickbox_core.desk.checklist.imagine", lambda hand, round: TrialVerdict())


@pytest.mark.parametrize("gone", ["rules", "tie_breaks", "everything"])
@pytest.mark.usefixtures("of_old")
def test_without_its_rule_nothing_is_counted(gone):
    """The error names what is needed and which plugin brings it; put back, it counts."""
    store = opened(rule=RuleChoice("ours"), tie_break="first")
    ticked(at(store, NOTHING))
    at(store, NOTHING).close(R1)
    desk = at(store, NOTHING if gone == "everything" else registry(without=gone))
    needs = "first" if gone == "tie_breaks" else "ours"
    with pytest.raises(MissingPlugin) as missing:
        desk.count(R1)
    assert missing.value.needs == needs
    if gone == "everything":
        assert missing.value.plugin == "tickbox-benches 1.0"
    outcome = at(store, registry()).count(R1)
    assert (outcome.plugin, outcome.ranking[0].item) == ("tickbox-benches", "gate")


@pytest.mark.usefixtures("of_old")
def test_without_its_rule_a_closed_round_can_still_be_voided():
    """It says why there is no count; what was ticked is open to whoever has the plugin."""
    store = opened(rule=RuleChoice("ours"), tie_break="first")
    ticked(at(store, NOTHING))
    at(store, NOTHING).close(R1)
    desk = at(store, NOTHING)
    found = desk.void(R1, Text.of("规则的插件没有了"), by="小林", second="老周")
    assert found.outcome is None and "tickbox-benches" in found.uncounted.en
    assert "没有算出可以公布的结果" in found.sentences[1].zh
    assert differences(desk.bundle(R1)).status == 0
    assert len(read_bundle(desk.bundle(R1)).openings) == desk.turnout(R1).participants > 0
    assert desk.keeping.verify().faults == ()


def test_a_published_result_outlives_its_plugin(store):
    """Outcome, list, figures and bundle are as before, and the bundle recounts."""
    desk = at(store, registry())
    ticked(desk)
    desk.close(R1)
    published, data = desk.publish(R1), desk.bundle(R1)
    after = at(store, NOTHING)
    assert after.outcome(R1) == published
    assert [plugin.name for plugin in after.round(R1).plugins] == [
        "tickbox-benches",
        "tickbox-core",
    ]
    assert after.bundle(R1) == data
    assert differences(data).status == 0
    assert [shown.item.id for shown in after.listed(R1)] == ["gate", "bench"]
    assert after.rounds()[0].plugins == desk.rounds()[0].plugins
    assert after.figures() == desk.figures()
    assert after.turnout(R1) == desk.turnout(R1)


def test_a_changed_version_is_noticed_and_recorded(store, caplog):
    """The published outcome says so, in both languages; the log warns; the recount confirms it."""
    ticked(at(store, registry()))
    desk = at(store, registry("1.1"))
    desk.close(R1)
    with caplog.at_level(logging.WARNING, "tickbox.desk"):
        outcome = desk.publish(R1)
    assert outcome.note.en.endswith("Plugins changed since opening: tickbox-benches 1.0 → 1.1.")
    assert outcome.note.zh.endswith("开放以后插件有变：tickbox-benches 1.0 → 1.1。")
    assert "r1: Plugins changed since opening" in caplog.text
    assert desk.outcome(R1) == outcome
    assert differences(desk.bundle(R1)).status == 0


def test_what_is_as_it_was_is_not_mentioned(store, caplog):
    """Same version, and a plugin that the round does not use: no note, no warning."""
    ticked(at(store, registry()))
    desk = at(store, registry())
    desk.close(R1)
    with caplog.at_level(logging.WARNING, "tickbox.desk"):
        assert "changed" not in desk.publish(R1).note.en
    assert caplog.text == ""


def test_before_opening_a_missing_plugin_is_an_error():
    """A list that is still being made needs what it names: nothing stands in."""
    store = MemoryStore()
    desks.desk(store, registry()).prepare(
        desks.plan(categories=(Category("plain", Text("绿", "green"), "benches"),))
    )
    with pytest.raises(UnknownName, match="no category policy named 'benches'"):
        desks.desk(store, NOTHING).listed(R1)


def beside(*names: str) -> Registry:
    """Several plugins that bring the same, each under its own name."""
    brought = {
        "rules": (RuleKind("ours", "1", Text("规则", "rule"), _share),),
        "tie_breaks": (TieBreakKind("first", Text("先", "first"), lambda _: ListedFirst("first")),),
        "categories": (Benches(),),
        "jurisdictions": (Place(),),
    }
    hooks = {f"tickbox_{kind}": hookimpl(_answering(things)) for kind, things in brought.items()}
    return open_registry(discover=False, plugins={name: SimpleNamespace(**hooks) for name in names})


@pytest.mark.usefixtures("of_old")
def test_a_round_whose_rule_is_in_a_clash_says_so_and_is_counted_by_neither():
    """Both plugins are named; with one of them left out it counts by the one that was frozen."""
    store = opened(rule=RuleChoice("ours"), tie_break="first")
    both = beside("tickbox-benches", "another")
    ticked(at(store, both))
    desk = at(store, both)
    desk.close(R1)
    for step in (desk.count, desk.publish):
        with pytest.raises(PluginClash, match=r"'another' and 'tickbox-benches'.*'ours'"):
            step(R1)
    left = both.leaving_out(["another"])
    assert at(store, left).count(R1).plugin == "tickbox-benches"


@pytest.mark.usefixtures("of_old")
@pytest.mark.parametrize("what", ["ours", "first"])
def test_a_round_is_never_counted_by_another_plugins_rule_of_that_name(what):
    """Nor a tie decided by another's tie-break: the plugin that was frozen is asked for."""
    rule = {"rule": RuleChoice("ours")} if what == "ours" else {}
    store = opened(**rule, tie_break="first" if what == "first" else "listed-first")
    ticked(at(store, registry()))
    desk = at(store, beside("another"))
    desk.close(R1)
    with pytest.raises(MissingPlugin, match=rf"'{what}' of the plugin .*benches 1\.0") as found:
        desk.count(R1)
    assert "The plugin another has one of that name too" in str(found.value)
    assert "another" in found.value.text.zh


def test_another_plugins_category_stands_in_for_nobody(store):
    """Figures that a household was shown are not replaced by those of a plugin of that key."""
    desk = at(store, beside("another"))
    shown = desk.listed(R1, desk.slots(R1)[0].slot)[0]
    assert shown.disclosures == ()
    assert "is not installed any more" in shown.notice.en


class TestBeginningWhatNeedsADecision:
    """Who ticked it decided nothing: work waits for the motion, also where nobody can name it."""

    def planned(self, **changes) -> MemoryStore:
        """The annual list is final, and somebody is to do it."""
        store = opened(**changes)
        desk = at(store, registry())
        ticked(desk)
        desk.close(R1)
        desk.publish(R1)
        desk.concluding.finalise(R1)
        desk.projects.start(R1, "gate", by="小林")
        desk.projects.responsible("gate", Side.FIRM, Text("物业", "the firm"), Text("装", "do"))
        return store

    def refused(self, desk: Desk, said: str) -> None:
        """It does not begin, and both languages say so."""
        with pytest.raises(NotPossible, match=said) as found:
            desk.projects.begin("gate")
        assert "表决" in str(found.value.text.zh)
        assert desk.projects.project("gate").status is Status.PLANNED

    @pytest.mark.parametrize("gone", ["categories", "jurisdictions", "everything", "", "another"])
    def test_without_the_plugin_it_does_not_begin(self, gone):
        """Policy or law gone, another's in its place, all of it gone; there, the motion is."""
        desk = at(
            self.planned(),
            NOTHING if gone == "everything"
            else beside("another") if gone == "another"
            else registry(without=gone),
        )  # fmt: skip
        if not gone:
            self.refused(desk, "first this motion has to pass: gate")
        else:
            self.refused(desk, "cannot be told now: the plugin of 'benches' or 'atlantis'")

    @pytest.mark.parametrize("answer", [RuntimeError("broken"), None, ("use",)])
    def test_a_policy_that_fails_has_not_said_none(self, monkeypatch, answer):
        """It raises, or answers with what is no motion."""

        def broken(*_):
            if isinstance(answer, Exception):
                raise answer
            return answer

        desk = at(self.planned(), registry())
        monkeypatch.setattr(Benches, "motions", broken)
        self.refused(desk, "cannot be told now")
        monkeypatch.setattr(Benches, "motions", lambda *_: ())
        assert desk.projects.begin("gate").status is Status.UNDER_WAY
