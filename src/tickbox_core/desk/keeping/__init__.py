"""Keeping: backup, restore and check of the whole record, and the end of what is personal."""

from tickbox_core.desk.keeping.verifying import Recounted, Verdict, verify

__all__ = ["Recounted", "Verdict", "verify"]
