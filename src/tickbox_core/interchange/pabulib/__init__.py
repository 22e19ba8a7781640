"""Elections in Pabulib's ``.pb`` format (http://pabulib.org/format), read fast and exactly.

A file has three *sections*, META, PROJECTS and VOTES, each with a header row, fields apart by
``;``.  What real files do is read: quoted fields, byte-order mark, any line ends, blank lines,
section names in any case and order, semicolons at the end of lines, columns in any order, given
twice or missing if they are optional, costs with decimal comma or point, empty ballots.  What
would make a count doubtful is refused with file, line and remedy, or left out and listed when the
reading is lenient.
"""

from tickbox_core.interchange.pabulib.reader import looks_like_pabulib, read_pabulib
from tickbox_core.interchange.pabulib.writing import write_pabulib

__all__ = ["looks_like_pabulib", "read_pabulib", "write_pabulib"]
