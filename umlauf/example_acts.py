"""What an example says happens to an idea or a project: played through the real rules; dates count from today."""

from typing import Annotated, Literal

from pydantic import Field

from domain.happenings import BenefitIn, IdeaText
from domain.happenings.base import Id, Line, LongText, MaybeSentence, Model, Number, Sentence, Summary
from domain.words import CommitmentAnswer, Outcome, ProjectState, Verdict

Days = Annotated[int, Field(ge=1, le=4000)]


class ExampleText(Model):
    """What every idea and project says of itself."""

    title: Line
    summary: Summary = ""
    description: LongText = ""
    benefits: tuple[BenefitIn, ...] = ()
    theme: str = ""
    level: str = ""
    goals: tuple[str, ...] = ()
    cost: Number | None = None
    effort: Number | None = None

    @property
    def text(self) -> IdeaText:
        """What the case will say."""
        return IdeaText(**{name: getattr(self, name) for name in IdeaText.model_fields})


class ScriptedPromise(Model):
    """A promise; `owner` is an address."""

    text: Sentence
    owner: str
    due_in_days: Days


class Project(ExampleText):
    """A project that exists already."""

    state: ProjectState
    public: bool = True
    public_reason: MaybeSentence = ""
    promises: tuple[ScriptedPromise, ...] = ()


class Accept(Model):
    """The office accepts."""

    do: Literal["accept"]
    public: bool


class Ask(Model):
    """The office asks the submitter."""

    do: Literal["ask"]
    question: Sentence


class Reply(Model):
    """The submitter replies to the question that is open."""

    do: Literal["reply"]
    reply: Sentence


class GiveAnswer(Model):
    """One of those who are asked answers; which of them does not matter."""

    do: Literal["answer"]
    verdict: Verdict
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""


class ReviewAgain(Model):
    """The office sends the idea back to the reviewers."""

    do: Literal["review_again"]


class Forward(Model):
    """The office puts the idea forward to a person (an address) or a body."""

    do: Literal["put_forward"]
    decider: str = ""
    body: str = ""


class Defer(Model):
    """Not now."""

    do: Literal["defer"]
    for_days: Days
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Decide(Model):
    """The decider decides, or the office records what the body decided."""

    do: Literal["decide"]
    outcome: Literal[Outcome.ACCEPTED, Outcome.REJECTED]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    body: str = ""
    body_days_ago: Annotated[int, Field(ge=0, le=4000)] = 0
    body_number: str = ""
    votes_for: Number | None = None
    votes_against: Number | None = None


class Decline(Model):
    """The office declines."""

    do: Literal["decline"]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Withdraw(Model):
    """The submitter takes it back."""

    do: Literal["withdraw"]
    reason: MaybeSentence = ""


class Promise(ScriptedPromise):
    """The office records a promise."""

    do: Literal["promise"]


class Settle(Model):
    """The owner of the first open promise says what became of it."""

    do: Literal["settle"]
    answer: CommitmentAnswer
    reason: MaybeSentence = ""
    new_due_in_days: Days | None = None


Act = Accept | Ask | Reply | GiveAnswer | ReviewAgain | Forward | Defer | Decide | Decline | Withdraw | Promise | Settle


class ScriptedIdea(ExampleText):
    """An idea and what happens to it."""

    submitter: str
    named: bool = False
    then: tuple[Annotated[Act, Field(discriminator="do")], ...] = ()
