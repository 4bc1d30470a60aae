"""A Temporal elsewhere: reached by TLS, by its own authority and our certificate, as the SDK's variables say."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.workflow.engine import Engine
from umlauf.temporal import TemporalAway, connect, has_worker, name_what_is_searched

HOST = "127.0.0.1"


def certify(folder: Path) -> None:
    """An authority of our own, and a certificate by it that server and client show; its key lies beside it."""
    authority, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ours = _named("authority", authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    theirs = _named("temporal", leaf).add_extension(address, critical=False)
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    for name, made in {"authority.pem": ours, "cert.pem": theirs}.items():
        (folder / name).write_bytes(made.sign(authority, hashes.SHA256()).public_bytes(pem))
    (folder / "key.pem").write_bytes(leaf.private_bytes(pem, kind, serialization.NoEncryption()))


def _named(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    name, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (subject, "authority"))
    day, now = timedelta(days=1), datetime.now(UTC)
    serial = x509.random_serial_number()
    return x509.CertificateBuilder(issuer, name, key.public_key(), serial, now - day, now + day)


@pytest.fixture
async def elsewhere(engine: Engine, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a door in front of the test server that opens to our certificate alone."""
    certify(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    context.load_verify_locations(tmp_path / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(["h2"])
    host, _, port = engine.env.client.service_client.config.target_host.partition(":")

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65_536):
                writer.write(part)
                await writer.drain()
        writer.close()

    async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(host, int(port))
        await asyncio.gather(pour(reader, outer), pour(inner, writer))

    server = await asyncio.start_server(through, HOST, 0, ssl=context)
    async with server:
        yield f"{HOST}:{server.sockets[0].getsockname()[1]}"


async def test_by_its_authority_and_our_certificate_it_is_reached(
    elsewhere: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "TEMPORAL_ADDRESS": elsewhere,
        "TEMPORAL_NAMESPACE": engine.env.client.namespace,
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH": str(tmp_path / "authority.pem"),
        "TEMPORAL_TLS_CLIENT_CERT_PATH": str(tmp_path / "cert.pem"),
        "TEMPORAL_TLS_CLIENT_KEY_PATH": str(tmp_path / "key.pem"),
    }
    client = await connect("tests", environment=told)
    await name_what_is_searched(client)
    monkeypatch.setattr("contracts.names.IDEAS", "nobody-asks-here")
    assert not await has_worker(client)


@pytest.mark.parametrize("told", [{}, {"TEMPORAL_TLS": "true"}], ids=["plain", "another authority"])
async def test_otherwise_it_is_said_where_nobody_answers(told: dict[str, str], elsewhere: str) -> None:
    with pytest.raises(TemporalAway, match=elsewhere):
        await connect("tests", environment={"TEMPORAL_ADDRESS": elsewhere, **told}, wait=timedelta(seconds=3))
