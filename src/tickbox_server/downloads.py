"""A kept file as an answer: streamed, with its size, and its digest as its tag."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.response import Stream

from tickbox_core.store.blobs import Blob

AS_IT_IS = "as_it_is"
PACKED: dict[str, Any] = {AS_IT_IS: True}
"""What a handler of zips says: they are packed already, and packing them takes the event loop."""


def bundle_answer(request: Request[Any, Any, Any], blob: Blob) -> Response[Any]:
    """The zip; 304 for whoever has it already."""
    tag = f'"{blob.digest}"'
    headers = {
        "Content-Disposition": 'attachment; filename="tickbox-bundle.zip"',
        "ETag": tag,
        "Cache-Control": "public, no-cache",  # to be kept, and asked after each time
    }
    known = request.headers.get("if-none-match", "")
    if tag in known or known.strip() == "*":
        return Response(b"", status_code=304, headers=headers)
    return Stream(
        blob.chunks(),
        media_type="application/zip",
        headers={**headers, "Content-Length": str(blob.size)},
    )
