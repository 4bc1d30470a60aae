"""A questionnaire from its file: read, checked, and told in sentences what is wrong and what deserves a second look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.checking import Finding
from domain.survey.checking import check_questionnaire, hints
from domain.survey.questionnaire import LANGUAGES, Questionnaire, missing_translations
from domain.survey.staff import check_staff
from kit.i18n import N_
from kit.problems import Gettext
from umlauf.checked_file import Checked, Kind, load_checked, read_checked, told

FINDINGS: Mapping[str, str] = {
    "text_missing": N_("This text is empty in both languages. Please write it under “de” and “en”."),
    "page_twice": N_("The page “{name}” is there twice. Please give one of them another id."),
    "key_twice": N_("The question “{name}” is there twice. Please give one of them another key."),
    "option_twice": N_("The option “{name}” is there twice in this question. Please give one of them another key."),
    "page_empty": N_("The page “{name}” has no questions. Please add one, or leave the page out."),
    "nothing_asked": N_("Nothing is asked, there are only texts to read. Please add a question."),
    "bounds_upside_down": N_("No answer to “{name}” lies within its bounds. Please let them end after they begin."),
    "more_than_there_are": N_("“{name}” has fewer options than “at_most” allows. Please lower it, or leave it out."),
    "question_unknown": N_("There is no question “{name}”. Please name one that is asked earlier."),
    "option_unknown": N_("The question “{name}” has no option “{option}”. Please name one that it has."),
    "operator_misfit": N_("Answers to “{name}” cannot be compared by “{operator}”. Please take an operator that fits."),
    "value_misfit": N_("No answer to “{name}” is like this value. Please give one that fits “{operator}”."),
    "branching_circle": N_("These are shown only after one another, in a circle: {names}. Please free one of them."),
    "condition_on_later": N_("“{name}” is asked only later. Please move it forward, or name an earlier question."),
    "never_shown": N_("No answers ever lead to “{name}”. Please change its “when” or its page's, or leave it out."),
    "staff_block_missing": N_("Staff must read “{block}” before they answer. Please write it under “notice”."),
    "approval_missing": N_("Have this wording approved, by the staff council for example, before staff are asked."),
    "approval_of_other_wording": N_("{body} approved another wording on {on}. Please have this one approved."),
    "translation_missing": N_("“{language}” is missing: its readers see the other language. Please translate."),
    "condition_on_same_page": N_(
        "“{name}” is on the same page, so this takes effect only once the page is sent. Better ask it a page earlier."
    ),
    "identifiable": N_(
        "Answers to {names} tell {cells} kinds of people apart. With {least} people of each kind more than {people}"
        " would be needed: please ask for less, or more coarsely."
    ),
    "identifiable_freely": N_(
        "Answers to {names} can give away any of the {people} people. Please offer options, or leave out what says"
        " something of the person."
    ),
}


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
