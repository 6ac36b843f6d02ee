"""OpenAI-compatible services over HTTP: chat and completions.

Rules
    every failure     a typed fault, never a verdict; bodies are bounded in size and time
    no redirects      a redirect is a fault, so that no key or question goes to another host
    no memory         no cookies: one call does not colour the next
    the key           goes into one header and nowhere else; whatever comes back is scrubbed of it
    the address       is not part of the identity: the model's name and what the service declares are
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any

import aiohttp
import msgspec
from aiohttp.http_exceptions import ContentEncodingError
from yarl import URL

from steelyard import __version__
from steelyard.records import InputError, Request, Response, TargetFault, TargetIdentity

from .network import CarefulResolver, RefusedAddress, proxy_for, refused, tls_context
from .scrub import Scrubber
from .wire import Api, decode_reply, encode_request, fault, read_refusal

MAX_BODY = 4 * 1024 * 1024
MAX_ERROR_BODY = 64 * 1024
DECLARE_DEADLINE_S = 5.0
_PATHS: dict[Api, str] = {"chat": "chat/completions", "completions": "completions"}
# The session's own headers go to a proxy too, so the key is not among them: each request carries it.
_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/json",
    "User-Agent": f"steelyard/{__version__}",
}
_DECLARED = ("id", "owned_by", "root", "parent", "max_model_len")
_MAX_DECLARED = 32


class OpenAITarget:
    """One model of one OpenAI-compatible service. Open it with `open_target`; use it from one event loop."""

    def __init__(self, url: str, model: str, *, api: Api, key: str | None, deadline_s: float) -> None:
        self._base, self._api = base_url(url), api
        self._url = _operation(self._base, _PATHS[api])
        self._secret = {"Authorization": f"Bearer {key}"} if key else {}
        self._clean = Scrubber([key] if key else []).clean
        self._timeout = aiohttp.ClientTimeout(total=deadline_s, sock_connect=min(10.0, deadline_s))
        self._proxy = proxy_for(self._url.scheme, self._url.host or "")
        self._session: aiohttp.ClientSession | None = None
        self._identity = TargetIdentity(kind="openai", model=model, settings={"api": api})

    @property
    def identity(self) -> TargetIdentity:
        """Model, operation and, once `introduce` was called, what the service said of itself."""
        return self._identity

    async def generate(self, request: Request) -> Response:
        """Ask once. Raises TargetFault, or InputError when the address is one that is never asked."""
        body = encode_request(self._api, self._identity.model, request)
        status, headers, raw = await self._fetch("POST", self._url, body, self._timeout)
        if 200 <= status < 300:
            return decode_reply(raw, self._clean, request.sampling.max_tokens)
        return read_refusal(status, headers, raw, self._clean)

    async def introduce(self) -> None:
        """Ask GET /models what the service says of the model, nothing when it does not say; it enters the identity.

        Raises InputError when the address is one that is never asked.
        """
        timeout = aiohttp.ClientTimeout(total=DECLARE_DEADLINE_S)
        try:
            status, _, raw = await self._fetch("GET", _operation(self._base, "models"), None, timeout)
        except TargetFault:
            status, raw = 0, b""
        declared = declared_fields(raw, self._identity.model, self._clean) if status == 200 else {}
        self._identity = msgspec.structs.replace(self._identity, declares=declared)

    async def close(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _fetch(
        self, method: str, url: URL, body: bytes | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body; whatever goes wrong on the way is a TargetFault."""
        try:
            async with self._open_session().request(
                method, url, data=body, headers=self._secret, allow_redirects=False, proxy=self._proxy, timeout=timeout
            ) as response:
                read = _read(response) if response.status < 300 else _read_start(response)
                return response.status, response.headers, await read
        except (aiohttp.ClientError, OSError, _TooLarge) as error:  # TimeoutError is an OSError
            raise self._fault_of(error) from None

    def _fault_of(self, error: Exception) -> Exception:
        detail = self._clean(str(error))
        match error:
            case _TooLarge():
                return fault("too_large", f"more than {MAX_BODY} bytes", status=error.status)
            case aiohttp.ConnectionTimeoutError():
                return fault("connection", "no connection within the deadline")
            case TimeoutError():
                return fault("timeout", "no answer within the deadline")
            case aiohttp.ClientConnectorError():
                if isinstance(error.os_error, RefusedAddress):
                    return _refusal(str(error.os_error))
                return fault("connection", detail, retry=not isinstance(error, aiohttp.ClientSSLError))
            case aiohttp.ClientHttpProxyError():
                return fault("connection", f"the proxy refused: {detail}", retry=False)
            case aiohttp.ClientPayloadError() if isinstance(error.__cause__, ContentEncodingError):
                return fault("malformed_json", detail)
            case aiohttp.ClientResponseError():
                return fault("malformed_json", f"no HTTP answer: {self._clean(error.message)}")
            case _:
                return fault("early_close", detail)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            secure = "https" in {self._url.scheme, self._proxy.scheme if self._proxy else ""}
            connector = aiohttp.TCPConnector(limit=0, resolver=CarefulResolver(), ssl=tls_context() if secure else True)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=_HEADERS
            )
        return self._session


