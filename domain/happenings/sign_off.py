"""Co-signature: what a signer says, and what the office changes in a chain under way."""

from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import Assured, Held, Id, MaybeSentence, Sentence, ShortLine

Said = Literal["sign", "remark", "refuse", "send_back"]
Change = Literal["insert", "remove", "replace", "again", "stop"]


class Signed(Assured):
    """Somebody who is asked to sign does, or does not."""

    kind: Literal["signed"] = "signed"
    assignment: Id
    said: Said
    remark: MaybeSentence = ""
    to: Id | Literal[""] = ""  # the step it is sent back to
    again: bool = False  # whether those in between see it again
    stated_name: ShortLine = ""
    on_version: Annotated[int, Field(ge=1)]


class SignOffChanged(Held):
    """The office changes what is ahead: one step more or less, another person, somebody once more; or stops it all."""

    kind: Literal["sign_off_changed"] = "sign_off_changed"
    change: Change
    step: Id | Literal[""] = ""  # the step it is about; put in before it, "" at the end
    person: Id | Literal[""] = ""
    title: ShortLine = ""
    blocking: bool = True
    reason: Sentence
    tell: bool = False  # whoever was asked for the step reads why, behind the link they have
