"""The picture of a receipt: its QR with the code in letters below, to be kept by a long press.

A PNG, because phones put that into their album; its letters are drawn here, since a receipt's code
needs 33 of them and a server has no fonts to rely on.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence

import segno

QUIET = 4
"""Modules of white around a QR, as ISO/IEC 18004 asks."""
MODULE, DOT = 8, 6
"""Pixels of a module of the QR and of a dot of a letter."""

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
    rows = card(segno.make(address, error="m", micro=False).matrix, code)
    return f"data:image/png;base64,{base64.b64encode(png(rows)).decode()}"


def card(matrix: Iterable[Sequence[int]], code: str) -> list[list[bool]]:
    """Rows of black (true) and white pixels: the QR, and the letters of the code centred below."""
    symbol = _scaled([[bool(one) for one in row] for row in matrix], MODULE)
    letters = _scaled(_written(code), DOT)
    width = max(len(symbol[0]), len(letters[0])) + 2 * QUIET * MODULE
    blank = [[False] * width for _ in range(QUIET * MODULE)]
    return [*blank, *_centred(symbol, width), *blank, *_centred(letters, width), *blank]


def _written(code: str) -> list[list[bool]]:
    """Seven rows of dots; a column of white between letters."""
    columns = [column for letter in code for column in (*_LETTERS[letter], 0)][:-1]
    return [[bool(column >> row & 1) for column in columns] for row in range(7)]


def _scaled(rows: Iterable[Sequence[bool]], by: int) -> list[list[bool]]:
    return [[one for one in row for _ in range(by)] for row in rows for _ in range(by)]


def _centred(rows: Iterable[list[bool]], width: int) -> Iterable[list[bool]]:
    for row in rows:
        left = (width - len(row)) // 2
        yield [False] * left + row + [False] * (width - left - len(row))


def png(rows: Sequence[Sequence[bool]]) -> bytes:
    """A PNG of one bit a pixel (RFC 2083)."""
    width = len(rows[0])
    lines = b"".join(b"\0" + _packed(row) for row in rows)
    head = struct.pack(">IIBBBBB", width, len(rows), 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _packed(row: Sequence[bool]) -> bytes:
    bits = "".join("0" if black else "1" for black in row)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
