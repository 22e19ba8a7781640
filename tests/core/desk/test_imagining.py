"""Before a round opens one like it is imagined: what could never be published does not open."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import textwrap
import threading
import time
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import (
    Category,
    Item,
    Limits,
    RuleChoice,
    RuleKind,
    Text,
    TickShare,
    hookimpl,
    open_registry,
)
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.builtin.plain import PlainPolicy
from tickbox_core.bundle.recount_rules import tick_share
from tickbox_core.bundle.recount_shares import EVERY_RULE
from tickbox_core.counting import Share
from tickbox_core.desk import Cast
from tickbox_core.desk.imagining import BY_THE_CORE, PEOPLE, TrialVerdict, electorates, imagine
from tickbox_core.errors import BadValue, NotReady, PluginFailed, TickboxError, TieRefused
from tickbox_core.hooks import Parameter, TieBreakKind
from tickbox_core.model import Ballot, Option, State, TierLimits, check_ticks
from tickbox_core.registry import timeouts
from tickbox_core.rules import ListedFirst
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.testing.strategies import lasting

R1 = desks.ROUND
WORDS = Text("某某", "something")
STAFF = Actor("王主任", Role.STAFF)


def registry(**hooks):
    """A plugin called ``stranger`` that brings these, or nothing."""
    brought = {
        f"tickbox_{name}": hookimpl(lambda things=things: things) for name, things in hooks.items()
    }
    plugins = {"stranger": SimpleNamespace(**brought)} if brought else {}
    found = open_registry(discover=False, plugins=plugins)
    assert found.notices == ()
    return found


@attrs.frozen
class Counting:
    """A rule that counts as ``tick-share``, and then does something to the outcome."""

    tie_break: object
    then: object = staticmethod(lambda outcome: outcome)
    key: str = "mine"
    version: str = "1"

    def outcome(self, contest):
        """Count, then spoil."""
        outcome = TickShare(tie_break=self.tie_break).outcome(contest)
        return self.then(attrs.evolve(outcome, rule=self.key))


def by_rule(then=lambda outcome: outcome, make=None, key="mine", version="1"):
    """The registry of a plugin that brings a rule."""

    def made(parameters, tie_break):
        return Counting(tie_break, then, key, version)

    return registry(rules=(RuleKind(key, version, WORDS, make or made),))


@attrs.frozen
class Breaking:
    """A tie-break that puts the tied in some order."""

    how: object
    key: str = "mine"

    def order(self, tied):
        """As it is told."""
        return self.how(tied)


def by_tie_break(how):
    """The registry of a plugin that brings a tie-break."""
    return registry(tie_breaks=(TieBreakKind("mine", WORDS, lambda argument: Breaking(how)),))


@pytest.fixture
def known(monkeypatch):
    """The recount knows the rule ``mine``, and counts it as ``tick-share``."""
    monkeypatch.setitem(EVERY_RULE, ("mine", "1"), tick_share)


def ready(found, store=None, **changes):
    """A desk with a round that has its roll and is not open."""
    desk = desks.desk(store, found)
    desk.prepare(desks.plan(**changes))
    desk.register(R1, desks.roll())
    return desks.make_ready(desk, R1)


def unmet(desk):
    """The lines of the checklist that are not met, by key, as staff are told them."""
    lines = perform(ACTS["round/checklist"], desk, {"round": R1}, STAFF)
    return {line["key"]: line["text"] for line in lines if not line["met"]}


def refused(desk, key="recount"):
    """What the checklist says of that key, and opening too; nothing of the round has changed."""
    said = unmet(desk)
    assert list(said) == [key]
    with pytest.raises(NotReady) as refusal:
        perform(ACTS["round/open"], desk, {"round": R1}, STAFF)
    assert said[key]["zh"] in refusal.value.text.zh
    assert said[key]["en"] in refusal.value.text.en
    assert desk.round(R1).state is State.LISTING
    assert desk.checkpoint(R1) is None
    return said[key]


def played(desk):
    """The round to its end."""
    desk.open(R1)
    for at, slot in enumerate(desk.slots(R1)[:3]):
        desk.cast(R1, Cast(slot.slot, (("gate", "bench", "gate")[at],), f"key-{at}"))
    desk.close(R1)
    return desk.publish(R1)


# -- what the recount does not know, or counts otherwise ---------------------------------------


def test_a_rule_that_the_recount_does_not_know_does_not_open():
    """The very rule that a newcomer writes first: told in both languages, with what to do."""
    desk = ready(by_rule(), rule=RuleChoice("mine"))
    said = refused(desk)
    for words in said.values():
        assert "mine" in words and "stranger" in words and "docs/hooks.md" in words
    assert "不认识这种排序规则" in said["zh"]
    assert "could never be published" in said["en"]


@pytest.mark.usefixtures("known")
def test_a_rule_that_the_recount_knows_goes_to_the_end():
    """It opens, is counted, published under its plugin's name and recounted."""
    outcome = played(ready(by_rule(), rule=RuleChoice("mine")))
    assert (outcome.rule, outcome.plugin, outcome.selected) == ("mine", "stranger", ("gate",))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("known_version", ["2"])
