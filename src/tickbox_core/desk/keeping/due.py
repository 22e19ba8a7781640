"""What is personal, what it is for, and when that is over.

Pure: from the book and a few facts of the tables to the reason why something still has to stay.  A
kind of entry that is not named here (a newer version wrote it) always stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.text import Text
from tickbox_core.year import Book, Happened
from tickbox_core.year.access import CODES
from tickbox_core.year.acts import ACT
from tickbox_core.year.wishes import Wish

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
    MEETINGS = "meetings"
    OFFICES = "offices"
    AWARDS = "awards"
    IMPORTS = "imports"
    STAFF = "staff"
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
        Text("年度清单已定，项目已了，没有评议在进行",
             "the annual list is fixed, its projects are over, no judgement is open"),
    ),
    What.CODES: (
        Text("票码、输错次数、提交的应答", "voting codes, failed tries, answers to submissions"),
        Text("已公布", "it is published"),
    ),
    What.REPLACED: (
        Text("后来改过的票原先怎么勾", "what replaced ballots and marks said before"),
        Text("已公布", "it is published"),
    ),
    What.PAPERS: (
        Text("表决：业主姓名、面积、每张票、送达、名册",
             "motions: heads by name, areas, every paper, service, roll"),
        Text("公布满一年（可请求撤销的期限，地方规定可更长），争议已了结",
             "the year in which it can be annulled is over since publishing (longer where the "
             "place says so), and no dispute goes on"),
    ),
    What.WISHES: (
        Text("心愿：原话、作者和联系方式", "wishes: the words, author and contact"),
        Text("已答复，所在清单已定", "it is answered and the list it stands on is fixed"),
    ),
    What.OBJECTIONS: (
        Text("异议：原话、作者", "objections: the words, the author"),
        Text("已答复，清单已定", "it is answered and the list is fixed"),
    ),
    What.BALLOTS: (
        Text("纸质票和协助：谁录入、谁帮手、谁见证、谁代投",
             "paper and help: who keyed, helped, witnessed, brought by mandate"),
        Text("年度清单已定（或评议已公布）", "the annual list is fixed, the judgement published"),
    ),
    What.PROJECTS: (
        Text("项目：监督人、报名的人、捐款人、各户缴款",
             "projects: supervisors, who signed up, donors, payments by household"),
        Text("项目已完成或不再进行", "the project is delivered or given up"),
    ),
    What.PROBLEMS: (
        Text("急难愁盼：原话、提出人", "problems: the words, who raised them"),
        Text("已解决", "it is solved"),
    ),
    What.MEETINGS: (
        Text("会议：到场的人", "meetings: who came"), Text("已开完", "it was held"),
    ),
    What.OFFICES: (
        Text("职务：姓名、凭证", "offices: the holder's name and token"),
        Text("任期已满或已结束", "its term is over"),
    ),
    What.AWARDS: (
        Text("评优：评委姓名", "awards: the jurors' names"), Text("已评定", "it is decided"),
    ),
    What.IMPORTS: (
        Text("导入：之前的内容（可能是名册）", "imports: what was there before, rolls perhaps"),
        Text("清单已开放，不能再撤销", "the list is open, so that nothing can be undone"),
    ),
    What.STAFF: (
        Text("其他经办人姓名", "other names of staff"),
        Text("写明日期才删", "only when a day is named"),
    ),
    What.UNKNOWN: (
        Text("这个版本不认识的内容", "what this version does not know"), Text("不删", "never"),
    ),
}  # fmt: skip


@attrs.frozen
class Known:
    """What the rules look at: the book, the day, what is opened, published, or still being judged.

    ``opened`` and ``published`` hold ids of rounds, motions and judgements; ``judging`` rounds with
    an open judgement; ``planned`` every round there is; ``motions`` says of each motion why its
    papers stay (``None``: they need not).
    """

    book: Book
    today: date
    dated: bool
    planned: frozenset[str]
    opened: frozenset[str]
    published: frozenset[str]
    judging: frozenset[str]
    motions: Mapping[str, Text | None]

    def round_over(self, cycle: str) -> Text | None:
        """Why a round (or judgement) is not over yet; ``None`` where it is, or is wiped."""
        if cycle in self.book.judgements.projects:
            over = cycle in self.published
        elif cycle in self.planned:
            over = cycle in self.book.results.final
        elif cycle in self.motions:
            return self.motions[cycle]
        else:  # a round that was wiped
            over = cycle not in self.opened or cycle in self.published
        said = Text("“{id}”还没有定下来", "'{id}' is not final yet")
        return None if over else said.filled(id=cycle)

    def roll_over(self, cycle: str) -> Text | None:
        """Why the roll of a round is still needed."""
        going = [p.id for p in self.book.projects.by_id.values()
                 if p.baseline.cycle == cycle and p.going_on]  # fmt: skip
        if going:
            said = Text("项目“{id}”还在进行", "the project '{id}' is going on")
            return said.filled(id=going[0])
        if cycle in self.judging:
            return Text(f"“{cycle}”的项目正在评议", f"projects of '{cycle}' are being judged")
        return self.round_over(cycle)


Why = Text | None
Rule = Callable[[Known, Happened], Why]


def what_of(happened: Happened) -> What:
    """Which kind of personal data an entry's sealed part is."""
    if happened.kind in _RULES:
        return _RULES[happened.kind][0]
    project = happened.kind.startswith("project-") and "project" in happened.facts
    return What.PROJECTS if project else What.UNKNOWN


