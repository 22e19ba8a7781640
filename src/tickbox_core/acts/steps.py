"""What to do next, in the order of the year: from plain facts to steps, nothing else asked.

A step names the act that does it; what blocks it stands beside it in the desk's own sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from tickbox_core.components.projects import Status
from tickbox_core.declarations import ActWay, NextStep, joined_steps
from tickbox_core.model import State
from tickbox_core.text import Text

__all__ = ["ActWay", "NextStep", "ProjectFacts", "RoundFacts", "YearFacts"]


@attrs.frozen
class EndFacts:
    """The announced hour of what is open: whether it has come, and what closing waits for then.

    ``extendable``: it is still to come, and may be put off.
    """

    ended: bool = False
    waits: tuple[Text, ...] = ()
    extendable: bool = False


_NO_END = EndFacts()
_EXTEND = Text("延期", "Put the end off")


@attrs.frozen
class RoundFacts:
    """A round as far as the next step depends on it.

    ``blocks`` are the checklist's sentences against opening, ``unpostable`` those against posting
    already; ``paper`` what is unfinished before closing.  ``chosen`` are the items of
    the annual list that have no project yet.
    """

    id: str
    state: State
    items: int = 0
    roll: bool = False
    older_roll: str = ""
    """The newest other round whose roll it could have."""
    notice_days: int = 0
    blocks: tuple[Text, ...] = ()
    unpostable: tuple[Text, ...] = ()
    objections: int = 0
    paper: tuple[Text, ...] = ()
    end: EndFacts = _NO_END
    participants: int = 0
    registered: int = 0
    final: bool = False
    rehearsal: bool = False
    chosen: int = 0
    tied: tuple[Text, ...] = ()
    """What a posted tie says, while nobody has settled it."""
    run_off: str = ""
    """The run-off that is to decide it; ``ran``: it has."""
    ran: bool = False
    settles: str = ""
    """Of a run-off, the round whose tie waits for it."""


@attrs.frozen
class ProjectFacts:
    """A project: ``next_milestone`` is the key of the first that is not done.

    ``waits``: it is to cost more than was decided; ``dues_old``: it was decided again since it was
    said what households pay; ``owing``: households pay for it, and not all have.
    """

    id: str
    status: Status
    next_milestone: str = ""
    supervised: bool = False
    waits: bool = False
    dues_old: bool = False
    owing: bool = False


@attrs.frozen
class YearFacts:
    """What is not of one round: wishes without a reply, and whether anything has begun."""

    wishes: int = 0
    rounds: int = 0
    newest: str = ""
    problems: int = 0


def first(facts: YearFacts, of_components: Iterable[NextStep] = ()) -> tuple[NextStep, ...]:
    """What to do before and beside rounds; ``of_components`` are what matters say themselves."""
    steps = []
    if facts.wishes:
        said = Text("{number}条心愿等答复", "{number} wishes wait for a reply")
        steps.append(
            NextStep(said.filled(number=facts.wishes), (ActWay("wish/answer", screen="wishes"),))
        )
    if facts.problems:
        said = Text("{number}个急难愁盼问题没有解决", "{number} problems are not solved")
        ways = (ActWay("problem/solve"), ActWay("problem/take-on"))
        steps.append(NextStep(said.filled(number=facts.problems), ways))
    steps += joined_steps(of_components)
    take = (ActWay("wish/take"), ActWay("problem/raise"), ActWay("meeting/announce"))
    steps.append(NextStep(Text("登记", "Take down"), take))
    new: tuple[ActWay, ...] = (ActWay("round/plan"),)
    if facts.newest:
        new = (ActWay("round/clone", {"round": facts.newest}), *new)
    steps.append(NextStep(Text("开始新的一轮", "Begin a new round"), new))
    return tuple(steps)


def of_round(facts: RoundFacts) -> tuple[NextStep, ...]:
    """What to do for a round now."""
    return tuple(_BY_STATE[facts.state](facts))


def _listing(facts: RoundFacts) -> Iterator[NextStep]:
    given = {"round": facts.id}
    yield from _objections(facts)  # of a list that was taken down
    if not facts.items:
        title = Text("把事项列入清单", "Put items on the list")
        ways = (
            ActWay("item/add", given),
            ActWay("item/add", given, "wishes"),
            ActWay("item/add", given, "items"),
        )
        yield NextStep(title, ways)
    else:
        said = Text("清单上有{number}件事项", "{number} items are on the list")
        yield NextStep(said.filled(number=facts.items), tuple(_items(facts)))
    plan = Text(
        "打钩的办法：勾几项、怎么计、何时截止",
        "How it is ticked: how many, how counted, until when",
    )
    yield NextStep(plan, (ActWay("round/change", given),))
    if not facts.roll:
        rolls = [ActWay("round/change", given, "roll")]
        if facts.older_roll:
            offered = {**given, "source": facts.older_roll}
            rolls += [ActWay("round/roll-offered", offered), ActWay("round/take-roll", offered)]
        yield NextStep(Text("导入名册", "Read the roll in"), tuple(rolls))
    if facts.notice_days:
        later = tuple(one for one in facts.blocks if one not in facts.unpostable)
        noted = Text("开放前还差：", "Still missing before it can open:")
        post = (ActWay("round/post", given),)
        yield NextStep(Text("公示清单", "Post the list"), post, facts.unpostable, noted, later)
    else:
        yield _opening(facts)


def _items(facts: RoundFacts) -> Iterator[ActWay]:
    given = {"round": facts.id}
    yield ActWay("item/add", given, title=Text("再加一件", "add another"))
    yield ActWay("item/add", given, "items")
    for act in ("item/change", "item/assess", "item/picture", "award/take-over"):
        yield ActWay(act, given)


def _opening(facts: RoundFacts) -> NextStep:
    given = {"round": facts.id}
    title = Text("开放打钩", "Open for ticking")
    return NextStep(
        title, (ActWay("round/open", given), ActWay("round/checklist", given)), facts.blocks
    )


def _steps_posted(facts: RoundFacts) -> Iterator[NextStep]:
    yield from _objections(facts)
    yield _opening(facts)


def _objections(facts: RoundFacts) -> Iterator[NextStep]:
    if facts.objections:
        said = Text("答复{number}条异议", "Answer {number} objections")
        ways = (ActWay("objection/answer"), ActWay("objection/list", {"round": facts.id}))
        yield NextStep(said.filled(number=facts.objections), ways)


def _ticking(facts: RoundFacts) -> Iterator[NextStep]:
    given = {"round": facts.id}
    said = Text(
        "已有{part}人参与，名册上共{whole}人", "{part} of the {whole} on the roll have taken part"
    )
    keying = ActWay("paper/key", given, "keying")
    helping = (
        ActWay("ballot/assist", given, "calls"),
        keying,
        ActWay("ballot/assist", given),
        ActWay("round/codes", given, "codes"),
    )
    ended = facts.end.ended  # nobody ticks any more, only paper is entered
    yield NextStep(
        said.filled(part=facts.participants, whole=facts.registered),
        (keying,) if ended else helping,
    )
    title = Text("纸质选票", "Ballots on paper")
    first_ = () if ended else ("paper/print",)
    ways = (*first_, "paper/return", "paper/spoil", "paper/reconcile", "paper/count")
    yield NextStep(title, tuple(ActWay(act, given) for act in ways))
    yield from _put_off(facts.end, ActWay("round/extend", given))
    yield _close(Text("截止打钩", "Close ticking"), "round/close", given, facts.end, facts.paper)


def _put_off(end: EndFacts, way: ActWay) -> Iterator[NextStep]:
    if end.extendable:
        yield NextStep(_EXTEND, (way,))


def _close(
    title: Text, act: str, given: Mapping[str, str], end: EndFacts, blocks: tuple[Text, ...] = ()
) -> NextStep:
    """Closing, with what stands in its way, and what keeps it from closing by itself."""
    noted = Text("自动截止还等：", "Before it closes by itself:")
    later = tuple(one for one in end.waits if one not in blocks)
    return NextStep(title, (ActWay(act, given),), blocks, noted, later)


def _counting(facts: RoundFacts) -> Iterator[NextStep]:
    given = {"round": facts.id}
    if facts.rehearsal:
        yield NextStep(Text("清除演练", "Wipe the trial"), (ActWay("round/wipe", given),))
        return
    if facts.tied and facts.run_off:
        yield _by_run_off(facts)
        return
    if facts.tied:
        title = Text(
            "并列已公布：请两人当众掷骰子，再来录入点数",
            "The tie is posted: two people throw dice in public, then enter the throws",
        )
        tie = (
            ActWay("tie/settle", given),
            ActWay("tie/run-off", given),
            ActWay("round/count", given),
        )
        yield NextStep(title, tie, (), Text("并列情况：", "About the tie:"), facts.tied)
        return
    ways = (ActWay("round/publish", given), ActWay("round/count", given))
    yield NextStep(Text("计票并公布结果", "Count, and publish the result"), ways)


def _by_run_off(facts: RoundFacts) -> NextStep:
    """A tie that a run-off decides, or has decided."""
    given = {"round": facts.id}
    if facts.ran:
        title = Text(
            "决选已有结果：由两人据此处理并列，公布结果",
            "The run-off is decided: two people settle the tie by it and publish the result",
        )
        ways = (ActWay("tie/settle", {**given, "how": "run-off"}),)
    else:
        title = Text(
            "并列由决选“{id}”决定：请办完那一轮", "The run-off '{id}' decides the tie: finish it"
        ).filled(id=facts.run_off)
        ways = (ActWay("round/count", given),)
    return NextStep(title, ways, (), Text("并列情况：", "About the tie:"), facts.tied)


def _steps_decided(facts: RoundFacts) -> Iterator[NextStep]:
    given = {"round": facts.id}
    if facts.settles:
        return  # what it decides is the next step of that round
    if facts.rehearsal:
        yield NextStep(Text("清除演练", "Wipe the trial"), (ActWay("round/wipe", given),))
        return
    yield from _objections(facts)
    if not facts.final:
        ways = (ActWay("result/finalise", given), ActWay("result/override", given))
        yield NextStep(Text("确定年度清单", "Fix the annual list"), ways)
    elif facts.chosen:
        said = Text("{number}件入选事项还没有立项", "{number} chosen items have no project yet")
        yield NextStep(said.filled(number=facts.chosen), (ActWay("project/start", given),))


def _steps_void(facts: RoundFacts) -> Iterator[NextStep]:
    title = Text("已作废：要再办，请沿用清单另开一轮", "Voided: to hold it again, clone its list")
    yield NextStep(title, (ActWay("round/clone", {"round": facts.id}),))


_BY_STATE = {
    State.LISTING: _listing,
    State.POSTED: _steps_posted,
    State.TICKING: _ticking,
    State.COUNTING: _counting,
    State.DECIDED: _steps_decided,
    State.VOID: _steps_void,
}


def of_project(facts: ProjectFacts) -> tuple[NextStep, ...]:
    """What to do for a project now: what waits for money first, then its own steps."""
    return (*_of_its_money(facts), *_of_its_works(facts))


def _of_its_money(facts: ProjectFacts) -> Iterator[NextStep]:
    given = {"project": facts.id}
    if facts.waits:
        again = (ActWay("project/decide-again", given),)
        ways = (ActWay("motion/prepare"), ActWay("meeting/announce"), *again)
        yield NextStep(_AGAIN, ways)
    if facts.dues_old:
        yield NextStep(_ANEW, (ActWay("project/collect", given),))
    if facts.owing:
        acts = ("project/ledger", "project/pay", "project/assign", "project/correct")
        yield NextStep(_OWING, tuple(ActWay(act, given) for act in acts))


_AGAIN = Text(
    "预计费用超出决定的限度：先由业主表决或会议重新决定",
    "It is to cost more than was decided: a motion or a meeting decides it again first",
)
_ANEW = Text(
    "费用重新决定了：各户应交数按新的费用重算",
    "The cost was decided again: what households pay is computed anew",
)
_OWING = Text("住户出资还没有收齐", "Not all households have paid")


def _of_its_works(facts: ProjectFacts) -> tuple[NextStep, ...]:
    given = {"project": facts.id}
    if facts.status is Status.PLANNED:
        first_ = () if facts.supervised else (ActWay("project/supervisors", given),)
        return (
            NextStep(Text("开工", "Begin the work"), (ActWay("project/begin", given), *first_)),
        )
    if facts.status is Status.PAUSED:
        return (NextStep(Text("恢复项目", "Go on with it"), (ActWay("project/resume", given),)),)
    if facts.status is not Status.UNDER_WAY:
        return ()
    if facts.next_milestone:
        key = {**given, "milestone": facts.next_milestone}
        ways = (
            ActWay("project/milestone", key),
            ActWay("project/sign", key),
            ActWay("project/note", given),
        )
        return (NextStep(Text("下一个节点", "The next milestone"), ways), _money(facts))
    last = (ActWay("project/deliver", given), ActWay("project/note", given))
    return (NextStep(Text("项目完成", "Deliver the project"), last), _money(facts))


def _money(facts: ProjectFacts) -> NextStep:
    given = {"project": facts.id}
    pays = () if facts.owing else ("project/pay",)  # else it stands above
    acts = ("project/spend", "project/expect", "project/pledge", "project/receive", *pays)
    title = Text("费用和捐助", "Money and gifts")
    return NextStep(title, tuple(ActWay(act, given) for act in acts))


def of_announced(id_: str, fault: Text) -> tuple[NextStep, ...]:
    """What to do for a judgement that is to open by itself; ``fault``: why it did not."""
    title = Text("到时自动开始评议", "Judging opens by itself at its hour")
    off = (ActWay("judgement/call-off", {"judgement": id_}),)
    return (NextStep(title, off, (fault,) if fault else ()),)


def of_judgement(id_: str, phase: str, end: EndFacts = _NO_END) -> tuple[NextStep, ...]:
    """What to do for a judgement now; ``phase`` is the desk's."""
    given = {"judgement": id_}
    if phase == "open":
        codes = (ActWay("judgement/codes", given), ActWay("judgement/assist", given))
        judging = NextStep(Text("居民正在评议", "Residents are judging"), codes)
        return (
            *(() if end.ended else (judging,)),
            *_put_off(end, ActWay("judgement/extend", given)),
            _close(Text("截止评议", "Close the judgement"), "judgement/close", given, end),
        )
    if phase == "closed":
        title = Text("公布评议结果", "Publish the judgement")
        return (NextStep(title, (ActWay("judgement/publish", given),)),)
    return ()


