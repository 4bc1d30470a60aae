"""Two real elections with what was chosen in them: Assen (Netherlands) 2024 and Świecie (Poland) 2023, from Pabulib.

Source: Pabulib (https://pabulib.org), Stolicki, Szufa, Talmon 2020. The files are not part of the project: they lie
beside it, and tests that need them say so where they do not.
"""

import csv
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "pabulib"
ASSEN, SWIECIE = "Netherlands_Assen_2024", "Poland_Swiecie_2023"

there = pytest.mark.skipif(
    not FOLDER.exists(), reason=f"NOT RUN: the published elections are not there ({FOLDER.name})"
)


def published(name: str) -> str:
    """The file as it is published."""
    return (FOLDER / f"{name}.pb").read_text(encoding="utf-8-sig")


def chosen(text: str) -> set[str]:
    """Ids of the projects that were chosen."""
    projects = text.partition("PROJECTS\n")[2].partition("VOTES\n")[0]
    return {row["project_id"] for row in csv.DictReader(projects.splitlines(), delimiter=";") if row["selected"] == "1"}
