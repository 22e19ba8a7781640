"""A kept file as an answer: streamed, with its size, and its digest as its tag."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.response import Stream

from tickbox_core.store.blobs import Blob

AS_IT_IS = "as_it_is"
PACKED: dict[str, Any] = {AS_IT_IS: True}
"""What a handler of files says: zips are packed already, and packing takes the event loop."""


ZIP, ELECTION = "application/zip", "text/plain"
_NAMES = {ZIP: "tickbox-bundle.zip", ELECTION: "tickbox-election.pb"}


def file_answer(
    request: Request[Any, Any, Any], blob: Blob, media_type: str = ZIP
) -> Response[Any]:
    """The file; 304 for whoever has it already."""
    tag = f'"{blob.digest}"'
    headers = {
        "Content-Disposition": f'attachment; filename="{_NAMES[media_type]}"',
        "ETag": tag,
        "Cache-Control": "public, no-cache",  # to be kept, and asked after each time
    }
    known = request.headers.get("if-none-match", "")
    if tag in known or known.strip() == "*":
        return Response(b"", status_code=304, headers=headers)
    return Stream(
        blob.chunks(),
        media_type=media_type,
        headers={**headers, "Content-Length": str(blob.size)},
    )
