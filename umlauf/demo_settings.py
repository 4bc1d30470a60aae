"""What the demo decides for whoever just wants to look: everything local, and secrets made once."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

DEMO: dict[str, Any] = {
    "organisation": "Stadt Norderstedt (Vorführung)",
    "office_email": "ideen@example.org",
    "office_phone": "040 123456-0",
    "impressum_text": "Dies ist eine Vorführung auf diesem Rechner. Verantwortlich ist, wer sie gestartet hat.",
    "privacy_text": "Dies ist eine Vorführung: Alle Angaben bleiben auf diesem Rechner, im Ordner var/.",
    "accessibility_text": "Die Seiten sind darauf angelegt, WCAG 2.2 AA zu erfüllen. Hinweise nimmt das Büro entgegen.",
    "mail_mode": "live",  # into the embedded mailbox, which lets nothing out
    "mail_host": "127.0.0.1",
    "mail_port": 1025,
    "mail_tls": "none",
    "mail_from": "ideen@example.org",
}
FILE = "secrets.json"


def demo_secrets(folder: Path) -> dict[str, tuple[str, ...]]:
    """The keys kept in this folder, made at the first start; processes that start at once agree on them."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / FILE
    if not kept.exists():
        _make(kept)
    return {name: tuple(keys) for name, keys in json.loads(kept.read_text(encoding="utf-8")).items()}


def _make(kept: Path) -> None:
    """Written aside and linked into place: whoever reads it reads all of it, and the first writer wins."""
    fresh = {"seal_keys": [secrets.token_urlsafe(32)], "sign_keys": [secrets.token_urlsafe(32)]}
    aside = kept.with_name(f"{FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(fresh, file)
    try:
        os.link(aside, kept)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
