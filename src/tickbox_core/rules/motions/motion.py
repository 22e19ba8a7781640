"""The motion: what is asked of whom, by which bars, and how abstention and silence are treated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model import Option, Question
from tickbox_core.model._checks import a_tuple, no_duplicates
from tickbox_core.model.scope import Everything, Scope, scope_of
from tickbox_core.rules.motions import elections
from tickbox_core.rules.motions.bars import Bars
from tickbox_core.rules.motions.bases import Base
from tickbox_core.rules.motions.papers import (
    ABSTAIN,
    NO,
    NONE_OF_THESE,
    SPOILED,
    YES,
    Double,
    ProxyRules,
)
from tickbox_core.rules.motions.practice import Practice
from tickbox_core.text import Text, as_text


class Treatment(StrEnum):
    """Whether abstentions (or spoiled papers) count among those who took part."""

    TAKES_PART = "takes_part"
    NOT_PARTICIPATING = "not_participating"


class Silence(StrEnum):
    """How heads that handed in nothing count.

    ``not_participating``: not at all.  ``abstain``: they take part and do not agree.
    ``follow_majority``: they join whichever side leads, also "no", where the estate's own rules say
    so and its three preconditions are proved: service, notice of the agenda, a printed warning.
    """

    NOT_PARTICIPATING = "not_participating"
    ABSTAIN = "abstain"
    FOLLOW_MAJORITY = "follow_majority"


@attrs.frozen
class ServiceProof:
    """By what the service of a place is proved: the day (ISO), how, who signed, who brought it.

    What is not known is empty.  Names stand in it: it is for the file of a motion and for no page.
    """

    on: str = ""
    how: str = ""
    signed: str = attrs.field(default="", repr=False)
    by: str = attrs.field(default="", repr=False)


@attrs.frozen
class Delivery:
    """What can be proved of how a motion was brought to those it asks.

    ``served``: places (units, residents) whose service is proved; ``proofs``: by what, of those
    places of which it was said, served or not (a paper that was refused).
    """

    served: frozenset[str] = frozenset()
    agenda_noticed: bool = False
    warning_printed: bool = False
    proofs: Mapping[str, ServiceProof] = attrs.field(factory=dict, hash=False)

    def plain(self) -> dict[str, Any]:
        """As it is kept; ``proofs`` only where there are any."""
        proofs = {
            place: {name: said for name, said in attrs.asdict(proof).items() if said}
            for place, proof in sorted(self.proofs.items())
        }
        return {
            "served": sorted(self.served),
            "agenda_noticed": self.agenda_noticed,
            "warning_printed": self.warning_printed,
            **({"proofs": proofs} if proofs else {}),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Delivery:
        """From what ``plain`` gave."""
        proofs = {place: ServiceProof(**said) for place, said in plain.get("proofs", {}).items()}
        return cls(**{**plain, "served": frozenset(plain["served"]), "proofs": proofs})


@attrs.frozen
class Motion:
    """A question that binds.

    ``options`` makes it a choice of one, to which "none of these" is always added.
    ``silence_agreed`` is where the estate's own rules agree to count silence (empty: nowhere).
    ``parking``: whether parking spaces count.  ``double``: which paper stands where a head hands in
    several.  ``by_delegates``: a residents' motion that the delegates of the roll decide.
    ``seats`` makes it an election: the options are candidates, of whom a paper may tick as many.

    Raises ``BadValue`` without bars, for two bars on one base, for a preference (which binds
    nobody), for an option named like a mark, and for an election that cannot be counted.
    """

    id: str
    question: Text = attrs.field(converter=as_text)
    bars: tuple[Bars, ...] = attrs.field(validator=a_tuple)
    kind: Question = attrs.field(default=Question.OWNERS_MOTION, converter=Question)
    scope: Scope = attrs.field(factory=Everything)
    options: tuple[Option, ...] = attrs.field(default=(), validator=a_tuple)
    abstention: Treatment = attrs.field(default=Treatment.TAKES_PART, converter=Treatment)
    spoiled: Treatment = attrs.field(default=Treatment.TAKES_PART, converter=Treatment)
    silence: Silence = attrs.field(default=Silence.NOT_PARTICIPATING, converter=Silence)
    silence_agreed: str = ""
    proxies: ProxyRules = attrs.field(factory=ProxyRules)
    parking: bool = False
    double: Double = attrs.field(default=Double.FIRST_VALID, converter=Double)
    by_delegates: bool = False
    seats: int = 0

    def __attrs_post_init__(self) -> None:
        no_duplicates("option", (option.id for option in self.options))
        no_duplicates("bar", (str(bars.base) for bars in self.bars))
        taken = {YES, NO, ABSTAIN, SPOILED, NONE_OF_THESE} & {o.id for o in self.options}
        if taken:
            raise _bad(self.id, f"选项不能叫“{min(taken)}”。", f"no option may be '{min(taken)}'.")
        if not self.bars:
            raise _bad(self.id, "没有通过条件。", "it asks for no bar at all.")
        if self.kind is Question.PREFERENCE:
            raise _bad(self.id, "打钩排序不是表决。", "a preference is no motion.")
        if self.seats:
            elections.check_candidates(self.options, self.seats)
            self._check_election()

    def _check_election(self) -> None:
        if self.kind is not Question.OWNERS_MOTION:
            raise _bad(self.id, "业主委员会由业主选举。", "owners elect their committee.")
        if {bars.base for bars in self.bars} != {Base.HEADS, Base.AREA}:
            raise _bad(
                self.id,
                "选举须按人数和面积两项计票。",
                "an election is counted by heads and by area.",
            )
        if self.silence is Silence.FOLLOW_MAJORITY:
            raise BadValue(f"motion {self.id}", _NOBODYS_MAJORITY, _OTHER_SILENCE)

    @classmethod
    def under(
        cls, practice: Practice, id_: str, question: Text, matter: str, **choices: Any
    ) -> Motion:
        """A motion on a matter as a place has it; ``choices`` are fields that replace its own.

        Where silence counts, ``silence_agreed`` names the source that says so.  Where the law says
        who is asked (``asks.KIND``: residents, delegates) the motion is theirs.  Raises
        ``UnknownName`` for a matter no layer knows, or for others to be asked.
        """
        kind = practice.matter(matter).kind
        fields = {**ways_of(practice), **choices, **_asks(practice, kind)}
        return cls(id_, question, practice.bars(kind), **fields)

    @property
    def kind_words(self) -> Text:
        """What kind of decision it is; of a residents' motion also that no floor area counts."""
        if self.kind is not Question.RESIDENTS_MOTION:
            return self.kind.words
        if self.by_delegates:
            return _BY_DELEGATES
        by_households = any(bars.base is Base.HOUSEHOLDS for bars in self.bars)
        return _BY_HOUSEHOLDS if by_households else _BY_HEADS

    @property
    def sides(self) -> tuple[str, ...]:
        """What can win: yes or no, or the options and "none of these"."""
        if self.options:
            return (*(option.id for option in self.options), NONE_OF_THESE)
        return (YES, NO)

    @property
    def judged(self) -> tuple[str, ...]:
        """The sides that are held against the bars: each of a choice, each candidate, or yes."""
        if self.seats:
            return self.candidates
        return self.sides if self.options else (YES,)

    @property
    def candidates(self) -> tuple[str, ...]:
        """Who stands, in the order of the paper; nobody where it is no election."""
        return tuple(one.id for one in self.options) if self.seats else ()

    @property
    def marks(self) -> Collection[str]:
        """All that a paper may say."""
        said = (*self.sides, ABSTAIN, SPOILED)
        return elections.Marks(said, self.candidates, self.seats) if self.seats else said

    def ticks(self, mark: str) -> tuple[str, ...]:
        """What a mark speaks for: one thing, or in an election each candidate that it ticks."""
        return tuple(mark.split(elections.JOINT)) if self.seats else (mark,)

    def join_ticks(self, ticked: Iterable[str]) -> str:
        """The mark of what was ticked in an election; ``NoSuchMark`` for what no paper may say."""
        return elections.join_ticks(self.candidates, self.seats, ticked)

    def title_of(self, side: str) -> Text:
        """A side in words."""
        named = {option.id: option.title for option in self.options}
        return named.get(side) or _SIDE_WORDS[side]

    def confirming(self, option: str) -> Motion:
        """The second round on one option: yes or no, by the same bars.

        Raises ``BadValue`` for an option this motion does not have.
        """
        if option not in {each.id for each in self.options}:
            raise _bad(self.id, f"没有选项“{option}”。", f"it has no option '{option}'.")
        question = Text("{question}（第二轮确认：{option}）", "{question} (confirming: {option})")
        return attrs.evolve(
            self,
            id=f"{self.id}/{option}",
            question=question.filled(question=self.question, option=self.title_of(option)),
            options=(),
        )

    def plain(self) -> dict[str, Any]:
        """The motion for JSON; ``of_plain`` reads it."""
        return {
            "id": self.id,
            "question": self.question.plain(),
            "bars": [bars.plain() for bars in self.bars],
            "kind": str(self.kind),
            "scope": self.scope.plain(),
            "options": [
                {"id": o.id, "title": o.title.plain(), "cost": o.cost} for o in self.options
            ],
            "abstention": str(self.abstention),
            "spoiled": str(self.spoiled),
            "silence": str(self.silence),
            "silence_agreed": self.silence_agreed,
            "proxies": {**attrs.asdict(self.proxies), "barred": list(self.proxies.barred)},
            "parking": self.parking,
            "double": str(self.double),
            "by_delegates": self.by_delegates,
            **({"seats": self.seats} if self.seats else {}),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Motion:
        """The motion that a plain form stands for."""
        proxies = plain["proxies"]
        return cls(
            **{
                **plain,
                "bars": tuple(map(Bars.of_plain, plain["bars"])),
                "scope": scope_of(plain["scope"]),
                "options": tuple(Option(**option) for option in plain["options"]),
                "proxies": ProxyRules(**{**proxies, "barred": tuple(proxies["barred"])}),
            }
        )


def ways_of(practice: Practice) -> dict[str, Any]:
    """How a place counts papers, as fields of a motion; what it does not say is left out.

    Raises ``UnknownName`` for a way of counting that there is not.
    """
    silence, parking = practice.find("silence"), practice.value("parking")
    said: dict[str, Any] = {
        field: _way(name, practice.value(name), kind) for field, (name, kind) in _WAYS.items()
    }
    if said["silence"] is not None and silence is not None:
        said["silence_agreed"] = silence.sourced.source.zh
    said["parking"] = None if parking is None else parking == "counted"
    said["proxies"] = ProxyRules.of(practice)
    return {field: value for field, value in said.items() if value is not None}


def _asks(practice: Practice, kind: str) -> dict[str, Any]:
    """Who is asked by law, as fields of a motion; nothing where no layer says."""
    said = practice.value(f"asks.{kind}")
    if said is None:
        return {}
    if said not in _ASKED:
        raise UnknownName("who is asked", str(said), tuple(_ASKED))
    return dict(_ASKED[said])


_ASKED: Mapping[str, Mapping[str, Any]] = {
    "owners": {"kind": Question.OWNERS_MOTION, "by_delegates": False},
    "residents": {"kind": Question.RESIDENTS_MOTION, "by_delegates": False},
    "delegates": {"kind": Question.RESIDENTS_MOTION, "by_delegates": True},
}
_BY_HEADS = Text("居民会议表决：按人数，不按面积", "residents' motion: heads, not floor area")
_BY_HOUSEHOLDS = Text(
    "居民会议表决：每户一票，不按面积", "residents' motion: one per household, not floor area"
)
_BY_DELEGATES = Text(
    "居民会议表决：由居民代表表决，按人数，不按面积",
    "residents' motion: delegates by heads, not floor area",
)

_WAYS: Mapping[str, tuple[str, type[StrEnum]]] = {
    "abstention": ("abstention", Treatment),
    "spoiled": ("spoiled", Treatment),
    "silence": ("silence", Silence),
    "double": ("channel.double", Double),
}


def _way(name: str, value: object, kind: type[StrEnum]) -> StrEnum | None:
    if value is not None and value not in tuple(kind):
        raise UnknownName(name, str(value), tuple(kind))
    return None if value is None else kind(str(value))


_NOBODYS_MAJORITY = Text(
    "选举业主委员会时，未表态的不能随多数计入：选人没有可以追随的“多数一方”，"
    "替人选了谁也无法查证。",
    "in an election silence cannot follow the majority: persons are no sides of which one leads, "
    "and nobody could say whom the silent have chosen.",
)
_OTHER_SILENCE = Text(
    "请写明本次选举未表态的不计入，或按弃权计。",
    "Say for this election that silence does not take part, or abstains.",
)

_SIDE_WORDS = {
    YES: Text("同意", "yes"),
    NO: Text("不同意", "no"),
    NONE_OF_THESE: Text("都不选", "none of these"),
}


def _bad(motion: str, zh: str, en: str) -> BadValue:
    return BadValue(f"motion {motion}", Text(zh, en), Text("请改表决方案。", "Mend the motion."))