def test_another_version_of_a_known_rule_is_unknown(known_version):
    """What was written for version 1 says nothing of another."""
    desk = ready(by_rule(version=known_version), rule=RuleChoice("mine"))
    assert "mine" in refused(desk)["en"]


def turned(outcome):
    """The ranking upside down."""
    ranks = [place.rank for place in outcome.ranking]
    back = [attrs.evolve(place, rank=rank)
            for rank, place in zip(ranks, reversed(outcome.ranking), strict=True)]  # fmt: skip
    return attrs.evolve(outcome, ranking=tuple(back))


def last_of_the_tied(outcome):
    """Right, but where a tie is at the cut: then the wrong one is chosen."""
    if not outcome.ties:
        return outcome
    (tie,) = outcome.ties
    chosen = (tie.items[-1],)
    ranking = tuple(attrs.evolve(place, chosen=place.item in chosen) for place in outcome.ranking)
    return attrs.evolve(outcome, ranking=ranking, selected=chosen,
                        ties=(attrs.evolve(tie, chosen=chosen),))  # fmt: skip


def one_more_with_nobody(outcome):
    """Right, but where nobody has voted."""
    if outcome.ballots:
        return outcome
    first, *rest = outcome.ranking
    return attrs.evolve(outcome, ranking=(attrs.evolve(first, chosen=True), *rest),
                        selected=(first.item,))  # fmt: skip


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("then", [turned, last_of_the_tied, one_more_with_nobody])
def test_a_rule_that_counts_otherwise_than_the_recount_does_not_open(then):
    """Always, in a tie only, or with nobody voting only."""
    said = refused(ready(by_rule(then), rule=RuleChoice("mine")))
    assert "'mine' of the plugin 'stranger'" in said["en"] and "应为" in said["zh"]


def backwards(tied):
    """The last listed first."""
    return tuple(reversed(tied))


def test_a_tie_break_that_the_recount_does_not_know_does_not_open():
    """The tie-break is named, not the rule; with one of the core's own the round opens."""
    found = by_tie_break(backwards)
    said = refused(ready(found, tie_break="mine"))
    assert "the tie-break 'mine' of the plugin 'stranger'" in said["en"]
    assert "并列处理办法“mine”" in said["zh"] and "不认识这种并列" in said["zh"]
    assert unmet(ready(found, tie_break="lower-cost")) == {}


def test_a_tie_break_that_refuses_does_not_open():
    """Only the core's own refusal has a way out for people."""

    def refuse(tied):
        raise TieRefused(tuple(item.id for item in tied), 1)

    assert "'mine'" in refused(ready(by_tie_break(refuse), tie_break="mine"))["en"]
    assert unmet(ready(registry(), tie_break="refuse")) == {}


def test_a_tie_break_of_a_round_without_a_cut_does_no_harm():
    """Where all are only ranked it is never asked, and such a round is published."""
    desk = ready(by_tie_break(backwards), tie_break="mine", places=None)
    assert unmet(desk) == {}
    # what is stated of it is recounted too
    assert played(desk).selected is None


