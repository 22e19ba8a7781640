"""Voting codes: typed by hand, one round, stored so that nobody can read them back.

A code is a locator (4 characters), a secret (11 characters, 55 bits) and a check character.  Of the
secret only a memory-hard hash with salt and pepper is kept.

A right code is never refused, however many wrong ones came before it: else whoever knows a locator
could lock its holder out.  What keeps guessers away is the secret's length: a hundred guesses a
second for a month hit any of 55 bits with a chance below 10⁻⁸.  A wrong secret and a locator that
nobody has take the same steps: one look, one hash, nothing written.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count

import attrs

from tickbox_core.desk import records
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.voiding import refuse_void
from tickbox_core.errors import UnknownSlot
from tickbox_core.ledger import CROCKFORD
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.names import check_character, group_letters, random_name, read_typed
from tickbox_core.year import access

LOCATOR, SECRET = 4, 11


def issue(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    slots: Iterable[str] | None,
    roll_of: str = "",
    reason: Text = EMPTY,
) -> dict[str, str]:
    """New codes by slot; a slot's older code is dead.  Raises ``UnknownSlot``.

    ``slots`` may be ``None``: all that have none yet, so that nobody's code dies.
    ``roll_of`` is the round whose slots they are, where it is not the one they open (a judgement
    by the slots of a round).  This is the only time the codes can be read.  The diary says how
    many; of which homes and for what ``reason`` is sealed.
    """
    whose = roll_of or round_id
    named = None if slots is None else list(slots)
    fresh = draw_codes(hand, _missing(hand, round_id, whose) if named is None else len(named))
    with diary.writing() as pen:
        of = records.load_round(hand.store, whose)
        refuse_void(hand.store, of, Text("发放打钩码", "issue codes"))
        before = slots_with_code(hand, round_id)
        known = {one.slot: one for one in records.slots(hand.store, whose)}
        chosen = [one for one in known if one not in before] if named is None else named
        if not known.keys() >= set(chosen):
            raise UnknownSlot(round_id)
        homes = {slot: known[slot].unit or "" for slot in chosen}
        made = {slot: renew(hand, round_id, slot, fresh) for slot in homes}
        if not of.rehearsal:  # wiped, nothing is left that points to it
            note(pen, round_id, homes, before, reason)
    return made


def note(
    pen: YearTransaction, id_: str, homes: Mapping[str, str], before: Collection[str], reason: Text
) -> None:
    """Have the diary say that slots were given codes, and of which homes; ``before`` had one."""
    new = [home for slot, home in homes.items() if slot not in before]
    again = [home for slot, home in homes.items() if slot in before]
    if new or again:
        pen.add(access.codes_issued(id_, new, again, reason))


def slots_with_code(hand: Hand, round_id: str) -> frozenset[str]:
    """The slots of a round that have a code; which, nobody can read."""
    return frozenset(str(row["slot"]) for row in hand.store.find("code", cycle=round_id))


@attrs.frozen
class Fresh:
    """A code that nobody has yet: ``hash`` is what is kept of its secret."""

    locator: str
    secret: str = attrs.field(repr=False)
    salt: bytes = attrs.field(repr=False)
    hash: bytes = attrs.field(repr=False)

    @classmethod
    def drawn(cls, hand: Hand) -> Fresh:
        """One drawn at random."""
        locator, secret = random_name(hand.entropy, LOCATOR), random_name(hand.entropy, SECRET)
        salt = hand.entropy(16)
        return cls(locator, secret, salt, _hash(hand, secret, salt))


def draw_codes(hand: Hand, number: int) -> Iterator[Fresh]:
    """So many codes and, where they do not do, more.

    To be drawn before anything is locked: for each its hash takes 10 ms.
    """
    made = [Fresh.drawn(hand) for _ in range(number)]
    return chain(made, (Fresh.drawn(hand) for _ in count()))


def _missing(hand: Hand, round_id: str, whose: str) -> int:
    """How many slots have no code; somebody may be issuing some."""
    return max(0, hand.store.count("slot", cycle=whose) - len(slots_with_code(hand, round_id)))


def withdraw_others(hand: Hand, round_id: str, slots: Collection[str]) -> None:
    """Have the codes of all other slots of a round dead, inside a transaction."""
    for slot in slots_with_code(hand, round_id).difference(slots):
        hand.store.remove("code", cycle=round_id, slot=slot)


def renew(hand: Hand, round_id: str, slot: str, fresh: Iterator[Fresh]) -> str:
    """A new code for a slot known to be one, inside a transaction; the older one is dead."""
    hand.store.remove("code", cycle=round_id, slot=slot)
    code = _first_free(hand, round_id, fresh)
    row = attrs.asdict(code, filter=attrs.filters.exclude("secret"))
    hand.store.add("code", [{"cycle": round_id, "slot": slot, **row}])
    plain = code.locator + code.secret
    return group_letters(plain + check_character(plain))


def slot_of(hand: Hand, round_id: str, code: str) -> str | None:
    """The slot a typed code speaks for; ``None`` for a wrong, unknown or dead code alike."""
    plain = read_typed(code)
    if not is_well_formed(plain):
        return None
    row = hand.store.get("code", cycle=round_id, locator=plain[:LOCATOR])
    known = row or {"hash": bytes(32), "salt": bytes(16), "slot": ""}
    hashed = _hash(hand, plain[LOCATOR:-1], known["salt"])
    return str(known["slot"]) or None if hmac.compare_digest(hashed, known["hash"]) else None


def needs_hash(code: str) -> bool:
    """Whether a typed code is one that has to be hashed: it has the form of a code."""
    return is_well_formed(read_typed(code))


def public_part(code: str) -> str:
    """The locator of a typed code, by which it is looked for and which opens nothing."""
    return read_typed(code)[:LOCATOR]


def _first_free(hand: Hand, round_id: str, fresh: Iterator[Fresh]) -> Fresh:
    """The first whose locator no code has."""
    for one in fresh:
        if hand.store.get("code", cycle=round_id, locator=one.locator) is None:
            return one
    raise AssertionError("there are always more")


def is_well_formed(code: str) -> bool:
    """Whether letters without their dashes are a code, by length, alphabet and check character."""
    return (
        len(code) == LOCATOR + SECRET + 1
        and set(code) <= set(CROCKFORD)
        and check_character(code[:-1]) == code[-1]
    )


def _hash(hand: Hand, secret: str, salt: bytes) -> bytes:
    # 4 MB and about 10 ms: enough for 55 random bits, and a committee can still issue thousands
    return hashlib.scrypt(secret.encode(), salt=salt + hand.pepper, n=4096, r=8, p=1, dklen=32)


@attrs.frozen
class IssuedCodes:
    """The codes of a desk, as components ask for them."""

    hand: Hand
    diary: YearDiary

    def issue(
        self, id_: str, slots: Iterable[str] | None, roll_of: str, reason: Text
    ) -> dict[str, str]:
        """New codes for slots of the round ``roll_of``; ``None``: for all that have none yet."""
        return issue(self.hand, self.diary, id_, slots, roll_of, reason)

    def slot_of(self, id_: str, code: str) -> str | None:
        """The slot a typed code speaks for, or ``None``."""
        return slot_of(self.hand, id_, code)
