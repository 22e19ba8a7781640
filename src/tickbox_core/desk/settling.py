"""A round whose count comes to a tie that goes back to people: posted first, settled afterwards.

The round's own log says both: ``tied`` (which items, how many of them still fit) and, behind it,
``settled`` (how, and the dice).  So nobody can throw before everybody knows who is tied.  Until it
is settled the round stays closed, and *tied* is what it is called in public.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from tickbox_core.desk import deciding, records, run_offs
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.run_offs import RunOff
from tickbox_core.errors import BadValue, NotPossible, WrongState
from tickbox_core.hooks import Event
from tickbox_core.ledger import settled, settled_by_run_off, tied
from tickbox_core.model import Round, State
from tickbox_core.registry import Registry
from tickbox_core.rules import How, Outcome, Settling, Tie, Unsettled
from tickbox_core.rules.ties import FEWEST_THROWS, space_digits, throws
from tickbox_core.rules.unsettled import still_fit
from tickbox_core.store import Store
from tickbox_core.store.blobs import Blob
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import log
from tickbox_core.workflow.entries import require_two_people
from tickbox_core.year import results

TIED = Text("票数并列，待当众处理", "tied, to be settled in public")
"""What a round with a posted tie is called in public."""
_DICE = Text(
    "并列公布以后，由两人当众轮流掷骰子，至少{fewest}次，点数按先后录入，谁都能照着再算一遍。",
    "Once this is posted, two people throw dice in public in turn, {fewest} times at least, and "
    "enter the throws in their order; anybody can draw again from them.",
).filled(fewest=FEWEST_THROWS)
_OR_DECIDE = Text(
    "也可以由两人决定并列的全部列入或都不列入，与计票结果并列公布。",
    "Or two people decide to take all of the tied or none, which is posted beside the count.",
)
_OR_RUN_OFF = Text(
    "或在并列的事项中再办一轮决选：名册相同，另发打钩码。",
    "Or a run-off round is held among them, with the same roll and fresh codes.",
)
_ONLY_LOT = Text(
    "取哪一项，还关系到后面的事项能否入选，所以只能抽签。",
    "Which of them is taken also decides who can follow, so it is settled by lot alone.",
)


@attrs.frozen(hash=False)
class Tied:
    """A closed round that is tied: who, how many of them still fit, and the ways out of it.

    ``posted`` is when it was posted (empty: it is not yet).  ``final``: nobody who stands behind
    the tied depends on how it is settled, so that all or none of them can be taken.  ``certain``
    are those chosen in any case; known only to whoever counts.  ``run_off`` is the round among
    them that decides it, or is to; ``undecided`` says which came to no decision.
    """

    round: Round
    ties: tuple[Tie, ...]
    final: bool
    posted: str = ""
    certain: tuple[str, ...] = ()
    run_off: RunOff | None = None
    undecided: Text = EMPTY

    @property
    def ways(self) -> tuple[How, ...]:
        """How it can be settled: by nothing else once a run-off is posted, until it is decided."""
        if self.public_run_off is not None:
            return (How.RUN_OFF,) if self.public_run_off.taken else ()
        if not self.final:
            return (How.LOT,)
        runs = (How.RUN_OFF,) if not self.why_no_run_off else ()
        return (How.LOT, How.ALL, How.NONE, *runs)

    @property
    def public_run_off(self) -> RunOff | None:
        """The run-off, once anybody may know of it: nothing else settles the tie from then on."""
        return self.run_off if self.run_off is not None and self.run_off.is_posted else None

    @property
    def why_no_run_off(self) -> Text:
        """Why no run-off can settle it; ``EMPTY`` where one can."""
        return run_offs.why_no_run_off(self.round, self.ties, final=self.final)

    @property
    def sentences(self) -> tuple[Text, ...]:
        """Each tie in words."""
        return tuple(tie_sentence(self.round, tie) for tie in self.ties)

    @property
    def how(self) -> Text:
        """How it will be settled, in words."""
        if self.public_run_off is not None:
            said = [self.undecided, self.public_run_off.sentence]
        else:
            said = [self.undecided, _DICE, _OR_DECIDE if self.final else _ONLY_LOT]
            said += [] if self.why_no_run_off else [_OR_RUN_OFF]
        return join_texts([one for one in said if one])

    def entry(self, at: str) -> dict[str, Any]:
        """What the round's log says of it, posted at that time."""
        return dict(tied(self.round.id, at, [tie.posted() for tie in self.ties], self.final))

    def plain(self) -> dict[str, Any]:
        """For JSON: the tied with their titles, and everything in words."""
        return {
            "round": self.round.id,
            "tied": True,
            "posted": self.posted or None,
            "words": join_texts([TIED_HEAD, *self.sentences, self.how]).plain(),
            "ties": [
                {
                    "items": [_titled_item(self.round, item) for item in tie.items],
                    "places": tie.places,
                    "in_turn": tie.in_turn,
                    "words": said.plain(),
                }
                for tie, said in zip(self.ties, self.sentences, strict=True)
            ],
            "ways": [{"how": str(way), "words": way.words.plain()} for way in self.ways],
            "run_off": None if self.public_run_off is None else self.public_run_off.plain(),
        }


