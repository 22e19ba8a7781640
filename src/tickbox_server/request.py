"""A request whose body cannot bring the reader down, however it is nested or encoded."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, InternalServerException

from tickbox_core.model.strict_json import TooDeep, refuse_deep


class CarefulRequest(Request[Any, Any, Any]):
    """JSON of any depth and forms in any encoding are read, or answered 400."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes; ``ClientException`` (400) where whoever sends it has left.

        That is nobody's failure here: a thousand slow clients that are closed fill no log.
        """
        try:
            async for part in super().stream():
                yield part
        except InternalServerException:
            raise ClientException("the client has left") from None

    async def json(self) -> Any:
        """The body as JSON; ``ClientException`` (400) where it is nested too deep."""
        try:
            refuse_deep(await self.body())
            return await super().json()
        except (TooDeep, RecursionError):
            raise ClientException("nested too deep") from None

    async def form(self) -> FormMultiDict:
        """The body as a form; ``ClientException`` (400) where a part cannot be decoded."""
        try:
            return await super().form()
        except (LookupError, ValueError):  # an encoding that nobody knows, bytes that are none
            raise ClientException("the form cannot be decoded") from None
