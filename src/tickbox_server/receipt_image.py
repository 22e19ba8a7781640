"""The picture of a receipt: its QR with the code in letters below, to be kept by a long press.

A PNG, because phones put that into their album; its letters are drawn here, since a receipt's code
needs 33 of them and a server has no fonts to rely on.  A dot, of the QR as of a letter, is eight
pixels wide: at one bit a pixel exactly one byte, so that no pixel is ever handled by itself.  A
receipt is drawn with every ballot; what a page costs the server is mostly this.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence

import segno

QUIET = 4
"""Modules of white around a QR, as ISO/IEC 18004 asks."""
DOT = 8
"""Pixels of a module of the QR and of a dot of a letter: one byte at one bit a pixel."""
MASK = 2
"""The pattern laid over a QR's data (ISO/IEC 18004, 7.8.3).  Trying all eight for the evenest costs
more than all the rest; for receipts' addresses this one comes within 3 % of it on average."""

# Each letter is five columns of seven dots, the lowest bit on top (the usual 5 by 7 type).
_LETTERS = {
    letter: bytes.fromhex(columns)
    for letter, columns in (
        line.split()
        for line in """
        0 3E5149453E|1 00427F4000|2 4261514946|3 2141454B31|4 1814127F10|5 2745454539
        6 3C4A494930|7 0171090503|8 3649494936|9 064949291E|A 7E1111117E|B 7F49494936
        C 3E41414122|D 7F4141221C|E 7F49494941|F 7F09090901|G 3E4149497A|H 7F0808087F
        J 2040413F01|K 7F08142241|M 7F020C027F|N 7F0408107F|P 7F09090906|Q 3E4151215E
        R 7F09192946|S 4649494931|T 01017F0101|V 1F2040201F|W 3F4038403F|X 6314081463
        Y 0708700807|Z 6151494543|- 0808080808
        """.replace("\n", "|").split("|")
        if line.strip()
    )
}


def receipt_card(address: str, code: str) -> str:
    """The picture as a ``data:`` address: so the code stands in no request and no log."""
    symbol = segno.make(address, error="m", micro=False, mask=MASK).matrix
    return f"data:image/png;base64,{base64.b64encode(png(card(symbol, code))).decode()}"


def card(symbol: Iterable[Sequence[int]], code: str) -> list[list[int]]:
    """Rows of dots, black (1) and white: the QR, and below it the letters of the code.

    The groups of the code stand one below the other, so that they are no wider than the QR.
    """
    lines = [group for group in code.split("-") if group] or [code]
    parts: list[list[list[int]]] = [[list(row) for row in symbol]]
    parts += [_letter_rows(line) for line in lines]
    width = max(len(part[0]) for part in parts) + 2 * QUIET
    rows = [[0] * width] * QUIET
    for part in parts:
        rows += [_centre(row, width) for row in part]
        rows += [[0] * width] * (QUIET if part is parts[0] or part is parts[-1] else 2)
    return rows


def _letter_rows(code: str) -> list[list[int]]:
    """Seven rows of dots; a column of white between letters."""
    columns = [column for letter in code for column in (*_LETTERS[letter], 0)][:-1]
    return [[column >> row & 1 for column in columns] for row in range(7)]


def _centre(row: list[int], width: int) -> list[int]:
    left = (width - len(row)) // 2
    return [0] * left + row + [0] * (width - left - len(row))


def png(rows: Sequence[Sequence[int]]) -> bytes:
    """A PNG of one bit a pixel (RFC 2083), each dot ``DOT`` pixels wide and high."""
    head = struct.pack(">IIBBBBB", len(rows[0]) * DOT, len(rows) * DOT, 1, 0, 0, 0, 0)
    lines = b"".join((b"\0" + bytes(row).translate(_PIXELS)) * DOT for row in rows)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


_PIXELS = bytes.maketrans(b"\0\1", b"\xff\0")
"""A dot as eight pixels: black are 0, white are 1."""


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
