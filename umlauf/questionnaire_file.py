"""A questionnaire from its file: read, checked, and told in sentences what is wrong and what deserves a second look."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.checking import Finding
from domain.survey.checking import check_questionnaire, hints
from domain.survey.questionnaire import LANGUAGES, Questionnaire, missing_translations
from domain.survey.staff import check_staff
from kit.problems import Gettext
from kit.survey_findings import FINDINGS
from umlauf.checked_file import Checked, Kind, load_checked, read_checked, told


@dataclass(frozen=True, slots=True)
class LoadedQuestionnaire:
    """A questionnaire that works, and what deserves a second look as "file:line: sentence"."""

    questionnaire: Questionnaire
    hints: list[str]

    @property
    def complete(self) -> tuple[str, ...]:
        """The languages in which nothing is missing."""
        return tuple(one for one in LANGUAGES if not missing_translations(self.questionnaire, one))


@dataclass(frozen=True, slots=True)
class Asked:
    """How many people are asked, where that is known: few can be told apart by what they say of themselves."""

    invited: int | None = None
    smallest_unit: int | None = None


def load_questionnaire(path: Path, asked: Asked = Asked(), gettext: Gettext = str) -> LoadedQuestionnaire:
    """The questionnaire in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return _loaded(load_checked(path, KIND, gettext), str(path), asked, gettext)


def read_questionnaire(raw: bytes, file: str, asked: Asked = Asked(), gettext: Gettext = str) -> LoadedQuestionnaire:
    """The questionnaire in these bytes; `file` is what the problems call them."""
    return _loaded(read_checked(raw, file, KIND, gettext), file, asked, gettext)


def read_typed(raw: bytes, gettext: Gettext = str) -> LoadedQuestionnaire:
    """The questionnaire that somebody typed into a page; problems begin with ":line: "."""
    return read_questionnaire(raw, "", Asked(), gettext)


def _wrong(questionnaire: Questionnaire) -> list[Finding]:
    return [*check_questionnaire(questionnaire), *(f for f in check_staff(questionnaire, None) if not _outside(f))]


def _worth_a_look(questionnaire: Questionnaire, asked: Asked) -> Iterator[Finding]:
    yield from hints(questionnaire, asked.invited or asked.smallest_unit, asked.smallest_unit)
    yield from (f for f in check_staff(questionnaire, None) if _outside(f))


def _outside(finding: Finding) -> bool:
    """Whether no change of the file could help: an approval is recorded elsewhere."""
    return finding.code == "approval_missing"


KIND = Kind(Questionnaire, _wrong, FINDINGS)


def _loaded(checked: Checked[Questionnaire], file: str, asked: Asked, gettext: Gettext) -> LoadedQuestionnaire:
    found = _worth_a_look(checked.content, asked)
    return LoadedQuestionnaire(checked.content, told(found, FINDINGS, checked.lines, file, gettext))