def stays(known: Known, happened: Happened) -> Why:
    """Why the sealed part of an entry still has to stay, or ``None``."""
    what = what_of(happened)
    if what is What.UNKNOWN:
        return Text(f"不认识“{happened.kind}”", f"'{happened.kind}' is not known here")
    if happened.kind not in _RULES:
        return _of_project(known, happened)
    return _RULES[happened.kind][1](known, happened)


def cycles_of(book: Book, happened: Happened) -> set[str]:
    """The rounds that an entry belongs to; an ``act`` to those of its entries too."""
    facts = happened.facts
    if happened.kind == ACT:
        return _of_its_entries(book, facts)
    found = {facts[name] for name in ("cycle", "round") if facts.get(name)}
    project = book.projects.by_id.get(facts.get("project", ""))
    if project is not None:
        found.add(project.baseline.cycle)
    for ref in _refs(happened):
        if (wish := book.wishes.by_ref.get(ref)) is not None:
            found |= {cycle for cycle, _ in _head(book, wish).items}
        if (raised := book.objections.by_ref.get(ref)) is not None:
            found.add(raised.cycle)
    return found


def _of_its_entries(book: Book, facts: Mapping[str, Any]) -> set[str]:
    logs, about = facts["entries"], facts["about"]
    found = {log for log in logs if log != DIARY}
    found |= {id_ for kind in ("round", "motion", "judgement") for id_ in about.get(kind, ())}
    for project in about.get("project", ()):
        if project in book.projects.by_id:
            found.add(book.projects.by_id[project].baseline.cycle)
    for at in logs.get(DIARY, ()):
        kind, of = book.facts[at]
        found |= cycles_of(book, Happened(kind, of, position=at))
    return found


# -- the rules ---------------------------------------------------------------------------------


def _refs(happened: Happened) -> Iterable[str]:
    facts = happened.facts
    return [ref for ref in (facts.get("ref"), facts.get("into"), *facts.get("refs", ())) if ref]


def _head(book: Book, wish: Wish) -> Wish:
    return book.wishes.head(wish.ref)


def _of_round(known: Known, happened: Happened) -> Why:
    return known.round_over(happened.facts["cycle"])


def _of_wish(known: Known, happened: Happened) -> Why:
    for ref in _refs(happened):
        wish = known.book.wishes.by_ref.get(ref)
        if wish is None:
            continue
        head = _head(known.book, wish)
        if not (wish.answer or head.answer or wish.withdrawn.zh):
            return Text(f"心愿{ref}还没有答复", f"the wish {ref} is not answered")
        for cycle, _ in (*wish.items, *head.items):
            if (why := known.round_over(cycle)) is not None:
                return why
    return None