TIED_HEAD = Text(
    "计票到并列处停下，不代为决定。", "The count stops at a tie and does not decide it."
)


def _titled_item(round: Round, item: str) -> dict[str, Any]:
    return {"id": item, "title": round.item(item).title.plain()}


def titles(round: Round, items: tuple[str, ...]) -> Text:
    """The titles of items in a row."""
    return join_texts([round.item(item).title for item in items], "、", ", ")


def tie_sentence(round: Round, tie: Tie) -> Text:
    """An open tie in words: which items, and how many of them still fit."""
    number, names = len(tie.items), titles(round, tie.items)
    if tie.in_turn:
        most = still_fit(tie)
        said = Text(
            f"以下{{number}}项并列，{most.zh}要定哪一项在先：{{names}}。",
            f"These {{number}} are equal{most.en}, and one of them has to come first: {{names}}.",
        )
    else:
        said = Text(
            "以下{number}项并列，其中最多还能取{places}项：{names}。",
            "These {number} are equal, and {places} of them at most can still be taken: {names}.",
        )
    return said.filled(number=number, places=tie.places, names=names)


def settling_sentence(round: Round, settling: Settling) -> Text:
    """How a tie was settled, in words."""
    if settling.run_off is not None:
        said = Text(
            "并列由决选（{round}）的结果决定：{names}。",
            "The tie was decided by the result of the run-off {round}: {names}.",
        ).filled(round=settling.run_off.round, names=titles(round, settling.taken))
    elif settling.how is How.LOT:
        said = Text(
            "并列由两人在公布以后当众掷骰子抽签决定，点数：{dice}。",
            "The tie was posted, then drawn by dice that two people threw in public: {dice}.",
        ).filled(dice=space_digits(settling.dice))
    elif settling.taken:
        said = Text(
            "并列的由两人决定全部列入，与计票结果并列公布：{names}。",
            "Two people decided, beside the count, to take all of the tied: {names}.",
        ).filled(names=titles(round, settling.taken))
    else:
        said = Text(
            "并列的由两人决定都不列入，与计票结果并列公布。",
            "Two people decided, beside the count, to take none of the tied.",
        )
    if not settling.reason:
        return said
    why = Text("理由：{reason}", "Reason: {reason}").filled(reason=settling.reason)
    return join_texts([said, why])


# -- before opening ----------------------------------------------------------------------------

