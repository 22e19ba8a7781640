"""What is personal, what it is for, and when that is over.

Pure: from the book and a few facts of the tables to the reason why something still has to stay.  A
kind of entry that is not named here (a newer version wrote it, or a component that is missing) goes
by what it says of itself (``keeps``); one that says nothing always stays.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.components.projects import still_owed
from tickbox_core.components.wishes import Wish
from tickbox_core.declarations import Keeps, PersonalData
from tickbox_core.desk.importing import MOTION_ROLL, PAYMENTS, SERVICE
from tickbox_core.desk.kinds import OF_THE_CORE, RetentionRules
from tickbox_core.desk.state import YearState
from tickbox_core.model.local_time import day_of
from tickbox_core.text import Text
from tickbox_core.workflow.act_entries import ACT
from tickbox_core.year import DiaryEntry

_log = logging.getLogger("tickbox.desk")

DIARY = "diary"
"""The diary's log, as entries of kind ``act`` name it."""


class What(StrEnum):
    """A kind of personal data."""

    ROLL = "roll"
    CODES = "codes"
    REPLACED = "replaced"
    PAPERS = "papers"
    WISHES = "wishes"
    OBJECTIONS = "objections"
    BALLOTS = "ballots"
    PROJECTS = "projects"
    PROBLEMS = "problems"
    IDEAS = "ideas"
    MEETINGS = "meetings"
    OFFICES = "offices"
    IMPORTS = "imports"
    STAFF = "staff"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Text:
        """What it is."""
        return _WORDS[self][0]

    @property
    def ends(self) -> Text:
        """When its purpose is over."""
        return _WORDS[self][1]


_WORDS = {
    What.ROLL: (
        Text("名册：姓名、生日、谁在哪个席位", "rolls: names, births, whose slot is which"),
        Text("年度清单已定，项目已办完并评议（或已满一年）；或者这一轮已作废",
             "the annual list is fixed, its projects are over and judged (or a year has passed); "
             "or the round was voided"),
    ),
    What.CODES: (
        Text("票码、输错次数、提交的应答", "voting codes, failed tries, answers to submissions"),
        Text("已公布或已作废", "it is published or voided"),
    ),
    What.REPLACED: (
        Text("后来改过的票原先怎么勾", "what replaced ballots and marks said before"),
        Text("已公布或已作废", "it is published or voided"),
    ),
    What.PAPERS: (
        Text("表决：业主姓名、面积、每张票、送达、名册",
             "motions: heads by name, areas, every paper, service, roll"),
        Text("公布（或作废）满一年（可请求撤销的期限，地方规定可更长），争议已了结",
             "the year in which it can be annulled is over since it was published or voided "
             "(longer where the place says so), and no dispute goes on"),
    ),
    What.WISHES: (
        Text("心愿：原话、作者和联系方式", "wishes: the words, author and contact"),
        Text("已答复，所在清单已定或已作废",
             "it is answered and the list it stands on is fixed or voided"),
    ),
    What.OBJECTIONS: (
        Text("异议：原话、作者", "objections: the words, the author"),
        Text("已答复，清单已定或已作废", "it is answered and the list is fixed or voided"),
    ),
    What.BALLOTS: (
        Text("纸质票和协助：谁录入、谁帮手、谁见证、谁代投",
             "paper and help: who keyed, helped, witnessed, brought by mandate"),
        Text("年度清单已定，评议已公布；或者已作废",
             "the annual list is fixed, the judgement published; or it was voided"),
    ),
    What.PROJECTS: (
        Text("项目：监督人、报名的人、捐款人、各户缴款",
             "projects: supervisors, who signed up, donors, payments by household"),
        Text("项目已完成（各户缴款：已收齐）或不再进行",
             "the project is delivered (payments: when all have paid) or given up"),
    ),
    **{
        What(key): (one.words, one.ends) for key, one in OF_THE_CORE.personal.items()
    },
    What.IMPORTS: (
        Text("导入：之前的内容（可能是名册）", "imports: what was there before, rolls perhaps"),
        Text("清单已开放，不能再撤销", "the list is open, so that nothing can be undone"),
    ),
    What.STAFF: (
        Text("其他经办人姓名", "other names of staff"),
        Text("写明日期才删", "only when a day is named"),
    ),
    What.OTHER: (
        Text("另外安装的组件记下的内容", "what a component that is not installed has sealed"),
        Text("到它自己写明的期限", "when it says itself that its purpose is over"),
    ),
    What.UNKNOWN: (
        Text("这个版本不认识的内容", "what this version does not know"), Text("不删", "never"),
    ),
}  # fmt: skip


_SAID_BY_ENTRIES = frozenset(set(What) - {What.UNKNOWN})


