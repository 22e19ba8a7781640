"""Guards: whatever a plugin does, it becomes a ``PluginFailed`` that names it, and nothing else."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import attrs

from tickbox_core.categories import (
    NO_PLAN,
    NOWHERE,
    CategoryPolicy,
    Disclosure,
    Objection,
    Plan,
    Proposal,
    Setting,
)
from tickbox_core.errors import PluginFailed, TickboxError
from tickbox_core.model import Item, PluginVersion, Question, Unit
from tickbox_core.registry.timeouts import Escaped, Hung, SetAside, Watch
from tickbox_core.registry.tracing import Trace
from tickbox_core.rules import Placed
from tickbox_core.text import Text

Answer = TypeVar("Answer")

_log = logging.getLogger("tickbox.registry")

FAILURES = (Exception, SystemExit)
"""What a plugin may raise without taking the host down: ``sys.exit()`` is no way out."""


def in_words(problem: BaseException) -> str:
    """An exception in one line, even where it cannot say itself what it is."""
    if isinstance(problem, Escaped):
        problem = problem.problem
    try:
        said = " ".join(str(problem).split())
    except FAILURES:
        said = ""
    return f"{type(problem).__name__}: {said}"[:400] if said else type(problem).__name__


def misfit(answer: object) -> str:
    """The complaint about an answer of the wrong type; a coroutine is put away unawaited."""
    if inspect.iscoroutine(answer):
        answer.close()
        return "answered a coroutine; hooks and policies are synchronous"
    return f"answered {type(answer).__name__}"


@attrs.frozen
class GuardedPolicy:
    """A category policy whose failures stay its own.

    It is handed copies, so that it changes nobody else's items, and every answer is checked for its
    type; whatever goes wrong becomes a ``PluginFailed`` handed to ``report`` (once per method), and
    the plain answer stands in.
    """

    policy: CategoryPolicy
    plugin: PluginVersion
    report: Callable[[PluginFailed], None] = attrs.field(default=lambda _: None, eq=False)
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)
    trace: Trace | None = attrs.field(default=None, eq=False, repr=False)
    _told: set[str] = attrs.field(factory=set, init=False, repr=False, eq=False)

    def question(self, item: Item) -> Question:
        """Which kind of tick it is; a broken policy's item stays a preference."""
        return self._ask("question", _is(Question), Question.PREFERENCE, item)

    def motions(self, item: Item, setting: Setting = NOWHERE) -> tuple[Proposal, ...]:
        """The motions that carrying it out needs."""
        return self._ask("motions", _tuple_of(Proposal), (), item, setting)

    def motions_if_known(
        self, item: Item, setting: Setting = NOWHERE
    ) -> tuple[Proposal, ...] | None:
        """``motions``, or ``None`` where the policy cannot say: a failure is not "none needed"."""
        return self._ask("motions", _tuple_of(Proposal), None, item, setting)

    def needs(self, item: Item, setting: Setting = NOWHERE) -> Question | None:
        """The strongest decision that carrying it out still requires."""
        kinds = {proposal.kind for proposal in self.motions(item, setting)}
        binding = (Question.OWNERS_MOTION, Question.RESIDENTS_MOTION)
        return next((kind for kind in binding if kind in kinds), None)

    def objections(self, item: Item, setting: Setting = NOWHERE) -> tuple[Objection, ...]:
        """What stands against listing it; a policy that cannot say so is itself an objection."""
        broken = (
            Objection(
                Text(
                    f"插件“{self.plugin.name}”无法检查这一项。",
                    f"the plugin '{self.plugin.name}' could not check this item.",
                ),
                Text("请更新或停用该插件。", "Update the plugin or take it out of the round."),
            ),
        )
        return self._ask("objections", _tuple_of(Objection), broken, item, setting)

    def disclose(
        self, item: Item, unit: Unit, setting: Setting = NOWHERE
    ) -> tuple[Disclosure, ...]:
        """What the household is shown before it ticks."""
        return self._ask("disclose", _tuple_of(Disclosure), (), item, unit, setting)

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """What follows once it is chosen."""
        return self._ask("plan", _is(Plan), NO_PLAN, item, setting)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """What a posted notice says; at least the title."""
        return self._ask("notice", _is(Text), item.title, item, placed)

    def _ask(
        self, name: str, fits: Callable[[Any], bool], otherwise: Answer, *arguments: object
    ) -> Answer:
        handed = [_copy_fields(argument) for argument in arguments]
        try:
            question = partial(_call_method, self.policy, name, handed)
            answer = self._patiently(
                trace_question(self.trace, self.plugin, name, question, handed)
            )
            changed = handed != list(arguments)
        except SetAside:
            return otherwise
        except FAILURES as problem:
            return self._instead(name, in_words(problem), otherwise)
        if changed:
            return self._instead(name, "changed what it was handed", otherwise)
        if not fits(answer):
            return self._instead(name, misfit(answer), otherwise)
        checked: Answer = answer
        return checked

    def _patiently(self, question: Callable[[], Any]) -> Any:
        """Ask in the plugin's own thread; the core's own policies are asked at once."""
        return question() if self.watch is None else self.watch.ask(question)

    def _instead(self, name: str, problem: str, otherwise: Answer) -> Answer:
        if name not in self._told:
            self._told.add(name)
            self.report(PluginFailed(self.plugin.name, name, problem))
        return otherwise