_ON_A_TIE = {
    "refuse": Text(
        "计票不代为决定：先公布并列的事项，再由两人当众掷骰子抽签，"
        "或决定全部列入、都不列入，另行公布；只按名额取的，也可以在并列的事项中再办一轮决选。",
        "the count does not choose: who is tied is posted, and then two people throw dice in "
        "public, or decide to take all of them or none, which is posted beside the result; where "
        "places alone decide, a run-off round among the tied can be held as well.",
    ),
    "listed-first": Text(
        "取清单上排在前面的；清单怎样排，先后就怎样定。",
        "the one that stands earlier on the list is taken, so that whoever orders the list "
        "decides it.",
    ),
    "lower-cost": Text(
        "取费用低的；费用一样的，取清单上排在前面的。",
        "the cheaper one is taken; of equally dear ones the one earlier on the list.",
    ),
    "lexicographic": Text(
        "取编号按字符顺序在前的。", "the one whose id comes first in character order is taken."
    ),
    "lot": Text(
        "按开放前就公开的种子 {argument} 抽签，谁都能照着再抽一遍。",
        "it is drawn by the seed {argument}, public before opening; anybody can draw again.",
    ),
}
_BY_NAME = Text("按“{title}”（{name}）处理。", "it is settled by '{title}' ({name}).")


def describe_tie_break(registry: Registry, tie_break: str) -> Text:
    """What happens on a tie, in words: for residents before they tick, and for the checklist."""
    key, _, argument = tie_break.partition(":")
    title = registry.title("tie_breaks", tie_break)
    known = _ON_A_TIE.get(key, _BY_NAME).filled(argument=argument, title=title, name=tie_break)
    return Text("票数并列、取不下时：{what}", "On a tie for the last places: {what}").filled(
        what=known
    )


def draw_seed(entropy: Callable[[int], bytes]) -> str:
    """A seed for a public lot: twenty digits that nobody chose."""
    return f"{int.from_bytes(entropy(16)) % 10**20:020d}"


# -- what there is -----------------------------------------------------------------------------


def posted_tie(store: Store, round: Round) -> Tied | None:
    """The tie that a closed round has posted and not settled, or ``None``.

    It is the last entry of the round's log: nothing is counted, so any page can ask.
    """
    if round.state is not State.COUNTING:
        return None
    entry = run_offs.last_entry(store, round.id)
    if entry.get("kind") != "tied":
        return None
    named = run_offs.tie_of(round.id, entry)
    found, undecided = run_offs.find_run_off(store, named), run_offs.without_decision(store, named)
    return attrs.evolve(_read(round, entry), run_off=found, undecided=undecided)


def tie_at(store: Store, round: Round, position: int) -> Tied | None:
    """The tie that an entry of the round's log posts; ``None`` for any other entry, or none."""
    row = store.get("entry", log=round.id, position=position)
    entry = {} if row is None else json.loads(row["body"])
    return _read(round, entry) if entry.get("kind") == "tied" else None


def _read(round: Round, entry: Mapping[str, Any]) -> Tied:
    ties = tuple(Tie.of_posted(tie, round.tie_break) for tie in entry["ties"])
    return Tied(round, ties, entry["final"], entry["at"])


def find_tie(hand: Hand, round_id: str) -> Tied | None:
    """The tie that the count of a closed round comes to, posted or not; ``None`` where it decides.

    Raises ``WrongState`` before closing.
    """
    round = records.load_round(hand.store, round_id)
    if round.state is State.DECIDED:
        return None
    found = deciding.examine(hand, round_id)
    if not isinstance(found, Unsettled):
        return None
    return tied_answer(round, found, posted_tie(hand.store, round))


def tied_answer(round: Round, found: Unsettled, posted: Tied | None = None) -> Tied:
    """The tie that a count stops at, and since when it is ``posted``."""
    at = "" if posted is None else posted.posted
    known = Tied(round, found.ties, found.outcome is not None, at, found.certain)
    if posted is None:
        return known
    return attrs.evolve(known, run_off=posted.run_off, undecided=posted.undecided)


