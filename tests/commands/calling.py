"""Calls a command as an operator does: a process of its own, with nothing but the settings given here."""

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.stack import ROOT

KEY = "q7wLrt2Zx9-kVbN4mHs8_JdF3gYpA6cE"
SAFE = {
    "UMLAUF_SEAL_KEYS": KEY,
    "UMLAUF_SIGN_KEYS": KEY[::-1],
    "UMLAUF_BASE_URL": "https://ideen.stadt.de",
    "UMLAUF_TRUSTED_PROXIES": "127.0.0.1",
}


def called(folder: Path, *arguments: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """What `python -m umlauf …` said and how it ended, on SQLite in this folder unless told otherwise.

    `given` is what it reads from standard input.
    """
    foreign = {name: value for name, value in os.environ.items() if not name.startswith(("UMLAUF_", "TEMPORAL_"))}
    own = {"UMLAUF_DATA_DIR": str(folder), "UMLAUF_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'umlauf.db'}"}
    return subprocess.run(
        [sys.executable, "-m", "umlauf", *arguments],
        cwd=ROOT,
        env={**foreign, **SAFE, **own, **variables},
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
