"""The poll: a motion put to those it asks, and where it stands.

prepared → open → closed → published, and void from each but the last.  Where the law asks for it,
or the motion itself, a result stands as preliminary between closed and published.  Until it opens
its law is read from the jurisdiction and from the layers of its own (the estate's rules, what staff
answered to the checklist); opening freezes the whole practice with every value's source.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model import PluginVersion, RollSummary
from tickbox_core.model._checks import a_tuple
from tickbox_core.rules.motions import Layer, Motion, Practice
from tickbox_core.text import EMPTY, Text, as_text

ANSWERS = "this-motion"
_NOT_IN_A_NAME = frozenset('/\\:*?"<>| \t\n')


_ENDING = ("opens", "ends", "extensions", "extension_days")


class PollState(StrEnum):
    """Where a poll stands."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    PRELIMINARY = "preliminary"
    PUBLISHED = "published"
    VOID = "void"

    @property
    def words(self) -> Text:
        """The state in the words residents use."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PollState.PREPARED: Text("准备表决", "being prepared"),
    PollState.OPEN: Text("表决进行中", "open for papers"),
    PollState.CLOSED: Text("已截止，待计票", "closed, to be decided"),
    PollState.PRELIMINARY: Text("初步结果公示，听取异议", "preliminary result, objections heard"),
    PollState.PUBLISHED: Text("结果已公布", "decided and posted"),
    PollState.VOID: Text("已作废", "voided"),
}


class Answered(StrEnum):
    """Who has answered a question: nobody yet, this motion, or the law of the place.

    ``optional``: nobody has, and nobody has to.
    """

    OPEN = "open"
    HERE = "here"
    BY_LAW = "by-law"
    OPTIONAL = "optional"

    @property
    def words(self) -> Text:
        """In words."""
        return _ANSWERED_WORDS[self]


_ANSWERED_WORDS = {
    Answered.OPEN: Text("待填写", "to be answered"),
    Answered.HERE: Text("本次表决填写", "answered for this motion"),
    Answered.BY_LAW: Text("已有规定", "the law says"),
    Answered.OPTIONAL: Text("可以不填", "may be left out"),
}


@attrs.frozen(hash=False)
class Poll:
    """A motion with everything that goes before its papers.

    ``matter`` is the jurisdiction's key, from which the bars follow (empty: the motion's own bars).
    ``own`` are layers above the jurisdiction's.  ``round`` and ``item`` say what was promoted,
    ``follows`` which poll this one confirms.  ``posted`` is the day its agenda was posted,
    ``reelection`` whether the owners' committee is being re-elected (``None``: nobody has said).
    ``practice`` is there once it is open, and ``ends`` where it was announced until when papers are
    taken (``extensions`` and ``extension_days``: how far that may be put off).  ``opens`` is the
    hour at which it was announced to open by itself, or empty.  ``shown``: its agenda was posted
    once, whatever was changed since, or an hour was announced; told while it is prepared alone.

    Raises ``BadValue`` for an id that cannot name a file.
    """

    motion: Motion
    matter: str = ""
    jurisdiction: str = ""
    own: tuple[Layer, ...] = attrs.field(default=(), validator=a_tuple)
    because: Text = attrs.field(default=EMPTY, converter=as_text)
    round: str = ""
    item: str = ""
    follows: str = ""
    posted: date | None = None
    reelection: bool | None = None
    demonstration: bool = False
    state: PollState = attrs.field(default=PollState.PREPARED, converter=PollState)
    practice: Practice | None = None
    plugins: tuple[PluginVersion, ...] = attrs.field(default=(), validator=a_tuple)
    roll: RollSummary | None = None
    opened_at: str | None = None
    closed_at: str | None = None
    ends: str = ""
    extensions: int = 0
    extension_days: int = 0
    opens: str = ""
    shown: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.id or len(self.id) > 100 or _NOT_IN_A_NAME & set(self.id):
            raise BadValue(
                f"motion {self.id}",
                Text(
                    "编号含有空格或斜线之类，或太长。",
                    "its id has blanks or slashes, or is too long.",
                ),
                Text("请换一个短编号。", "Give it a short plain id."),
            )

    @property
    def id(self) -> str:
        """The motion's id, under which its log is kept."""
        return self.motion.id

    @property
    def is_public(self) -> bool:
        """Whether anybody may know of it: it is not to vanish any more without a word."""
        prepared = self.state is PollState.PREPARED
        return not prepared or self.shown or self.posted is not None or bool(self.opens)

    def plan(self) -> dict[str, Any]:
        """Everything but where it stands, for JSON and the log; ``of_plan`` reads it."""
        practice = Practice(self.own) if self.practice is None else self.practice
        return {
            "motion": self.motion.plain(),
            "matter": self.matter,
            "jurisdiction": self.jurisdiction,
            "practice": practice.plain(),
            "because": self.because.plain(),
            "from_cycle": self.round,
            "from_item": self.item,
            "follows": self.follows,
            "posted": self.posted and self.posted.isoformat(),
            "reelection": self.reelection,
            "demonstration": self.demonstration,
            "plugins": [attrs.asdict(plugin) for plugin in self.plugins],
            **{name: value for name in _ENDING if (value := getattr(self, name))},
            **({"shown": True} if self.shown and self.state is PollState.PREPARED else {}),
        }

    @classmethod
    def of_plan(cls, plan: Mapping[str, Any], state: PollState) -> Poll:
        """The poll whose plan it is; its layers are its own until it opens, then all of them."""
        practice = Practice.of_plain(plan["practice"])
        # one that was voided before it opened has its own layers alone, and asks no more
        prepared = state is PollState.PREPARED
        return cls(
            Motion.of_plain(plan["motion"]),
            plan["matter"],
            plan["jurisdiction"],
            practice.layers if prepared else (),
            plan["because"],
            plan["from_cycle"],
            plan["from_item"],
            plan["follows"],
            None if plan["posted"] is None else date.fromisoformat(plan["posted"]),
            plan["reelection"],
            plan["demonstration"],
            state,
            None if prepared else practice,
            tuple(PluginVersion(**plugin) for plugin in plan["plugins"]),
            **{name: plan[name] for name in (*_ENDING, "shown") if name in plan},
        )


@attrs.frozen
class Checklist:
    """What stands between a poll and its opening.

    ``reasons`` have to be mended, ``questions`` answered (by name, since no layer says), and
    ``notes`` are to be known: they do not stand in the way.
    """

    reasons: tuple[Text, ...]
    questions: Mapping[str, Text] = attrs.field(hash=False)
    notes: tuple[Text, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the poll can open."""
        return not self.reasons and not self.questions

    @property
    def open_points(self) -> tuple[Text, ...]:
        """Reasons and questions, one sentence each."""
        asked = Text(
            "还没有规定，请填写（{name}）：{question}", "not known, please say ({name}): {question}"
        )
        named = self.questions.items()
        return (*self.reasons, *(asked.filled(name=n, question=q) for n, q in named))