# -- posting and settling ----------------------------------------------------------------------


def post_tie(hand: Hand, diary: YearDiary, round_id: str, by: str = "", second: str = "") -> Tied:
    """Post the tie that the count comes to, if the independent recount comes to it too.

    Raises ``NotPossible`` where there is none or it is posted already, ``NotConfirmed`` where the
    recount does not agree; then nothing is written.
    """
    found = deciding.examine(hand, round_id)
    with diary.writing() as pen:
        round = _counting(hand, round_id, Text("公布并列", "post a tie"))
        if posted_tie(hand.store, round) is not None:
            raise NotPossible(
                Text("并列已经公布。", "the tie is posted already."),
                Text("请处理并列（tie/settle）。", "Settle it (tie/settle)."),
            )
        if not isinstance(found, Unsettled):
            raise NotPossible(
                Text("没有要处理的并列。", "there is no tie to be settled."),
                Text("请公布结果。", "Publish the result."),
            )
        shown = attrs.evolve(tied_answer(round, found), posted=hand.now())
        entry = shown.entry(shown.posted)
        appended = log.append(hand, round_id, [entry])
        checkpoint = log.keep_checkpoint(hand, round_id, appended.head)
        data = deciding.tied_bundle(hand, round_id, checkpoint, entry["ties"])
        deciding.confirm(round_id, data)
        if not round.rehearsal:
            pen.add(results.signed(results.post_tie(round_id, hand.today()), by, second))
    hand.show(round, checkpoint)
    hand.tell(Event("tied", round_id, {"ties": entry["ties"]}))
    return shown


def bundle_file(hand: Hand, round_id: str) -> Blob:
    """The zip of a decided round, or of one whose tie is posted, that anyone can recount.

    That of a tie is made each time: the result's takes its place once it is settled.
    """
    shown = posted_tie(hand.store, records.load_round(hand.store, round_id))
    checkpoint = log.last_checkpoint(hand.store, round_id)
    if shown is None or checkpoint is None:
        return deciding.bundle_file(hand, round_id)
    ties = [tie.posted() for tie in shown.ties]
    return Blob.of(deciding.tied_bundle(hand, round_id, checkpoint, ties))


def settle_tie(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    how: How,
    *,
    dice: str = "",
    reason: Text | None = None,
    by: str,
    second: str,
) -> Outcome:
    """Settle a posted tie, and publish what the count comes to with it.

    All or none of the tied needs a ``reason``; with ``None`` the host answers for it.

    Raises ``NotPossible`` before the tie is posted, without two people, for dice without a lot,
    where only a lot can settle it, and in any way but by its result once a run-off is posted;
    ``BadValue`` for dice that will not do or a blank reason; ``NotConfirmed`` where the recount
    does not agree.  Then nothing is written.
    """
    require_two_people(by, second)
    settling = _settling(hand, round_id, how, dice, reason)
    found = deciding.examine(hand, round_id)
    if not isinstance(found, Unsettled):  # the plugin of the rule is another than at posting
        raise _no_tie()
    outcome = deciding.count_settled(hand, round_id, found, settling)
    with diary.writing() as pen:
        round = _tie_to_settle(hand, round_id, how).round
        entry = _settled_entry(round_id, hand.now(), settling)
        if not round.rehearsal:
            done = results.settle_tie(round_id, hand.today(), str(how))
            pen.add(results.signed(done, by, second))
        checkpoint = deciding.enter_result(hand, pen, round, outcome, (entry,), by, second)
    deciding.tell_result(hand, round, checkpoint, outcome)
    return outcome


