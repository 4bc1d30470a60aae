"""What ideas of a ranking file are worth in euros: net present value, the rule of WiBe, and its nine fields."""

from collections.abc import Iterator, Mapping

from domain.ranking.nine_fields import NineFields, Placed, nine_fields
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
NINE_FIELDS = N_("WiBe’s nine fields (net present value against quality)")
SCALES = N_(
    "Thirds from {least} to {most}, and from {low} to {high} points: the ends are those of the {count} ideas compared. "
    "With other ideas a class can be another."
)
NO_SCALE = N_("No classes: it takes two ideas at least that differ both in value and in quality.")
FIELD = N_("{title}: value in the {value}, quality in the {quality}")
THIRDS = (N_("lower third"), N_("middle third"), N_("upper third"))
TURNED_BY = N_("It would not be in this class without any one of these: {names}.")
NOT_BOTH = N_("Its value or its quality is not known.")


def worth(file: RankingFile, speech: Translator) -> Iterator[str]:
    """Lines of the report, the highest value first, what is not determined last; none where nobody states flows."""
    if not any(one.flows for one in file.ideas):
        return
    yield "\n" + speech.gettext(HEAD)
    values = {one.id: net_present_value(one.flows, file.rates) for one in file.ideas}
    known = sorted((one for one in file.ideas if values[one.id] is not None), key=lambda one: -(values[one.id] or 0))
    for one in [*known, *(one for one in file.ideas if values[one.id] is None)]:
        yield from _line(one, values[one.id], file.titles.get(one.id, one.id), speech)
    if any(one.flows and one.quality is not None for one in file.ideas):
        yield from _fields(file, values, speech)


def _fields(file: RankingFile, values: Mapping[str, float | None], speech: Translator) -> Iterator[str]:
    yield "\n" + speech.gettext(NINE_FIELDS)
    both = {one.id: (values[one.id], one.quality) for one in file.ideas}
    points = {
        name: (value, points) for name, (value, points) in both.items() if value is not None and points is not None
    }
    found = nine_fields(points)
    if found is None:
        yield "  " + speech.gettext(NO_SCALE)
        return
    yield "  " + _scales(found, speech)
    for placed in found.placed:
        yield from _field(placed, file.titles, speech)
    for one in file.ideas:
        if one.id not in points:
            told = speech.gettext(NOT_BOTH)
            yield f"   –  {file.titles.get(one.id, one.id)}  {speech.gettext(UNDETERMINED)}: {told}"


def _scales(found: NineFields, speech: Translator) -> str:
    return speech.gettext(SCALES).format(
        least=speech.money(round(found.value.least)),
        most=speech.money(round(found.value.most)),
        low=speech.number(found.quality.least),
        high=speech.number(found.quality.most),
        count=speech.number(len(found.placed)),
    )


def _field(placed: Placed, titles: Mapping[str, str], speech: Translator) -> Iterator[str]:
    value, quality = (speech.gettext(THIRDS[third]) for third in (placed.value, placed.quality))
    told = speech.gettext(FIELD).format(title=titles.get(placed.idea, placed.idea), value=value, quality=quality)
    yield f"   {placed.letter}  {told}"
    if placed.turned_by:
        names = ", ".join(titles.get(name, name) for name in placed.turned_by)
        yield "          " + speech.gettext(TURNED_BY).format(names=names)


def _line(idea: IdeaPart, value: float | None, title: str, speech: Translator) -> Iterator[str]:
    told = SENTENCES[worth_doing(value, idea.quality, idea.effects)] if idea.flows else NO_FLOWS
    if value is None:
        yield f"   –  {title}  {speech.gettext(UNDETERMINED)}: {speech.gettext(told)}"
    else:
        yield f"      {title}  {speech.money(round(value))}"
        yield f"          {speech.gettext(told)}"
