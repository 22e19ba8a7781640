"""What is declared of acts and of what they are about; nothing here runs."""

from tickbox_core.declarations.references import (
    Reference,
    new_id,
    references,
    refers_to,
    refers_to_several,
)
from tickbox_core.declarations.roles import WITH_TOKENS, Role

__all__ = [
    "WITH_TOKENS",
    "Reference",
    "Role",
    "new_id",
    "references",
    "refers_to",
    "refers_to_several",
]
