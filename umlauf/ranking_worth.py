"""What ideas of a ranking file are worth in euros: net present value, and the rule of WiBe for what costs more."""

from collections.abc import Iterator, Mapping

from domain.ranking.worth import net_present_value, worth_doing
from kit.i18n import N_, Translator
from umlauf.ranking_file import IdeaPart, RankingFile

HEAD = N_("Worth in euros (net present value, by the rates of the file)")
SENTENCES: Mapping[str | None, str] = {
    "pays_off": N_("It pays off."),
    "worth_it_anyway": N_("It does not pay off, but its quality or its effects have more than 50 of 100 points."),
    "not_worth_it": N_(
        "It does not pay off, and neither its quality nor its effects are known to have more than 50 of 100 points."
    ),
    None: N_("A year to come has no rate, so it cannot be said."),
}
NO_FLOWS = N_("No cash flow is stated.")
UNDETERMINED = N_("not determined")


def worth(file: RankingFile, speech: Translator) -> Iterator[str]:
    """Lines of the report, the highest value first, what is not determined last; none where nobody states flows."""
    if not any(one.flows for one in file.ideas):
        return
    yield "\n" + speech.gettext(HEAD)
    values = {one.id: net_present_value(one.flows, file.rates) for one in file.ideas}
    known = sorted((one for one in file.ideas if values[one.id] is not None), key=lambda one: -(values[one.id] or 0))
    for one in [*known, *(one for one in file.ideas if values[one.id] is None)]:
        yield from _line(one, values[one.id], file.titles.get(one.id, one.id), speech)


def _line(idea: IdeaPart, value: float | None, title: str, speech: Translator) -> Iterator[str]:
    told = SENTENCES[worth_doing(value, idea.quality, idea.effects)] if idea.flows else NO_FLOWS
    if value is None:
        yield f"   –  {title}  {speech.gettext(UNDETERMINED)}: {speech.gettext(told)}"
    else:
        yield f"      {title}  {speech.money(round(value))}"
        yield f"          {speech.gettext(told)}"
