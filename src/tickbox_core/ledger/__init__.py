"""What can be checked later: canonical entries, a Merkle tree over them, receipts and checkpoints.

A *ledger* is an append-only list of *entries*, plain mappings of public facts.  An entry's *leaf*
is the hash of its canonical JSON, the *root* is one hash over all leaves in order, and a
*checkpoint* is a root with its size, signed.  Who keeps a checkpoint notices when anything before
it is changed, dropped or moved.  What was ticked stands in the ledger as a salted *commitment*
only; the *opening* (slot, revision, ticks, salt) lives elsewhere and can be held against it.

Everything here is pure: salts and keys are handed in, and nothing reads a clock or a database.
"""

from tickbox_core.ledger.canonical import canonical
from tickbox_core.ledger.checkpoints import (
    Checkpoint,
    Ed25519Signer,
    Signer,
    new_private_key,
    verify_checkpoint,
)
from tickbox_core.ledger.commitments import (
    choice_commitment,
    roll_commitment,
    roll_digest,
    sealed_commitment,
    slot_leaf,
    slot_leaves,
)
from tickbox_core.ledger.configuration import configuration, read_configuration
from tickbox_core.ledger.entries import (
    ballot_superseded,
    cast,
    closed,
    closed_with_account,
    count_sheet,
    count_sheet_superseded,
    diary_entry,
    opened,
    result,
    roll_entry,
    settled,
    settled_by_run_off,
    ticking_ended,
    ticking_extended,
    tied,
    voided,
)
from tickbox_core.ledger.judgements import judgement_entry, mark_commitment, mark_entry
from tickbox_core.ledger.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from tickbox_core.ledger.motions import (
    corrected_entry,
    delivery_commitment,
    delivery_entry,
    final_entry,
    head_leaf,
    motion_entry,
    paper_commitment,
    preliminary_entry,
)
from tickbox_core.ledger.receipts import CROCKFORD, Receipt

__all__ = [
    "CROCKFORD",
    "Checkpoint",
    "Ed25519Signer",
    "Frontier",
    "Receipt",
    "Signer",
    "ballot_superseded",
    "canonical",
    "cast",
    "choice_commitment",
    "closed",
    "closed_with_account",
    "configuration",
    "consistency_proof",
    "corrected_entry",
    "count_sheet",
    "count_sheet_superseded",
    "delivery_commitment",
    "delivery_entry",
    "diary_entry",
    "final_entry",
    "head_leaf",
    "inclusion_proof",
    "judgement_entry",
    "leaf_hash",
    "mark_commitment",
    "mark_entry",
    "motion_entry",
    "new_private_key",
    "opened",
    "paper_commitment",
    "preliminary_entry",
    "read_configuration",
    "result",
    "roll_commitment",
    "roll_digest",
    "roll_entry",
    "root",
    "sealed_commitment",
    "settled",
    "settled_by_run_off",
    "slot_leaf",
    "slot_leaves",
    "ticking_ended",
    "ticking_extended",
    "tied",
    "verify_checkpoint",
    "verify_consistency",
    "verify_inclusion",
    "voided",
]
