"""What every piece of a definition is made of: strict and frozen, with ids and texts in both languages."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Level = Literal["L0", "L1", "L2"]  # how sure it must be who answers


class Part(BaseModel):
    """Any piece of a definition: strict, frozen, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Part):
    """One text in both languages."""

    de: str
    en: str

    def in_(self, language: str) -> str:
        """The text in this language, German where there is none."""
        return self.en if language == "en" else self.de
