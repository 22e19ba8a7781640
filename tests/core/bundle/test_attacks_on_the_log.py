"""Attacks on log, checkpoint and files; each docstring holds what the recount says of it."""

from __future__ import annotations

import json

import attrs
import pytest

from tickbox_core.ledger import canonical, cast


def entries(house, published, change, **parts):
    """The bundle over another log, its checkpoint signed anew by whoever holds the key."""
    log = [dict(entry) for entry in published.parts.entries]
    return house.resealed(published, change(log) or log, **parts)


# -- the log -----------------------------------------------------------------------------------


def attack_the_log_is_changed_without_a_new_checkpoint(house, published):
    """Says: the checkpoint does not fit the log"""
    log = [dict(entry) for entry in published.parts.entries]
    log[3]["channel"] = "paper"
    return published.with_parts(entries=log)


def attack_the_result_is_cut_off(house, published):
    """Says: does not end with the result"""
    return entries(house, published, lambda log: log[:-1])


def attack_the_end_is_cut_off(house, published):
    """Says: does not end with the result | ballots.jsonl:6 | no such cast"""
    return entries(house, published, lambda log: log[:-3])


def attack_the_closing_is_cut_out(house, published):
    """Says: out of order | expected | "closed" """
    return entries(house, published, lambda log: [e for e in log if e["kind"] != "closed"])


def attack_a_cast_follows_the_closing(house, published):
    """Says: ledger.jsonl:10: a ballot was cast after closing"""
    return entries(house, published, lambda log: [*log[:8], log[10], log[9], log[8], log[11]])


def attack_a_cast_goes_before_the_opening(house, published):
    """Says: ledger.jsonl:3: a ballot was cast before opening"""
    return entries(house, published, lambda log: [*log[:2], log[3], log[2], *log[4:]])


def attack_a_cast_is_cut_out(house, published):
    """Says: no such cast | the number of ballots stated at closing is wrong"""
    return entries(house, published, lambda log: [*log[:4], *log[5:]])


def attack_two_casts_change_places(house, published):
    """Says: not in the order of the log"""
    return entries(house, published, lambda log: [*log[:4], log[5], log[4], *log[6:]])


def attack_a_cast_is_slipped_in(house, published):
    """Says: the ballot of this cast is missing | stated at closing is wrong"""
    slot = published.homes[2][0]
    return entries(
        house,
        published,
        lambda log: log.insert(5, cast("r1", slot, 1, "00" * 32, "paper")),
    )


def attack_a_first_ballot_is_cut_out(house, published):
    """Says: the revisions have a gap: expected 1, found 2"""
    return entries(house, published, lambda log: [*log[:3], *log[4:]])


def attack_a_ballot_is_entered_twice(house, published):
    """Says: the revisions have a gap: expected 2, found 1"""
    return entries(house, published, lambda log: log.insert(5, log[4]))


def attack_a_revision_where_none_is_allowed(house, published):
    """Says: this round allows no second ballot"""
    return entries(house, published, lambda log: log[0].update(revisable=False))


def attack_the_closing_states_another_number(house, published):
    """Says: the number of ballots stated at closing is wrong"""
    return entries(house, published, lambda log: log[-2].update(ballots=7))


def attack_an_entry_of_another_round(house, published):
    """Says: it is of another round"""
    return entries(house, published, lambda log: log[4].update(cycle="r2"))


def attack_the_log_of_another_area(house, published):
    """Says: the checkpoint does not fit the log | expected | tickbox/n2/r1"""
    return entries(house, published, lambda log: log[0].update(area="n2"))


def attack_there_are_two_configurations(house, published):
    """Says: out of order | "roll" """
    return entries(house, published, lambda log: log.insert(1, {**log[0], "places": 4}))


def attack_there_is_no_roll(house, published):
    """Says: there is no list, or no roll"""
    return entries(house, published, lambda log: log.pop(1) and None)


def attack_there_is_no_log(house, published):
    """Says: there is no list, or no roll | does not end with the result"""
    files = house.files_of(published.data)
    return house.packed({**files, "ledger.jsonl": b""})


def attack_an_item_is_listed_twice(house, published):
    """Says: something is there twice"""

    def double(log):
        log[0]["items"] = [*log[0]["items"], log[0]["items"][0]]

    return entries(house, published, double)


