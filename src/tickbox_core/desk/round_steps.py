"""The steps of a round, from its list to its bundle: each asks the room that does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tickbox_core.desk import (
    casting,
    checklist,
    closing,
    codes,
    deciding,
    listing,
    making_run_offs,
    opening,
    places,
    records,
    run_offs,
    settling,
    tickets,
    voiding,
)
from tickbox_core.desk.casting import Cast
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.settling import Tied
from tickbox_core.desk.voiding import Voided
from tickbox_core.errors import TickboxError, WrongState
from tickbox_core.ledger import Receipt
from tickbox_core.model import (
    Picture,
    Roll,
    RollSummary,
    Round,
    State,
)
from tickbox_core.model.round import NO_DAYS_YET, AnnouncedDays
from tickbox_core.rules import How, Outcome
from tickbox_core.store.blobs import Blob
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import bundles, deadlines
from tickbox_core.workflow.deadlines import Deadline


class RoundSteps:
    """What is done with rounds at a desk, one durable transaction each."""

    _hand: Hand
    diary: YearDiary

    def round(self, round_id: str) -> Round:
        """One round, or ``NotListed``."""
        return records.load_round(self._hand.store, round_id)

    # -- before ----------------------------------------------------------------------------

    def prepare(self, round: Round, replaces: Round | None = listing.WHATEVER) -> Round:
        """Save a plan, or replace one that is not open yet.

        ``replaces`` is the plan it was made from: refused where that is not the one that stands.
        """
        return listing.prepare(self._hand, round, replaces)

    def add_picture(self, round_id: str, item_id: str, content: bytes, shows: Text) -> Picture:
        """Put a picture to an item of a list that is not posted or open yet."""
        return listing.add_picture(self._hand, round_id, item_id, content, shows)

    def drop_picture(self, round_id: str, item_id: str, digest: str) -> None:
        """Take a picture off an item of a list that is not posted or open yet."""
        listing.drop_picture(self._hand, round_id, item_id, digest)

    def register(self, round_id: str, roll: Roll) -> RollSummary:
        """Put a roll to a round; each elector gets a slot with a random name."""
        return listing.register(self._hand, round_id, roll)

    def objections(self, round_id: str, *, whole: bool = False) -> tuple[Text, ...]:
        """What stands against opening; nothing if it can open (``whole`` as there)."""
        round = records.load_round(self._hand.store, round_id)
        asked = checklist.ask(self._hand, round)
        with self.diary.reading() as book:
            return checklist.objections(self._hand, book, asked, whole=whole)

    def open(self, round_id: str, *, whole: bool = False) -> Round:
        """Freeze everything and open for ticking.

        ``whole``: only if all of the checklist is met, as staff's act asks (costs, limits, what
        somebody found of each item).  A host that opens a list which need not be posted answers for
        that itself, and is held to what makes a count and to what categories ask for.
        """
        return opening.open_round(self._hand, self.diary, round_id, whole=whole)

    def issue_codes(
        self, round_id: str, slots: Iterable[str] | None, reason: Text = EMPTY
    ) -> dict[str, str]:
        """New voting codes by slot; readable only now.  ``None``: for all that have none yet.

        The diary tells how many, and how many of them took an older one's place; the homes and the
        ``reason`` are sealed.
        """
        return codes.issue(self._hand, self.diary, round_id, slots, reason=reason)

    def with_codes(self, round_id: str) -> frozenset[str]:
        """The slots that have a code: staff only."""
        return codes.slots_with_code(self._hand, round_id)

    # -- ticking ---------------------------------------------------------------------------

    def cast(self, round_id: str, cast: Cast) -> Receipt:
        """Take one ballot: the receipt comes after the commit, a refusal is raised."""
        (answer,) = self.cast_many(round_id, [cast])
        if isinstance(answer, TickboxError):
            raise answer
        return answer

    def cast_many(self, round_id: str, casts: Sequence[Cast]) -> list[Receipt | TickboxError]:
        """Take many ballots in one commit, with the same checks; an answer for each."""
        return casting.cast_many(self._hand, round_id, casts)

    def slot_of_code(self, round_id: str, code: str) -> str | None:
        """The slot a typed voting code speaks for, or ``None``."""
        return codes.slot_of(self._hand, round_id, code)

    def issue_ticket(self, id_: str, slot: str) -> str:
        """A form ticket for a slot of a round, motion or judgement whose code was right just now.

        It stands for the code on the screens that follow, for a quarter of an hour; empty where the
        slot has no code.
        """
        return tickets.issue(self._hand, id_, slot)

    def slot_of_ticket(self, id_: str, ticket: str) -> str | None:
        """The slot a form ticket speaks for; ``None`` for one that is forged, over, or another's.

        Another's is also that of a code which was renewed or withdrawn since.
        """
        return tickets.slot_of(self._hand, id_, ticket)

    def extend(self, round_id: str, until: datetime, reason: Text) -> Deadline:
        """Put the announced hour off, within what was fixed at opening; the reason is posted.

        Raises ``WrongState`` unless the list is open, and what ``deadlines.extend`` does.
        """
        with self._hand.transaction():
            round = self.round(round_id)
            ended = deadlines.has_been_ended(self._hand, round_id)  # it is refused with the hour
            if round.state is not State.TICKING and not (ended and round.state is State.COUNTING):
                raise WrongState(round_id, round.state.words, Text("延期", "put its end off"))
            return deadlines.extend(self._hand, round_id, until, reason)

    # -- after -----------------------------------------------------------------------------

    def close(self, round_id: str) -> Round:
        """End ticking."""
        return closing.close(self._hand, self.diary, round_id)

    def count(self, round_id: str) -> Outcome:
        """Count a closed round by its frozen rule."""
        return deciding.count(self._hand, round_id)

    def publish(self, round_id: str, by: str = "", second: str = "") -> Outcome:
        """Publish the count, once the independent recount has confirmed it.

        Raises ``TieRefused`` where people have to settle a tie: ``post_tie`` posts it.
        """
        return deciding.publish(self._hand, self.diary, round_id, by, second)

    def on_a_tie(self, round_id: str) -> Text:
        """What happens on a tie, in words."""
        return settling.describe_tie_break(self._hand.registry, self.round(round_id).tie_break)

    def draw_seed(self) -> str:
        """A seed for a public lot, for whoever plans a round to propose."""
        return settling.draw_seed(self._hand.entropy)

    def tie(self, round_id: str) -> Tied | None:
        """The tie that the count of a closed round hands back to people: staff only."""
        return settling.find_tie(self._hand, round_id)

    def posted_tie(self, round_id: str) -> Tied | None:
        """The tie that a closed round has posted and that nobody has settled yet."""
        return settling.posted_tie(self._hand.store, self.round(round_id))

    def post_tie(self, round_id: str, by: str = "", second: str = "") -> Tied:
        """Post the tie, once the independent recount has confirmed it."""
        return settling.post_tie(self._hand, self.diary, round_id, by, second)

    def settle_tie(
        self,
        round_id: str,
        how: How,
        *,
        dice: str = "",
        reason: Text | None = None,
        by: str,
        second: str,
    ) -> Outcome:
        """Settle a posted tie by dice thrown since, or beside the count, and publish the result."""
        return settling.settle_tie(
            self._hand, self.diary, round_id, how, dice=dice, reason=reason, by=by, second=second
        )

    def what_it_settles(self, round_id: str) -> Text:
        """Of a run-off, which tie it decides; ``EMPTY`` for any other round."""
        return run_offs.what_it_settles(self._hand.store, self.round(round_id))

    def make_run_off(
        self,
        round_id: str,
        new_id: str,
        *,
        title: Text = EMPTY,
        days: AnnouncedDays = NO_DAYS_YET,
        by: str,
        second: str,
    ) -> Round:
        """Make a round among the tied items alone, with the same roll, that settles their tie."""
        return making_run_offs.make_run_off(
            self._hand, self.diary, round_id, new_id, title=title, days=days, by=by, second=second
        )

    def void(self, round_id: str, reason: Text, *, by: str, second: str) -> Voided:
        """Void a round before its result is published; what a closed one comes to is posted too."""
        return voiding.void_round(self._hand, self.diary, round_id, reason, by=by, second=second)

    def voided(self, round_id: str) -> Voided | None:
        """Why a round was voided, and what was posted beside it; ``None`` where it was not."""
        return voiding.find_void(self._hand.store, self.round(round_id))

    def bundle(self, round_id: str) -> bytes:
        """The zip of a round that is decided, tied or voided, that anyone can recount."""
        return self.bundle_file(round_id).read()

    def bundle_file(self, round_id: str) -> Blob:
        """The same as a file, as it was published."""
        return voiding.bundle_file(self._hand, round_id)

    def bundle_kept(self, id_: str) -> Blob | None:
        """That of a round, motion or judgement, where nothing is to be done first; quick."""
        return bundles.find_kept(self._hand, id_)

    def shows_homes(self, round_id: str) -> bool:
        """Whether the bundle of an opened round tells which ballots come from one home."""
        return places.shows_homes(self._hand.store, records.load_round(self._hand.store, round_id))
