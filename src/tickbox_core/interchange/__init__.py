"""Files in and out: elections as others write them down."""

from tickbox_core.interchange.election import Election
from tickbox_core.interchange.pabulib import looks_like_pabulib, read_pabulib
from tickbox_core.interchange.tables import read_tables

__all__ = ["Election", "looks_like_pabulib", "read_pabulib", "read_tables"]