def _operation(base: URL, path: str) -> URL:
    return base.with_path(f"{base.raw_path.rstrip('/')}/{path}", keep_query=True, encoded=True)


class _TooLarge(Exception):
    """An answer went over MAX_BODY."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The whole body. Raises _TooLarge beyond MAX_BODY bytes, which are counted after decompression."""
    if (response.content_length or 0) > MAX_BODY:
        response.close()
        raise _TooLarge(response.status)
    first = await response.content.readany()
    if response.content.at_eof() and len(first) <= MAX_BODY:
        return first
    body = bytearray(first)
    while len(body) <= MAX_BODY:
        more = await response.content.readany()
        if not more:
            return bytes(body)
        body += more
    response.close()
    raise _TooLarge(response.status)


async def _read_start(response: aiohttp.ClientResponse) -> bytes:
    """The body of an error, cut at MAX_ERROR_BODY bytes: its status says what it is, however much it says."""
    body = bytearray()
    while len(body) <= MAX_ERROR_BODY and (more := await response.content.readany()):
        body += more
    if len(body) > MAX_ERROR_BODY:
        response.close()
    return bytes(body[:MAX_ERROR_BODY])


def base_url(url: str) -> URL:
    """The base of a service from what a user writes: its base, its root (then `/v1` is meant), or an operation.

    Raises InputError when it is no http(s) address, holds a password, or is never asked.
    """
    try:
        parsed = URL(url.strip())
        port = parsed.port
    except ValueError:
        parsed, port = URL(), None
    if parsed.scheme not in {"http", "https"} or not parsed.host or not port or _is_odd_number(parsed.host):
        shown = re.sub(r"//[^/]*@", "//", url)[:200]  # what cannot be parsed may hold a password too
        raise InputError("is no address of a service", source=shown, mend="write it like http://127.0.0.1:8000/v1")
    if parsed.user or parsed.password:
        raise InputError(
            "an address must not hold a name or password", source=parsed.host,
            mend="put the key into an environment variable and name that",
        )  # fmt: skip
    if reason := refused(parsed.host):
        raise _refusal(f"{parsed.host} {reason}")
    path = parsed.path.rstrip("/")
    for operation in _PATHS.values():
        path = path.removesuffix(f"/{operation}")
    return parsed.with_path(path or "/v1", keep_query=True).with_fragment(None)


def _is_odd_number(host: str) -> bool:
    """Whether a host is an IPv4 address in a form that not every reader takes for the same one."""
    if not host.replace(".", "").isdigit():
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def _refusal(reason: str) -> InputError:
    return InputError(reason, mend="name the address of a model service; this one is never asked")


class _Models(msgspec.Struct):
    data: list[dict[str, Any]] = []


def declared_fields(body: bytes, model: str, clean: Callable[[str], str] = lambda text: text) -> dict[str, str]:
    """What a list of models says of `model`, without times and random ids: short texts and whole numbers.

    `clean` is applied before texts are cut short, so that no part of a key is left. A body that cannot be read says
    nothing.
    """
    try:
        models = msgspec.json.decode(body, type=_Models).data
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    entry = next((entry for entry in models if entry.get("id") == model), None)
    if entry is None:
        return {}
    found = {name: entry.get(name) for name in _DECLARED}
    meta = entry.get("meta")
    if isinstance(meta, dict):
        found |= {f"meta.{name}": meta[name] for name in sorted(meta)[:_MAX_DECLARED]}
    return {clean(name)[:80]: clean(str(value))[:200] for name, value in found.items() if isinstance(value, str | int)}
