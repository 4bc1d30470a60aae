"""What pages of the portfolio share: amounts as people write them, where a page stands, and what was refused."""

import re
from collections.abc import Mapping

from api.errors import FieldError
from api.forms import Form
from api.office.door import Desk
from api.office.surveys.common import Shown
from domain.planning.quarters import Quarter
from kit.i18n import N_

ROOT = "/office/portfolio"
MOST = 1_000_000_000  # euros, days
_AMOUNT = re.compile(r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+")
_PERCENT = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?")
_UNIT = re.compile(r"\s*(?:€|EUR)$")


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under the portfolio."""
    return [{"label": desk.t(N_("Portfolio")), "url": ROOT}, *({"label": label, "url": url} for label, url in more)]


def amount(form: Form, name: str, wrong: list[FieldError]) -> int | None:
    """A whole amount as people write it, 12.000 € or 12000; None where nothing is written, or what is wrong."""
    text = _UNIT.sub("", form.one(name))
    if not text:
        return None
    if text[0] in "-−" and _AMOUNT.fullmatch(text[1:].strip()):
        wrong.append(FieldError(name, "planning.negative"))
    elif not _AMOUNT.fullmatch(text) or (value := int(re.sub(r"\D", "", text))) > MOST:
        wrong.append(FieldError(name, "planning.amount"))
    else:
        return value
    return None


def percent(form: Form, name: str, wrong: list[FieldError]) -> int | None:
    """A rate as people write it, 2,5 % or 2.5, in hundredths; None where nothing is written, or what is wrong."""
    text = form.one(name).removesuffix("%").strip()
    if not text:
        return None
    if not (said := _PERCENT.fullmatch(text)):
        wrong.append(FieldError(name, "planning.interest"))
        return None
    return int(said[1]) * 100 + int((said[2] or "").ljust(2, "0"))


def written(interest: int) -> str:
    """A rate as `percent` reads it, as short as it can be."""
    whole, rest = divmod(interest, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)


def quarter(desk: Desk, one: Quarter) -> str:
    """A quarter as people say it."""
    return desk.t(N_("quarter {number} of {year}")).format(number=one.number, year=one.year)


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs, one line for each thing that has a name."""
    names = dict.fromkeys([*before, *after])
    return [f"{n}: {before.get(n, '–')} → {after.get(n, '–')}" for n in names if before.get(n) != after.get(n)]
