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
from litestar.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

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


class NamedProxies(ProxyHeadersMiddleware):
    """The app as it is reached through proxies: who asks is whom the last that was named saw.

    The proxies are believed, nobody else is; whoever runs the server is told once of another that
    says for whom it asks, for all that come by it are taken as one.
    """

    def __init__(self, app: ASGIApp, proxies: Iterable[Network]) -> None:
        super().__init__(cast(Any, app), [str(one) for one in proxies])
        self._warned = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Put the client and the scheme right, and go on; what is no address is nobody's."""
        host, port = scope.get("client") or ("", 0)
        peer = str(_address(host) or host)
        told = [value for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"]
        if told and peer not in self.trusted_hosts and not self._warned:
            self._warned = True
            _log.warning(_NOT_NAMED, peer, peer)
        if any(_address(one) is None for line in told for one in line.decode("latin-1").split(",")):
            await self.app(scope, receive, send)
        else:
            asked: Any = {**scope, "client": (peer, port)}
            await super().__call__(asked, receive, send)


_NOT_NAMED = (
    "requests from %s say for whom they come, and it is not named as a proxy: they are all taken "
    "as its own (tickbox serve --proxy %s, where it is yours)"
)
