"""Where a request comes from: whoever is connected, or whom a proxy that was named says it is.

``X-Forwarded-For`` and ``X-Forwarded-Proto`` can be written by anybody.  They are believed from the
proxies of the settings alone, and of a chain only as far as each link was named.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterable
from typing import Any, TypeAlias, cast

from litestar import Request
from litestar.types import ASGIApp, Receive, Scope, Send

from tickbox_core.errors import BadValue
from tickbox_core.text import Text

_log = logging.getLogger("tickbox.server")
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_A_HOUSE = 64
"""Of an IPv6 address this much is one connection's; the rest its devices choose themselves."""


def read_networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Addresses (``10.0.0.2``) or networks (``10.0.0.0/24``); raises ``BadValue`` for others."""
    return tuple(_read_network(one) for one in written)


def _read_network(written: str) -> Network:
    try:
        return ipaddress.ip_network(written.strip())
    except ValueError:
        raise BadValue(
            written,
            Text("不是网络地址。", "is no network address."),
            Text(
                "请写代理服务器的地址或网段，如 127.0.0.1 或 10.0.0.0/24。",
                "Name the proxy by its address or network: 127.0.0.1 or 10.0.0.0/24, say.",
            ),
        ) from None


def address_of(request: Request[Any, Any, Any]) -> str:
    """What stands for whoever asks: an IPv4 address, the first half of an IPv6 one; or empty."""
    client = request.client
    return "" if client is None else _one_connection(client.host)


def _one_connection(host: str) -> str:
    address = _address(host)
    if address is None:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _A_HOUSE), strict=False))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


class NamedProxies:
    """The app as it is reached through proxies: who asks is whom the last that was named saw."""

    def __init__(self, app: ASGIApp, proxies: tuple[Network, ...]) -> None:
        """``proxies`` are believed; nobody else is."""
        self._app, self._proxies = app, proxies
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the client and the scheme right, and go on."""
        asked = cast(dict[str, Any], scope)
        if asked["type"] == "http":
            told = _forwarded(asked)
            if told and self._trusts(_peer(asked)):
                self._believe(asked, told)
            elif told:
                self._warn(_peer(asked))
        await self._app(scope, receive, send)

    def _trusts(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(
            address in network for network in self._proxies if network.version == address.version
        )

    def _believe(self, scope: dict[str, Any], told: dict[bytes, str]) -> None:
        hosts = [one.strip() for one in told.get(b"x-forwarded-for", "").split(",") if one.strip()]
        for host in reversed(hosts):
            if _address(host) is None:
                break  # whatever that is: the last link that was named stays who asks
            scope["client"] = (host, 0)
            if not self._trusts(host):
                break
        scheme = told.get(b"x-forwarded-proto", "").strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme

    def _warn(self, peer: str) -> None:
        if not self._warned:
            self._warned = True
            _log.warning(
                "requests from %s say for whom they come, and it is not named as a proxy: they are "
                "all taken as its own (tickbox serve --proxy %s, where it is yours)",
                peer,
                peer,
            )


def _peer(scope: dict[str, Any]) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _forwarded(scope: dict[str, Any]) -> dict[bytes, str]:
    """The headers of proxies; of one that is sent several times all, in their order."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in (b"x-forwarded-for", b"x-forwarded-proto"):
            said = value.decode("latin-1")
            found[name] = f"{found[name]},{said}" if name in found else said
    return found
