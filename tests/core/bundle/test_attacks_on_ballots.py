"""Attacks on ballots, slots and the outcome; each docstring holds what the recount says of it."""

from __future__ import annotations

import json

import attrs
import pytest

from tickbox_core.ledger import canonical, slot_leaf


def openings(published, *changes):
    """The openings with some exchanged: (number, changed fields)."""
    changed = list(published.parts.openings)
    for number, fields in changes:
        changed[number] = attrs.evolve(changed[number], **fields)
    return changed


def lines(house, published, name, change):
    """The bundle with the lines of one file changed, and the manifest mended."""
    files = house.files_of(published.data)
    files[name] = b"".join(change(files[name].splitlines(keepends=True)))
    return house.packed(files)


# -- ballots -----------------------------------------------------------------------------------


def attack_a_tick_is_moved(house, published):
    """Says: not what was committed to"""
    return published.with_parts(openings=openings(published, (0, {"ticks": ("lift",)})))


def attack_a_tick_is_added(house, published):
    """Says: not what was committed to"""
    return published.with_parts(openings=openings(published, (4, {"ticks": ("lamp",)})))


def attack_a_tick_is_dropped(house, published):
    """Says: not what was committed to"""
    return published.with_parts(openings=openings(published, (1, {"ticks": ()})))


def attack_a_salt_is_exchanged(house, published):
    """Says: not what was committed to"""
    return published.with_parts(openings=openings(published, (2, {"salt": bytes(32)})))


def attack_two_slots_swap_their_ticks(house, published):
    """Says: ballots.jsonl:1 | ballots.jsonl:2 | not what was committed to"""
    first, second, *_ = published.parts.openings
    swapped = openings(published, (0, {"ticks": second.ticks}), (1, {"ticks": first.ticks}))
    return published.with_parts(openings=swapped)


def attack_two_slots_swap_ticks_and_salts(house, published):
    """Says: not what was committed to"""
    first, second, *_ = published.parts.openings
    return published.with_parts(
        openings=openings(
            published,
            (0, {"ticks": second.ticks, "salt": second.salt}),
            (1, {"ticks": first.ticks, "salt": first.salt}),
        )
    )


def attack_a_ballot_is_dropped(house, published):
    """Says: ledger.jsonl:5  | the ballot of this cast is missing"""
    return published.with_parts(openings=published.parts.openings[1:])


def attack_all_ballots_are_dropped(house, published):
    """Says: ledger.jsonl:5  | ledger.jsonl:10  | the ballot of this cast is missing"""
    return published.with_parts(openings=())


def attack_a_ballot_is_doubled(house, published):
    """Says: second ballot of one slot"""
    first = published.parts.openings[0]
    return published.with_parts(openings=(first, *published.parts.openings))


def attack_two_ballots_change_places(house, published):
    """Says: not in the order of the log"""
    first, second, *others = published.parts.openings
    return published.with_parts(openings=(second, first, *others))


def attack_the_ballots_are_turned_round(house, published):
    """Says: not in the order of the log"""
    return published.with_parts(openings=published.parts.openings[::-1])


def attack_a_ballot_is_added(house, published):
    """Says: the log has no such cast"""
    idle = published.homes[2]
    extra = attrs.evolve(published.parts.openings[0], slot=idle[0], household=idle[1])
    return published.with_parts(openings=(*published.parts.openings, extra))


def attack_a_superseded_ballot_is_put_back(house, published):
    """Says: not the last ballot of its slot | not what was committed to"""
    old = published.receipts[0]
    number = [one.slot for one in published.parts.openings].index(old.slot)
    put_back = openings(published, (number, {"revision": 1, "ticks": ("gate",)}))
    return published.with_parts(openings=put_back)


def attack_a_ballot_moves_to_another_household(house, published):
    """Says: not on the roll"""
    if not published.parts.tagged:
        published = house.small()  # there a ballot is of no home: see test_untagged
    return published.with_parts(openings=openings(published, (0, {"household": "H009"})))


def attack_a_ticks_is_repeated(house, published):
    """Says: ticks are repeated or not in order"""

    def repeat(ballots):
        ballot = json.loads(ballots[0])
        ballot["ticks"].append(ballot["ticks"][-1])
        return [canonical(ballot) + b"\n", *ballots[1:]]

    return lines(house, published, "ballots.jsonl", repeat)


