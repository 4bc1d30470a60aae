"""Catalogues and blueprints from their files: read, checked, and told in sentences with file and line what is wrong."""

from collections.abc import Mapping
from pathlib import Path

from domain.canvas.blueprint import Blueprint, check_blueprint
from domain.goals.catalogue import Catalogue, check_catalogue
from kit.i18n import N_
from kit.problems import Gettext
from umlauf.checked_file import Kind, load_checked

FINDINGS: Mapping[str, str] = {
    "entry_twice": N_("The entry “{name}” is there twice. Please give one of them another id."),
    "box_twice": N_("The box “{name}” is there twice. Please give one of them another id."),
    "box_off_sheet": N_("The box “{name}” reaches over the edge of the sheet: {columns} columns and {rows} rows."),
    "boxes_overlap": N_("The box “{name}” lies over the box “{other}”. Please move or shrink one of them."),
    "boxes_missing": N_("There are no boxes to fill in. Please add one under “boxes”."),
    "boxes_of_a_story_map": N_("A story map has no boxes. Please leave them out, or make its shape “boxes”."),
    "releases_missing": N_("A story map needs at least one release. Please name it under “releases”."),
    "releases_of_boxes": N_("Only a story map has releases. Please leave them out, or make its shape “story_map”."),
}
CATALOGUE = Kind(Catalogue, check_catalogue, FINDINGS)
BLUEPRINT = Kind(Blueprint, check_blueprint, FINDINGS)


def load_catalogue(path: Path, gettext: Gettext = str) -> Catalogue:
    """The catalogue in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return load_checked(path, CATALOGUE, gettext).content


def load_blueprint(path: Path, gettext: Gettext = str) -> Blueprint:
    """The blueprint in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return load_checked(path, BLUEPRINT, gettext).content
