"""Figures in the text format of Prometheus: name, what it means, and its values by label."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """One metric; `values` are by the value of its only label, or stand under "" where it has none."""

    name: str
    meaning: str
    values: Mapping[str, float] = field(default_factory=dict)
    label: str = ""
    kind: Literal["gauge", "counter"] = "gauge"


def exposed(figures: Iterable[Figure]) -> str:
    """What a scraper reads; a figure without a value is left out, since none is not nought."""
    return "".join(line + "\n" for figure in figures if figure.values for line in _lines(figure))


def _lines(figure: Figure) -> Iterable[str]:
    yield f"# HELP {figure.name} {_escaped(figure.meaning)}"
    yield f"# TYPE {figure.name} {figure.kind}"
    for value in sorted(figure.values):
        quoted = _escaped(value).replace('"', '\\"')
        label = f'{{{figure.label}="{quoted}"}}' if figure.label else ""
        yield f"{figure.name}{label} {figure.values[value]:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")
