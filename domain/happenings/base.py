"""What every happening is made of: strict models, nothing coerced, nothing unknown, every length bounded."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from domain.words import Assurance, Via

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _clean(text: str) -> str:
    """Refuses control and direction-changing characters; line breaks and tabs may stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text) or _INVISIBLE.search(text):
        raise ValueError("control_characters")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("one_line")
    return text


def _bounded(longest: int, shortest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, strict=True, min_length=shortest, max_length=longest)


Line = Annotated[str, _bounded(200, 1), AfterValidator(_clean), AfterValidator(_one_line)]


ShortLine = Annotated[str, _bounded(200, 0), AfterValidator(_clean), AfterValidator(_one_line)]


Summary = Annotated[str, _bounded(500, 0), AfterValidator(_clean)]


LongText = Annotated[str, _bounded(10_000, 0), AfterValidator(_clean)]


Sentence = Annotated[str, _bounded(4_000, 1), AfterValidator(_clean)]


MaybeSentence = Annotated[str, _bounded(4_000, 0), AfterValidator(_clean)]


Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_:.-]{1,80}$")]


Number = Annotated[int, Field(strict=True, ge=0, le=10_000_000_000)]


class Model(BaseModel):
    """Strict, frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class HappeningBase(Model):
    """What every happening carries."""

    id: Id
    by: Id  # person id, "clock" or "post"
    via: Annotated[Via, Field(strict=False)]
    at: Annotated[AwareDatetime, Field(strict=False)]  # when it was received: the server's clock at commit


class Assured(HappeningBase):
    """An answer of somebody who was asked, and how sure it is that it is them."""

    level: Annotated[Assurance, Field(strict=False)] = Assurance.L0  # what was received before has none


class Held(HappeningBase):
    """What the office does of its own will; a limit refuses it, unless it says why it is to be done all the same."""

    above_limit: MaybeSentence = ""
