"""126 real measures of a German city: imported, completed at the office, reviewed and decided by links alone."""

import re
import time
import zlib
from pathlib import Path

import pytest

from proof.crowd import Crowd, Plan
from proof.figures import load, table
from proof.town import database_of, doubled, quiet, states, whole_records
from tests.e2e.people import at_the_desk
from tests.e2e.stack import ROOT, Stack

MEASURES = ROOT.parent / "shared" / "data" / "ulm-measures.csv"
COLUMN = re.compile(r'class="column-title"[^>]*>\s*<a[^>]*>([^<]+)</a>\s*<span[^>]*>(\d+)</span>')


def chance(subject: str) -> int:
    """The same for the same idea, so that every run asks for the same."""
    return zlib.crc32(subject.partition(": ")[2].encode())


PLAN = Plan(
    review=lambda subject: (
        {"scores.benefit": str(chance(subject) % 11), "scores.complexity": str(chance(subject) // 11 % 11)}
        | ({"verdict": "approve"} if chance(subject) % 4 else {"verdict": "reject", "reason": "Zu wenig Nutzen."})
    ),
    decision=lambda subject: {
        "outcome": "accepted" if chance(subject) % 3 else "rejected",
        "public_reason": "Nach Abwägung von Nutzen und Komplexität.",
    },
    completes={"group1": "Menschen in der Stadt", "how1": "Sie kommen leichter ans Ziel."},
)


@pytest.mark.skipif(not MEASURES.exists(), reason=f"NOT RUN: the measures are not there ({MEASURES.name})")
async def test_real_measures_are_imported_completed_reviewed_and_decided(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url) as stack:
        began = time.monotonic()
        told = await stack.umlauf("import", str(MEASURES))
        imported = time.monotonic() - began
        again = await stack.umlauf("import", str(MEASURES))
        count = (await stack.rows("SELECT count(*) FROM cases"))[0][0]
        assert count == 126
        working = time.monotonic()
        crowd = Crowd(stack, PLAN)
        async with crowd.living():
            await quiet(stack, 330)
        worked = time.monotonic() - working
        async with at_the_desk(stack) as clerk:
            board = COLUMN.findall((await clerk.open("/office")).html)
        assert board
        ended = await states(stack)
        assert set(ended) == {"planning", "rejected"}
        assert doubled(stack) == []
        table(
            f"Real measures, {database_of(stack)}",
            {
                "imported": f"{told} ({imported:.1f} s, start of the command included)",
                "imported again": again,
                "completed, reviewed by two, decided": f"{count} in {worked:.0f} s, {count / worked:.2f} a second",
                "acts by forms": crowd.acted,
                "mails, none twice": len(stack.caught.all()),
                "ended": ended,
                "records unbroken": await whole_records(stack),
                "board": ", ".join(f"{name.strip()} {number}" for name, number in board),
                "load": load(),
            },
        )
