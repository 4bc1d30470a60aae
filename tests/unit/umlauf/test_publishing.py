"""Publishing a definition begins, keeps and ends the series of rounds that it declares, with the definition itself."""

from pathlib import Path

import pytest

from storage import round_series
from storage.engine import Database
from umlauf.definition_file import read_definition
from umlauf.settings import load_settings
from umlauf.upkeep import prepare, publish

TEXT = (Path(__file__).parents[3] / "examples" / "norderstedt" / "process.yaml").read_text("utf-8")
SERIES = TEXT[TEXT.index("    series:") : TEXT.index("  decision:\n    then: follow_up")]
KEY = "q7wLrt2Zx9-kVbN4mHs8_JdF3gYpA6cE"


async def test_what_a_publication_declares_is_there_until_one_that_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    given = {"SEAL_KEYS": KEY, "SIGN_KEYS": KEY[::-1], "BASE_URL": "https://ideen.stadt.de", "DATABASE_URL": url}
    for name, value in (given | {"DATA_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(f"UMLAUF_{name}", value)
    settings = load_settings()
    await prepare(settings)

    async def living(text: str) -> list[tuple[str, int]]:
        await publish(settings, read_definition(text.encode(), "p"))
        db = Database(url)
        try:
            async with db.read() as session:
                return [(one.plan.title_in("en"), one.cycle.day) for one in await round_series.living(session)]
        finally:
            await db.close()

    assert await living(TEXT) == [("Quarterly round", 1)]
    assert await living(TEXT) == [("Quarterly round", 1)]
    assert await living(TEXT.replace(SERIES, SERIES.replace("day: 1 ", "day: 9 "))) == [("Quarterly round", 9)]
    assert await living(TEXT.replace(SERIES, "")) == []
    assert await living(TEXT) == [("Quarterly round", 1)]
