"""Bundles made once: a file beside the areas' files, and its digest in the area's own.

A result's bundle is written when it is published, before anybody is told.  What was published
before there were such files gets one when it is first asked for; from then on its bytes are those.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from tickbox_core.errors import FileChanged
from tickbox_core.store.blobs import Blob
from tickbox_core.workflow.context import DeskContext

_log = logging.getLogger("tickbox.desk")


def keep(context: DeskContext, id_: str, content: bytes) -> None:
    """Keep a result's bundle, inside the transaction that publishes it."""
    if context.blobs is not None:
        _enter(context, id_, context.blobs.keep(content))


def find_kept(context: DeskContext, id_: str) -> Blob | None:
    """The bundle as it was kept; ``None`` where it was not, or its file is gone.

    Raises ``FileChanged`` where it holds something else than when it was kept.
    """
    row = context.store.get("bundle", cycle=id_)
    if context.blobs is None or row is None:
        return None
    try:
        return context.blobs.find(row["digest"])
    except FileChanged as changed:
        _log.error("%s: %s", id_, changed)
        raise


def find(context: DeskContext, id_: str, build: Callable[[], bytes]) -> Blob:
    """The bundle of a published result; where it is not kept yet, built and kept.

    However many ask at once, one of them builds.  A desk without a place for files builds it each
    time.  So does whoever asks inside a transaction: whoever builds waits for its end.

    Raises ``FileChanged`` also where a file is gone and cannot be made as it was.
    """
    if context.blobs is None:
        return Blob.of(build())
    blob = find_kept(context, id_)
    if blob is not None:
        return blob
    if context.transactions.current is not None:
        return Blob.of(build())
    with context.building:
        blob = find_kept(context, id_)
        return _store_bundle(context, id_, build()) if blob is None else blob


def read(context: DeskContext, id_: str, build: Callable[[], bytes]) -> bytes:
    """The bundle as it was kept; where it is not, built and not kept.  Raises ``FileChanged``."""
    blob = find_kept(context, id_)
    return build() if blob is None else blob.read()


def drop(context: DeskContext, id_: str) -> Callable[[], None]:
    """Forget the bundle of a trial, inside the transaction that wipes it; what then deletes it."""
    row = context.store.get("bundle", cycle=id_)
    blobs = context.blobs
    if row is None or blobs is None:
        return lambda: None
    context.store.remove("bundle", cycle=id_)
    return lambda: blobs.remove(row["digest"])


def _store_bundle(context: DeskContext, id_: str, content: bytes) -> Blob:
    assert context.blobs is not None
    row, blob = context.store.get("bundle", cycle=id_), Blob.of(content)
    if row is not None and row["digest"] != blob.digest:
        raise FileChanged(f"{row['digest']}.zip")
    if row is not None:
        _log.warning("%s: the bundle's file was gone and is made again, as it was", id_)
    blob = context.blobs.keep(content)
    with context.transaction():
        other = context.store.get("bundle", cycle=id_)
        if other is None:
            _enter(context, id_, blob)
    return blob if other is None else context.blobs.find(other["digest"]) or blob


def _enter(context: DeskContext, id_: str, blob: Blob) -> None:
    context.store.put("bundle", {"cycle": id_, "digest": blob.digest})
