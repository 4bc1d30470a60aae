"""Ideas for tests, told in the words of the product: `an_idea().submitted().accepted().answered("ana")`."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import yaml

from domain.absence import Absence
from domain.advance import advance
from domain.case import Assignment, Case, Commitment, Task
from domain.deferral.beside import Beside
from domain.definition import ProcessDefinition
from domain.happenings import HAPPENING, Happening
from domain.limits import NO_LIMITS, Limits, Taken
from domain.step import Event, Notice, Step
from domain.words import Source, TaskKind
from domain.world import ClosedDays, Person, StandIn, World

EXAMPLE = Path(__file__).parent.parent / "examples" / "norderstedt" / "process.yaml"
TITLE = "<script>alert('Ampel')</script> Grüne Welle für Räder"
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Norderstedt

# Schleswig-Holstein, besides weekends.
CLOSED = frozenset(
    date.fromisoformat(day)
    for day in """
    2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03 2026-10-31 2026-12-25 2026-12-26
    2027-01-01 2027-03-26 2027-03-29 2027-05-01 2027-05-06 2027-05-17 2027-10-03 2027-10-31 2027-12-25 2027-12-26
    2028-01-01 2028-04-14 2028-04-17 2028-05-01 2028-05-25 2028-06-05 2028-10-03 2028-10-31 2028-12-25 2028-12-26
    """.split()
)
STEPS = ("none", "rather_small", "rather_large", "very_large")  # answers to a question about the benefit
CLOSED_DAYS = ClosedDays("SH-test", CLOSED, 2028)


def a_person(person_id: str, *roles: str, department: str = "", **fields: Any) -> Person:
    """Somebody, called as their id."""
    name = fields.pop("name", person_id.title())
    return Person(person_id, name, department=department, roles=frozenset(roles), **fields)


PEOPLE: Mapping[str, Person] = {
    p.id: p
    for p in (
        a_person("sina"),  # submits
        a_person("olga", "office", department="digital"),
        a_person("ana", "reviewer", department="mobility"),
        a_person("ben", "reviewer", department="central"),
        a_person("cem", "reviewer", department="planning"),
        a_person("dirk", "decider", department="leadership"),
        a_person("dana", "decider", department="central"),
        a_person("ole", "owner", department="mobility"),
        a_person("ora", "owner", department="central"),
        a_person("gone", "reviewer", "decider", "owner", "office", active=False),
        a_person("box", "reviewer", "decider", department="schools", shared=True),
        a_person("nina"),  # knows nobody
    )
}


def a_definition(**stages: Any) -> ProcessDefinition:
    """The example's rules; `stages` changes parts of stages or, with None, leaves a stage out."""
    data = deepcopy(_EXAMPLE)
    for name, changed in stages.items():
        if changed is None:
            _leave_out(data["stages"], name)
        else:
            data["stages"][name] |= changed
    return ProcessDefinition.from_text(json.dumps(data))


def with_objection(definition: ProcessDefinition, **length: int) -> ProcessDefinition:
    """The same rules, with a time in which an answer can be taken back."""
    data = json.loads(definition.text) | {"objection": length}
    return ProcessDefinition.from_text(json.dumps(data))


def _leave_out(stages: dict[str, Any], name: str) -> None:
    gone = stages.pop(name)
    for stage in stages.values():
        if stage.get("then") == name:
            stage["then"] = gone["then"]


_EXAMPLE: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
DEFINITION = a_definition()


def a_text(**fields: Any) -> dict[str, Any]:
    """What a submitter writes, with a benefit and a theme."""
    return {
        "title": TITLE,
        "summary": "<script>kurz</script>",
        "benefits": [{"group": "Radfahrende", "how": "Weniger Halte"}],
        "theme": "mobility",
        "level": "city",
        "goals": ["sustainability"],
    } | fields


def a_happening(kind: str, by: str, via: str, at: datetime, happening_id: str, **fields: Any) -> Happening:
    """A happening as it comes out of the inbox."""
    return HAPPENING.validate_python({"kind": kind, "id": happening_id, "by": by, "via": via, "at": at, **fields})


