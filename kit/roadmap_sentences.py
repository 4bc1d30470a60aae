"""Why a measure starts no earlier or has no place, as sentences; the office's page and the command say the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.planning.quarters import Quarter
from domain.roadmap.schedule import Bar, Cause, Hold, Lack, Left
from kit.i18n import N_, Translator

QUARTER = N_("quarter {number} of {year}")
QUOTED = N_("“{name}”")
HOLDS: Mapping[Cause, str] = {
    Cause.RUNNING: N_("It runs already, since {quarter}."),
    Cause.FIRST: N_("It starts in the first quarter that is planned."),
    Cause.EARLIEST: N_("It may not begin before {quarter}."),
    Cause.WAITS: N_("It waits for {names}."),
    Cause.CAPACITY: N_(
        "“{role}” has too few days left in {quarter}: it takes {needed}, and {left} are left. Used by {names}."
    ),
}
TOO_LITTLE = N_("“{role}” has too few days in {quarter}: it takes {needed}, and {left} are there.")
LACKS: Mapping[Lack, str] = {
    Lack.LENGTH: N_("Nobody has said how long it takes. Enter its length in quarters under “Planning facts”."),
    Lack.CIRCLE: N_("It waits for itself: {names}. Take one of these dependencies out."),
    Lack.OUTSIDE: N_("It needs {names}, which is neither planned here nor done. Decide on that first."),
    Lack.NOT_PLACED: N_("It needs {names}, which has no place itself."),
    Lack.TOO_MUCH: N_(
        "It takes {needed} days of “{role}” in each quarter, and no quarter has more than {most}. Spread it over more"
        " quarters, or raise the capacity."
    ),
    Lack.HORIZON: N_(
        "It does not fit into the quarters that are planned: “{role}” has too few days left, last in {quarter}. Plan"
        " more quarters, or raise the capacity."
    ),
}
TOO_LONG = N_("It would end after {quarter}, the last quarter that is planned. Plan more quarters.")


@dataclass(frozen=True, slots=True)
class RoadmapSpeech:
    """Sentences for one reader; measures and roles by their titles, where there are any."""

    say: Translator
    measures: Mapping[str, str]
    roles: Mapping[str, str]

    def quarter(self, one: Quarter | None) -> str:
        """As people say it; a dash for none."""
        return "–" if one is None else self.say.gettext(QUARTER).format(number=one.number, year=one.year)

    def days(self, days: Fraction | int) -> str:
        """Person days, to a tenth."""
        return self.say.number(round(float(days), 1))

    def name(self, measure: str) -> str:
        """A measure by its title."""
        return self.measures.get(measure, measure)

    def quoted(self, measure: str) -> str:
        """The same in quotation marks."""
        return self.say.gettext(QUOTED).format(name=self.name(measure))

    def why(self, bar: Bar) -> str:
        """Everything that holds a measure."""
        return " ".join(self.hold(one) for one in bar.holds)

    def hold(self, hold: Hold) -> str:
        """One thing that does."""
        sentence = TOO_LITTLE if hold.cause is Cause.CAPACITY and not hold.by else HOLDS[hold.cause]
        return self.say.gettext(sentence).format(
            quarter=self.quarter(hold.quarter),
            names=", ".join(map(self.quoted, hold.by)),
            role=self.roles.get(hold.role, hold.role),
            needed=self.days(hold.needed),
            left=self.days(hold.left),
        )

    def lack(self, left: Left) -> str:
        """Why a measure has no place, and what to do."""
        sentence = TOO_LONG if left.lack is Lack.HORIZON and not left.role else LACKS[left.lack]
        return self.say.gettext(sentence).format(
            names=" → ".join(map(self.quoted, left.names)),
            role=self.roles.get(left.role, left.role),
            needed=self.days(left.needed),
            most=self.say.number(left.most),
            quarter=self.quarter(left.quarter),
        )