_SCREENS = {"motion/key": "papers", "motion/answer": "law"}
"""Acts of a motion that a host may have a screen of its own for."""


@attrs.frozen
class HeardFacts:
    """Whether a motion's result has to be preliminary first; whether objections are still taken.

    ``unanswered`` counts the objections to it that have no answer.
    """

    asked: bool = False
    taken: bool = False
    unanswered: int = 0


_NOT_HEARD = HeardFacts()


def _preliminary(given: Mapping[str, str], heard: HeardFacts) -> Iterator[NextStep]:
    """While a result is preliminary: answer, set right; make it final once all is heard."""
    looking = (ActWay("motion/objections", given), ActWay("motion/correct", given))
    if heard.unanswered:
        said = Text("答复{number}条异议", "Answer {number} objections")
        ways = (ActWay("objection/answer"), *looking)
        yield NextStep(said.filled(number=heard.unanswered), ways)
    elif heard.taken:
        yield NextStep(Text("初步结果公示中，听取异议", "Objections are heard"), looking)
    else:
        title = Text("异议期已满，公布最终结果", "Make the result final")
        yield NextStep(title, (ActWay("motion/publish", given), *looking))


def of_motion(
    id_: str,
    state: str,
    end: EndFacts = _NO_END,
    seats_left: bool = False,
    heard: HeardFacts = _NOT_HEARD,
    *,
    seen: bool = False,
    waiting: int = 0,
) -> tuple[NextStep, ...]:
    """What to do for a motion now; ``state`` is the desk's.

    ``seats_left``: an election is published that left seats open, and no further vote is prepared.
    ``seen``: one that is prepared has its agenda posted, and ``waiting`` requests to correct its
    roll have no answer yet.
    """
    if state == "preliminary":
        return tuple(_preliminary({"id": id_}, heard))
    given = {"id": id_}
    if seats_left:
        title = Text("空缺的席位", "Seats left open")
        return (NextStep(title, (ActWay("motion/elect-again", given),)),)
    helping = () if end.ended else ("motion/assist", "motion/codes")
    acts = {
        "prepared": ("motion/open", "motion/checklist", "motion/register", "motion/answer",
                     "motion/post"),
        "open": ("motion/key", "motion/count", "motion/cast", *helping, "motion/deliver"),
        "closed": ("motion/preliminary",) if heard.asked else ("motion/publish",),
    }.get(state, ())  # fmt: skip
    title = Text("接下来", "What comes next")
    ways = tuple(ActWay(act, given, _SCREENS.get(act, "")) for act in acts)
    found = (NextStep(title, ways),) if acts else ()
    if state == "prepared" and seen:
        return (*found, _check_roll(given, waiting))
    if state != "open":
        return found
    close = _close(Text("截止表决", "Close voting"), "motion/close", given, end)
    return (*found, *_put_off(end, ActWay("motion/extend", given)), close)


def _check_roll(given: Mapping[str, str], waiting: int) -> NextStep:
    """Owners see how they will be counted, and what they ask for is answered."""
    ways = tuple(
        ActWay(act, given)
        for act in ("motion/codes", "motion/corrections", "motion/ask-correction",
                    "motion/correct-roll", *(("motion/refuse-correction",) if waiting else ()))
    )  # fmt: skip
    said = Text("更正申请待答复{number}件", "Requests to correct the roll: {number} wait")
    title = Text("业主核对名册", "Owners check the roll")
    return NextStep(said.filled(number=waiting) if waiting else title, ways)