@attrs.frozen
class Brought:
    """A kind of personal data that the component of a plugin declares."""

    key: str
    declared: PersonalData

    def __str__(self) -> str:
        return self.key

    @property
    def words(self) -> Text:
        """What it is."""
        return self.declared.words

    @property
    def ends(self) -> Text:
        """When its purpose is over."""
        return self.declared.ends


AnyWhat = What | Brought


def every_what(rules: RetentionRules) -> tuple[AnyWhat, ...]:
    """All kinds of personal data of a desk in their order, those of plugins beside the matters."""
    brought = (Brought(key, one) for key, one in rules.personal.items() if key not in set(What))
    own = tuple(What)
    at = own.index(What.IMPORTS)
    return (*own[:at], *brought, *own[at:])


@attrs.frozen
class Known:
    """What the rules look at: the book, the day, what is opened, published, or still being judged.

    ``opened`` and ``published`` hold ids of rounds, motions and judgements; ``judging`` rounds with
    an open judgement; ``planned`` every round there is; ``motions`` says of each motion why its
    papers stay (``None``: they need not); ``rules`` are what the desk's components declare.
    """

    book: YearState
    today: date
    dated: bool
    planned: frozenset[str]
    opened: frozenset[str]
    published: frozenset[str]
    judging: frozenset[str]
    motions: Mapping[str, Text | None]
    rules: RetentionRules = OF_THE_CORE

    def round_over(self, round: str) -> Text | None:
        """Why a round (or judgement) is not over yet; ``None`` where it is, or is wiped."""
        if round in self.book.judgements.projects:
            over = round in self.published
        elif round in self.planned:
            over = self._is_concluded(round)
        elif round in self.motions:
            return self.motions[round]
        else:  # a round that was wiped
            over = round not in self.opened or round in self.published
        said = Text("“{id}”还没有定下来，也没有作废", "'{id}' is neither final nor voided yet")
        return None if over else said.filled(id=round)

    def _is_concluded(self, round: str) -> bool:
        """Whether its annual list is fixed or it was voided; of a run-off, the round of its tie."""
        held = self.book.results
        first = held.of_tied.get(round)
        if first is not None and (round in self.published or round not in self.opened):
            return first in held.final or first in held.voided or round in held.voided
        return round in held.final or round in held.voided

    def roll_over(self, round: str) -> Text | None:
        """Why the roll of a round is still needed."""
        going = [p.id for p in self.book.projects.by_id.values()
                 if p.baseline.round == round and p.going_on]  # fmt: skip
        if going:
            said = Text("项目“{id}”还在进行", "the project '{id}' is going on")
            return said.filled(id=going[0])
        if round in self.judging:
            return Text(f"“{round}”的项目正在评议", f"projects of '{round}' are being judged")
        return self.round_over(round) or self._still_to_judge(round)

    def _still_to_judge(self, round: str) -> Text | None:
        """What of its annual list those on the roll are still to judge, within a year.

        Without the roll nobody can: so it waits for projects that are to begin, and to be judged.
        """
        held, judged = self.book.results, self.book.judgements
        annual = held.final.get(round)
        if annual is None:
            return None
        projects = {p.baseline.item: p for p in self.book.projects.by_id.values()
                    if p.baseline.round == annual.round}  # fmt: skip
        to_come = {one for known in judged.announced.values() for one in known.projects}
        for item in annual.items:
            project = projects.get(item)
            if project is None:
                said, since = _TO_BEGIN.filled(id=item), day_of(annual.at)
            elif project.id in to_come:
                return _TO_JUDGE.filled(id=project.id)
            elif project.delivered is not None and project.id not in judged.by_project:
                said, since = _TO_JUDGE.filled(id=project.id), project.delivered
            else:
                continue
            if self.today <= since + A_YEAR:
                return said
        return None


def ends_of(known: Known, what: What, id_: str) -> Text:
    """When the purpose of rows of one round, motion or judgement is over, true of what it is.

    One that was voided is never published, nor fixed: its day of that counts instead.  Whatever a
    motion keeps is its proof, codes too.
    """
    book = known.book
    if id_ in book.motions.voided:
        return _OF_VOID_MOTION.filled(day=book.motions.voided[id_].isoformat())
    if id_ in known.motions:
        return What.PAPERS.ends
    on = book.results.voided.get(id_) or book.judgements.voided.get(id_)
    if on is not None:
        return _OF_VOID.filled(day=on.isoformat())
    first = book.results.of_tied.get(id_, "")
    if what is What.ROLL and first in book.results.voided:
        day = book.results.voided[first].isoformat()
        return _OF_VOID_TIE.filled(id=first, day=day)
    return what.ends


