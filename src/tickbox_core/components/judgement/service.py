"""Judging: the round's own electorate says what it makes of what was delivered.

Votes come in as ballots do: checked, committed to in the judgement's log in one durable commit,
then acknowledged; the last word of a slot on a project counts, until closing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import attrs

from tickbox_core.bundle import differences
from tickbox_core.components.judgement import marks, outcome, state, voiding
from tickbox_core.components.judgement.marks import Judgement, Marked, Phase
from tickbox_core.components.judgement.opening import SALT_BYTES, JudgementOpener
from tickbox_core.components.judgement.state import (
    Judgements,
    ProjectJudged,
)
from tickbox_core.components.judgement.voiding import VoidedJudgement
from tickbox_core.errors import (
    BadValue,
    ChangedMeanwhile,
    KeyReused,
    NotConfirmed,
    UnknownId,
    UnknownSlot,
    WrongState,
)
from tickbox_core.hooks import Event
from tickbox_core.ledger import (
    Checkpoint,
    Receipt,
    canonical,
    closed,
    mark_commitment,
    mark_entry,
    result,
    voided,
)
from tickbox_core.model.channels import Channel
from tickbox_core.rules.judgement import Judged, Vote
from tickbox_core.store.blobs import Blob
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import bundles, deadlines, log, voids
from tickbox_core.workflow.deadlines import Deadline
from tickbox_core.workflow.entries import DiaryEntry, require_two_people
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year import results


class JudgementService(JudgementOpener):
    """The stage of judging, behind the desk's door."""

    # -- judging ---------------------------------------------------------------------------

    def judge(
        self,
        id_: str,
        slot: str,
        votes: Mapping[str, Vote],
        key: str,
        channel: str = "online",
    ) -> tuple[Receipt, ...]:
        """Take what a slot says of some projects, in one commit; a receipt for each.

        The same ``key`` with the same votes is answered with the same receipts.  Raises
        ``WrongState`` unless it is open, ``UnknownSlot``, ``UnknownId`` for a project that is not
        judged, ``BadValue`` for no vote, ``KeyReused``.
        """
        with self._context.transaction():
            receipts, new = self._take_votes(id_, slot, votes, key, channel)
        for receipt in receipts if new else ():
            self._context.tell(Event("mark", id_, {"index": receipt.index}))
        return receipts

    def assist(
        self,
        id_: str,
        slot: str,
        votes: Mapping[str, Vote],
        *,
        channel: Channel,
        helper: str,
        witness: str,
    ) -> tuple[Receipt, ...]:
        """Judge for a resident who asks for it; helper and witness are kept, sealed."""
        require_two_people(helper, witness)
        with self._diary.writing() as pen:
            key = secrets.token_hex(16)
            receipts, _ = self._take_votes(id_, slot, votes, key, f"assisted-{channel}")
            facts = {"cycle": id_, "slot": slot, "channel": str(channel)}
            pen.add(DiaryEntry("assisted", facts, {"helper": helper, "witness": witness}))
            return receipts

    def _take_votes(
        self, id_: str, slot: str, votes: Mapping[str, Vote], key: str, channel: str
    ) -> tuple[tuple[Receipt, ...], bool]:
        store = self._context.store
        digest = _digest(slot, votes)
        answered = store.get("answer", cycle=id_, key=key)
        if answered is not None:
            if answered["digest"] != digest:
                raise KeyReused(key)
            return tuple(map(Receipt.of, json.loads(answered["receipt"]))), False
        known = marks.load_judgement(store, id_)
        if known.phase is not Phase.VOID:
            deadlines.refuse_late(deadlines.end_if_due(self._context, id_), known.title)
        marks.in_phase(store, id_, Phase.OPEN, Text("评议", "judge"))
        self._check(known, slot, votes)
        before = marks.of_slot(store, id_, slot)
        new = [
            (project, vote, 1 + (before[project].revision if project in before else 0))
            for project, vote in votes.items()
        ]
        receipts = self._write_marks(id_, slot, new, channel)
        body = json.dumps([receipt.plain() for receipt in receipts])
        store.add("answer", [{"cycle": id_, "key": key, "digest": digest, "receipt": body}])
        return receipts, True

    def _check(self, known: Judgement, slot: str, votes: Mapping[str, Vote]) -> None:
        if not self._rolls.has_slot(known.round, slot):
            raise UnknownSlot(known.id)
        if not votes:
            raise BadValue("votes", Text("没有评议任何项目。", "no project is judged."))
        for project in votes:
            if project not in known.projects:
                raise UnknownId("project", project, f"judgement {known.id}")

    def _write_marks(
        self, id_: str, slot: str, new: list[tuple[str, Vote, int]], channel: str
    ) -> tuple[Receipt, ...]:
        salts = [self._context.entropy(SALT_BYTES) for _ in new]
        entries = []
        for salt, (project, vote, revision) in zip(salts, new, strict=True):
            mark = str(vote.mark)
            commitment = mark_commitment(salt, slot, project, revision, mark, vote.knew)
            entries.append(mark_entry(id_, slot, project, revision, commitment, channel))
        appended = log.append(self._context, id_, entries)
        receipts = []
        for at, (salt, (project, vote, revision)) in enumerate(zip(salts, new, strict=True)):
            receipt = Receipt(
                round=id_,
                slot=slot,
                revision=revision,
                leaf=appended.leaves[at].hex(),
                index=appended.first + at,
                size=appended.head.size,
                root=appended.head.root.hex(),
            )
            marked = Marked(slot, project, revision, receipt.index, vote, salt, receipt.code)
            marks.add(self._context.store, id_, marked)
            receipts.append(receipt)
        return tuple(receipts)

    # -- after -----------------------------------------------------------------------------

    def close(self, id_: str) -> Judgement:
        """End judging: what counts is what stands in the log before this entry.

        One that has closed by itself meanwhile is given as it stands.
        """
        with self._diary.writing() as pen:
            found = marks.load_judgement(self._context.store, id_)
            if found.phase is Phase.CLOSED and deadlines.has_been_ended(self._context, id_):
                return found
            known = marks.in_phase(self._context.store, id_, Phase.OPEN, Text("截止", "close"))
            deadlines.require_ended(self._context, id_)
            shut = attrs.evolve(known, phase=Phase.CLOSED, closed_at=self._context.now())
            slots = self.turnout(id_).participants
            appended = log.append(self._context, id_, [closed(id_, shut.closed_at or "", slots)])
            marks.save(self._context.store, shut)
            deadlines.is_closed(self._context, id_)
            checkpoint = log.keep_checkpoint(self._context, id_, appended.head)
            pen.add(DiaryEntry("judgement-closed", {"judgement": id_, "judges": slots}))
        self._context.keep_outside(checkpoint)
        return shut

    def extend(self, id_: str, until: datetime, reason: Text) -> Deadline:
        """Put the announced hour off, within what was fixed at opening."""
        with self._context.transaction():
            known = marks.load_judgement(self._context.store, id_)
            step = Text("延期", "put its end off")
            ended = deadlines.has_been_ended(self._context, id_)  # it is refused with the hour
            if not (ended and known.phase is Phase.CLOSED):
                marks.in_phase(self._context.store, id_, Phase.OPEN, step)
            return deadlines.extend(self._context, id_, until, reason)

    def count(self, id_: str) -> tuple[Judged, ...]:
        """Count a closed judgement, project by project; ``WrongState`` while it is open."""
        known = marks.load_judgement(self._context.store, id_)
        if known.phase is Phase.OPEN:
            marks.in_phase(self._context.store, id_, Phase.CLOSED, Text("计票", "count"))
        held = marks.last_marks(self._context.store, id_)
        members = self._round(known).roll
        return tuple(
            Judged.of(
                project,
                members.registered if members else 0,
                [one.vote for one in held if one.project == project],
            )
            for project in known.projects
        )

    def publish(
        self, id_: str, by: str = "", second: str = "", *, unjudged: bool = False
    ) -> tuple[ProjectJudged, ...]:
        """Publish what was said, once the independent recount has confirmed it.

        Where a ``second`` person signs, both names are sealed with the posting.  Raises
        ``NotPossible`` where nobody judged, unless ``unjudged`` says that it is meant.
        """
        found = self.count(id_)
        if not unjudged:
            outcome.require_judges(found)
        body = {"judgement": id_, "projects": [one.plain() for one in found]}
        store = self._context.store
        with self._diary.writing() as pen:
            known = marks.in_phase(store, id_, Phase.CLOSED, Text("公布结果", "publish the result"))
            digest = hashlib.sha256(canonical(body)).hexdigest()
            appended = log.append(self._context, id_, [result(id_, digest)])
            checkpoint = log.keep_checkpoint(self._context, id_, appended.head)
            store.put("outcome", {"cycle": id_, "body": json.dumps(body, ensure_ascii=False)})
            data = self._bundle(known, checkpoint, body)
            recount = differences(data)
            if recount.status != 0:
                raise NotConfirmed(id_, tuple(recount.sentences))
            marks.save(store, attrs.evolve(known, phase=Phase.PUBLISHED))
            find = partial(self._project, pen.book)
            apart = [
                outcome.apart(self._context, self._rolls, known, one, find(one.project))
                for one in found
            ]
            pen.add(results.signed(state.judged(id_, apart), by, second))
            told = tuple(pen.book.of(Judgements).of(project) for project in known.projects)
            bundles.keep(self._context, id_, data)
        self._context.keep_outside(checkpoint)
        return told

    def void(self, id_: str, reason: Text, *, by: str, second: str) -> VoidedJudgement:
        """Void a judgement; what the marks of a closed one come to is posted beside the reason.

        Raises ``NotPossible`` without two people or a reason, ``WrongState`` where it is published
        or voided, ``ChangedMeanwhile`` where somebody else was first.
        """
        before = marks.load_judgement(self._context.store, id_)
        closed_ = before.phase is Phase.CLOSED
        found = [one.plain() for one in self.count(id_)] if closed_ else None
        with self._diary.writing() as pen:
            known = marks.load_judgement(self._context.store, id_)
            if known.phase not in (Phase.OPEN, Phase.CLOSED):
                raise WrongState(id_, known.phase.words, Text("作废", "void it"))
            happened = state.void(id_, self._context.today(), str(known.phase), reason, by, second)
            if known.phase is not before.phase:
                raise ChangedMeanwhile(known.title)
            counted = None if found is None else {"judgement": id_, "projects": found}
            new, body, data = self._ended(known, counted, reason)
            appended = log.append(self._context, id_, [new])
            checkpoint = log.keep_checkpoint(self._context, id_, appended.head)
            if body is not None:
                row = {"cycle": id_, "body": json.dumps(body, ensure_ascii=False)}
                self._context.store.put("outcome", row)
            ended = attrs.evolve(known, phase=Phase.VOID)
            marks.save(self._context.store, ended)
            deadlines.cancel(self._context, id_)
            pen.add(happened)
            bundles.keep(self._context, id_, data)
        self._context.keep_outside(checkpoint)
        shown = voiding.find_void(self._context.store, ended)
        assert shown is not None
        return shown

    def _ended(
        self, known: Judgement, body: Mapping[str, Any] | None, reason: Text
    ) -> tuple[dict[str, Any], Mapping[str, Any] | None, bytes]:
        """The entry that ends its log, what is posted beside, and its bundle, as it recounts."""

        def made(digest: str, uncounted: Text) -> tuple[dict[str, Any], bytes]:
            now = self._context.now()
            new = voided(known.id, now, reason.plain(), digest, uncounted.plain())
            checkpoint = voids.coming_checkpoint(self._context, known.id, [new])
            posted = voiding.uncounted_body(known.id) if not digest or body is None else body
            return new, self._bundle(known, checkpoint, posted, [new])

        digest = "" if body is None else hashlib.sha256(canonical(dict(body))).hexdigest()
        new, data = made(digest, EMPTY)
        recount = differences(data)
        if recount.status == 0:
            return new, body, data
        new, data = made("", NotConfirmed(known.id, tuple(recount.sentences)).text)
        return new, None, data

    def bundle(self, id_: str) -> bytes:
        """The zip that anyone can recount, of a published judgement."""
        return self.bundle_file(id_).read()

    def bundle_file(self, id_: str) -> Blob:
        """The same as a file, as it was published."""
        return bundles.find(self._context, id_, partial(self.made_bundle, id_))

    def made_bundle(self, id_: str) -> bytes:
        """The same made from what the tables hold now."""
        step = Text("下载核验包", "hand out the bundle")
        known = marks.load_judgement(self._context.store, id_)
        if known.phase is not Phase.VOID:
            marks.in_phase(self._context.store, id_, Phase.PUBLISHED, step)
        checkpoint = log.last_checkpoint(self._context.store, id_)
        if checkpoint is None:  # a published judgement has one: the file was tampered with
            raise NotConfirmed(id_, ("no checkpoint",))
        found = kept_outcome(self._context.store, id_)
        body = voiding.uncounted_body(id_) if found is None else found
        return self._bundle(known, checkpoint, body)

    def _bundle(
        self,
        known: Judgement,
        checkpoint: Checkpoint,
        body: Mapping[str, Any],
        more: Sequence[Mapping[str, Any]] = (),
    ) -> bytes:
        places = self._rolls.places(known.round)
        return outcome.bundle(self._context, places, known, checkpoint, body, more)


def _digest(slot: str, votes: Mapping[str, Vote]) -> str:
    said = {project: [str(vote.mark), vote.knew] for project, vote in votes.items()}
    return hashlib.sha256(canonical({"slot": slot, "votes": said})).hexdigest()