class AnIdea:
    """One case with all that has happened to it; each word is one happening, a minute after the one before."""

    def __init__(self, definition: ProcessDefinition, people: Mapping[str, Person], now: datetime) -> None:
        self.definition, self.people, self.now = definition, dict(people), now
        self.load: dict[str, int] = {}
        self.last_asked: dict[str, datetime] = {}
        self.audiences: dict[str, frozenset[str]] = {}
        self.absences: dict[str, tuple[Absence, ...]] = {}
        self.deputies: dict[str, tuple[StandIn, ...]] = {}
        self.beside = Beside()
        self.limits, self.places = NO_LIMITS, Taken()
        self.case = Case("case1", "2026-0042", definition.content_hash, "sina", Source.FORM, now, now)
        self.steps: list[Step] = []
        self.taken: list[tuple[Case, Happening, World]] = []  # what each step was taken from
        self._happened = 0

    # What is known of it

    @property
    def world(self) -> World:
        return World(
            self.now,
            self.definition,
            CLOSED_DAYS,
            self.people,
            self.load,
            self.beside,
            self.limits,
            self.places,
            self.last_asked,
            self.audiences,
            self.absences,
            self.deputies,
        )

    @property
    def events(self) -> list[Event]:
        return [event for step in self.steps for event in step.events]

    @property
    def notices(self) -> list[Notice]:
        return [notice for step in self.steps for notice in step.notices]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Mail and person of the last step's notices."""
        return [(notice.mail, notice.to) for notice in self.steps[-1].notices]

    @property
    def kinds(self) -> list[str]:
        """Kinds of the last step's lines in the record."""
        return [event.kind.value for event in self.steps[-1].events]

    @property
    def asked(self) -> list[str]:
        """People whose answer is waited for."""
        return [a.person for a in self.case.open_assignments()]

    @property
    def waiting(self) -> list[str]:
        """Kinds of the open tasks."""
        return [t.kind.value for t in self.case.open_tasks()]

    def task(self, kind: str) -> Task:
        return self.case.open_tasks(TaskKind(kind))[-1]

    def assignment(self, person: str) -> Assignment:
        """The newest assignment of this person, open if one is."""
        mine = [a for a in self.case.assignments if a.person == person]
        return next((a for a in mine if a.state == "open"), mine[-1])

    def promise(self, number: int = -1) -> Commitment:
        return self.case.commitments[number]

    # Time

    def at(self, now: datetime) -> Self:
        self.now = now
        return self

    def later(self, **time: float) -> Self:
        return self.at(self.now + timedelta(**time))

    def clock_rings(self) -> Self:
        """The next wake-up comes when it is due."""
        assert self.case.wake is not None
        self.now = max(self.now, self.case.wake)
        return self.woken()

    # What happens

    def happens(self, kind: str, by: str, via: str, **fields: Any) -> Self:
        self.now += timedelta(minutes=1)
        self._happened += 1
        received = fields.pop("at", self.now)
        number = fields.pop("happening_id", f"h{self._happened}")
        before = (self.case, a_happening(kind, by, via, received, number, **fields), self.world)
        step = advance(*before)
        self.taken.append(before)
        self.case = step.case
        self.steps.append(step)
        return self

    def submitted(self, by: str = "sina", via: str = "public", named: bool = False, **text: Any) -> Self:
        return self.happens("submitted", by, via, text=a_text(**text), named=named)

    def taken_over(self, *promises: tuple[str, str], by: str = "olga", **fields: Any) -> Self:
        given = [{"text": "<script>Versprochen</script>", "owner": o, "due_on": d} for o, d in promises]
        fields = {"project": "started", "text": a_text(), "public": True} | fields
        return self.happens("taken_over", by, "import", promises=given, **fields)

    def edited(self, by: str = "sina", on_version: int | None = None, **text: Any) -> Self:
        version = self.case.version if on_version is None else on_version
        return self.happens("edited", by, _via(by), text=a_text(**text), on_version=version)

    def question_asked(self, question: str = "<script>Wo genau?</script>", by: str = "olga") -> Self:
        return self.happens("question_asked", by, "office", question=question)

    def replied(self, reply: str = "<script>Am Ring</script>", by: str = "sina", question: str = "") -> Self:
        return self.happens("replied", by, _via(by), question=question or self.case.questions[-1].id, reply=reply)

    def accepted(self, public: bool = True, by: str = "olga", **fields: Any) -> Self:
        return self.happens("accepted", by, "office", public=public, **fields)

    def declined(self, by: str = "olga") -> Self:
        words = {"public_reason": "<script>Schon geplant</script>", "internal_reason": "<script>intern</script>"}
        return self.happens("declined", by, "office", **words)

    def withdrawn(self, by: str = "sina") -> Self:
        return self.happens("withdrawn", by, _via(by), reason="<script>Erledigt</script>")

    def merged(self, into: str = "2026-0007", by: str = "olga") -> Self:
        return self.happens("merged", by, "office", into=into, public_reason="<script>Dieselbe Idee</script>")

    def took_in(self, case: str = "case7", number: str = "2026-0007", by: str = "clock") -> Self:
        return self.happens("took_in", by, "clock", case=case, number=number)

    def parted(self, by: str = "olga") -> Self:
        return self.happens("parted", by, "office", public_reason="<script>Doch nicht</script>")

    def let_go(self, case: str = "case7", by: str = "clock") -> Self:
        return self.happens("let_go", by, "clock", case=case)

    def heard(self, news: str = "decided", of: str = "2026-0007", by: str = "clock") -> Self:
        return self.happens("heard", by, "clock", of=of, news=news)

    def split(self, part: str = "case9", number: str = "2026-0009", by: str = "olga") -> Self:
        return self.happens("split", by, "office", part=part, number=number, public_reason="<script>Zwei</script>")

    def published(self, by: str = "olga") -> Self:
        return self.happens("published", by, "office")

    def hidden(self, by: str = "olga") -> Self:
        return self.happens("hidden", by, "office", reason="<script>Name</script>")

    def redacted(self, item: str, by: str = "olga") -> Self:
        return self.happens("redacted", by, "office", item=item, reason="Name einer dritten Person")

    def reported(self, by: str = "nina") -> Self:
        return self.happens("reported", by, "public", reason="<script>Falsch</script>")

    def answered(self, person: str, verdict: str = "approve", **fields: Any) -> Self:
        fields = {
            "assignment": self.assignment(person).id,
            "scores": {} if verdict in ("changes", "not_my_field") else {"benefit": 8, "complexity": 3},
            "reason": "" if verdict in ("approve", "abstain", "not_my_field") else "<script>Bitte anders</script>",
            "on_version": self.case.version,
        } | fields
        return self.happens("answered", fields.pop("by", person), "link", verdict=verdict, **fields)

    def biased(self, person: str, by: str = "", reason: str = "<script>Verwandt</script>") -> Self:
        fields = {"assignment": self.assignment(person).id, "reason": reason}
        return self.happens("bias_declared", by or person, "link", **fields)

    def reconsidered(self, person: str, by: str = "", **fields: Any) -> Self:
        fields = {"assignment": self.assignment(person).id, "reason": "<script>Stimmt</script>"} | fields
        return self.happens("reconsidered", by or person, "link", **fields)

    def asked_back(self, person: str, to: str = "submitter", by: str = "", **fields: Any) -> Self:
        fields = {"assignment": self.assignment(person).id, "question": "<script>Welcher Ring?</script>"} | fields
        return self.happens("asked_back", by or person, "link", to=to, **fields)

    def handed_in(self, by: str = "sina", **fields: Any) -> Self:
        done = {point.id: "<script>Erledigt</script>" for point in self.case.points if point.done_at is None}
        return self.happens("handed_in", by, _via(by), **{"on_version": self.case.version, "done": done} | fields)

    def objected(self, person: str, by: str = "", **fields: Any) -> Self:
        """To the last answer in this person's name."""
        mine = [a for a in self.case.assignments if a.person == person and a.state == "answered"]
        fields = {"assignment": mine[-1].id if mine else "none", "reason": "<script>Nicht ich</script>"} | fields
        return self.happens("objected", by or person, "link", **fields)

    def handed_over(self, person: str, to: str, by: str = "", **given: Any) -> Self:
        fields = {"assignment": self.assignment(person).id, "to": to, "reason": "<script>Urlaub</script>"} | given
        return self.happens("handed_over", by or person, _via(by or person), **fields)

    def absence_noted(self, person: str, by: str = "clock") -> Self:
        return self.happens("absence_noted", by, "clock", person=person)

    def taken_back(self, item: str, by: str = "olga") -> Self:
        return self.happens("taken_back", by, _via(by), item=item, reason="<script>Doch nicht</script>")

    def advice_asked(self, person: str, adviser: str, by: str = "") -> Self:
        fields = {
            "assignment": self.assignment(person).id,
            "adviser": adviser,
            "question": "<script>Geht das?</script>",
        }
        return self.happens("advice_asked", by or person, "link", **fields)

    def advice_given(self, adviser: str, number: int = -1) -> Self:
        advice = self.case.advice[number].id
        return self.happens("advice_given", adviser, "link", advice=advice, text="<script>Ja, im Schatten</script>")

    def reviewer_named(self, person: str, by: str = "olga", **fields: Any) -> Self:
        return self.happens("reviewer_named", by, "office", person=person, **fields)

    def reviewed_again(self, by: str = "olga") -> Self:
        return self.happens("reviewed_again", by, "office")

    def put_forward(self, decider: str = "dirk", body: str = "", by: str = "olga", **fields: Any) -> Self:
        return self.happens("put_forward", by, "office", decider=decider, body=body, **fields)

    def deferred(self, until: str | None = "2027-02-01", by: str = "olga", **fields: Any) -> Self:
        words = {"public_reason": "<script>Haushalt</script>", "internal_reason": "<script>Zank</script>"}
        return self.happens("deferred", by, "office", until=until, **words, **fields)

    def lifted(self, by: str = "olga") -> Self:
        return self.happens("lifted", by, "office", public_reason="<script>Jetzt doch</script>")

    def came_about(self, why: str, by: str = "clock", deferral: str = "", **fields: Any) -> Self:
        named = deferral or self.case.deferrals[-1].id
        return self.happens("came_about", by, "clock", deferral=named, why=why, **fields)

    def decided(self, person: str = "dirk", outcome: str = "accepted", **fields: Any) -> Self:
        given = {"assignment": self.assignment(person).id, "public_reason": "<script>Gut</script>", "level": "L1"}
        fields = given | fields
        return self.happens("decided", fields.pop("by", person), "link", outcome=outcome, **fields)

    def decided_by(self, body: str = "main_committee", outcome: str = "accepted", **fields: Any) -> Self:
        fields = {"body": body, "body_date": "2026-11-02", "public_reason": "<script>Einstimmig</script>"} | fields
        return self.happens("decided", fields.pop("by", "olga"), "office", outcome=outcome, **fields)

    def promised(self, owner: str = "ole", due_on: str = "2027-03-01", by: str = "olga") -> Self:
        given = {"text": "<script>Wir bauen</script>", "owner": owner, "due_on": due_on}
        return self.happens("promised", by, "office", promise=given)

    def settled(self, answer: str = "done", by: str = "", number: int = -1, **fields: Any) -> Self:
        promise = self.promise(number)
        reason = "" if answer == "done" else "<script>Lieferung</script>"
        fields = {"commitment": promise.id, "reason": reason} | fields
        return self.happens("settled", by or promise.owner, _via(by or promise.owner), answer=answer, **fields)

    def moved(self, to: str, since: str = "2026-11-02", by: str = "olga") -> Self:
        """The measure is as far as that."""
        words = {"public_reason": "<script>Los geht's</script>", "internal_reason": "<script>endlich</script>"}
        return self.happens("measure_moved", by, "office", to=to, since=since, **words)

    def extended(self, kind: str = "review", until: str = "2026-11-20", by: str = "olga", task: str = "") -> Self:
        """There is more time for the newest open task of this kind."""
        named = task or self.task(kind).id
        return self.happens("extended", by, "office", task=named, until=until, reason="<script>Krankheit</script>")

    def complete(self, by: str = "olga") -> Self:
        return self.happens("documents_complete", by, "office", reason="<script>Gutachten")

    def paused(self, by: str = "olga") -> Self:
        words = {"public_reason": "<script>Hochwasser</script>", "internal_reason": "<script>Stab</script>"}
        return self.happens("paused", by, "office", **words)

    def resumed(self, by: str = "olga") -> Self:
        return self.happens("resumed", by, "office", reason="<script>Wieder da</script>")

    def limited(self, limits: Limits, **taken: Mapping[str, int]) -> Self:
        """From now on the office has set these limits, and others take these places."""
        self.limits, self.places = limits, Taken(**taken)
        return self

    def bounced(self, person: str, assignment: str = "") -> Self:
        return self.happens("bounced", "post", "post", mail="mail1", person=person, code=550, assignment=assignment)

    def surveyed(self, *counts: int, event: str = "in_review", by: str = "clock", **fields: Any) -> Self:
        """A wave is evaluated in which so many chose each step of the benefit, from none to very large."""
        bars = [
            {"key": key, "count": count, "answered": sum(counts)} for key, count in zip(STEPS, counts, strict=False)
        ]
        figures = [{"question": "benefit", "kind": "single", "bars": bars}] if counts else []
        asked = {"wave": "wave1", "survey": "survey1", "invited": 40, "answered": sum(counts) or None}
        return self.happens("surveyed", by, "clock", event=event, **{**asked, "figures": figures, **fields})

    def named_in_survey(self, topics: int = 1, by: str = "clock") -> Self:
        return self.happens("named_in_survey", by, "clock", wave="wave1", topics=topics)

    def woken(self) -> Self:
        return self.happens("woken", "clock", "clock", happening_id=f"wake:{self.case.seq + 1}")

    # Shortcuts

    def deputised(self, person: str, *deputies: str, role: str = "reviewer") -> Self:
        """These stand in for them, in this order."""
        others = tuple(one for one in self.deputies.get(person, ()) if one.role != role)
        self.deputies[person] = (*others, *(StandIn(role, one) for one in deputies))
        return self

    def away(self, person: str, first: str, last: str) -> Self:
        """They are away on these days; known before the idea is there, else by `absence_noted`."""
        known = (*self.absences.get(person, ()), Absence(date.fromisoformat(first), date.fromisoformat(last)))
        self.absences[person] = tuple(sorted(known, key=lambda one: one.first))
        return self

    def here(self, person: str) -> Self:
        """They are not away after all."""
        self.absences.pop(person, None)
        return self

    def in_review(self) -> Self:
        return self.submitted().accepted()

    def reviewed(self) -> Self:
        """Everybody who was asked has approved."""
        self.in_review()
        while self.case.stage == "review":
            self.answered(self.asked[0]) if self.asked else self.clock_rings()
        return self

    def deciding(self) -> Self:
        return self.reviewed().put_forward()

    def planning(self) -> Self:
        return self.deciding().decided()

    def committed(self) -> Self:
        return self.planning().promised()

    def without(self, person: str) -> Self:
        """This person has left."""
        self.people[person] = replace(self.people[person], active=False)
        return self


def _via(by: str) -> str:
    return "office" if by == "olga" else "link"


def an_idea(
    definition: ProcessDefinition = DEFINITION, people: Mapping[str, Person] = PEOPLE, now: datetime = MONDAY
) -> AnIdea:
    """An empty shell, before anything has happened to it."""
    return AnIdea(definition, people, now)