def _of_objection(known: Known, happened: Happened) -> Why:
    raised = known.book.objections.by_ref.get(happened.facts["ref"])
    if raised is None:
        return None
    if not raised.answer:
        return Text(f"异议{raised.ref}还没有答复", f"the objection {raised.ref} is not answered")
    return known.round_over(raised.cycle)


def _of_project(known: Known, happened: Happened) -> Why:
    project = known.book.projects.by_id.get(happened.facts["project"])
    if project is None or not project.going_on:
        return None
    said = Text("项目“{id}”还在进行", "the project '{id}' is going on")
    return said.filled(id=project.id)


def _of_motion(known: Known, happened: Happened) -> Why:
    return known.motions.get(happened.facts["motion"])


def _of_problem(known: Known, happened: Happened) -> Why:
    problem = known.book.problems.by_ref.get(happened.facts["ref"])
    if problem is None or problem.solved is not None:
        return None
    return Text(f"问题{problem.ref}还没有解决", f"the problem {problem.ref} is not solved")


def _of_meeting(known: Known, happened: Happened) -> Why:
    held = known.book.meetings.by_id.get(happened.facts["id"])
    if held is None or held.minutes:
        return None
    return Text(f"会议“{held.id}”还没有开", f"the meeting '{held.id}' was not held yet")


def _of_office(known: Known, happened: Happened) -> Why:
    office = known.book.people.offices.get(happened.facts["id"])
    if office is None or office.ended or office.until < known.today:
        return None
    return Text(f"职务{office.id}还在任期内", f"the office {office.id} is still held")


def _of_codes(known: Known, happened: Happened) -> Why:
    return known.round_over(happened.facts["round"])


def _of_award(known: Known, happened: Happened) -> Why:
    award = known.book.awards.by_id.get(happened.facts["award"])
    if award is None or award.decided is not None:
        return None
    return Text(f"“{award.id}”还没有评定", f"the award '{award.id}' is not decided")


def _of_import(known: Known, happened: Happened) -> Why:
    cycle = happened.facts["cycle"]
    if not cycle:
        return _by_day(known, happened)
    if cycle not in known.planned or cycle in known.opened:
        return None
    return Text(f"“{cycle}”的导入还能撤销", f"an import into '{cycle}' can still be undone")


def _of_act(known: Known, happened: Happened) -> Why:
    """As long as any round, motion or judgement it touched needs its proof; then by day."""
    found = sorted(cycles_of(known.book, happened))
    for cycle in found:
        if (why := known.round_over(cycle)) is not None:
            return why
    return None if found else _by_day(known, happened)


def _by_day(known: Known, happened: Happened) -> Why:
    if known.dated:
        return None
    return Text("没有写日期（--before）", "no day is named (--before)")


def _table(*rows: tuple[What, Rule, str]) -> Mapping[str, tuple[What, Rule]]:
    return {kind: (what, rule) for what, rule, kinds in rows for kind in kinds.split()}


_RULES = _table(
    (What.WISHES, _of_wish, "wish wish-merged wish-unmerged wish-answered wishes-withdrawn"),
    (What.OBJECTIONS, _of_objection, "objection objection-answered"),
    (What.BALLOTS, _of_round, "proxied sheets-printed sheet-returned sheet-spoiled sheet-keyed"),
    (What.BALLOTS, _of_round, "batch-reconciled assisted count-sheet"),
    (What.PAPERS, _of_motion, "motion-posted motion-disputed motion-dispute-ended"),
    (What.PROJECTS, _of_project, "sign-up"),
    (What.PROBLEMS, _of_problem, "problem"),
    (What.MEETINGS, _of_meeting, "meeting meeting-held"),
    (What.OFFICES, _of_office, "office office-ended"),
    (What.AWARDS, _of_award, "award jury-score"),
    (What.STAFF, _of_round, "feasibility posting-withdrawn correction"),
    (What.STAFF, _of_round, "tie-posted tie-settled result-posted override final"),
    (What.IMPORTS, _of_import, "imported"),
    (What.STAFF, _by_day, "import-undone headers-mapped group publisher case-nominated erased"),
    (What.STAFF, _by_day, "judged"),  # who signed
    (What.STAFF, _by_day, "token-given token-taken"),
    (What.STAFF, _of_codes, CODES),
    (What.STAFF, _of_act, ACT),
)