def _settling(hand: Hand, round_id: str, how: How, dice: str, reason: Text | None) -> Settling:
    shown = _tie_to_settle(hand, round_id, how)
    if how is not How.LOT and dice.strip():
        raise NotPossible(
            Text("只有抽签才用骰子。", "dice are for a lot only."),
            Text("请选抽签，或不填点数。", "Choose the lot, or leave the throws out."),
        )
    if how is How.RUN_OFF and shown.run_off is not None:
        result = run_offs.result_of(hand.store, shown.run_off.round.id)
        return Settling(how, shown.ties, taken=shown.run_off.taken, run_off=result)
    if how is not How.LOT and reason == EMPTY:  # people decide beside the count, as an override
        raise BadValue(
            "reason",
            Text("全部列入或都不列入要写理由。", "all or none of the tied needs a reason."),
            Text("请写明理由，会一同公布。", "Say why; it is posted."),
        )
    thrown = throws(dice) if how is How.LOT else ""
    return Settling(how, shown.ties, thrown, reason or EMPTY)


def _settled_entry(round_id: str, at: str, settling: Settling) -> dict[str, Any]:
    if settling.run_off is None:
        why = settling.reason.plain()
        return dict(settled(round_id, at, str(settling.how), settling.dice, why))
    found = attrs.asdict(settling.run_off)
    return dict(settled_by_run_off(round_id, at, found, settling.taken))


def _tie_to_settle(hand: Hand, round_id: str, how: How) -> Tied:
    """The posted tie, where it can be settled like that now as far as run-offs go."""
    round = _counting(hand, round_id, Text("处理并列", "settle a tie"))
    shown = posted_tie(hand.store, round)
    if shown is None:
        raise _no_tie()
    run_off = shown.run_off
    if how is How.RUN_OFF and (run_off is None or not run_off.taken):
        said = Text("还没有决选的结果。", "no run-off has come to a result.")
        if shown.why_no_run_off:
            raise NotPossible(join_texts([said, shown.why_no_run_off]), _ANOTHER_WAY)
        if shown.undecided and run_off is None:
            raise NotPossible(shown.undecided, _ways_left(shown))
        raise NotPossible(
            said,
            Text(
                "请先办决选（tie/run-off），等它的结果公布。",
                "Hold one first (tie/run-off), and wait until its result is published.",
            ),
        )
    if how is not How.RUN_OFF and run_off is not None and run_off.is_posted:
        raise NotPossible(
            Text(
                f"决选“{run_off.round.title.zh}”已经公示，并列由它的结果决定。",
                f"the run-off '{run_off.round.title.en}' is posted: its result decides the tie.",
            ),
            _BY_ITS_RESULT if run_off.taken else _WAIT_FOR_IT,
        )
    return shown


def _ways_left(shown: Tied) -> Text:
    """What still settles a tie whose run-off came to no decision."""
    others = [way.words for way in shown.ways if way is not How.RUN_OFF]
    said = Text(
        "还可以用别的办法（tie/settle）：{ways}；决选结束了，也可以再办一轮（tie/run-off）。",
        "What is left (tie/settle): {ways}; or, once that run-off is over, another one "
        "(tie/run-off).",
    )
    return said.filled(ways=join_texts(others, "、", ", "))


_WAIT_FOR_IT = Text(
    "请等它的结果；决选作废了，才能用别的办法。",
    "Wait for it; any other way is open only if the run-off is voided.",
)
_BY_ITS_RESULT = Text(
    "它已有结果：请按它处理（tie/settle，how=run-off）。",
    "It has come to its result: settle the tie by it (tie/settle, how=run-off).",
)
_ANOTHER_WAY = Text("请用别的办法处理。", "Settle it in another way.")


def _no_tie() -> NotPossible:
    return NotPossible(
        Text(
            "没有已经公布的并列；骰子要在并列公布以后才掷。",
            "no tie is posted; dice are thrown only once it is.",
        ),
        Text("请先公布（round/publish）。", "Publish first (round/publish)."),
    )


def _counting(hand: Hand, round_id: str, step: Text) -> Round:
    round = records.load_round(hand.store, round_id)
    if round.state is not State.COUNTING:
        raise WrongState(round_id, round.state.words, step)
    return round
