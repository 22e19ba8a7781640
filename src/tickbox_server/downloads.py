"""A kept file as an answer: streamed, with its size, and its digest as its tag."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.response import Stream

from tickbox_core.store.blobs import Blob

T = TypeVar("T")
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


def _harmless(question: Callable[[], T]) -> T:
    """The answer; what would hang a request or end the server is raised as an ordinary error."""
    try:
        return question()
    except BaseException as problem:
        if isinstance(problem, Exception) and not isinstance(problem, StopIteration):
            raise
        raise RuntimeError(type(problem).__name__) from problem


class Maker:
    """One thread that makes what is not kept yet: however many ask at once, the first has it made.

    Those who wait hold no thread that answers anybody else.
    """

    def __init__(self) -> None:
        """Nothing is started before the first question."""
        self._guard = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer, or what the question raises."""
        with self._guard:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "tickbox-bundles")
            waiting = self._thread.submit(_harmless, question)
        return await asyncio.wrap_future(waiting)

    def close(self) -> None:
        """Finish what is being made and let go of the thread; a later question starts it again."""
        with self._guard:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown()
