"""One chain of one case, and its steps. What was decided never changes, though it may be marked as taken back:
who is asked again gets another step."""

from dataclasses import dataclass
from datetime import datetime

from domain.words import SignResult, SignState, Via


@dataclass(frozen=True, slots=True)
class SignOff:
    """A chain that was begun, and where the idea goes once it is signed: to a person, or to a body."""

    id: str
    by: str
    at: datetime
    decider: str = ""
    body: str = ""
    outside_plan: bool = False  # spending over or outside the plan, as the office said
    ended_at: datetime | None = None
    result: SignResult | None = None


@dataclass(frozen=True, slots=True)
class SignStep:
    """One step: ahead, asked (once it has a task), or decided."""

    id: str
    sign_off: str
    place: int  # in the chain
    step: str = ""  # of the definition; "" for one that the office put in
    title: str = ""  # in the words of whoever put it in
    person: str = ""  # by name; once it is decided, whoever did
    together: str = ""
    blocking: bool = True
    again_of: str = ""  # the decided step that is asked once more
    task: str = ""
    state: SignState = SignState.AHEAD
    at: datetime | None = None
    via: Via | None = None
    text_version: int = 0  # what was signed
    remark: str = ""
    sent_to: str = ""  # the step it was sent back to
    stated_name: str = ""
    late: bool = False
    level: str = ""  # how sure it was who signed; "" where nobody kept it
    objection_until: datetime | None = None  # until when whoever was asked can take it back
    objected_at: datetime | None = None  # it was taken back: it stands here, and counts no more
    redacted_at: datetime | None = None  # its sentences were blanked

    @property
    def decided(self) -> bool:
        """Whether nothing can change it any more."""
        return self.state is not SignState.AHEAD
