"""Where calls may go, and through what."""

from __future__ import annotations

import base64

import pytest
from mock_endpoint import Act, MockEndpoint, reply

from steelyard.records import InputError, TargetFault
from steelyard.targets.network import CarefulResolver, RefusedAddress, proxy_for, refused, tls_context

NEVER = [
    "169.254.169.254", "169.254.0.1", "169.254.169.254.", "100.100.100.200", "192.0.0.192", "168.63.129.16",
    "2852039166", "169.254.43518", "169.16689662", "0251.0376.0251.0376", "0xa9fea9fe", "0xA9.0xFE.0xA9.0xFE",
    "[fe80::1]", "fe80::1%eth0", "[fd00:ec2::254]", "fd20:ce::254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "::a9fe:a9fe", "2002:a9fe:a9fe::", "::ffff:100.100.100.200",
    "metadata", "metadata.google.internal", "METADATA.Google.Internal.", "metadata.goog", "instance-data",
    "instance-data.ec2.internal",
]  # fmt: skip
ALLOWED = [
    "127.0.0.1", "::1", "localhost", "10.0.0.8", "192.168.1.5", "172.16.0.1", "93.184.216.34", "model.example",
    "169.example", "metadata.example", "2001:db8::1", "fd00::1", "::ffff:10.0.0.8", "64:ff9b::a00:8",
]  # fmt: skip


@pytest.mark.parametrize("host", NEVER)
def test_link_local_and_metadata_addresses_are_refused(host):
    assert refused(host)


@pytest.mark.parametrize("host", ALLOWED)
def test_other_addresses_are_not(host):
    assert refused(host) is None


@pytest.mark.parametrize("host", [*NEVER, "①⑥⑨.254.169.254", "１６９.２５４.１６９.２５４", "[::ffff:169.254.169.254]"])
def test_no_target_is_opened_there(host, service):
    if ":" in host and not host.startswith("["):
        host = f"[{host.partition('%')[0]}]"
    with pytest.raises(InputError):
        service(f"http://{host}/latest/meta-data")


class NamesThatLead:
    """A resolver of the system under which every name leads to one address."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def resolve(self, host, port, family):
        return [{"hostname": host, "host": self.address, "port": port, "family": family, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"])
async def test_a_name_that_leads_there_is_refused_when_it_is_resolved(address, service, request_of, monkeypatch):
    monkeypatch.setattr("steelyard.targets.network.ThreadedResolver", lambda: NamesThatLead(address))
    resolver = CarefulResolver()
    with pytest.raises(RefusedAddress, match=r"model\.example leads to"):
        await resolver.resolve("model.example", 80)
    await resolver.close()
    target = service("http://model.example/v1")
    with pytest.raises(InputError, match="never asked"):
        await target.generate(request_of())
    with pytest.raises(InputError, match="never asked"):
        await target.introduce()
    await target.close()


async def test_a_name_that_leads_to_this_machine_is_asked(service, request_of, monkeypatch):
    monkeypatch.setattr("steelyard.targets.network.ThreadedResolver", lambda: NamesThatLead("127.0.0.1"))
    async with MockEndpoint(lambda call: reply("Hi")) as endpoint:
        target = service(endpoint.url.replace("127.0.0.1", "model.example"))
        assert (await target.generate(request_of())).text == "Hi"
        await target.close()


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", "", "http://me:word@"])
async def test_calls_go_through_the_proxy_the_environment_names(variable, scheme, service, request_of, monkeypatch):
    async with MockEndpoint(lambda call: reply("Through the proxy.")) as proxy:
        address = proxy.url.removeprefix("http://").removesuffix("/v1")
        monkeypatch.setenv(variable, scheme + address)
        target = service("http://model.example/v1")
        assert (await target.generate(request_of())).text == "Through the proxy."
        await target.close()
    call = proxy.calls[0]
    assert call.path == "http://model.example/v1/chat/completions"
    expected = f"Basic {base64.b64encode(b'me:word').decode()}" if "me:" in scheme else None
    assert call.headers.get("proxy-authorization") == expected


async def test_no_key_and_no_question_reach_a_proxy_on_the_way_to_tls(service, request_of, monkeypatch, key):
    async with MockEndpoint(lambda call: Act(b"no", 403)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url.removesuffix("/v1"))
        target = service("https://model.example/v1")
        with pytest.raises(TargetFault) as caught:
            await target.generate(request_of("A question."))
        await target.close()
    assert (caught.value.fault.kind, caught.value.retry) == ("connection", False)
    assert [call.method for call in proxy.calls] == ["CONNECT"]
    seen = repr(proxy.calls)
    assert key not in seen
    assert "A question." not in seen


def test_hosts_named_in_no_proxy_are_asked_directly(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1,.inside.example")
    assert proxy_for("http", "127.0.0.1") is None
    assert proxy_for("http", "model.inside.example") is None
    assert proxy_for("https", "model.example") is None
    assert str(proxy_for("http", "model.example")) == "http://127.0.0.1:3128"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "ftp://127.0.0.1", "http://", "http://[::1", "http://h:x",
                                   "http://169.254.169.254:80", "http://metadata.google.internal"])  # fmt: skip
def test_a_proxy_that_cannot_be_used_is_named(proxy, service, monkeypatch):
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(InputError, match="the environment's proxy for http"):
        service("http://model.example/v1")


def test_a_bundle_of_authorities_that_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        with pytest.raises(InputError, match="REQUESTS_CA_BUNDLE"):
            tls_context({"REQUESTS_CA_BUNDLE": str(path)})
        (tmp_path / "empty.pem").write_bytes(b"")
    assert tls_context({"REQUESTS_CA_BUNDLE": str(tmp_path)}).verify_mode.name == "CERT_REQUIRED"


async def test_a_bundle_that_cannot_be_read_stops_the_asking_instead_of_failing_each_call(
    service, request_of, monkeypatch, tmp_path
):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    target = service("https://127.0.0.1:1/v1")
    with pytest.raises(InputError, match="REQUESTS_CA_BUNDLE"):
        await target.generate(request_of())
    await target.close()


def test_certificates_are_verified():
    context = tls_context({})
    assert context.verify_mode.name == "CERT_REQUIRED"
    assert context.check_hostname
