"""Forgeries in which everything fits: what people kept outside catches them."""

from __future__ import annotations

import json

import attrs
import pytest

from tickbox_core.bundle import differences, recount
from tickbox_core.ledger import cast, choice_commitment, closed
from tickbox_core.model import Limits


def forgeries(house):
    """The true publication, and bundles that agree with themselves and tell another story."""
    true = house.small()
    round = true.round
    casts = [(3, ("lift",)), (1, ("lift",)), (5, ("lift",)), (6, ("lift", "lamp"))]
    yield true, house.play(round, casts, seed=2)  # by whoever holds the key
    yield true, house.play(round, casts, signer=house.other_key)
    yield true, house.play(round, casts, signer=None)


def test_a_forgery_that_fits_is_caught_by_what_people_kept(house):
    """Rewritten from the first entry on, it passes alone, and fails before anything kept."""
    for true, forged in forgeries(house):
        assert differences(forged.data).status == 0
        for kept in true.kept:
            for text in (json.dumps(kept.plain()), kept.note().decode()):
                same_start = kept.root == forged.kept[0].root
                audit = recount.recount(forged.data, [text])
                assert audit.status == 1 or (same_start and "key" not in text), text
        for receipt in true.receipts:
            assert recount.recount(forged.data, (), [json.dumps(receipt.plain())]).status == 1


def test_a_forgery_signed_by_another_is_caught_by_the_key_on_the_wall(house):
    """Another key, or none, is not the key on the wall."""
    for _, forged in list(forgeries(house))[1:]:
        audit = recount.recount(forged.data, key=house.key.key)
        assert audit.status == 1
        assert any("another key, or not at all" in en for _, en in audit.differences)


def test_a_fork_is_caught_at_the_first_checkpoint_behind_it(house):
    """Two views of one round part after an entry; every checkpoint behind that tells them apart."""
    true = house.small()
    forked = house.play(
        true.round,
        [(0, ("gate",)), (3, ("lamp", "gate")), (1, ("lift",)), (2, ("lift",))],
    )
    assert differences(forked.data).status == 0
    verdicts = [
        recount.recount(forked.data, [json.dumps(kept.plain())]).status for kept in true.kept
    ]
    assert verdicts == [0, 1, 1]
    verdicts = [
        recount.recount(forked.data, (), [json.dumps(receipt.plain())]).status
        for receipt in true.receipts
    ]
    assert verdicts == [0, 0, 1, 1, 1, 1, 1]


def test_an_older_state_is_caught_by_a_later_checkpoint(house):
    """A log set back to before the last ballot, closed and counted anew, is too short or other."""
    round = house.plan()
    casts = [(n, ("gate",)) for n in range(4)]
    full, back = house.play(round, casts), house.play(round, casts[:3])
    assert differences(back.data).status == 0
    for kept in full.kept[1:]:
        assert recount.recount(back.data, [json.dumps(kept.plain())]).status == 1
    last = json.dumps(full.receipts[-1].plain())
    assert recount.recount(back.data, (), [last]).status == 1


def test_a_receipt_with_another_slot_or_place_is_not_taken(house):
    """A receipt serves one slot, one revision and one place only."""
    published = house.small()
    first, second, *_ = (receipt.plain() for receipt in published.receipts)
    for wrong in (
        {"slot": second["slot"]},
        {"revision": 2},
        {"index": second["index"]},
        {"index": 99},
        {"size": 99},
        {"leaf": second["leaf"]},
        {"root": second["root"]},
    ):
        text = json.dumps({**first, **wrong})
        assert recount.recount(published.data, (), [text]).status == 1, wrong


def test_one_slot_more_than_the_roll_had_at_opening_cannot_vote(house):
    """A place added to the roll after opening is not among the slots committed to."""
    published = house.small()
    log = [dict(entry) for entry in published.parts.entries]
    salt = bytes(32)
    log.insert(10, cast("r1", "SFORGED", 1, choice_commitment(salt, "SFORGED", 1, ()), "paper"))
    log[-2] = closed("r1", log[-2]["at"], 7)
    extra = attrs.evolve(
        published.parts.openings[0], slot="SFORGED", revision=1, ticks=(), salt=salt
    )
    data = house.resealed(published, log, openings=(*published.parts.openings, extra))
    assert any("not on the roll" in one for one in house.told(data))


@pytest.mark.parametrize("most, noticed", [(3, False), (2, False), (1, True)])
def test_limits_in_the_log_bind_the_recount(house, most, noticed):
    """Two ticks on a ballot: within three, just within two, over one."""
    round = house.plan(limits=Limits.at_most(most))
    published = house.play(round, [(0, ("gate", "lamp"))])
    assert bool(differences(published.data).status) is noticed


def test_a_kept_checkpoint_is_held_to_its_own_words(house):
    """Another log's, another key's, a forged or a half-signed one is not confirmed."""
    published = house.small()
    kept = published.kept[0]
    other = house.checkpoint(kept.size, bytes.fromhex(kept.root), house.other_key)
    for wrong, said in (
        (attrs.evolve(kept, origin="tickbox/n1/r2", key="", signature=""), "changed or cut"),
        (attrs.evolve(kept, size=kept.size + 1, key="", signature=""), "changed or cut"),
        (attrs.evolve(kept, size=99, key="", signature=""), "changed or cut"),
        (other, "signed with another key"),
        (attrs.evolve(kept, signature=other.signature), "the signature does not hold"),
        (attrs.evolve(kept, signature=""), "the signature does not hold"),
        (attrs.evolve(kept, key=""), "the signature does not hold"),
    ):
        audit = recount.recount(published.data, [json.dumps(wrong.plain())])
        assert audit.status == 1
        assert any(said in en for _, en in audit.differences), (said, audit.differences)
