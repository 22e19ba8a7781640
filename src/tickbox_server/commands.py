"""``tickbox serve``: a data folder's pages and API, one process."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
import uvicorn

from tickbox_core.desk import Town
from tickbox_core.desk.election_file import LICENCE
from tickbox_core.errors import BadValue
from tickbox_core.registry import Notice
from tickbox_core.terminal import Parser
from tickbox_core.terminal.printing import one_line
from tickbox_core.text import Language, Text
from tickbox_server.app import create_app
from tickbox_server.settings import Settings
from tickbox_server.slow_clients import allow_many_connections, protocol_of

HOST, PORT = "127.0.0.1", 8000


@attrs.frozen
class Serve:
    """Serves the pages and the API of a data folder."""

    help: Text = attrs.field(
        default=Text(
            "打开网页和接口：居民打钩、公示墙、查回执",
            "serve the pages and the API: ticking, the wall, receipt checks",
        )
    )

    def configure(self, parser: Parser) -> None:
        """The command's options."""
        data = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=PORT)
        ring = Text("每页上的咨询电话", "the number to ring, on every page")
        parser.add_argument("--phone", default="", help=parser.said(ring))
        found = Text(
            "对外网址，例如 https://tick.example", "where people find it: https://tick.example"
        )
        parser.add_argument("--address", default="", help=parser.said(found))
        proxies = Text(
            "哪个代理服务器说的来访地址可信（地址或网段，可写多次）",
            "a proxy that is believed whom it speaks for (address or network; may be repeated)",
        )
        parser.add_argument(
            "--proxy", action="append", default=[], metavar="ADDRESS", help=parser.said(proxies)
        )
        licence = Text(
            "公布的选举文件用什么许可（SPDX 名称）", "the licence of election files (an SPDX name)"
        )
        parser.add_argument("--licence", default=LICENCE, help=parser.said(licence))

    def run(self, args: argparse.Namespace) -> int:
        """Serve until Ctrl-C; raises ``BadValue`` where there is no town in the folder."""
        if not (args.data / "town.sqlite").is_file():
            raise _no_town(args.data)
        address = f"http://{args.host}:{args.port}"
        said = Text(f"打开 {address} ，按 Ctrl-C 结束。", f"Open {address}; Ctrl-C ends.")
        town = Town(args.data, without=args.without_plugin)
        try:
            print_notices(town.registry.notices, args.lang)
            print(said.said_in(args.lang), file=sys.stderr, flush=True)
            settings = Settings(
                phone=args.phone,
                address=args.address,
                licence=args.licence,
                proxies=tuple(args.proxy),
            )
            return serve_town(town, args.host, args.port, settings, args.lang)
        finally:
            town.close()


def print_notices(notices: Iterable[Notice], language: Language) -> None:
    """What is wrong with plugins, for whoever starts the server."""
    for notice in notices:
        print(f"! {one_line(notice.text.said_in(language))}", file=sys.stderr, flush=True)


def serve_town(
    town: Town,
    host: str,
    port: int,
    settings: Settings | None = None,
    language: Language = "zh",
) -> int:
    """Serve a town until Ctrl-C or SIGTERM; returns the exit code.

    Those who are being answered have ``closing_seconds`` then.  One process: the writers' group
    commit needs all casts of an area in one place.  Raises ``BadValue`` where the address cannot be
    taken.
    """
    settings = settings or Settings()
    app = create_app(town, settings=settings)
    print_notices(app.state["hall"].notices, language)
    config = uvicorn.Config(
        app,
        access_log=False,  # who asked for which page is nobody's business
        server_header=False,
        proxy_headers=False,  # the app believes those that the settings name
        http=protocol_of(settings),
        log_level="warning",
        timeout_graceful_shutdown=max(1, round(settings.closing_seconds)),
    )
    allow_many_connections()
    with _listening(host, port) as listening, _ending():
        uvicorn.Server(config).run(sockets=[listening])
    return 0


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """SIGTERM ends what is served and then closes the files; the exit code is 0.

    uvicorn hands the signal on when it has ended: by default the process would die of it there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=_family(host))
    except (OSError, OverflowError) as problem:
        raise BadValue(
            f"{host}:{port}",
            Text(f"不能在这个地址上服务（{problem}）。", f"cannot be served on ({problem})."),
            Text("请换一个 --port。", "Choose another --port."),
        ) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _no_town(folder: Path) -> BadValue:
    return BadValue(
        str(folder),
        Text("这里没有 town.sqlite。", "there is no town.sqlite here."),
        Text(
            "请给出数据文件夹；想先看看，用 tickbox demo --data 新文件夹。",
            "Name a data folder; to have a first look run: tickbox demo --data NEW-FOLDER.",
        ),
    )


serve = Serve()
