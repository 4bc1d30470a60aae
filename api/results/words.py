"""Questions, answers, parts and figures in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.survey.counting import number_classes
from domain.survey.figures import UNIT, Bar, Estimate, Part, Withheld
from domain.survey.intervals import Arrow, Interval
from domain.survey.parting import Place
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Choosing, Consent, Day, Likert, Number, Question, Ten
from kit.i18n import N_, Translator

HIDDEN = "—"
WITHHELD: Mapping[Withheld, str] = {
    Withheld.RUNNING: N_("The figures appear once the wave is closed and evaluated: until then nobody sees any."),
    Withheld.TOO_FEW: N_("Fewer than {least} people answered, so no figure is shown."),
    Withheld.NOT_YET: N_("No figures were made yet. They are made on request, and again when enough new answers came."),
}
ARROWS: Mapping[Arrow, str] = {
    Arrow.UP: N_("higher"),
    Arrow.DOWN: N_("lower"),
    Arrow.NONE: N_("no sure difference"),
}


@dataclass(frozen=True)
class Speaker:
    """One questionnaire's words in one language, and how numbers are written in it."""

    say: Translator
    form: Questionnaire
    places: Mapping[str, Place]

    @property
    def language(self) -> str:
        """Of the reader."""
        return self.say.language

    @property
    def units(self) -> dict[str | int, str]:
        """Names of units as they were then."""
        return {unit: place.title.in_(self.language) for unit, place in self.places.items()}

    def t(self, sentence: str) -> str:
        """The sentence in the reader's language."""
        return self.say.gettext(sentence)

    def bar(self, question: Question, bar: Bar) -> str:
        """What one line of a distribution stands for."""
        return answer_label(question, bar.key, self.say)

    def part(self, part: Part) -> str:
        """A part's name."""
        if part.whole:
            return self.t(N_("Everybody"))
        if part.split == UNIT:
            place = self.places.get(part.value)
            return place.title.in_(self.language) if place is not None else part.value
        question = self.form.question(part.split)
        if question is None:
            return part.value
        return f"{question.text.in_(self.language)} – {answer_label(question, part.value, self.say)}"

    def percent(self, share: float | None) -> str:
        """31 %, as this language writes it; nothing where it is undefined."""
        return HIDDEN if share is None else f"{self.say.number(share * 100, 0)}\u00a0%"

    def percents(self, interval: Interval | None) -> str:
        """26–37 %."""
        if interval is None:
            return HIDDEN
        low, high = (self.say.number(edge * 100, 0) for edge in (interval.low, interval.high))
        return f"{low}–{high}\u00a0%"

    def number(self, value: float, digits: int | None = None) -> str:
        """With a minus where it is below nought: a hyphen beside brackets is easily overlooked."""
        said = 0.0 if digits is not None and round(value, digits) == 0 else value
        return self.say.number(said, digits).replace("-", "\u2212")

    def value(self, estimate: Estimate | None, digits: int) -> str:
        """3.4 (2.9 to 3.9); the value alone where no interval is sure."""
        if estimate is None:
            return HIDDEN
        value = self.number(estimate.value, digits)
        if estimate.interval is None:
            return value
        low, high = (self.number(e, digits) for e in (estimate.interval.low, estimate.interval.high))
        return self.t(N_("{value} ({low} to {high})")).format(value=value, low=low, high=high)


def answer_label(question: Question, key: str, say: Translator) -> str:
    """One possible answer in words."""
    language = say.language
    if isinstance(question, Choosing):
        return next((option.text.in_(language) for option in question.options if option.key == key), key)
    if isinstance(question, Likert):
        step = int(key) - question.scale_from  # an earlier version may have had more
        return question.labels[step].in_(language) if 0 <= step < len(question.labels) else key
    if isinstance(question, Ten):
        ends = {"0": question.lowest, "10": question.highest}
        return f"{key} – {ends[key].in_(language)}" if key in ends else key
    if isinstance(question, Number):
        return _class_label(question, int(key), say)
    if isinstance(question, Consent):
        return say.gettext(N_("ticked"))
    if isinstance(question, Day):
        year, _, month = key.partition("-")
        return f"{month}/{year}" if month else year
    return key


def _class_label(question: Number, number: int, say: Translator) -> str:
    edges = number_classes(question)
    if number >= len(edges) - 1:
        return HIDDEN
    low, high = edges[number], edges[number + 1]
    if question.whole:
        last = high - 1
        return say.number(int(low)) if last <= low else f"{say.number(int(low))}–{say.number(int(last))}"
    words = N_("{low} to {high}") if number == len(edges) - 2 else N_("{low} to below {high}")
    return say.gettext(words).format(low=say.number(low), high=say.number(high))
