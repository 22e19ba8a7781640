"""Keeping: backup, restore and check of the whole record, and the end of what is personal."""

from tickbox_core.desk.keeping.due import What
from tickbox_core.desk.keeping.erasing import Erased, Keeping, Line
from tickbox_core.desk.keeping.verifying import Recounted, Verification, verify

__all__ = ["Erased", "Keeping", "Line", "Recounted", "Verification", "What", "verify"]
