"""The example city, played through the real engine: every step of its script is a happening like any other."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from contracts.messenger import Letter, Messenger
from domain.case import Case
from domain.happenings import HAPPENING, PromiseIn, Submitted, TakenOver
from domain.telling import office_of
from domain.words import AssignmentState, CommitmentState, Role, Source, TaskKind, Via
from storage import inbox, mapping, people, processes
from storage.engine import Database
from umlauf import example_acts as acts
from umlauf.definition_file import load_definition
from umlauf.errors import Impossible
from umlauf.example_files import read_projects, read_scripts
from umlauf.messenger import TemporalMessenger
from umlauf.people_file import read_people
from umlauf.settings import Settings
from umlauf.temporal import connect
from umlauf.upkeep import import_people, publish
from umlauf.wiring import ROOT

FOLDER = ROOT / "examples" / "norderstedt"


async def load_example(settings: Settings, folder: Path = FOLDER) -> int:
    """Loads the example into an empty database; how many cases it made, 0 when there was something already."""
    db = Database(settings.database_url)
    try:
        async with db.read() as session:
            if await people.somebody(session):
                return 0
        loaded = load_definition(folder / "process.yaml")
        await publish(settings, loaded)
        await import_people(settings, folder / "people.yaml")
        addresses = [p.email for p in read_people(folder / "people.yaml", loaded.definition)]
        player = await Player.of(db, TemporalMessenger(await connect("example"), db), addresses)
        projects = read_projects(folder / "projects.yaml", loaded.definition, addresses)
        scripts = read_scripts(folder / "ideas.yaml", loaded.definition, addresses)
        for project in projects:
            await player.take_over(project)
        for script in scripts:
            await player.play(script)
        return len(projects) + len(scripts)
    finally:
        await db.close()


class Player:
    """Acts a script: finds who is asked, and says for them what the script says."""

    def __init__(self, db: Database, messenger: Messenger, ids: dict[str, str], office: str, process: str) -> None:
        self.db, self.messenger, self.ids, self.office, self.process = db, messenger, ids, office, process

    @classmethod
    async def of(cls, db: Database, messenger: Messenger, addresses: list[str]) -> "Player":
        """A player who knows the people of these addresses."""
        async with db.read() as session:
            ids = {address: await people.owner_of(session, address) or "" for address in addresses}
            holding = await people.holding(session, Role.OFFICE)
            process = await processes.current_hash(session) or ""
        clerks = [p for p in holding if p not in office_of(holding)] or list(holding)
        return cls(db, messenger, ids, clerks[0].id, process)

    async def take_over(self, project: acts.Project) -> None:
        """One project that exists already."""
        promises = tuple(self._promise(p) for p in project.promises)
        await self._begin(
            self.office,
            Source.TAKEOVER,
            TakenOver,
            via=Via.OFFICE,
            text=project.text,
            project=project.state,
            promises=promises,
            public=project.public,
            public_reason=project.public_reason,
        )

    async def play(self, script: acts.ScriptedIdea) -> None:
        """One idea and everything that happens to it."""
        submitter = self.ids[script.submitter]
        case_id = await self._begin(
            submitter, Source.FORM, Submitted, via=Via.LINK, text=script.text, named=script.named
        )
        for act in script.then:
            async with self.db.read() as session:
                case = await mapping.load_case(session, case_id, lock=False)
            assert case is not None
            await self._happen(case_id, self._said(act, case))

    async def _begin(self, by: str, source: Source, kind: type[Any], **content: Any) -> str:
        case_id, now = uuid4().hex, datetime.now(UTC)
        async with self.db.write() as session:
            await inbox.open_case(
                session, case_id, process=self.process, submitter=by, source=source, at=now, year=now.year
            )
            letter = await inbox.put(session, case_id, kind(id=uuid4().hex, by=by, at=now, **content))
        await self._deliver(letter)
        return case_id

    async def _happen(self, case_id: str, content: dict[str, Any]) -> None:
        happening = HAPPENING.validate_python({"id": uuid4().hex, "at": datetime.now(UTC), **content})
        async with self.db.write() as session:
            letter = await inbox.put(session, case_id, happening)
        await self._deliver(letter)

    async def _deliver(self, letter: Letter) -> None:
        for _ in range(6):  # the worker may still be starting
            verdict = await self.messenger.bring(letter)
            if verdict == "done":
                return
            if verdict is not None:
                raise Impossible(f"The example does not fit the rules: {letter.kind} was answered with {verdict}.")
            letter = Letter(letter.inbox_id, letter.case_id, letter.kind, letter.attempts + 1)
        raise Impossible("The worker does not answer. Look at var/logs/worker.log.")

    def _said(self, act: acts.Act, case: Case) -> dict[str, Any]:
        """The happening an act stands for, said by whoever is asked."""
        make = _SAYS[type(act)]
        return dict(make(self, act, case))

    def _by_office(self, kind: str, **content: Any) -> dict[str, Any]:
        return {"kind": kind, "by": self.office, "via": Via.OFFICE, **content}

    def _by_asked(self, kind: str, case: Case, task: TaskKind, **content: Any) -> dict[str, Any]:
        tasks = {t.id for t in case.open_tasks(task)}
        asked = next(a for a in case.assignments if a.task in tasks and a.state is AssignmentState.OPEN)
        return {"kind": kind, "by": asked.person, "via": Via.LINK, "assignment": asked.id, **content}

    def _promise(self, promise: acts.ScriptedPromise) -> PromiseIn:
        due = _today() + timedelta(days=promise.due_in_days)
        return PromiseIn(text=promise.text, owner=self.ids[promise.owner], due_on=due)

    def accept(self, act: acts.Accept, case: Case) -> dict[str, Any]:
        return self._by_office("accepted", public=act.public)

    def ask(self, act: acts.Ask, case: Case) -> dict[str, Any]:
        return self._by_office("question_asked", question=act.question)

    def reply(self, act: acts.Reply, case: Case) -> dict[str, Any]:
        question = next(q for q in case.questions if q.replied_at is None)
        return {"kind": "replied", "by": case.submitter, "via": Via.LINK, "question": question.id, "reply": act.reply}

    def answer(self, act: acts.GiveAnswer, case: Case) -> dict[str, Any]:
        said = {"verdict": act.verdict, "scores": dict(act.scores), "reason": act.reason, "on_version": case.version}
        return self._by_asked("answered", case, TaskKind.REVIEW, **said)

    def review_again(self, act: acts.ReviewAgain, case: Case) -> dict[str, Any]:
        return self._by_office("reviewed_again")

    def put_forward(self, act: acts.Forward, case: Case) -> dict[str, Any]:
        decider = self.ids[act.decider] if act.decider else ""
        return self._by_office("put_forward", decider=decider, body=act.body)

    def defer(self, act: acts.Defer, case: Case) -> dict[str, Any]:
        until = _today() + timedelta(days=act.for_days)
        reasons = {"public_reason": act.public_reason, "internal_reason": act.internal_reason}
        return self._by_office("deferred", until=until, **reasons)

    def decide(self, act: acts.Decide, case: Case) -> dict[str, Any]:
        said = {"outcome": act.outcome, "public_reason": act.public_reason, "internal_reason": act.internal_reason}
        if not act.body:
            return self._by_asked("decided", case, TaskKind.DECIDE, **said)
        votes = {"votes_for": act.votes_for, "votes_against": act.votes_against, "body_number": act.body_number}
        day = _today() - timedelta(days=act.body_days_ago)
        return self._by_office("decided", body=act.body, body_date=day, **votes, **said)

    def decline(self, act: acts.Decline, case: Case) -> dict[str, Any]:
        reasons = {"public_reason": act.public_reason, "internal_reason": act.internal_reason}
        return self._by_office("declined", **reasons)

    def withdraw(self, act: acts.Withdraw, case: Case) -> dict[str, Any]:
        return {"kind": "withdrawn", "by": case.submitter, "via": Via.LINK, "reason": act.reason}

    def promise(self, act: acts.Promise, case: Case) -> dict[str, Any]:
        return self._by_office("promised", promise=self._promise(act).model_dump())

    def settle(self, act: acts.Settle, case: Case) -> dict[str, Any]:
        commitment = next(c for c in case.commitments if c.state is CommitmentState.OPEN)
        due = _today() + timedelta(days=act.new_due_in_days) if act.new_due_in_days else None
        said = {"answer": act.answer, "reason": act.reason, "new_due_on": due}
        return {"kind": "settled", "by": commitment.owner, "via": Via.LINK, "commitment": commitment.id, **said}


_SAYS: dict[type[Any], Any] = {
    acts.Accept: Player.accept,
    acts.Ask: Player.ask,
    acts.Reply: Player.reply,
    acts.GiveAnswer: Player.answer,
    acts.ReviewAgain: Player.review_again,
    acts.Forward: Player.put_forward,
    acts.Defer: Player.defer,
    acts.Decide: Player.decide,
    acts.Decline: Player.decline,
    acts.Withdraw: Player.withdraw,
    acts.Promise: Player.promise,
    acts.Settle: Player.settle,
}


def _today() -> date:
    return datetime.now(UTC).date()
