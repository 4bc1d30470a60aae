"""Writes docs/settings.md from the settings themselves: `python -m tests.architecture.settings_paper`."""

from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from umlauf.settings import PREFIX, Settings

PAPER = Path(__file__).parents[2] / "docs" / "settings.md"
HEAD = """\
# Settings

Environment variables, read once at start. A mistyped or impossible one is named and nothing starts, `doctor` included;
an empty one counts as not set. Lists are separated by commas. Temporal's address and credentials are set by the SDK's
own variables (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…`, or a file named by
`TEMPORAL_CONFIG_FILE`); one that is almost such a name is named, too.

Outside the demo nothing starts without `UMLAUF_SEAL_KEYS` and `UMLAUF_SIGN_KEYS`. Make each with
`python -c 'import secrets; print(secrets.token_urlsafe(32))'`. To replace a key, put the new one in front and keep
the old one behind it until nothing sealed or signed with it is left. The key that signs is none of those
that seal. **A backup is the database, these keys and the folder `UMLAUF_FILES`.**

| variable | default | meaning |
|---|---|---|
"""


def written() -> str:
    """The whole paper."""
    return HEAD + "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"| `{(PREFIX + name).upper()}` | {_default(field)} | {(field.description or '').replace('|', '/')} |"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "see right" if "default" in (field.description or "") else "`sqlite+aiosqlite:///var/umlauf.db`"
    value = field.default
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, bool):
        return f"`{int(value)}`"
    return f"`{','.join(value) if isinstance(value, tuple) else value}`"


if __name__ == "__main__":
    PAPER.write_text(written(), encoding="utf-8")
