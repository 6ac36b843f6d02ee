"""Leave to ask: nothing that is not this machine is asked without it (design section 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from steelyard.records import Consent, InputError
from steelyard.system import Asset, Manifest, consent_for

BY_COMMAND = "--yes"
_PORTS = {"http": 80, "https": 443}


def granted(manifest: Manifest, today: date, *, yes: bool) -> tuple[Consent, ...]:
    """The leave under which each endpoint that is not on this machine is asked.

    `yes`: the command line gives leave for plain questions to the endpoints it names. Raises InputError when an
    endpoint is asked without any.
    """
    found: dict[tuple[str, int], Consent] = {}
    for asset, host, port in _outside(manifest):
        record = consent_for(manifest, host, port, today)
        if record is not None:
            found[host, port] = Consent(host, port, record.level, record.authorised_by, record.until.isoformat())
        elif yes:
            found[host, port] = Consent(host, port, "questions", BY_COMMAND, "")
        else:
            raise InputError(
                f"nobody has given leave to put questions to {host}:{port}", source="system.yaml",
                place=f"asset {asset.id}",
                mend="add a consent record (host, port, level, authorised_by, until), or say --yes",
            )  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def is_this_machine(host: str) -> bool:
    """Whether `host` is a loopback address or the name that always means one."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def address_of(asset: Asset) -> tuple[str, int] | None:
    """Host and port of an endpoint, None for a model on this machine that needs none.

    Raises InputError when the address cannot be read.
    """
    if asset.url is None:
        return None
    try:
        parts = urlsplit(asset.url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        shown = re.sub(r"//[^/]*@", "//", asset.url)[:200]  # what cannot be parsed may hold a password too
        raise InputError(f"this is no address ({error})", source=shown, mend="correct the address") from None
    return (parts.hostname or "", port)


def _outside(manifest: Manifest) -> Iterator[tuple[Asset, str, int]]:
    for asset in manifest.assets:
        address = address_of(asset)
        if address is not None and not is_this_machine(address[0]):
            yield asset, *address