_OF_VOID = Text(
    "已于{day}作废：不会再有生效的结果，也不再需要",
    "it was voided on {day}: no result of it will be in force, and nobody needs it any more",
)
_OF_VOID_TIE = Text(
    "要由它解开并列的“{id}”已于{day}作废：不再需要",
    "'{id}', whose tie it was to settle, was voided on {day}: nobody needs it any more",
)
_OF_VOID_MOTION = Text(
    "已于{day}作废：从那天起满一年（可请求撤销的期限，地方规定可更长），争议已了结",
    "it was voided on {day}: the year in which a decision can be annulled is over since that day "
    "(longer where the place says so), and no dispute goes on",
)


A_YEAR = timedelta(days=365)
"""How long a roll waits for a project that nobody begins, or has judged: this house's choice."""
_TO_BEGIN = Text(
    "年度清单上的“{id}”还没有立项（最多等一年）",
    "'{id}' of the annual list has no project yet (it waits a year at most)",
)
_TO_JUDGE = Text(
    "项目“{id}”还没有评议（完成后最多等一年）",
    "the project '{id}' is not judged yet (it waits a year at most)",
)

Why = Text | None
Rule = Callable[[Known, DiaryEntry], Why]


def what_of(happened: DiaryEntry, rules: RetentionRules = OF_THE_CORE) -> AnyWhat:
    """Which kind of personal data an entry's sealed part is."""
    if happened.kind in _RULES:
        return _RULES[happened.kind][0]
    if happened.kind.startswith("project-") and "project" in happened.facts:
        return What.PROJECTS
    keeps = _keeps(happened, rules)
    if keeps is None:
        return What.UNKNOWN
    if keeps.as_ in _SAID_BY_ENTRIES:
        return What(keeps.as_)
    said = rules.personal.get(keeps.as_)
    return What.OTHER if said is None else Brought(keeps.as_, said)


def stays(known: Known, happened: DiaryEntry) -> Why:
    """Why the sealed part of an entry still has to stay, or ``None``."""
    what = what_of(happened, known.rules)
    if what is What.UNKNOWN:
        return Text(f"不认识“{happened.kind}”", f"'{happened.kind}' is not known here")
    if happened.kind in _RULES:
        return _RULES[happened.kind][1](known, happened)
    of_project = what is What.PROJECTS and happened.kind.startswith("project-")
    return (_of_project if of_project else _as_it_says)(known, happened)


def rounds_of(book: YearState, happened: DiaryEntry) -> set[str]:
    """The rounds that an entry belongs to; an ``act`` to those of its entries too."""
    facts = happened.facts
    if happened.kind == ACT:
        return _of_its_entries(book, facts)
    found = {facts[name] for name in ("cycle", "round") if facts.get(name)}
    if (keeps := Keeps.of(facts)) is not None:
        found |= {one.removeprefix("round:") for one in keeps.begins if one.startswith("round:")}
    project = book.projects.by_id.get(facts.get("project", ""))
    if project is not None:
        found.add(project.baseline.round)
    for ref in _refs(happened):
        if (wish := book.wishes.by_ref.get(ref)) is not None:
            found |= {round for round, _ in _head(book, wish).items}
        if (raised := book.objections.by_ref.get(ref)) is not None:
            found.add(raised.round)
    return found


def _of_its_entries(book: YearState, facts: Mapping[str, Any]) -> set[str]:
    logs, about = facts["entries"], facts["about"]
    found = {log for log in logs if log != DIARY}
    found |= {id_ for kind in ("round", "motion", "judgement") for id_ in about.get(kind, ())}
    for project in about.get("project", ()):
        if project in book.projects.by_id:
            found.add(book.projects.by_id[project].baseline.round)
    for at in logs.get(DIARY, ()):
        kind, of = book.facts[at]
        found |= rounds_of(book, DiaryEntry(kind, of, position=at))
    return found


# -- the rules ---------------------------------------------------------------------------------


def _refs(happened: DiaryEntry) -> Iterable[str]:
    facts = happened.facts
    return [ref for ref in (facts.get("ref"), facts.get("into"), *facts.get("refs", ())) if ref]


def _head(book: YearState, wish: Wish) -> Wish:
    return book.wishes.head(wish.ref)


def _of_wish(known: Known, happened: DiaryEntry) -> Why:
    for ref in _refs(happened):
        wish = known.book.wishes.by_ref.get(ref)
        if wish is None:
            continue
        head = _head(known.book, wish)
        if not (wish.answer or head.answer or wish.withdrawn.zh):
            return Text(f"心愿{ref}还没有答复", f"the wish {ref} is not answered")
        for round, _ in (*wish.items, *head.items):
            if (why := known.round_over(round)) is not None:
                return why
    return None


