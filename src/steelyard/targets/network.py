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
from yarl import URL

from steelyard.records import InputError

# Metadata services outside the link-local range: AWS (IPv6), Google (IPv6), Alibaba, Oracle, Azure.
_METADATA = frozenset(
    map(ip_address, ("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"))
)
# A proxy resolves names by itself, so those that always mean a metadata service are refused by name too.
_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})
# IPv6 networks whose addresses carry an IPv4 one in their last 32 bits: NAT64 (RFC 6052, RFC 8215), IPv4-compatible.
_CARRIERS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))


class RefusedAddress(OSError):
    """Raised while connecting to an address that is never asked."""


def refused(host: str) -> str | None:
    """Why `host` (a name or an address) is never asked, or None when it may be."""
    name = host.rstrip(".").lower()
    if name in _METADATA_NAMES or name.startswith("instance-data."):
        return "names a cloud metadata service"
    address = _address(name.strip("[]").partition("%")[0])
    if address is None:
        return None
    if address in _METADATA:
        return "is the address of a cloud metadata service"
    return "is a link-local address" if address.is_link_local else None


def _address(name: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, None when it is a name."""
    try:
        return _embedded(ip_address(name))
    except ValueError:
        pass
    try:  # 2852039166, 0xa9fea9fe, 0251.0376.43518: resolvers and proxies still read these as IPv4 addresses
        return IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return None


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one leads to, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if any(address in carrier for carrier in _CARRIERS):
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


def proxy_for(scheme: str, host: str) -> URL | None:
    """The proxy the environment names for a host (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY), if any.

    Read here and not by aiohttp's `trust_env`, which would also send passwords found in ~/.netrc. Raises InputError
    when it is no HTTP proxy, or one that is never asked.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host):
        return None
    try:
        url = URL(proxy if "://" in proxy else f"http://{proxy}")
        usable = url.scheme in {"http", "https"} and bool(url.host and url.port)
    except ValueError:
        usable = False
    source, mend = f"the environment's proxy for {scheme}", "write it like http://127.0.0.1:3128, or unset it"
    if not usable:
        raise InputError("is no address of an HTTP proxy", source=source, mend=mend)
    if reason := refused(url.host or ""):
        raise InputError(f"{url.host} {reason}", source=source, mend=mend)
    return url


def tls_context(environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """Verifying TLS settings; SSL_CERT_FILE and SSL_CERT_DIR, else REQUESTS_CA_BUNDLE, name the authorities.

    Raises InputError when the bundle cannot be read.
    """
    bundle = environ.get("REQUESTS_CA_BUNDLE")
    if not bundle or environ.get("SSL_CERT_FILE") or environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context()
    try:
        if Path(bundle).is_dir():
            return ssl.create_default_context(capath=bundle)
        return ssl.create_default_context(cafile=bundle)
    except OSError as error:  # ssl.SSLError is one
        raise InputError(
            f"{bundle[:200]} cannot be read as certificates", source="REQUESTS_CA_BUNDLE",
            mend="name a file of certificates in PEM form",
        ) from error  # fmt: skip
