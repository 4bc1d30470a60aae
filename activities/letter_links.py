"""What the one link in a mail opens, and until when; only the link's hash is kept."""

from datetime import datetime, timedelta

from contracts.mail import Opens
from domain.asking.back import clock_of
from domain.case import Advice, Assignment, Case
from domain.words import OF_SUBMITTER, AssignmentState, Role
from domain.world import Person
from kit.tokens import hash_token, new_token
from storage.links import Link

AFTER_DUE = timedelta(days=14)
WITHOUT_DUE = timedelta(days=90)
IDEA = timedelta(days=400)
CONFIRM = timedelta(days=7)
DESK = timedelta(days=14)
OBJECTION = timedelta(days=90)


class Links:
    """Addresses of this installation; the base comes from the settings, never from a request."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def of(
        self, opens: Opens, case: Case, person: Person, assignment_id: str, at: datetime
    ) -> tuple[str | None, Link | None]:
        """The address and what is kept of it. Whatever a definition says, nobody gets a link of somebody else."""
        assignment = case.assignment(assignment_id)
        task = case.task(assignment.task) if assignment is not None else None
        if task is not None and task.kind in OF_SUBMITTER:
            opens = Opens.IDEA  # the submitter replies and changes on the page of the idea
        if opens is Opens.TASK and assignment is not None:
            return self.to_task(case, assignment, at) if assignment.person == person.id else (None, None)
        advice = next((one for one in case.advice if one.id == assignment_id), None)
        if opens is Opens.TASK and advice is not None:
            return self.to_advice(case, advice, at) if advice.of == person.id else (None, None)
        if opens is Opens.IDEA and person.id == case.submitter:
            return self.to_idea(case, at)
        if opens is Opens.OBJECTION and assignment is not None and assignment.person == person.id:
            return self.to_object(case, assignment, at)
        if opens is Opens.NOTHING:
            return None, None
        if Role.OFFICE in person.roles:
            return f"{self.base_url}/office/ideas/{case.number}", None
        return (f"{self.base_url}/ideas/{case.number}" if case.public else None), None

    def to_task(self, case: Case, assignment: Assignment, at: datetime) -> tuple[str | None, Link | None]:
        """A link that acts, for an assignment that is still open."""
        task = clock_of(case, assignment)
        if task is None or assignment.state is not AssignmentState.OPEN:
            return None, None
        until = at + WITHOUT_DUE if task.due_at is None else max(task.due_at, at) + AFTER_DUE
        return self._minted(
            "task", at, until, case.id, assignment.person, assignment=assignment.id, version=assignment.text_version
        )

    def to_advice(self, case: Case, advice: Advice, at: datetime) -> tuple[str | None, Link | None]:
        """What a colleague asks, as long as they have their task and nothing was said."""
        asker = case.assignment(advice.assignment)
        if advice.given_at is not None or asker is None or asker.state is not AssignmentState.OPEN:
            return None, None
        return self._minted("advice", at, at + WITHOUT_DUE, case.id, advice.of, assignment=advice.id)

    def to_object(self, case: Case, assignment: Assignment, at: datetime) -> tuple[str, Link]:
        """Where whoever was asked says that it was not them."""
        version = assignment.text_version
        return self._minted(
            "objection", at, at + OBJECTION, case.id, assignment.person, assignment=assignment.id, version=version
        )

    def to_idea(self, case: Case, at: datetime) -> tuple[str, Link]:
        """The submitter's own page."""
        return self._minted("idea", at, at + IDEA, case.id, case.submitter, version=case.version)

    def to_confirm(self, submission_id: str, at: datetime) -> tuple[str, Link]:
        """The page that confirms an address."""
        return self._minted("confirm", at, at + CONFIRM, submission=submission_id)

    def to_desk(self, person_id: str, at: datetime) -> tuple[str, Link]:
        """All open tasks of one person."""
        return self._minted("desk", at, at + DESK, person=person_id)

    def _minted(
        self,
        purpose: str,
        at: datetime,
        until: datetime,
        case_id: str | None = None,
        person: str = "",
        *,
        assignment: str = "",
        submission: str | None = None,
        version: int = 0,
    ) -> tuple[str, Link]:
        token = new_token()
        link = Link(
            hash=hash_token(token),
            purpose=purpose,
            created_at=at,
            expires_at=until,
            case_id=case_id,
            assignment=assignment,
            person_id=person,
            submission_id=submission,
            text_version=version,
        )
        return f"{self.base_url}/a/{token}", link