def _of_objection(known: Known, happened: DiaryEntry) -> Why:
    raised = known.book.objections.by_ref.get(happened.facts["ref"])
    if raised is None:
        return None
    if not raised.answer:
        return Text(f"异议{raised.ref}还没有答复", f"the objection {raised.ref} is not answered")
    return known.round_over(raised.round)


def _of_project(known: Known, happened: DiaryEntry) -> Why:
    project = known.book.projects.by_id.get(happened.facts["project"])
    owed = None if project is None else still_owed(project, happened.kind)
    return _project(known, happened.facts["project"]) or owed


def _project(known: Known, id_: str) -> Why:
    project = known.book.projects.by_id.get(id_)
    if project is None or not project.going_on:
        return None
    said = Text("项目“{id}”还在进行", "the project '{id}' is going on")
    return said.filled(id=project.id)


_OF_MOTIONS = frozenset({SERVICE, MOTION_ROLL})
"""Imports that a motion needs, as long as it needs its own."""


def _of_import(known: Known, happened: DiaryEntry) -> Why:
    round = happened.facts["cycle"]
    if happened.facts["kind"] in _OF_MOTIONS:
        return known.motions.get(happened.facts["refs"][0])
    if happened.facts["kind"] == PAYMENTS:
        return _project(known, happened.facts["refs"][0])
    if not round:
        return _by_day(known, happened)
    if round not in known.planned or round in known.opened or round in known.published:
        return None
    return Text(f"“{round}”的导入还能撤销", f"an import into '{round}' can still be undone")


def _of_act(known: Known, happened: DiaryEntry) -> Why:
    """As long as any round, motion or judgement it touched needs its proof; then by day."""
    found = sorted(rounds_of(known.book, happened))
    for round in found:
        if (why := known.round_over(round)) is not None:
            return why
    return None if found else _by_day(known, happened)


def _by_day(known: Known, happened: DiaryEntry) -> Why:
    if known.dated:
        return None
    return Text("没有写日期（--before）", "no day is named (--before)")


def _purpose(known: Known, purpose: str) -> Why:
    """Why a purpose still goes on: as its matter says, others by the fold."""
    kind, _, id_ = purpose.partition(":")
    if kind in _OF_THINGS:
        return _OF_THINGS[kind](known, id_)
    if kind in known.rules.purposes:
        return _as_its_matter_says(known, kind, id_)
    if known.book.purposes.is_over(purpose, known.today):
        return None
    return Text(f"“{purpose}”还没有结束", f"'{purpose}' is not over")


def _as_its_matter_says(known: Known, kind: str, id_: str) -> Why:
    """What a component answers; where that of a plugin fails, it stays."""
    answer = known.rules.purposes[kind]
    try:
        return answer(known.book, id_, known.today)
    except Exception:
        if kind in OF_THE_CORE.purposes:
            raise
        _log.exception("whether '%s' is still needed: the component of a plugin failed", kind)
        return Text(f"不知道“{id_}”是否已经结束", f"it is not known whether '{id_}' is over")


_OF_THINGS: Mapping[str, Callable[[Known, str], Why]] = {
    "round": Known.round_over,
    "judgement": Known.round_over,
    "motion": lambda known, id_: known.motions.get(id_),
    "project": _project,
}


def _as_it_says(known: Known, happened: DiaryEntry) -> Why:
    """By the purposes that the entry, or the rule of its kind, begins; else by day."""
    keeps = _keeps(happened, known.rules)
    for purpose in keeps.begins if keeps else ():
        if (why := _purpose(known, purpose)) is not None:
            return why
    return None if keeps and keeps.begins else _by_day(known, happened)


def _keeps(happened: DiaryEntry, rules: RetentionRules) -> Keeps | None:
    """The rule of its kind where there is one here, else what the entry says of itself."""
    rule = rules.sealing.get(happened.kind)
    return Keeps.of(happened.facts) if rule is None else rule.keeps(happened.facts)


_RULES: Mapping[str, tuple[What, Rule]] = {
    **dict.fromkeys(
        (
            "wish",
            "wish-photo",
            "wish-merged",
            "wish-unmerged",
            "wish-answered",
            "wishes-withdrawn",
        ),
        (What.WISHES, _of_wish),
    ),
    **dict.fromkeys(("objection", "objection-answered"), (What.OBJECTIONS, _of_objection)),
    "sign-up": (What.PROJECTS, _of_project),
    "imported": (What.IMPORTS, _of_import),
    ACT: (What.STAFF, _of_act),
    **{kind: (What(rule.as_), _as_it_says) for kind, rule in OF_THE_CORE.sealing.items()},
}
"""Kinds whose retention needs code, and those of ``desk.kinds``."""
