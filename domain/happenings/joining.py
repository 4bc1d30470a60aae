"""Ideas that go on in one another, or become two."""

from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import HappeningBase, Id, Sentence
from domain.words import EventKind


class Merged(HappeningBase):
    """The office merges the idea into another one that is the same."""

    kind: Literal["merged"] = "merged"
    into: Id  # the idea it goes on in, by number or id
    public_reason: Sentence


class TookIn(HappeningBase):
    """Another idea goes on in this one from now on; its own step brings it."""

    kind: Literal["took_in"] = "took_in"
    case: Id
    number: Id


class Parted(HappeningBase):
    """The office takes a merged idea out again: it goes on where it was."""

    kind: Literal["parted"] = "parted"
    public_reason: Sentence


class LetGo(HappeningBase):
    """Another idea goes its own way again; its own step brings it."""

    kind: Literal["let_go"] = "let_go"
    case: Id


class Heard(HappeningBase):
    """There is news of the idea that this one goes on in; that one's step brings it."""

    kind: Literal["heard"] = "heard"
    of: Id  # number of that idea
    news: Annotated[EventKind, Field(strict=False)]


class Split(HappeningBase):
    """The office makes an idea of its own out of a part of this one."""

    kind: Literal["split"] = "split"
    part: Id  # the new case
    number: Id
    public_reason: Sentence
