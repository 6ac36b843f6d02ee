"""Where calls may go: never to link-local or metadata addresses, whatever name leads there.

A name is judged by the addresses it resolves to at the moment of connecting, so that none can change in between.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# Metadata services outside the link-local range: AWS (IPv6), Google (IPv6), Alibaba, Oracle, Azure.
_METADATA = frozenset(
    map(ip_address, ("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"))
)
# A proxy resolves names by itself, so those that always mean a metadata service are refused by name too.
_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})
_NAT64 = IPv6Network("64:ff9b::/96")


class RefusedAddress(OSError):
    """Raised while connecting to an address that is never asked."""


def refused(host: str) -> str | None:
    """Why `host` (a name or an address) is never asked, or None when it may be."""
    name = host.rstrip(".").lower()
    if name in _METADATA_NAMES or name.startswith("instance-data."):
        return "names a cloud metadata service"
    try:
        address = ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return None
    address = _embedded(address)
    if address in _METADATA:
        return "is the address of a cloud metadata service"
    return "is a link-local address" if address.is_link_local else None


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one leads to, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class CarefulResolver(AbstractResolver):
    """The system's resolver; raises RefusedAddress when any address of a name is refused."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of `host`. Raises OSError when it has none."""
        found = await self._system.resolve(host, port, family)
        for result in found:
            if reason := refused(result["host"]):
                raise RefusedAddress(f"{host} leads to {result['host']}, which {reason}")
        return found

    async def close(self) -> None:
        await self._system.close()


def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy the environment names for a host (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), if any.

    Read here and not by aiohttp's `trust_env`, which would also send passwords found in ~/.netrc.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    return None if not proxy or proxy_bypass(host) else proxy


def tls_context(environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """Verifying TLS settings; SSL_CERT_FILE and SSL_CERT_DIR, else REQUESTS_CA_BUNDLE, name the authorities.

    Raises OSError when the bundle cannot be read.
    """
    bundle = environ.get("REQUESTS_CA_BUNDLE")
    if not bundle or environ.get("SSL_CERT_FILE") or environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context()
    if Path(bundle).is_dir():
        return ssl.create_default_context(capath=bundle)
    return ssl.create_default_context(cafile=bundle)