@pytest.mark.parametrize(
    "rule",
    [
        RuleChoice("tick-count", {"threshold": ">2"}),
        RuleChoice("tick-count", {"threshold": "20"}),
        RuleChoice("tick-share", {"threshold": "1/3", "base": "registered"}),
    ],
)
def test_a_threshold_hides_no_tie_break_that_the_recount_does_not_know(rule):
    """Few imagined people get over it, so few that none are tied: the tie-break is tried alone."""
    items = tuple(Item(f"i{at}", WORDS, cost=100) for at in range(5))
    plan = {"items": items, "rule": rule, "places": 1, "limits": Limits.at_most(1)}
    said = refused(ready(by_tie_break(backwards), tie_break="mine", **plan))
    assert "the tie-break 'mine' of the plugin 'stranger'" in said["en"]
    assert unmet(ready(by_tie_break(backwards), tie_break="lower-cost", **plan)) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"places": 1},
        {"places": 2, "limits": Limits.exactly(2)},
        {"places": 2, "limits": Limits.exactly(1)},
        {"places": 1, "limits": Limits()},
        {"rule": RuleChoice("greedy-votes"), "places": None, "budget": 150},
        {"rule": RuleChoice("tick-share", {"threshold": ">1/2"}), "places": 1},
        {"rule": RuleChoice("tick-share", {"base": "households"}), "places": 2},
        {"limits": Limits(1, 2, (TierLimits("street", 1, 1),)), "places": 1},
    ],
)
def test_in_every_shape_of_a_round_a_tie_is_forced(changes):
    """By places or by money, whatever a ballot may hold: the unknown tie-break is found."""
    items = tuple(Item(id_, WORDS, cost=100, tier="street" if id_ < "c" else "") for id_ in "abcde")
    plan = desks.plan(items=items, tie_break="mine", **changes)
    asked = []

    def order(tied):
        asked.append(tied)
        return backwards(tied)

    found = imagine(desks.desk(registry=by_tie_break(order))._hand, plan)
    assert asked and "mine" in found.recount.en


@pytest.mark.parametrize("key", ["borda", "order-numbers", "points", "weighted-share"])
def test_the_cores_own_rules_for_files_do_not_open_a_round_either(key):
    """They rank files; a round of ticks by them has no recount."""
    said = refused(ready(registry(), rule=RuleChoice(key)))
    assert f"the rule '{key}'" in said["en"] and "plugin '" not in said["en"]


@pytest.mark.parametrize(
    "choice, changes",
    [
        ("tick-share", {"places": 1}),
        ("tick-share", {"places": None}),
        ("tick-count", {"places": 3}),
        ("greedy-votes", {"places": None, "budget": 100}),
        ("greedy-ratio", {"places": None, "budget": 0}),
    ],
)
@pytest.mark.parametrize(
    "tie_break", ["refuse", "listed-first", "lower-cost", "lexicographic", "lot:7"]
)
def test_every_rule_that_rounds_go_by_opens_with_every_tie_break(choice, changes, tie_break):
    """The core's own stand in nobody's way."""
    items = tuple(
        Item(id_, WORDS, cost=cost) for id_, cost in zip("abc", (50, 60, 70), strict=True)
    )
    desk = ready(registry(), items=items, rule=RuleChoice(choice), tie_break=tie_break, **changes)
    assert unmet(desk) == {}
    assert desk.open(R1).state is State.TICKING


def test_a_rule_that_does_not_fit_the_list_says_why():
    """Money without a budget: the rule's own words, under the checklist's ``rule``."""
    said = refused(ready(registry(), rule=RuleChoice("greedy-votes"), places=1), "rule")
    assert "the budget decides" in said["en"]


def test_a_rule_that_is_gone_is_a_line_of_the_checklist():
    """A list that was planned with a plugin that is not there any more."""
    store = MemoryStore()
    ready(by_rule(), store, rule=RuleChoice("mine"))
    assert "no rule named 'mine'" in unmet(desks.desk(store, registry()))["rule"]["en"]


# -- what is garbage ---------------------------------------------------------------------------


