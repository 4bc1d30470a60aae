"""Languages: catalogues merged from .po files at start, and dates, numbers and money as people there write them.

The .po files are read directly; there are no compiled .mo files, so a sentence cannot be missing because
somebody forgot to compile.
"""

import gettext
import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, dates, negotiate_locale, numbers
from babel.messages import Catalog, Message, mofile, pofile

LANGUAGES = ("de", "en")
SOURCE_LANGUAGE = "en"  # English sentences are the ids, so English needs no catalogue
Width = Literal["full", "long", "medium", "short"]
DAYS_ONLY = 10**6  # a threshold no unit above days can reach


def N_(sentence: str) -> str:  # noqa: N802
    """Marks a sentence for translation where it stands; it is translated where it is shown.

    The name is the one that gettext tools look for.
    """
    return sentence


END_OF_DAY = N_("the end of {day}")  # stands behind "until"


class Translator:
    """One language: sentences, and the forms of dates and numbers."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self.catalogue = catalogue
        self.locale = Locale.parse(_regional(language))

    def gettext(self, sentence: str) -> str:
        """The sentence in this language, or itself where no translation is known."""
        return self.catalogue.gettext(sentence) if sentence else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the sentence for this count."""
        return self.catalogue.ngettext(one, many, count)

    def pgettext(self, context: str, sentence: str) -> str:
        """The sentence in this language, where one English word has several meanings."""
        return self.catalogue.pgettext(context, sentence)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        """The form of the sentence for this count and meaning."""
        return self.catalogue.npgettext(context, one, many, count)

    def date(self, day: date, width: Width = "long") -> str:
        """A calendar day, as in "3. März 2026". A datetime must go through `datetime`: its day needs a zone."""
        if isinstance(day, datetime):
            raise TypeError("A datetime has no day without a time zone: use datetime(moment, zone).")
        return _spelt_day(day, width, self.locale)

    def end(self, moment: datetime, zone: str) -> str:
        """Until when, behind "until": what ends with a day is not said to end at midnight of the next."""
        before = moment - timedelta(microseconds=1)
        first, last = moment.astimezone(ZoneInfo(zone)).date(), before.astimezone(ZoneInfo(zone)).date()
        if first == last:
            return self.datetime(moment, zone)
        return self.gettext(END_OF_DAY).format(day=self.date(last))

    def datetime(self, moment: datetime, zone: str, width: Width = "long") -> str:
        """An instant in local time, as in "3. März 2026, 14:05"."""
        if moment.tzinfo is None:
            raise ValueError("Only times with a zone can be shown.")
        local = moment.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date(), width)}, {dates.format_time(local, 'short', locale=self.locale)}"

    def number(self, value: int | float | Decimal, digits: int | None = None) -> str:
        """A number with this language's separators; with digits, exactly so many decimals."""
        if digits is None:
            return numbers.format_decimal(value, locale=self.locale)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return numbers.format_decimal(value, format=pattern, locale=self.locale)

    def money(self, euro: int | float | Decimal) -> str:
        """An amount in euro; whole euros without cents, for nobody knows a rough cost to the cent."""
        pattern = str(self.locale.currency_formats["standard"].pattern)
        if euro == int(euro):
            pattern = pattern.replace("0.00", "0")
        return numbers.format_currency(euro, "EUR", pattern, locale=self.locale, currency_digits=False)

    def relative_days(self, days: int) -> str:
        """Today, tomorrow, yesterday, or in so many days; counted in days however many there are."""
        near = {0: self.gettext("today"), 1: self.gettext("tomorrow"), -1: self.gettext("yesterday")}
        if days in near:
            return near[days]
        distance = timedelta(days=days)
        return dates.format_timedelta(
            distance, granularity="day", threshold=DAYS_ONLY, add_direction=True, locale=self.locale
        )


class Catalogues:
    """All languages of an installation, read once from locales/<language>/LC_MESSAGES/*.po."""

    def __init__(self, root: Path, default: str = "de", languages: Iterable[str] = LANGUAGES) -> None:
        self.root = root
        self.languages = tuple(languages)
        if default not in self.languages:
            raise ValueError(f"The default language {default!r} is none of {', '.join(self.languages)}.")
        self.default = default
        self._translators: dict[str, Translator] = {}

    def of(self, language: str | None) -> Translator:
        """The translator of this language, or of the default one if we do not speak it."""
        spoken = self.resolve(language)
        if spoken not in self._translators:
            self._translators[spoken] = Translator(spoken, _translations(self.areas(spoken), spoken))
        return self._translators[spoken]

    def resolve(self, language: str | None) -> str:
        """One of our languages for any language tag ("de-AT" is "de")."""
        primary = (language or "").replace("_", "-").partition("-")[0].lower()
        return primary if primary in self.languages else self.default

    def negotiate(self, accept_language: str | None) -> str:
        """The language for a browser's Accept-Language header."""
        wanted = [tag for _, tag in sorted(_weighted(accept_language or ""), key=lambda pair: -pair[0])]
        return negotiate_locale(wanted, self.languages, sep="-") or self.default

    def areas(self, language: str) -> list[Path]:
        """The .po files of a language, in a fixed order."""
        return sorted((self.root / language / "LC_MESSAGES").glob("*.po"))

    @cached_property
    def conflicts(self) -> list[str]:
        """Sentences that two areas of one language translate differently; the first area wins."""
        return [
            f"{language}: {sentence!r}"
            for language in self.languages
            for sentence in _conflicts([_read(path, language) for path in self.areas(language)])
        ]


def _translations(areas: list[Path], language: str) -> gettext.NullTranslations:
    if not areas:
        return gettext.NullTranslations()
    merged = Catalog(locale=language)
    for path in areas:
        for message in _sentences(_read(path, language)):
            merged[message.id] = message
    compiled = io.BytesIO()
    mofile.write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language, abort_invalid=True)


def _sentences(catalogue: Catalog) -> list[Message]:
    """What is translated for sure: no header, nothing empty, nothing a tool only guessed."""
    return [message for message in catalogue if message.id and message.string and not message.fuzzy]


def _conflicts(catalogues: list[Catalog]) -> list[str]:
    seen: dict[object, object] = {}
    found = []
    for message in (message for catalogue in catalogues for message in _sentences(catalogue)):
        key = (message.context, message.id)
        if seen.setdefault(key, message.string) != message.string:
            found.append(str(message.id))
    return found


def _regional(language: str) -> str:
    """English readers here are in Europe: day before month, 24 hours."""
    return "en_GB" if language == SOURCE_LANGUAGE else language


def _weighted(header: str) -> list[tuple[float, str]]:
    pairs = []
    for item in header.split(",")[:20]:
        tag, _, weight = item.strip().partition(";q=")
        try:
            pairs.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [(weight, tag) for weight, tag in pairs if tag and weight > 0]


@lru_cache(maxsize=1024)  # a page or a mail names the same few days again and again
def _spelt_day(day: date, width: Width, locale: Locale) -> str:
    return str(dates.format_date(day, width, locale=locale))