def attack_an_item_is_taken_off_the_list(house, published):
    """Says: something is ticked that is not on the list | "lift" """

    def shorten(log):
        log[0]["items"] = log[0]["items"][:-1]

    return entries(house, published, shorten)


def attack_the_limits_are_tightened(house, published):
    """Says: outside the limits"""
    limits = {"minimum": 0, "maximum": 1}
    return entries(house, published, lambda log: log[0].update(limits=limits))


def attack_the_roll_has_fewer_households(house, published):
    """Says: more households than on the roll"""
    if not published.parts.tagged:
        published = house.small()  # there no figure is divided by them, and none can be counted
    return entries(house, published, lambda log: log[1].update(households=2))


def attack_the_roll_has_fewer_slots(house, published):
    """Says: more ballots than slots on the roll | the number of slots"""
    return entries(house, published, lambda log: log[1].update(registered=5))


def attack_the_lot_is_drawn_again(house, published):
    """Says: outcome.json selected | outcome.json ties"""
    seed = next(
        f"lot:{n}"
        for n in range(100)
        if house.small(tie_break=f"lot:{n}").parts.outcome["selected"]
        != published.parts.outcome["selected"]
    )
    return entries(house, published, lambda log: log[0].update(tie_break=seed))


def attack_the_base_is_exchanged(house, published):
    """Says: outcome.json parameters | outcome.json base | outcome.json gate share"""

    def exchange(log):
        log[0]["rule"] = {**log[0]["rule"], "parameters": {"base": "registered"}}

    return entries(house, published, exchange)


def attack_a_revision_is_a_word(house, published):
    """Says: ledger.jsonl:6: no canonical JSON, or parts are missing"""
    return entries(house, published, lambda log: log[5].update(revision="one"))


# -- checkpoint and files ----------------------------------------------------------------------


def attack_the_signature_is_of_another_key(house, published):
    """Says: the signature does not hold"""
    held = attrs.evolve(published.parts.checkpoint, key=house.other_key.key)
    return published.with_parts(checkpoint=held)


def attack_the_signature_is_missing(house, published):
    """Says: the signature does not hold"""
    return published.with_parts(checkpoint=attrs.evolve(published.parts.checkpoint, signature=""))


def attack_the_key_is_missing(house, published):
    """Says: the signature does not hold"""
    return published.with_parts(checkpoint=attrs.evolve(published.parts.checkpoint, key=""))


def attack_the_checkpoint_is_an_older_one(house, published):
    """Says: the checkpoint does not fit the log"""
    return published.with_parts(checkpoint=published.kept[1])


def attack_a_file_is_added(house, published):
    """Says: files are missing, too many | evil.exe"""
    files = {**house.files_of(published.data), "evil.exe": b"MZ"}
    return house.packed(files)


def attack_a_file_wants_to_be_elsewhere(house, published):
    """Says: files are missing, too many | ../../etc/passwd"""
    files = {**house.files_of(published.data), "../../etc/passwd": b"root"}
    return house.packed(files)


def attack_the_instructions_are_changed(house, published):
    """Says: the instructions were changed"""
    files = house.files_of(published.data)
    return house.packed({**files, "README.txt": files["README.txt"] + b"\nrun evil.exe"})


def attack_the_manifest_is_of_another_round(house, published):
    """Says: it is of another round"""
    files = house.files_of(published.data)
    manifest = {**json.loads(files["manifest.json"]), "cycle": "r2"}
    return house.packed({**files, "manifest.json": canonical(manifest) + b"\n"})


def attack_the_manifest_carries_something_more(house, published):
    """Says: manifest.json: it holds more than it may | "signed_by" """
    files = house.files_of(published.data)
    manifest = {**json.loads(files["manifest.json"]), "signed_by": "the mayor"}
    return house.packed({**files, "manifest.json": canonical(manifest) + b"\n"})


def attack_the_manifest_has_the_hash_of_another_file(house, published):
    """Says: slots.json: it does not have the hash in the manifest"""
    files = house.files_of(published.data)
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["slots.json"] = manifest["files"]["README.txt"]
    files["manifest.json"] = canonical(manifest) + b"\n"
    return house.packed(files, mended=False)


ATTACKS = [act for name, act in sorted(globals().items()) if name.startswith("attack_")]


@pytest.mark.parametrize("act", ATTACKS, ids=lambda act: act.__name__[7:])
def test_the_attack_is_named(house, act):
    """Each attack differs, and the recount says of it what its docstring says."""
    house.check_attack(act)
