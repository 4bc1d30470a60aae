"""Settings that are possible one by one and wrong together: nothing starts with them."""

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kit.i18n import N_
from umlauf.secrets import weakness
from umlauf.settings_error import SettingsError

if TYPE_CHECKING:
    from umlauf.settings import Settings

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MAKE_A_KEY = N_(
    "{variable} is unsafe: {reason}. Make a key with "
    "`python -c 'import secrets; print(secrets.token_urlsafe(32))'` and keep it with the backups."
)


def refuse_unsafe(settings: "Settings") -> None:
    """Raises outside the demo for secrets anybody could know, and for links that would travel unprotected."""
    _refuse_weak_keys(settings)
    address = urlsplit(settings.base_url)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        sentence = N_("{variable} must begin with https:// – links in mail open pages without a password.")
        raise SettingsError("settings.unsafe", sentence, variable="UMLAUF_BASE_URL")
    if settings.mail_mode != "test" and settings.mail_from.endswith("@example.org"):
        sentence = N_("{variable} is still the example. Set the address your mail comes from.")
        raise SettingsError("settings.unsafe", sentence, variable="UMLAUF_MAIL_FROM")


def refuse_lost_mail(settings: "Settings") -> None:
    """Raises, also in the demo, for mail that would reach nobody, or cross a network readable."""
    if settings.mail_mode == "team" and not settings.mail_team_domains:
        sentence = N_("{variable} is missing: with UMLAUF_MAIL_MODE=team only the domains in it get mail.")
        raise SettingsError("settings.invalid", sentence, variable="UMLAUF_MAIL_TEAM_DOMAINS")
    if settings.mail_tls == "none" and not stays_here(settings.mail_host):
        sentence = N_(
            "{variable}=none would send links and passwords readable to {host}. "
            "Set it to starttls or tls; none is for this machine, and for a name without a dot beside it."
        )
        raise SettingsError("settings.unsafe", sentence, variable="UMLAUF_MAIL_TLS", host=settings.mail_host)


def refuse_unnamed_proxy(settings: "Settings") -> None:
    """Raises for an API that pages reach by https while no proxy is believed: all visitors would share one budget."""
    if urlsplit(settings.base_url).scheme == "https" and not settings.trusted_proxies:
        sentence = N_(
            "{variable} is missing: https ends at a proxy in front of us, and without its address all visitors count "
            "as one. Set it to where the proxy comes from, as in 127.0.0.1 for one on this machine."
        )
        raise SettingsError("settings.unsafe", sentence, variable="UMLAUF_TRUSTED_PROXIES")


def stays_here(host: str) -> bool:
    """Whether a connection leaves neither this machine nor the containers beside it: loopback, or a single word.

    A private address is none of them: the house's network has many readers.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return "." not in host.rstrip(".") and ":" not in host


def _refuse_weak_keys(settings: "Settings") -> None:
    for name in ("seal_keys", "sign_keys"):
        keys: tuple[str, ...] = getattr(settings, name)
        weak = [reason for key in keys if (reason := weakness(key))] if keys else [N_("it is missing")]
        if weak:
            raise SettingsError("settings.unsafe", MAKE_A_KEY, variable=f"UMLAUF_{name.upper()}", reason=weak[0])
    if settings.sign_keys[0] in settings.seal_keys:  # behind the first it may stay, so that old links go on working
        reason = N_("its first key is one of UMLAUF_SEAL_KEYS, too; put another in front")
        raise SettingsError("settings.unsafe", MAKE_A_KEY, variable="UMLAUF_SIGN_KEYS", reason=reason)
