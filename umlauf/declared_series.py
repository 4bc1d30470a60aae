"""The series of rounds of a process definition, with the words of their scales from the catalogues."""

from domain.definition import ProcessDefinition, RoundSeries
from domain.rounds.ballots import Ask, RoundCriterion
from domain.rounds.declared import Declared, asked_by, declared
from kit import round_scales
from kit.i18n import Catalogues
from umlauf.wiring import ROOT


def declared_series(definition: ProcessDefinition, language: str) -> list[Declared]:
    """All of them; where a list has one title for everybody, it is in this language."""
    stage = definition.stages.prioritisation
    series = stage.series if stage is not None else ()
    catalogues = Catalogues(ROOT / "locales", default=language)
    return [declared(definition.id, one, _criteria(catalogues, definition, one), language) for one in series]


def _criteria(catalogues: Catalogues, definition: ProcessDefinition, one: RoundSeries) -> tuple[RoundCriterion, ...]:
    ask = Ask(one.asks)
    if ask is Ask.PAIRS:
        return ()
    if ask is not Ask.SCORES:
        return (round_scales.single(catalogues, ask),)
    asked = asked_by(one, definition.criteria)
    return tuple(round_scales.scaled(catalogues, criterion, scale) for criterion, scale in asked)