def doubled(outcome):
    """The first item twice."""
    return attrs.evolve(outcome, ranking=(outcome.ranking[0], *outcome.ranking[:-1]))


def about_half(outcome):
    """A float for a share."""
    first, *rest = outcome.ranking
    return attrs.evolve(
        outcome, ranking=(attrs.evolve(first, share=Share(0.0, 1.0, "participants")), *rest)
    )


class Sly(str):
    """A string that is no plain one."""


GARBAGE = {
    "an item twice": (doubled, "twice"),
    "an item left out": (lambda o: attrs.evolve(o, ranking=o.ranking[1:]), "leaves 'gate' out"),
    "a stranger": (
        lambda o: attrs.evolve(o, ranking=(*o.ranking, attrs.evolve(o.ranking[0], item="x"))),
        "'x', which is not listed",
    ),
    "a float share": (about_half, "no whole numbers"),
    "a share that is none": (
        lambda o: attrs.evolve(o, ranking=tuple(attrs.evolve(p, share=0.5) for p in o.ranking)),
        "not of the type Share",
    ),
    "too many chosen": (
        lambda o: attrs.evolve(o, selected=("gate", "garden")),
        "chooses 2 for 1 places",
    ),
    "chosen twice": (lambda o: attrs.evolve(o, selected=("gate", "gate")), "chosen twice"),
    "chosen unlisted": (lambda o: attrs.evolve(o, selected=("x",)), "not listed"),
    "a list for a tuple": (lambda o: attrs.evolve(o, ranking=list(o.ranking)), "type Placed"),
    "a float parameter": (lambda o: attrs.evolve(o, parameters={"p": 0.5}), "0.5 (float)"),
    "a set": (lambda o: attrs.evolve(o, parameters={"p": {1}}), "(set)"),
    "no ballots": (lambda o: attrs.evolve(o, ballots=None), "no whole numbers"),
    "a note in one language": (lambda o: attrs.evolve(o, note="x"), "type Text"),
    "a dict": (lambda o: {"ranking": []}, "answered dict"),
    "nothing": (lambda o: None, "answered NoneType"),
}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused_in_words(name):
    """Whatever a rule answers that is no outcome of the contest: the plugin is named."""
    then, said = GARBAGE[name]
    found = refused(ready(by_rule(then), rule=RuleChoice("mine")), "rule")
    assert said in found["en"] and "'stranger'" in found["en"] and "stranger" in found["zh"]


class Unspeakable(Exception):
    """An exception that cannot be printed."""

    def __str__(self):
        raise ValueError


class Mute(TickboxError):
    """A refusal without words."""

    @property
    def text(self):
        """Raises."""
        raise RuntimeError


PROBLEMS = [
    ZeroDivisionError("division"), KeyError("x"), SystemExit(3), KeyboardInterrupt(),
    GeneratorExit(), StopIteration(), TimeoutError("its own"), RecursionError(), MemoryError(),
    Unspeakable(), Mute(), BaseException("odd"),
]  # fmt: skip


@pytest.mark.parametrize("where", ["make", "outcome", "order"])
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: type(problem).__name__)
def test_whatever_is_raised_is_a_line_that_names_the_plugin(where, problem):
    """Even what would end the program; the next round, by the core's own, opens."""

    def raising(*arguments):
        raise problem

    if where == "order":
        found, changes = by_tie_break(raising), {"tie_break": "mine"}
    elif where == "outcome":
        found, changes = by_rule(raising), {"rule": RuleChoice("mine")}
    else:
        found, changes = by_rule(), {"rule": RuleChoice("mine")}
    store = MemoryStore()
    desk = ready(found, store, **changes)
    if where == "make":  # it is made when the round is planned, and again now
        desk = desks.desk(store, by_rule(make=raising))
    said = refused(desk, "rule")
    assert f"'stranger' failed at 'mine.{where}'" in said["en"]
    desk.prepare(desks.plan())
    assert desk.open(R1).state is State.TICKING


def test_a_rule_may_refuse_in_tickboxs_words():
    """Then it is these that stand on the checklist."""

    def refusing(outcome):
        raise BadValue("here", Text("不行。", "no."))

    assert refused(ready(by_rule(refusing), rule=RuleChoice("mine")), "rule")["en"] == "here: no."


