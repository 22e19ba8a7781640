"""The published zip of a round, and the recount of it that needs nothing of tickbox.

A *bundle* holds the round's whole log, the openings of the ballots that count under their random
slot names, the leaves of every slot on the roll, and the outcome; docs/bundle.md has the format.
``recount.py`` is one file of the standard library that an auditor can read and run anywhere; the
desk runs the same file before it publishes anything.
"""

from tickbox_core.bundle.checking import Recount, differences, known_rules, recount_source
from tickbox_core.bundle.evidence import (
    CheckedEvidence,
    EvidenceFile,
    EvidencePart,
    check_evidence,
    write_evidence,
)
from tickbox_core.bundle.parts import (
    BundleParts,
    JudgementParts,
    MarkOpening,
    MotionParts,
    Opening,
    Sealed,
)
from tickbox_core.bundle.zipped import (
    bundle_checkpoint,
    read_bundle,
    write_bundle,
    write_judgement,
    write_motion,
)

__all__ = [
    "BundleParts",
    "CheckedEvidence",
    "EvidenceFile",
    "EvidencePart",
    "JudgementParts",
    "MarkOpening",
    "MotionParts",
    "Opening",
    "Recount",
    "Sealed",
    "bundle_checkpoint",
    "check_evidence",
    "differences",
    "known_rules",
    "read_bundle",
    "recount_source",
    "write_bundle",
    "write_evidence",
    "write_judgement",
    "write_motion",
]
