"""Targets on loopback, without the proxies and authorities of the machine that runs the tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from steelyard.records import Message, Request, Response, Sampling, TargetFault
from steelyard.targets import Target, TargetSpec, open_target

KEY = "sk-Zm9v+bar/42~secret"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def request_of() -> Callable[..., Request]:
    """A request with one question."""
    return lambda text="Say hello.", **sampling: Request((Message("user", text),), Sampling(**sampling))


@pytest.fixture
def key() -> str:
    return KEY


@pytest.fixture
def service() -> Callable[..., Target]:
    """Opens a service at a URL, with the key in the environment."""

    def make(url: str, **spec: object) -> Target:
        fields = {"model": "m", "deadline_s": 5.0, "key_env": "SERVICE_KEY"} | spec
        return open_target(TargetSpec(kind="openai", url=url, **fields), {"SERVICE_KEY": KEY})

    return make


Outcome = Response | TargetFault


@pytest.fixture
def outcome_of(service, request_of) -> Callable[..., Awaitable[Outcome]]:
    """What one call comes to at an endpoint that does one thing: an answer, or the fault it raised."""
    from mock_endpoint import Act, MockEndpoint

    async def ask(act: Act, *, asked: Request | None = None, **spec: object) -> Outcome:
        async with MockEndpoint(lambda call: act) as endpoint:
            target = service(endpoint.url, **spec)
            try:
                return await target.generate(asked or request_of())
            except TargetFault as fault:
                return fault
            finally:
                await target.close()

    return ask
