"""The archive: everything of a town, a neighbourhood or one round in a zip, and back.

An *archive* holds the rows of every table as canonical JSON, one part a table, besides the
checkpoints that were kept outside, pictures, bundles and (only when asked for) keys.  Its manifest
pins every part by size and SHA-256 and says which rules and plugins of which version were in force.
Everything here is pure: bytes in, a checked value out; the desk (``desk.keeping``) takes the rows
from the stores and puts them back.
"""

from tickbox_core.archive.parts import ArchivedSubject, AreaParts, Contents, Kind, LogNote
from tickbox_core.archive.reading import read
from tickbox_core.archive.writing import digest, write

__all__ = ["ArchivedSubject", "AreaParts", "Contents", "Kind", "LogNote", "digest", "read", "write"]
