"""What is declared of acts and of what they are about; nothing here runs."""

from tickbox_core.declarations.references import (
    FieldsOf,
    Reference,
    by_reference,
    changes_form,
    new_id,
    references,
    refers_to,
    refers_to_several,
)
from tickbox_core.declarations.roles import WITH_TOKENS, Role
from tickbox_core.declarations.things import Choice, Chosen, Thing

__all__ = [
    "WITH_TOKENS",
    "Choice",
    "Chosen",
    "FieldsOf",
    "Reference",
    "Role",
    "Thing",
    "by_reference",
    "changes_form",
    "new_id",
    "references",
    "refers_to",
    "refers_to_several",
]