@pytest.mark.parametrize(
    "order, said",
    [
        (lambda tied: tied[:-1], "does not give back the tied items"),
        (lambda tied: (*tied, tied[0]), "does not give back the tied items"),
        (lambda tied: [item.id for item in tied], "answered list"),
        (lambda tied: None, "answered NoneType"),
        (iter, "answered tuple_iterator"),
    ],
)
def test_a_tie_break_that_answers_garbage_is_named(order, said):
    """Nothing but the tied items, each once."""
    found = refused(ready(by_tie_break(order), tie_break="mine"), "rule")
    assert said in found["en"] and "'stranger'" in found["en"]


# -- what hangs --------------------------------------------------------------------------------


def loop():
    """For ever, in Python."""
    for _ in itertools.count():
        pass


@pytest.fixture
def brief(monkeypatch):
    """Plugins that hang have a third of a second, and a count has half of one."""
    monkeypatch.setattr(timeouts.Watch.ask, "__defaults__", (0.3,))
    monkeypatch.setattr(timeouts, "ANSWERING", 0.3)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("how", ["waits", "loops"])
@pytest.mark.parametrize("where", ["make", "outcome", "order"])
def test_what_hangs_is_stopped_and_named_once(where, how, caplog, hangs):
    """The checklist comes while it hangs, it is asked once, the log has a line; others go on."""
    hanging, back, asked = threading.Event(), threading.Event(), []

    def hang(*_):
        asked.append(how)
        hangs()
        if how == "loops":
            loop()
        hanging.wait(60)
        back.set()

    store = MemoryStore()
    if where == "order":
        found, changes = by_tie_break(hang), {"tie_break": "mine"}
    else:
        found, changes = by_rule(hang), {"rule": RuleChoice("mine")}
    desk = ready(by_rule() if where == "make" else found, store, **changes)
    if where == "make":
        desk = desks.desk(store, by_rule(make=hang))
    said = refused(desk, "rule")
    assert f"'mine.{where}'" in said["en"] and "'stranger'" in said["en"]
    assert unmet(desk).keys() == {"rule"}
    assert not back.is_set() and len(asked) == 1
    hanging.set()
    warned = [line for line in caplog.messages if "did not answer within" in line]
    assert len(warned) == 1 and "'stranger'" in warned[0]
    desk.prepare(desks.plan())
    assert played(desk).selected == ("gate",)


def test_nothing_is_locked_while_a_plugin_is_asked(monkeypatch):
    """Ballots of another round and words of the diary are written while a rule is at work."""
    monkeypatch.setattr(timeouts, "ANSWERING", 120)
    desk = ready(registry())
    desk.open(R1)
    slot = desk.slots(R1)[0].slot
    asked, written = threading.Event(), threading.Event()

    def long(outcome):
        asked.set()
        written.wait(60)  # and then no outcome: refused

    other = desks.desk(desk._hand.store, by_rule(long))
    other.prepare(desks.plan(id="r2", rule=RuleChoice("mine")))
    other.register("r2", desks.roll())
    refusals = []

    def opening():
        try:
            other.open("r2")
        except NotReady as refusal:
            refusals.append(refusal)

    thread = threading.Thread(target=opening)
    thread.start()
    assert asked.wait(60)
    other.cast(R1, Cast(slot, ("gate",), "meanwhile"))
    assert other.posting.objections(R1) == ()
    assert refusals == [] and thread.is_alive()
    written.set()
    thread.join()
    assert len(refusals) == 1


@pytest.mark.usefixtures("known")
def test_a_rule_that_hangs_only_at_the_count_strands_nothing():
    """Counting stops with the plugin's name; started anew with a rule that answers, it counts."""
    desk = ready(by_rule(), rule=RuleChoice("mine"))
    desk.open(R1)
    desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("gate",), "key"))
    desk.close(R1)
    slow = attrs.evolve(by_rule(lambda outcome: time.sleep(5)), seconds=0.3)
    at = desks.desk(desk._hand.store, slow)
    for step in (at.count, at.publish):
        with pytest.raises(PluginFailed, match=r"'stranger' failed at 'mine\."):
            step(R1)
    assert at.round(R1).state is State.COUNTING
    assert desks.desk(desk._hand.store, by_rule()).publish(R1).selected == ("gate",)


