"""Every sentence about files has its German."""

import importlib
import string
from pathlib import Path

import pytest

from kit.i18n import Catalogues

MODULES = (
    "kit.problems kit.yaml_lines kit.model_problems kit.table umlauf.files umlauf.definition_file umlauf.people_file"
    " umlauf.idea_csv umlauf.questionnaire_file"
).split()
GERMAN = Catalogues(Path(__file__).parents[3] / "locales").of("de")


def sentences(module: str) -> list[str]:
    values = list(vars(importlib.import_module(module)).items())
    texts = [v for name, v in values if name.isupper() and isinstance(v, str)]
    tables = [v for name, v in values if name == "FINDINGS" for v in v.values()]
    return [text for text in [*texts, *tables] if " " in text]


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_is_in_german_with_the_same_facts(module: str) -> None:
    for sentence in sentences(module):
        german = GERMAN.gettext(sentence)

        assert german != sentence, f"locales/de/LC_MESSAGES/files.po lacks: {sentence}"
        assert fields(german) == fields(sentence)


def fields(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
