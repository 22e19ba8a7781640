"""Tables read in: what would change, done in one step, undone in one step."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from tickbox_core.components.wishes import NewWish, WishService
from tickbox_core.desk import item_categories, listing, records, run_offs
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.import_changes import (
    MAY,
    NOBODY_LIVES,
    NOBODY_MAY,
    compare_rolls,
    item_changes,
    lay_over,
)
from tickbox_core.desk.motions import casting, preparing
from tickbox_core.desk.motions import rows as motion_rows
from tickbox_core.desk.paper import PaperBallots, PaperReading
from tickbox_core.desk.roll_changes import RowChange, roll_changes
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.interchange.tables.persons import (
    PersonId,
    guessable_id,
    may_be_guessable,
    secret_id,
)
from tickbox_core.ledger import read_configuration
from tickbox_core.model import (
    Area,
    Item,
    MicroGrid,
    Residence,
    Roll,
    RollSummary,
    Round,
)
from tickbox_core.model.totals import CountSheet
from tickbox_core.rules.motions import Delivery
from tickbox_core.text import Text
from tickbox_core.year import Import, imports

WISHES, ITEMS, ROLL = "wishes", "items", "roll"
BALANCES, SERVICE, AREAS = "balances", "service", "areas"
GRIDS = "grids"
MOTION_ROLL = "motion-roll"
BALLOTS, COUNT_SHEETS = "ballots", "count-sheets"
IMPORT, UNDO, EXPORT = "table/import", "table/undo", "table/export"
"""As what reading a table in, and undoing it, are noted in the diary."""


class Importing:
    """The service that reads tables in, behind the desk's door."""

    def __init__(
        self, hand: Hand, diary: YearDiary, wishes: WishService, paper: PaperBallots
    ) -> None:
        self._hand = hand
        self._diary = diary
        self._wishes = wishes
        self._paper = paper

    # -- what would change -----------------------------------------------------------------

    def changed_items(self, round_id: str, items: Sequence[Item]) -> list[RowChange]:
        """What the rows would do to a list; items that have no row stay as they are.

        Raises ``DuplicateId`` for an id that stands in two rows: which of them is meant?
        """
        return item_changes(records.load_round(self._hand.store, round_id), items)

    def changed_roll(self, round_id: str, roll: Roll) -> list[RowChange]:
        """Which homes and persons of a round's roll would come, change and go.

        A round keeps homes, persons and who of them may tick; who owns what is a motion's.
        """
        round = records.load_round(self._hand.store, round_id)
        may_tick = round.eligible.of_roll(roll, self._hand.today()).residences
        residences = tuple(Residence(one.person, one.unit) for one in may_tick)
        kept = Roll(roll.as_of, roll.units, roll.persons, residences, decimals=roll.decimals)
        return roll_changes(self._roll(round_id), kept)

    def put_back_roll(self, round_id: str, kept: Roll) -> list[RowChange]:
        """The same for one that the round had before."""
        return roll_changes(self._roll(round_id), kept)

    def who_may_tick(self, round_id: str, roll: Roll) -> Text:
        """How many of a roll may tick in a round, and whom the round asks; why, if it is nobody."""
        asked = records.load_round(self._hand.store, round_id).eligible
        may = asked.of_roll(roll, self._hand.today()).residences
        said = MAY if may else NOBODY_MAY if roll.residences else NOBODY_LIVES
        return said.filled(number=len({one.person for one in may}), of=len(roll.persons),
                           who=asked.text)  # fmt: skip

    def beside_last_roll(self, round_id: str, roll: Roll) -> Text | None:
        """How a roll differs from that of the newest other round that still has one, in words.

        Homes, and those who may tick in each of the two; ``None`` where the round has a roll of its
        own already, or there is none to compare with.
        """
        store, asked = self._hand.store, records.load_round(self._hand.store, round_id)
        if asked.roll is not None:
            return None
        held = [
            one for one in records.load_rounds(store) if one.roll is not None and not one.rehearsal
        ]
        others = sorted(held, key=lambda one: (one.opened_at or "", one.id))
        found = [(one, self._roll(one.id)) for one in reversed(others) if one.id != round_id]
        last = next(((one, before) for one, before in found if before is not None), None)
        if last is None:
            return None
        return compare_rolls(*last, asked.eligible.of_roll(roll, self._hand.today()))

    def roll_of(self, round_id: str) -> Roll | None:
        """The roll of a round, ``None`` where it has none (any more): staff only.

        Raises ``NotListed`` where there is no such round.
        """
        records.load_round(self._hand.store, round_id)
        return self._roll(round_id)

    def roll_of_motion(self, motion: str) -> Roll | None:
        """The same of a motion."""
        found = motion_rows.roll(self._hand.store, motion)
        return None if found is None else found[0]

    def changed_motion_roll(self, motion: str, roll: Roll) -> list[RowChange]:
        """The same for the roll of a motion; refused here already where giving it one would be."""
        preparing.check_roll(self._hand, motion, roll)
        found = motion_rows.roll(self._hand.store, motion)
        return roll_changes(None if found is None else found[0], roll)

    def repeated_wishes(self, new: Sequence[NewWish]) -> list[str | None]:
        """For each wish the reference of one that says the same in the same words, if there is."""
        known = {wish.text: wish.ref for wish in self._wishes.wishes() if wish.text}
        return [known.get(wish.text) for wish in new]

    def last(self) -> Import:
        """The newest import that was not undone; ``NotPossible`` where there is none."""
        with self._diary.reading() as book:
            return book.imports.last()

    # -- done ------------------------------------------------------------------------------

    def wishes(self, new: Sequence[NewWish], digest: str, by: str) -> tuple[str, ...]:
        """Take every wish of a table in one commit; their references, in the table's order."""
        with self._diary.writing() as pen:
            refs = self._wishes.take_in(pen, new)
            pen.add(imports.imported(WISHES, "", digest, refs, len(new), None, by))
        return refs

    def items(self, round_id: str, items: Sequence[Item], digest: str, by: str) -> list[RowChange]:
        """Put a table's items on a list that is being formed, over those of their ids.

        What a row does not say of an item that is listed already stays as it is.  Raises
        ``WrongState`` once it is posted, ``NotPossible`` for what can never be listed,
        ``ChangedMeanwhile`` where somebody else is changing the list.
        """
        round = self._listing(round_id)
        changes = item_changes(round, items)
        listed = {item.id: item for item in round.items}
        rows = {item.id: lay_over(listed.get(item.id), item) for item in items}
        for item in rows.values():
            item_categories.of_a_known_category(round, item)
            listing.refuse_for_good(self._hand, round, item)
        kept = [rows.pop(item.id, item) for item in round.items]
        plan = attrs.evolve(round, items=(*kept, *rows.values()))
        with self._diary.writing() as pen:
            listing.as_it_was(self._hand, round_id, round)
            run_offs.refuse_other_plan(self._hand.store, plan)
            self._save(plan)
            before = {"plan": self._entry(round), "after": self._entry(plan)}
            ids = tuple(change.id for change in changes if change.what != "same")
            pen.add(imports.imported(ITEMS, round_id, digest, ids, len(items), before, by))
        return changes

    def roll(
        self, round_id: str, roll: Roll, digest: str, by: str, new_areas: Iterable[str] = ()
    ) -> RollSummary:
        """Put a table's roll to a round that is not open, in place of the one before.

        ``new_areas`` are the ids of buildings that come with it, which whoever has the tree adds.
        """
        with self._diary.writing() as pen:
            before = self._roll(round_id)
            summary = listing.register(self._hand, round_id, roll)
            stood = {
                "roll": None if before is None else before.plain(),
                "new_areas": list(new_areas),
            }
            entry = imports.imported(ROLL, round_id, digest, (), len(roll.units), stood, by)
            pen.add(entry)
        return summary

    def balances(
        self, round_id: str, item_id: str, field: str, rows: Mapping[str, int], digest: str, by: str
    ) -> None:
        """Lay a table of amounts by home (fen) over a field of an item; other homes' stay.

        Raises ``WrongState`` once the list is posted, ``UnknownId`` for an item that is not on it.
        """
        round = self._listing(round_id)
        item = round.item(item_id)
        amounts = {**dict(item.fields.get(field, ())), **rows}
        new = attrs.evolve(item, fields={**item.fields, field: [[*one] for one in amounts.items()]})
        listing.refuse_for_good(self._hand, round, new)
        items = tuple(new if one.id == item_id else one for one in round.items)
        plan = attrs.evolve(round, items=items)
        with self._diary.writing() as pen:
            listing.as_it_was(self._hand, round_id, round)
            run_offs.refuse_other_plan(self._hand.store, plan)
            self._save(plan)
            before = {"plan": self._entry(round), "after": self._entry(plan)}
            refs, number = (item_id,), len(rows)
            pen.add(imports.imported(BALANCES, round_id, digest, refs, number, before, by))

    def service(self, motion: str, delivery: Delivery, rows: int, digest: str, by: str) -> None:
        """Record what a table proves of a motion's service, in place of what was recorded.

        Raises as recording it by hand does.
        """
        with self._diary.writing() as pen:
            stood = motion_rows.delivery(self._hand.store, motion)
            casting.deliver(self._hand, motion, delivery)
            before = {
                "stood": (stood[0] if stood else Delivery()).plain(),
                "now": delivery.plain(),
            }
            pen.add(imports.imported(SERVICE, "", digest, (motion,), rows, before, by))

    def motion_roll(
        self, motion: str, roll: Roll, digest: str, by: str, new_areas: Iterable[str] = ()
    ) -> None:
        """Put a table's roll to a motion that is not open, in place of the one before.

        Raises as giving it a roll does.
        """
        with self._diary.writing() as pen:
            before, number = motion_rows.roll(self._hand.store, motion), len(roll.units)
            preparing.register(self._hand, motion, roll)
            stood = {
                "roll": None if before is None else before[0].plain(),
                "now": _mark(roll),
                "new_areas": list(new_areas),
            }
            pen.add(imports.imported(MOTION_ROLL, "", digest, (motion,), number, stood, by))

    def areas(self, areas: Sequence[Area], digest: str, by: str) -> None:
        """Note that a table's areas are put into the town's tree, which whoever has it does."""
        tree = self._hand.tree
        before = {one.id: attrs.asdict(tree[one.id]) for one in areas if one.id in tree}
        with self._diary.writing() as pen:
            refs = tuple(one.id for one in areas)
            pen.add(imports.imported(AREAS, "", digest, refs, len(areas), before, by))

    def grids(self, grids: Sequence[MicroGrid], digest: str, by: str) -> None:
        """Note that a table's micro-grids are laid over the town's tree."""
        there = {grid.id: grid for grid in self._hand.tree.grids}
        before = {one.id: attrs.asdict(there[one.id]) for one in grids if one.id in there}
        with self._diary.writing() as pen:
            refs = tuple(one.id for one in grids)
            pen.add(imports.imported(GRIDS, "", digest, refs, len(grids), before, by))

    def ballots(self, round_id: str, read: Sequence[PaperReading], digest: str, by: str) -> None:
        """Key one person's readings of paper, all of them or none.

        ``digest``: what ``sealed_digest`` gives.  Raises as keying one of them does.
        """
        with self._diary.writing() as pen:
            for one in read:
                said = (one.ticks, by, one.spoiled, one.unsure)
                self._paper.key(round_id, one.number, one.slot, *said)
            refs = tuple(f"{one.number}/{one.slot}" for one in read)
            pen.add(imports.imported(BALLOTS, round_id, digest, refs, len(read), None, by))

    def count_sheets(
        self,
        round_id: str,
        sheets: Sequence[tuple[CountSheet, bool]],
        digest: str,
        by: str,
        second: str,
    ) -> None:
        """Take count sheets under two signatures, all of them or none.

        Each with whether it is said of it that it was counted in time.

        Raises as taking one of them does.
        """
        with self._diary.writing() as pen:
            numbers = [
                self._paper.take_count(
                    round_id, one.slots, one.ticks, by=by, second=second, in_time=in_time
                )
                for one, in_time in sheets
            ]
            refs = tuple(map(str, numbers))
            pen.add(imports.imported(COUNT_SHEETS, round_id, digest, refs, len(refs), None, by))

    def sealed_digest(self, digest: str, by: str) -> str:
        """As what a file is noted that nobody may find out by trying, or beside another's."""
        said = f"table of {by}: {digest}".encode()
        return hmac.new(self._hand.pepper, said, hashlib.sha256).hexdigest()

    def undo(
        self, by: str, prune: Callable[[Import], object] | None = None, second: str = ""
    ) -> Import:
        """Undo the newest import; ``prune`` takes areas out of the town's tree again.

        ``second``: who signs beside, where two people read it in.

        Raises ``NotPossible`` where there is none, or something has been done with it since, and
        ``WrongState`` once the list is posted or open.
        """
        with self._diary.writing() as pen:
            last = pen.book.imports.last()
            if last.kind == ROLL:
                self._undo_roll(last)
            elif last.kind == WISHES:
                reason = Text("撤销导入", "the import was undone")
                self._wishes.withdraw_in(pen, last.refs, reason, by)
            elif last.kind in (ITEMS, BALANCES):
                self._undo_items(last)
            elif last.kind == SERVICE:
                self._undo_service(last)
            elif last.kind == MOTION_ROLL:
                self._undo_motion_roll(last)
            elif last.kind == BALLOTS:
                self._undo_ballots(last, by)
            elif last.kind == COUNT_SHEETS:
                self._undo_count_sheets(last, by, second)
            elif prune is None:
                raise _BY_THE_TOWN
            else:
                prune(last)
            pen.add(imports.undone(last, by))
        return last

    # -- who people are ----------------------------------------------------------------------

    def person_id(self) -> PersonId:
        """What makes the id of somebody whom a table names and gives none.

        Made with a secret of this area, so that a list of names cannot be tried against its ids; an
        id that was made without one, in older rolls, stays whoever it is.
        """
        said = b"person ids of " + self._hand.area.encode()
        secret = hmac.new(self._hand.pepper, said, hashlib.sha256).digest()
        older = set(filter(may_be_guessable, self._known_ids()))

        def made(unit: str, look: str) -> str:
            if older and (before := guessable_id(unit, look)) in older:
                return before
            return secret_id(secret, unit, look)

        return made

    def _known_ids(self) -> set[str]:
        """Everybody's id in the rolls of this area."""
        found = {row["id"] for row in self._hand.store.find("person")}
        for motion in self._hand.store.find("motion"):
            rows = json.loads(motion["rows"] or "{}")
            found |= {person["id"] for person in rows.get("persons", ())}
        return found

    # -- what headers mean -----------------------------------------------------------------

    def headers(self, kind: str) -> Mapping[str, str]:
        """What was said of headers of this kind of table: header → field."""
        with self._diary.reading() as book:
            return dict(book.imports.headers.get(kind, {}))

    def remember(self, kind: str, headers: Mapping[str, str], by: str) -> None:
        """Keep what headers mean, for the next table of the kind."""
        with self._diary.writing() as pen:
            known = pen.book.imports.headers.get(kind, {})
            new = {header: key for header, key in headers.items() if known.get(header) != key}
            if new:
                pen.add(imports.headers_mapped(kind, new, by))

    # -- inside ----------------------------------------------------------------------------

    def _roll(self, round_id: str) -> Roll | None:
        try:
            return records.roll(self._hand.store, round_id)
        except NotListed:
            return None

    def _listing(self, round_id: str) -> Round:
        round = records.load_round(self._hand.store, round_id)
        listing.require_listing(round, Text("导入", "read a table in"))
        return round

    def _entry(self, plan: Round) -> dict[str, Any]:
        return records.plan_entry(plan, self._hand.registry)

    def _save(self, plan: Round) -> None:
        records.save_round(self._hand.store, plan, self._entry(plan))

    def _undo_items(self, last: Import) -> None:
        round = self._listing(last.round)
        if last.before is None:
            raise _FORGOTTEN
        if read_configuration(last.before["after"]).items != round.items:
            raise _CHANGED_SINCE
        self._save(attrs.evolve(round, items=read_configuration(last.before["plan"]).items))

    def _undo_roll(self, last: Import) -> None:
        if last.before is None:
            raise _FORGOTTEN
        before = last.before["roll"]
        if before is None:
            listing.unregister(self._hand, last.round)
        else:
            listing.register(self._hand, last.round, Roll.of_plain(before))

    def _undo_motion_roll(self, last: Import) -> None:
        (motion,) = last.refs
        if last.before is None:
            raise _FORGOTTEN
        now = motion_rows.roll(self._hand.store, motion)
        if now is None or _mark(now[0]) != last.before["now"]:
            raise _RECORDED_SINCE
        if last.before["roll"] is None:
            preparing.unregister(self._hand, motion)
        else:
            preparing.register(self._hand, motion, Roll.of_plain(last.before["roll"]))

    def _undo_ballots(self, last: Import, by: str) -> None:
        for ref in last.refs:
            number, _, slot = ref.partition("/")
            self._paper.unkey(last.round, int(number), slot, by)

    def _undo_count_sheets(self, last: Import, by: str, second: str) -> None:
        reason = Text("撤销导入", "the import was undone")
        for number in last.refs:
            self._paper.uncount(last.round, int(number), reason, by=by, second=second)

    def _undo_service(self, last: Import) -> None:
        (motion,) = last.refs
        if last.before is None:
            raise _FORGOTTEN
        now = motion_rows.delivery(self._hand.store, motion)
        if now is None or now[0].plain() != last.before["now"]:
            raise _RECORDED_SINCE
        stood = last.before["stood"]
        casting.deliver(self._hand, motion, Delivery.of_plain(stood))


def _mark(roll: Roll) -> str:
    """By what a roll is known again."""
    said = json.dumps(roll.plain(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


_RECORDED_SINCE = NotPossible(
    Text("导入之后又登记过别的。", "something else has been recorded since."),
    Text("请直接登记。", "Record it by itself."),
)
_BY_THE_TOWN = NotPossible(
    Text("最近一次导入的是区域，要由全镇的数据撤销。", "the last import is of the town's areas."),
    Text("请在工作台或用 tickbox sheet undo 撤销。", "Undo it in the console or by tickbox sheet."),
)
_CHANGED_SINCE = NotPossible(
    Text("导入之后清单又改过。", "the list has been changed since."),
    Text("请直接修改清单。", "Change the list itself."),
)
_FORGOTTEN = NotPossible(Text("之前的内容已经清除。", "what was there before has been erased."))