def attack_the_ticks_of_a_ballot_are_written_in_another_order(house, published):
    """Says: ticks are repeated or not in order"""

    def turn(ballots):
        ballot = json.loads(ballots[0])
        assert len(ballot["ticks"]) == 2
        return [canonical({**ballot, "ticks": ballot["ticks"][::-1]}) + b"\n", *ballots[1:]]

    return lines(house, published, "ballots.jsonl", turn)


def attack_a_ballot_carries_something_more(house, published):
    """Says: holds more than it may"""

    def more(ballots):
        return [canonical({**json.loads(ballots[0]), "name": "王"}) + b"\n", *ballots[1:]]

    return lines(house, published, "ballots.jsonl", more)


# -- slots -------------------------------------------------------------------------------------


def attack_a_slot_is_forged(house, published):
    """Says: not those committed to | not on the roll"""
    leaves = list(published.parts.slot_leaves)
    leaves[0] = slot_leaf("SFORGED", "H000")
    return published.with_parts(slot_leaves=leaves)


def attack_a_slot_is_added(house, published):
    """Says: the number of slots | not those committed to"""
    leaves = (*published.parts.slot_leaves, slot_leaf("SFORGED", "H000"))
    return published.with_parts(slot_leaves=leaves)


def attack_two_slots_change_places(house, published):
    """Says: not those committed to"""
    first, second, *others = published.parts.slot_leaves
    return published.with_parts(slot_leaves=(second, first, *others))


def attack_a_slot_is_listed_twice(house, published):
    """Says: something is there twice | not those committed to"""
    first, _, *others = published.parts.slot_leaves
    return published.with_parts(slot_leaves=(first, first, *others))


# -- outcome -----------------------------------------------------------------------------------


def outcome(published, change):
    """The bundle with another outcome; the log still seals the true one."""
    changed = json.loads(json.dumps(published.parts.outcome))
    change(changed)
    return published.with_parts(outcome=changed)


def attack_the_ticks_of_an_item_are_raised(house, published):
    """Says: outcome.json gate ticks | expected 3, found 9 | not the outcome entered in the log"""
    return outcome(published, lambda plain: plain["ranking"][0].update(ticks=9))


def attack_the_winner_is_exchanged(house, published):
    """Says: outcome.json gate rank | outcome.json gate chosen | outcome.json selected"""

    def exchange(plain):
        first, *_, last = plain["ranking"]
        first.update(rank=4, chosen=False)
        last.update(rank=1, chosen=True)
        plain["selected"][0] = last["item"]

    return outcome(published, exchange)


def attack_the_base_is_halved(house, published):
    """Says: outcome.json gate share"""
    return outcome(published, lambda plain: plain["ranking"][0]["share"].update(denominator=3))


def attack_the_ranking_is_turned_round(house, published):
    """Says: outcome.json ranking"""
    return outcome(published, lambda plain: plain["ranking"].reverse())


def attack_an_item_disappears(house, published):
    """Says: outcome.json ranking | outcome.json lift"""
    return outcome(published, lambda plain: plain["ranking"].pop())


def attack_an_item_is_ranked_twice(house, published):
    """Says: outcome.json ranking"""
    return outcome(published, lambda plain: plain["ranking"].append(plain["ranking"][0]))


def attack_an_item_gets_the_title_of_another(house, published):
    """Says: outcome.json gate title"""
    title = {"zh": "花园", "en": "garden"}
    return outcome(published, lambda plain: plain["ranking"][0].update(title=title))


def attack_the_turnout_is_raised(house, published):
    """Says: outcome.json ballots | expected 6, found 7"""
    return outcome(published, lambda plain: plain.update(ballots=7))


def attack_the_tie_is_hidden(house, published):
    """Says: outcome.json ties"""
    assert published.parts.outcome["ties"]
    return outcome(published, lambda plain: plain.update(ties=[]))


def attack_a_reason_is_rewritten(house, published):
    """Says: not the outcome entered in the log"""
    why = {"zh": "因为", "en": "because"}
    return outcome(published, lambda plain: plain["ranking"][0].update(why=why))


def attack_one_is_written_as_true(house, published):
    """Says: outcome.json gate ticks"""
    assert published.parts.outcome["ranking"][0]["rank"] == 1
    return outcome(published, lambda plain: plain["ranking"][0].update(ticks=True, rank=True))


ATTACKS = [act for name, act in sorted(globals().items()) if name.startswith("attack_")]


@pytest.mark.parametrize("act", ATTACKS, ids=lambda act: act.__name__[7:])
def test_the_attack_is_named(house, act):
    """Each attack differs, and the recount says of it what its docstring says."""
    house.check_attack(act)
