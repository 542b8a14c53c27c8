"""An authority of the host's owner is trusted for the hosts it is named for, and for nobody else."""

import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from otklik.infra.settings import BadSetting, load_settings
from otklik.kit import addresses
from otklik.kit.addresses import Address
from otklik.kit.authorities import BadAuthority, read_authorities, read_authority
from otklik.kit.http import HttpRequest, Refused, Untrusted
from otklik.kit.safe_http import SafeHttp
from tests.kit.conftest import Listener, answer

HOSTS = ("max.test", "api.max.test", "notmax.test", "max.test.example.com")


class House:
    """An authority of its own with one server certificate for all names."""

    def __init__(self, folder: Path) -> None:
        key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = _sign("Authority", key, "Authority", key, authority=True)
        leaf = _sign("server", server_key, "Authority", key, authority=False)
        pem = serialization.Encoding.PEM
        self.file = folder / "authority.pem"
        self.file.write_bytes(root.public_bytes(pem))
        chain = folder / "server.pem"
        secret = server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain.write_bytes(leaf.public_bytes(pem) + secret)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(chain)


def _sign(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        names = [x509.DNSName(host) for host in HOSTS]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(by_key, hashes.SHA256())


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@asynccontextmanager
async def serving(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Listener]:
    """A TLS server under all the names."""

    async def resolve(_: str) -> list[Address]:
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(addresses, "resolve", resolve)
    listener = Listener()
    await listener.open(house.tls)
    listener.answers(answer(b"hello"))
    yield listener
    await listener.close()


def client(house: House, *hosts: str) -> SafeHttp:
    authorities = read_authorities([f"{host}={house.file}" for host in hosts])
    return SafeHttp([ipaddress.ip_network("127.0.0.0/8")], authorities=authorities)


async def ask(http: SafeHttp, listener: Listener, host: str) -> bytes:
    try:
        request = HttpRequest(method="POST", url=f"https://{host}:{listener.port}/", body=b"x", read_timeout_s=3)
        return (await http.request(request)).body
    finally:
        await http.close()


@pytest.mark.parametrize("host", ["max.test", "api.max.test"])
async def test_a_named_host_and_what_stands_below_it_are_trusted(
    house: House, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    async with serving(house, monkeypatch) as listener:
        assert await ask(client(house, "max.test"), listener, host) == b"hello"


@pytest.mark.parametrize("trusted, host", [
    ((), "max.test"), (("other.test",), "max.test"), (("api.max.test",), "max.test"), (("max.test",), "notmax.test"),
    (("max.test",), "max.test.example.com"),
])  # fmt: skip
async def test_nobody_else_is_trusted_by_it_and_nothing_is_sent(
    house: House, monkeypatch: pytest.MonkeyPatch, trusted: tuple[str, ...], host: str
) -> None:
    async with serving(house, monkeypatch) as listener:
        with pytest.raises(Untrusted) as caught:
            await ask(client(house, *trusted), listener, host)
        assert (caught.value.sent, listener.requests) == (False, [])


async def test_a_name_that_the_certificate_does_not_bear_is_refused_even_under_the_authority(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(house, monkeypatch) as listener:
        with pytest.raises(Untrusted):
            await ask(client(house, "max.test"), listener, "files.max.test")


async def test_trust_opens_no_door_inside(house: House) -> None:
    http = SafeHttp(authorities=read_authorities([f"max.test={house.file}"]))
    with pytest.raises(Refused):
        await http.request(HttpRequest(method="GET", url="https://127.0.0.1/"))
    await http.close()


@pytest.mark.parametrize("line", ["", "max.ru", "max.ru=", "=/a.pem", "max.ru=/no/such/file.pem", "ru=/a.pem"])
def test_a_bad_line_is_said_to_be_bad(line: str) -> None:
    with pytest.raises(BadAuthority):
        read_authority(line)
    if line:
        with pytest.raises(BadSetting, match="trusted_authorities"):
            load_settings({"OTKLIK_DATA_DIR": "/nonexistent", "OTKLIK_TRUSTED_AUTHORITIES": line})


def test_a_file_without_a_certificate_is_no_authority(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("hello")
    with pytest.raises(BadAuthority, match="no certificate"):
        read_authority(f"max.ru={empty}")


def test_it_is_known_when_an_authority_ends(house: House) -> None:
    left = read_authority(f"max.ru={house.file}").ends - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_good_lines_are_settings(house: House) -> None:
    lines = f"max.ru={house.file}, oneme.ru={house.file}"
    settings = load_settings({"OTKLIK_DATA_DIR": "/nonexistent", "OTKLIK_TRUSTED_AUTHORITIES": lines})
    assert len(settings.trusted_authorities) == 2