def trace_question(
    trace: Trace | None,
    plugin: PluginVersion,
    what: str,
    question: Callable[[], Any],
    handed: Sequence[object],
) -> Callable[[], Any]:
    """The question, told to the trace where there is one."""
    if trace is None:
        return question

    def answer_within() -> Any:
        with trace.call(plugin.name, what, tuple(handed)) as told:
            answer = question()
            told.append(answer)
        return answer

    return answer_within


def call_plugin(
    plugin: PluginVersion,
    what: str,
    question: Callable[[], Any],
    watch: Watch | None = None,
    seconds: float | None = None,
) -> Any:
    """Ask a plugin, in a thread of its own where it has one.

    Errors of tickbox pass; anything else becomes ``PluginFailed``, and so does no answer in time.
    """
    try:
        if watch is None:
            return question()
        return watch.ask(question) if seconds is None else watch.ask(question, seconds)
    except SetAside:
        raise PluginFailed(plugin.name, what, _ASIDE.en, _ASIDE) from None
    except Hung as hung:
        words = _HUNG.filled(seconds=f"{hung.seconds:.3g}")
        failed = PluginFailed(plugin.name, what, words.en, words)
        _log.warning("%s", failed)
        raise failed from None
    except TickboxError as refusal:
        if _speaks(refusal):
            raise
        raise PluginFailed(plugin.name, what, type(refusal).__name__) from None
    except FAILURES as problem:
        raise PluginFailed(plugin.name, what, in_words(problem)) from problem


_HUNG = Text("{seconds}秒内没有回答", "did not answer within {seconds} s")
_ASIDE = Text(
    "先前没有按时回答，已停用，重新启动前不再询问",
    "did not answer in time before, and is not asked again until tickbox is started anew",
)


def _speaks(refusal: TickboxError) -> bool:
    """Whether an error that a plugin raised can be told to people."""
    try:
        return type(refusal.text) is Text and bool(refusal.text)
    except FAILURES:
        return False


def _copy_fields(value: Any) -> Any:
    """A copy down to the fields (``attrs.evolve`` runs the converters, which copy mappings).

    A ``Setting`` is one for all items of a list and is not copied: it is read-only throughout.
    """
    if isinstance(value, Setting) or not attrs.has(type(value)):
        return value
    return attrs.evolve(value)


def _call_method(policy: CategoryPolicy, name: str, handed: Sequence[object]) -> Any:
    method = getattr(policy, name)
    return method(*handed[: _count_arguments(method, handed)])


def _count_arguments(method: Callable[..., Any], handed: Sequence[object]) -> int:
    """How many of the arguments a method takes: it may do without the setting."""
    with_setting = len(handed)
    if not isinstance(handed[-1], Setting):
        return with_setting
    try:
        inspect.signature(method).bind(*handed)
    except TypeError:
        return with_setting - 1
    return with_setting


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda answer: isinstance(answer, kinds)


def _tuple_of(kind: type) -> Callable[[Any], bool]:
    return lambda answer: isinstance(answer, tuple) and all(isinstance(a, kind) for a in answer)
