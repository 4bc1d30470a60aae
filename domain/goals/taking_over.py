"""Goals that are there already elsewhere, as goals of the tree: those of the process, and entries of a catalogue."""

from domain.definition import ProcessDefinition
from domain.goals.catalogue import Catalogue
from domain.goals.tree import Wanted

Found = list[tuple[str, Wanted]]


def of_process(definition: ProcessDefinition) -> Found:
    """Each goal of the process under its id there, so that what submitters named is found again."""
    return [(g.id, Wanted(g.title.de, g.title.en, under=g.under or "")) for g in definition.goals]


def of_catalogue(catalogue: Catalogue) -> Found:
    """One goal with the catalogue's name, and each entry below it under the entry's id."""
    top = f"{catalogue.id}_all" if any(entry.id == catalogue.id for entry in catalogue.entries) else catalogue.id
    entries = [(entry.id, Wanted(entry.title.de, entry.title.en, under=top)) for entry in catalogue.entries]
    return [(top, Wanted(catalogue.title.de, catalogue.title.en)), *entries]
