"""TLS on loopback: authorities come from the environment, and nothing is sent to a service that cannot prove itself."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

import mock_endpoint
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from steelyard.records import TargetFault


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1, and its key."""
    folder, key, now = tmp_path_factory.mktemp("tls"), generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


class TlsEndpoint(mock_endpoint.MockEndpoint):
    """The mock endpoint behind TLS."""

    def __init__(self, behaviour, certificate: tuple[Path, Path]) -> None:
        super().__init__(behaviour)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(*certificate)

    @property
    def url(self) -> str:
        return super().url.replace("http:", "https:")

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        make = lambda: mock_endpoint._Connection(self)  # noqa: E731
        self._server = await loop.create_server(make, "127.0.0.1", 0, ssl=self.context)
        self._port = self._server.sockets[0].getsockname()[1]
        return self


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
async def test_an_authority_named_by_the_environment_is_trusted(
    variable, certificate, service, request_of, monkeypatch
):
    monkeypatch.setenv(variable, str(certificate[0]))
    async with TlsEndpoint(lambda call: mock_endpoint.reply("Over TLS."), certificate) as endpoint:
        target = service(endpoint.url)
        assert (await target.generate(request_of())).text == "Over TLS."
        await target.close()


async def test_a_service_nobody_vouches_for_is_told_nothing(certificate, service, request_of):
    async with TlsEndpoint(lambda call: mock_endpoint.reply("Hi"), certificate) as endpoint:
        target = service(endpoint.url)
        with pytest.raises(TargetFault) as caught:
            await target.generate(request_of())
        await target.introduce()
        await target.close()
    assert (caught.value.fault.kind, caught.value.retry) == ("connection", False)
    assert "certificate" in caught.value.detail.lower()
    assert endpoint.calls == []


async def test_a_certificate_for_another_name_is_refused(certificate, service, request_of, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    async with TlsEndpoint(lambda call: mock_endpoint.reply("Hi"), certificate) as endpoint:
        target = service(endpoint.url.replace("127.0.0.1", "localhost"))
        with pytest.raises(TargetFault) as caught:
            await target.generate(request_of())
        await target.close()
    assert caught.value.fault.kind == "connection"
    assert endpoint.calls == []
