"""What single settings may say; each check raises ValueError with what to write instead."""

import os
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kit.message import UnsafeMail, address_for_mail
from umlauf.colours import contrast_on_white

DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
LOGOS = (".svg", ".png")
READABLE = 4.5  # WCAG 2.2, contrast of text of normal size
STATES = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split()


def database_url(url: str) -> str:
    """One of the drivers we know."""
    if not url.startswith(DATABASES):
        raise ValueError(f"write the driver in full: {' or '.join(DATABASES)}…")
    return url


def base_url(url: str) -> str:
    """Scheme and name alone: pages stand at the root of their name, and so do the links in mail."""
    parts = urlsplit(_with_a_port(url))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("write it as https://ideen.example.org, without anything behind the name")
    if parts.path.strip("/"):
        raise ValueError(
            f"pages cannot stand below the path {parts.path}; give them a name of their own, "
            "as in https://ideen.example.org"
        )
    return f"{parts.scheme}://{parts.netloc}"


def page_url(url: str) -> str:
    """The address of a page elsewhere, or nothing."""
    parts = urlsplit(_with_a_port(url))
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("write the address in full, as in https://www.example.org/impressum")
    return url


def _with_a_port(url: str) -> str:
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise ValueError("the port in it is none; write it as https://ideen.example.org:8443") from None
    return url


def mail_address(address: str) -> str:
    """One that mail can come from and go to, or nothing."""
    try:
        return address and address_for_mail(address) and address
    except UnsafeMail:
        raise ValueError("it is no mail address; write it as ideen@example.org") from None


def mail_domain(domain: str) -> str:
    """What stands behind the @ of an address."""
    try:
        address_for_mail(f"somebody@{domain}")
    except UnsafeMail:
        raise ValueError(f"{domain} is no domain; write what stands behind the @, as in example.org") from None
    return domain


def read_networks(written: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks, and single addresses as the smallest there are."""
    return tuple(_network(one) for one in written)


def _network(written: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(written)
    except ValueError as wrong:
        inside = " (bits behind the network are set)" if "host bits" in str(wrong) else ""
        raise ValueError(
            f"{written} is neither an address nor a network{inside}; write it as 192.0.2.7 or 192.0.2.0/24"
        ) from None


def logo(path: Path | None) -> Path | None:
    """A picture of a kind we say to browsers, that we may read."""
    if path is None:
        return None
    if path.suffix.lower() not in LOGOS:
        raise ValueError(f"{path} is no logo; take an SVG or PNG file, with that ending")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ValueError(f"there is no file {path} that can be read; name an SVG or PNG file")
    return path


def theme_colour(colour: str) -> str:
    """One that can be read on white."""
    contrast = contrast_on_white(colour)
    if contrast < READABLE:
        raise ValueError(f"{colour} on white has a contrast of {contrast:.1f} : 1, needed is 4.5 : 1; take a darker")
    return colour


def timezone(zone: str) -> str:
    """One the system knows."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {zone}; write it like Europe/Berlin") from None
    return zone


def region(name: str) -> str:
    """A federal state."""
    if name not in STATES:
        raise ValueError(f"no such federal state: {name}; known are {', '.join(STATES)}")
    return name
