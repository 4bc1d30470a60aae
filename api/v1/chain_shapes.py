"""What the API takes and gives of a co-signature chain, for the office's token."""

from datetime import datetime
from typing import Literal

from api.v1.shapes import Out, _example
from domain.happenings.base import Id, MaybeSentence, Model, Sentence, ShortLine
from domain.happenings.sign_off import Change
from domain.words import SignResult, SignState


class ChainChangeIn(Model):
    """One change to a chain under way. `insert` needs `title`, `person` and `blocking`, before `step` or at the end;
    `replace` needs `step`, `person` and `blocking`; `remove` and `again` (back to somebody who signed) need `step`;
    `stop` ends it. With `tell`, whoever has the step reads the reason too.
    """

    model_config = _example(
        change="insert",
        step="",
        person="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55",
        title="Rechtsamt",
        blocking=True,
        reason="Die Satzung ist berührt.",
    )
    change: Change
    step: Id | Literal[""] = ""
    person: Id | Literal[""] = ""
    title: ShortLine = ""
    blocking: bool | None = None
    reason: Sentence
    tell: bool = False
    above_limit: MaybeSentence = ""


class ChainStepOut(Out):
    """One step; `person` is whoever is asked, is named, or has spoken, and null where that is open."""

    step: str
    title: str
    person: str | None
    name: str
    in_place_of: str | None
    state: SignState
    asked_now: bool
    blocking: bool
    again: bool  # somebody who signed is asked once more
    at: datetime | None
    remark: str
    on_version: int | None  # of the text that was signed
    late: bool
    sent_back_to: str | None  # a step


class ChainOut(Out):
    """The chain under way, or the last one; `changeable` says whether it is under way."""

    number: str
    since: datetime
    outside_plan: bool
    result: SignResult | None
    changeable: bool
    decider: str | None
    body: str | None
    steps: list[ChainStepOut]