def test_a_rule_that_loops_for_ever_does_not_keep_the_process_from_ending(tmp_path):
    """Nor does it go on taking time once it is set aside."""
    source = """
        import sys, threading
        from tickbox_core import RuleChoice
        from tickbox_core.registry import timeouts
        sys.path.insert(0, {here!r})
        timeouts.ANSWERING = 0.3
        timeouts.Watch.ask.__defaults__ = (0.3,)
        from test_imagining import by_rule, loop, ready, unmet
        at_work, give_up = [], timeouts.Watch._give_up
        timeouts.Watch._give_up = lambda watch: at_work and give_up(watch)

        def rule(outcome):
            at_work.append(threading.current_thread())
            loop()

        desk = ready(by_rule(rule), rule=RuleChoice("mine"))
        print(unmet(desk)["rule"]["en"])
        (one,) = at_work
        one.join(50)
        assert not one.is_alive(), "the loop goes on"
    """
    file = tmp_path / "loops.py"
    here = __file__.rpartition("/")[0]
    file.write_text(textwrap.dedent(source.format(here=here)), "utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    assert "did not answer within" in done.stdout


# -- the imagined round itself -----------------------------------------------------------------


def test_nothing_of_it_is_seen_outside():
    """No row, no entry, no observer, no witness, no randomness of the real desk."""
    store, seen, drawn = MemoryStore(), [], []

    def entropy(number):
        drawn.append(number)
        return bytes(number)

    found = by_rule()
    desk = desks.desk(store, found, observers=[seen.append], witness=seen.append)
    desk.prepare(desks.plan(rule=RuleChoice("mine")))
    desk.register(R1, desks.roll())
    before = json.dumps(store.snapshot(), default=repr)
    again = desks.desk(store, found, observers=[seen.append], witness=seen.append, entropy=entropy)
    assert "recount" in unmet(again)
    assert json.dumps(store.snapshot(), default=repr) == before
    assert (seen, drawn) == ([], [])


def test_no_policy_is_asked_in_it():
    """The categories' plugins have no part in counting."""

    class Nosy(PlainPolicy):
        def objections(self, item, setting=None):
            asked.append(item)
            return ()

    asked: list[Item] = []
    found = registry(categories=(Nosy("nosy"),))
    plan = desks.plan(categories=(Category("plain", WORDS, "nosy"),))
    assert imagine(desks.desk(registry=found)._hand, plan) == TrialVerdict()
    assert asked == []


def test_it_is_remembered_for_the_configuration():
    """Asked again nothing is counted; another place, another parameter or list is another."""
    counted = []
    found = by_rule(lambda outcome: counted.append(1) or outcome)
    hand = desks.desk(registry=found)._hand
    plan = desks.plan(rule=RuleChoice("mine"))
    first = imagine(hand, plan)
    so_far = len(counted)
    assert so_far > 0
    assert imagine(hand, attrs.evolve(plan, id="other", title=Text.of("x"))) == first
    assert len(counted) == so_far
    for change in ({"places": 2}, {"items": plan.items[:2]}, {"tie_break": "lower-cost"}):
        before = len(counted)
        imagine(hand, attrs.evolve(plan, **change))
        assert len(counted) > before
    assert imagine(desks.desk(registry=by_rule())._hand, plan) == first


def test_what_the_core_does_is_remembered_for_everybody():
    """By each desk of a town, and by tests."""
    plan = desks.plan(items=tuple(Item(f"remembered-{at}", WORDS) for at in range(3)))
    before = set(BY_THE_CORE)
    imagine(desks.desk()._hand, plan)
    (key,) = set(BY_THE_CORE) - before
    assert BY_THE_CORE[key] == TrialVerdict()


def long_list(**changes):
    """As long as the longest list we know, with ten places and ten ticks."""
    items = tuple(
        Item(f"i{at}", Text(f"第{at}项", f"item {at}"), cost=1000 + at, description=WORDS)
        for at in range(134)
    )
    return desks.plan(items=items, limits=Limits.at_most(10), places=10, **changes)


def test_a_long_list_takes_a_few_counts_and_no_more(monkeypatch):
    """134 items: three imagined electorates, of sixteen people at most, and then none."""
    counted = []
    found = by_rule(lambda outcome: counted.append(outcome.ballots) or outcome)
    monkeypatch.setitem(EVERY_RULE, ("mine", "1"), tick_share)
    hand = desks.desk(registry=found)._hand
    for _ in range(3):
        assert imagine(hand, long_list(rule=RuleChoice("mine"))) == TrialVerdict()
    assert counted == [0, 14, 11]
    assert max(counted) <= PEOPLE


@st.composite
def rounds(draw):
    """Rounds of every shape that can be planned."""
    number = draw(st.integers(0, 12))
    items = tuple(
        Item(
            f"i{at}",
            WORDS,
            cost=draw(st.integers(0, 5)),
            tier=draw(st.sampled_from(["", "street"])),
            options=draw(st.sampled_from([(), (Option("x", WORDS), Option("y", WORDS))])),
        )
        for at in range(number)
    )
    least = draw(st.integers(0, 4))
    most = draw(st.none() | st.integers(least, 8))
    tiers = draw(st.sampled_from([(), (TierLimits("street", 1, 2),), (TierLimits("", 0, 1),)]))
    return desks.plan(
        items=items,
        limits=Limits(least, most, tiers),
        places=draw(st.none() | st.integers(0, 14)),
        tie_break=draw(st.sampled_from(["refuse", "listed-first", "lot:1"])),
    )


@lasting
@given(rounds())
def test_imagined_ballots_are_lawful(plan):
    """Whatever is planned: no imagined ballot that a real desk would refuse."""
    for ballots, _ in electorates(plan):
        assert len(ballots) <= PEOPLE
        for ticks in ballots:
            check_ticks(Ballot("one", ticks), plan.ticklist, plan.limits)


CORE = open_registry(discover=False)


@settings(deadline=None, max_examples=20)
@given(rounds())
def test_there_is_no_false_alarm(plan):
    """Whatever is planned with the core's own rule is confirmed."""
    assert imagine(desks.desk(registry=CORE)._hand, plan) == TrialVerdict()


def test_a_parameter_that_the_recount_does_not_know_is_refused(monkeypatch):
    """The rule is known, this way of it is not."""
    monkeypatch.setitem(EVERY_RULE, ("mine", "1"), tick_share)
    odd = Parameter("odd", "no", WORDS, ("no", "yes"))

    def made(parameters, tie_break):
        return Counting(tie_break)

    found = registry(rules=(RuleKind("mine", "1", WORDS, made, (odd,)),))
    assert unmet(ready(found, rule=RuleChoice("mine"))) == {}
    said = refused(ready(found, rule=RuleChoice("mine", {"odd": "yes"})))
    assert "a parameter of it, is not known" in said["en"]


def test_a_trial_of_a_list_is_asked_too():
    """A rehearsal that could not be published would teach the wrong thing."""
    desk = ready(by_rule(), rule=RuleChoice("mine"))
    with pytest.raises(NotReady, match="could never be published"):
        desk.posting.rehearse(R1, "trial")


def test_a_list_that_is_changed_while_plugins_are_asked_does_not_open(monkeypatch):
    """What they said was of another list."""
    desk = ready(registry())
    plans = [desks.plan(places=2)]

    def change(hand, round):
        if plans:
            desk.prepare(plans.pop())
        return TrialVerdict()

    monkeypatch.setattr("tickbox_core.desk.checklist.imagine", change)
    with pytest.raises(NotReady, match="being changed"):
        desk.open(R1)
    assert desk.open(R1).places == 2


def test_the_core_breaks_ties_as_before():
    """A named tie-break of the core is not wrapped."""
    assert registry().tie_break("listed-first") == ListedFirst()
