"""What a definition says of a co-signature chain: its steps, in order, and how long each may take."""

from typing import Annotated, Literal

from pydantic import Field

from domain.asking.parts import MOST, Group, PersonId
from domain.condition import Condition
from domain.deadline import Deadline
from domain.part import Code, Level, Part, Words


class SignRule(Part):
    """One step: somebody signs. Who, is said as for a group of a review; `when` leaves it out where it does not hold.

    Steps that follow each other with the same `together` are asked at the same time.
    """

    id: Code
    title: Words
    role: Literal["office", "reviewer", "decider", "owner"] | None = None
    function: Code | None = None
    department: Code | None = None  # an id, or "of_theme"
    superior: bool = False  # of whoever signed before; of the submitter, where nobody did
    people: Annotated[tuple[PersonId, ...], Field(max_length=MOST)] = ()
    mailbox: PersonId | None = None
    when: Condition | None = None
    blocking: bool = True  # whether a refusal stops the chain; else it is an objection for the record
    together: Code | None = None
    deadline: Deadline | None = None  # None: the chain's
    assurance: Level | None = None  # likewise

    @property
    def group(self) -> Group:
        """The people it means, as a review would."""
        return Group.model_construct(
            id=self.id,
            title=self.title,
            role=self.role,
            function=self.function,
            department=self.department,
            superior=self.superior,
            people=self.people,
            mailbox=self.mailbox,
        )


class SignOffRules(Part):
    """The whole chain."""

    deadline: Deadline  # of every step that says none of its own
    assurance: Level = "L0"  # likewise
    required: bool = False  # whether every idea goes through it; else the office says so of each
    steps: Annotated[tuple[SignRule, ...], Field(min_length=1, max_length=30)]

    def step(self, step_id: str) -> SignRule | None:
        """The step with this id."""
        return next((s for s in self.steps if s.id == step_id), None)

    def deadline_of(self, step_id: str) -> Deadline:
        """How long this step may take; the chain's for one that the office put in."""
        step = self.step(step_id)
        return self.deadline if step is None or step.deadline is None else step.deadline

    def assurance_of(self, step_id: str) -> Level:
        """How sure it must be who signs this step; as the chain says for one that the office put in."""
        step = self.step(step_id)
        return self.assurance if step is None or step.assurance is None else step.assurance
