"""Goals that are there already elsewhere, as goals of the tree: those of the process, and entries of a catalogue."""

from domain.definition import ProcessDefinition
from domain.goals.catalogue import Catalogue
from domain.goals.tree import Wanted

Found = list[tuple[str, Wanted]]
LONGEST = 200  # characters of a goal's title; processes and catalogues set no bound
CUT = "…"


def of_process(definition: ProcessDefinition) -> Found:
    """Each goal of the process under its id there, so that what submitters named is found again."""
    return [(g.id, _wanted(g.title.de, g.title.en, under=g.under or "")) for g in definition.goals]


def of_catalogue(catalogue: Catalogue) -> Found:
    """One goal with the catalogue's name, and each entry below it under the entry's id."""
    top = f"{catalogue.id}_all" if any(entry.id == catalogue.id for entry in catalogue.entries) else catalogue.id
    entries = [(entry.id, _wanted(entry.title.de, entry.title.en, under=top)) for entry in catalogue.entries]
    return [(top, _wanted(catalogue.title.de, catalogue.title.en)), *entries]


def was_cut(wanted: Wanted) -> bool:
    """Whether a title was too long for a goal: the office is told, and can word it anew."""
    return any(len(title) == LONGEST and title.endswith(CUT) for title in (wanted.title_de, wanted.title_en))


def _wanted(german: str, english: str, under: str = "") -> Wanted:
    return Wanted(_fitting(german), _fitting(english), under=under)


def _fitting(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - len(CUT)] + CUT
