"""What to do next, in the order of the year: from plain facts to steps, nothing else asked.

A step names the act that does it; what blocks it stands beside it in the desk's own sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from tickbox_core.components.projects import Status
from tickbox_core.declarations import Step, Way, joined_steps
from tickbox_core.model import State
from tickbox_core.text import Text

__all__ = ["ProjectFacts", "RoundFacts", "Step", "Way", "YearFacts"]


@attrs.frozen
class RoundFacts:
    """A round as far as the next step depends on it.

    ``blocks`` are the checklist's sentences against opening, ``unposted`` those of them that
    posting does not cure; ``paper`` what is unfinished before closing.  ``chosen`` are the items of
    the annual list that have no project yet.
    """

    id: str
    state: State
    items: int = 0
    roll: bool = False
    notice_days: int = 0
    blocks: tuple[Text, ...] = ()
    objections: int = 0
    paper: tuple[Text, ...] = ()
    participants: int = 0
    registered: int = 0
    final: bool = False
    rehearsal: bool = False
    chosen: int = 0
    tied: tuple[Text, ...] = ()
    """What a posted tie says, while nobody has settled it."""


@attrs.frozen
class ProjectFacts:
    """A project: ``next_milestone`` is the key of the first that is not done."""

    id: str
    status: Status
    next_milestone: str = ""
    supervised: bool = False


@attrs.frozen
class YearFacts:
    """What is not of one round: wishes without a reply, and whether anything has begun."""

    wishes: int = 0
    rounds: int = 0
    newest: str = ""
    problems: int = 0


def first(facts: YearFacts, of_components: Iterable[Step] = ()) -> tuple[Step, ...]:
    """What to do before and beside rounds; ``of_components`` are what matters say themselves."""
    steps = []
    if facts.wishes:
        said = Text("{number}条心愿等答复", "{number} wishes wait for a reply")
        steps.append(Step(said.filled(number=facts.wishes), (Way("wish/answer", screen="wishes"),)))
    if facts.problems:
        said = Text("{number}个急难愁盼问题没有解决", "{number} problems are not solved")
        ways = (Way("problem/solve"), Way("problem/take-on"))
        steps.append(Step(said.filled(number=facts.problems), ways))
    steps += joined_steps(of_components)
    take = (Way("wish/take"), Way("problem/raise"), Way("meeting/announce"))
    steps.append(Step(Text("登记", "Take down"), take))
    new: tuple[Way, ...] = (Way("round/plan"),)
    if facts.newest:
        new = (Way("round/clone", {"round": facts.newest}), *new)
    steps.append(Step(Text("开始新的一轮", "Begin a new round"), new))
    return tuple(steps)


def of_round(facts: RoundFacts) -> tuple[Step, ...]:
    """What to do for a round now."""
    return tuple(_BY_STATE[facts.state](facts))


def _listing(facts: RoundFacts) -> Iterator[Step]:
    given = {"round": facts.id}
    if not facts.items:
        title = Text("把事项列入清单", "Put items on the list")
        ways = (
            Way("item/add", given),
            Way("item/add", given, "wishes"),
            Way("item/add", given, "items"),
        )
        yield Step(title, ways)
    else:
        said = Text("清单上有{number}件事项", "{number} items are on the list")
        yield Step(said.filled(number=facts.items), tuple(_items(facts)))
    if not facts.roll:
        yield Step(Text("导入名册", "Read the roll in"), (Way("round/plan", given, "roll"),))
    if facts.notice_days:
        lacking = tuple(_without_posting(facts))
        noted = Text("开放前还差：", "Still missing before it can open:")
        post = (Way("round/post", given),)
        yield Step(Text("公示清单", "Post the list"), post, (), noted, lacking)
    else:
        yield _opening(facts)


def _items(facts: RoundFacts) -> Iterator[Way]:
    given = {"round": facts.id}
    yield Way("item/add", given, title=Text("再加一件", "add another"))
    yield Way("item/add", given, "items")
    for act in ("item/change", "item/assess", "item/picture"):
        yield Way(act, given)


def _without_posting(facts: RoundFacts) -> Iterator[Text]:
    yield from facts.blocks


def _opening(facts: RoundFacts) -> Step:
    given = {"round": facts.id}
    title = Text("开放打钩", "Open for ticking")
    return Step(title, (Way("round/open", given), Way("round/checklist", given)), facts.blocks)


def _posted(facts: RoundFacts) -> Iterator[Step]:
    yield from _objections(facts)
    yield _opening(facts)


def _objections(facts: RoundFacts) -> Iterator[Step]:
    if facts.objections:
        said = Text("答复{number}条异议", "Answer {number} objections")
        ways = (Way("objection/answer"), Way("objection/list", {"round": facts.id}))
        yield Step(said.filled(number=facts.objections), ways)


def _ticking(facts: RoundFacts) -> Iterator[Step]:
    given = {"round": facts.id}
    said = Text(
        "已有{part}人参与，名册上共{whole}人", "{part} of the {whole} on the roll have taken part"
    )
    yield Step(
        said.filled(part=facts.participants, whole=facts.registered),
        (
            Way("ballot/assist", given, "calls"),
            Way("paper/key", given, "keying"),
            Way("ballot/assist", given),
            Way("round/codes", given, "codes"),
        ),
    )
    title = Text("纸质选票", "Ballots on paper")
    ways = ("paper/print", "paper/return", "paper/spoil", "paper/reconcile", "paper/count")
    yield Step(title, tuple(Way(act, given) for act in ways))
    yield Step(Text("截止打钩", "Close ticking"), (Way("round/close", given),), facts.paper)


def _counting(facts: RoundFacts) -> Iterator[Step]:
    given = {"round": facts.id}
    if facts.rehearsal:
        yield Step(Text("清除演练", "Wipe the trial"), (Way("round/wipe", given),))
        return
    if facts.tied:
        title = Text(
            "并列已公布：请两人当众掷骰子，再来录入点数",
            "The tie is posted: two people throw dice in public, then enter the throws",
        )
        tie = (Way("tie/settle", given), Way("round/count", given))
        yield Step(title, tie, (), Text("并列情况：", "About the tie:"), facts.tied)
        return
    ways = (Way("round/publish", given), Way("round/count", given))
    yield Step(Text("计票并公布结果", "Count, and publish the result"), ways)


def _decided(facts: RoundFacts) -> Iterator[Step]:
    given = {"round": facts.id}
    if facts.rehearsal:
        yield Step(Text("清除演练", "Wipe the trial"), (Way("round/wipe", given),))
        return
    yield from _objections(facts)
    if not facts.final:
        ways = (Way("result/finalise", given), Way("result/override", given))
        yield Step(Text("确定年度清单", "Fix the annual list"), ways)
    elif facts.chosen:
        said = Text("{number}件入选事项还没有立项", "{number} chosen items have no project yet")
        yield Step(said.filled(number=facts.chosen), (Way("project/start", given),))


_BY_STATE = {
    State.LISTING: _listing,
    State.POSTED: _posted,
    State.TICKING: _ticking,
    State.COUNTING: _counting,
    State.DECIDED: _decided,
}


def of_project(facts: ProjectFacts) -> tuple[Step, ...]:
    """What to do for a project now."""
    given = {"project": facts.id}
    if facts.status is Status.PLANNED:
        first_ = () if facts.supervised else (Way("project/supervisors", given),)
        return (Step(Text("开工", "Begin the work"), (Way("project/begin", given), *first_)),)
    if facts.status is Status.PAUSED:
        return (Step(Text("恢复项目", "Go on with it"), (Way("project/resume", given),)),)
    if facts.status is not Status.UNDER_WAY:
        return ()
    if facts.next_milestone:
        key = {**given, "milestone": facts.next_milestone}
        ways = (Way("project/milestone", key), Way("project/sign", key), Way("project/note", given))
        return (Step(Text("下一个节点", "The next milestone"), ways), _money(given))
    last = (Way("project/deliver", given), Way("project/note", given))
    return (Step(Text("项目完成", "Deliver the project"), last), _money(given))


def _money(given: Mapping[str, str]) -> Step:
    acts = ("project/spend", "project/expect", "project/pledge", "project/receive", "project/pay")
    title = Text("费用和捐助", "Money and gifts")
    return Step(title, tuple(Way(act, given) for act in acts))


def of_judgement(id_: str, phase: str) -> tuple[Step, ...]:
    """What to do for a judgement now; ``phase`` is the desk's."""
    given = {"judgement": id_}
    if phase == "open":
        codes = (Way("judgement/codes", given), Way("judgement/assist", given))
        return (
            Step(Text("居民正在评议", "Residents are judging"), codes),
            Step(Text("截止评议", "Close the judgement"), (Way("judgement/close", given),)),
        )
    if phase == "closed":
        title = Text("公布评议结果", "Publish the judgement")
        return (Step(title, (Way("judgement/publish", given),)),)
    return ()


def of_motion(id_: str, state: str) -> tuple[Step, ...]:
    """What to do for a motion now; ``state`` is the desk's."""
    given = {"id": id_}
    acts = {
        "prepared": ("motion/open", "motion/checklist", "motion/register", "motion/answer",
                     "motion/post", "motion/deliver"),
        "open": ("motion/key", "motion/cast", "motion/assist", "motion/codes", "motion/close"),
        "closed": ("motion/publish",),
    }.get(state, ())  # fmt: skip
    title = Text("接下来", "What comes next")
    ways = tuple(Way(act, given, "papers" if act == "motion/key" else "") for act in acts)
    return (Step(title, ways),) if acts else ()
