"""Made-up props of every mail, for the preview page and for tests: look at a mail without a case behind it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from contracts.decision_mails import Promise, Score
from contracts.desk_mails import Beside, BesideLine, IdeaNews, OpenTask
from contracts.mail import Mail, Opens
from contracts.mails import MAILS
from contracts.radar_mails import RadarFinding
from domain.rounds.words import RoundEventKind
from domain.survey.modes import Mode
from domain.survey.wave_words import WaveEventKind
from domain.words import Assurance, EventKind, Outcome, Silence, Stage, TaskKind

SAMPLE: Mapping[str, Any] = {
    "recipient_name": "Anna Amt",
    "organisation": "Stadt Norderstedt",
    "number": "2026-0042",
    "title": "Sitzbänke <script>alert(1)</script> & Bäume am Rathaus",
    "link": "https://ideen.example.org/a/abcdefghijklmnopqrstuvwxyz234567",
    "due_on": date(2026, 3, 3),
    "task": TaskKind.REVIEW,
    "instead_of": "Bodo <script>alert(1)</script> Amt",
    "again": False,
    "away": "Bodo <script>alert(1)</script> Amt",
    "deputy": "",
    "comes_back": True,
    "returned_to": "",
    "stage": Stage.REVIEW,
    "public": True,
    "body": "Stadtvertretung",
    "late": False,
    "last": True,
    "asked": True,
    "meaning": Silence.CONSENT,
    "step": "Amtsleiter/in <script>",
    "back": False,
    "until": date(2026, 9, 1),
    "waits": ("10 weitere Personen unterstützen sie", "„Gesetz <script>“ ist in Kraft"),
    "woke": "„Gesetz <script>“ ist in Kraft.",
    "outcome": Outcome.ACCEPTED,
    "public_reason": "Viele Menschen gehen täglich über den Platz.\nDer Aufwand ist gering.",
    "body_date": date(2026, 2, 24),
    "body_number": "M 21/0173",
    "votes_for": 29,
    "votes_against": 6,
    "scores": (
        Score("Nutzen", 7.5, 0, 10, "higher"),
        Score("Komplexität", 3.0, 0, 10, "lower"),
        Score("Reife", 4.0, 1, 5, "higher"),
        Score("Risiko", 2.0, 1, 5, "lower"),
        Score("Kosten", None, 0, 10, "lower"),
    ),
    "utility": None,
    "promises": (Promise("Drei Bänke werden aufgestellt.", date(2026, 6, 30)),),
    "promised": "Der erste Brunnen steht am Rathaus.",
    "promised_on": date(2026, 6, 30),
    "change": EventKind.COMMITMENT_LATE,
    "expires_on": date(2026, 3, 17),
    "code": "048213",
    "minutes": 10,
    "expires_at": datetime(2026, 3, 1, 9, 40, tzinfo=UTC),
    "said": "answered",
    "received_at": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    "reason": "Diese Aufgabe ist schon beantwortet.",
    "questions": 7,
    "idea": "2026-0042",
    "idea_title": "Sitzbänke <script>alert(1)</script> & Bäume am Rathaus",
    "closes_on": date(2026, 3, 13),
    "mode": Mode.ANONYMOUS,
    "stop_link": "https://ideen.example.org/stop/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR",
    "topics": ("Mehr Sitzbänke", "Ampel <script> am Ring"),
    "ideas": 12,
    "full": False,
    "other": "2026-0007",
    "heard": EventKind.DECIDED,
    "round_news": RoundEventKind.COMPUTED,
    "news": WaveEventKind.RESPONSE_ASKED,
    "chosen": "accepted",
    "answered_at": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    "level": Assurance.L1,
    "objection_until": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "undone": True,
    "many": 12,
    "to_let_through": False,
    "left_out": False,
    "findings": (
        RadarFinding(subject="2026-0042 Sitzbänke <script>alert(1)</script>", trigger="61 > 60 <Tage>"),
        RadarFinding(subject="Saubere Luft", trigger="0 von 4"),
    ),
    "office": True,
    "open": 12,
    "open_tasks": tuple(
        OpenTask(
            number=f"2026-01{number:02}",
            title="Ampel <script>alert(1)</script> & Rad",
            task=task,
            due_on=None if task is TaskKind.PLAN else date(2026, 3, 2 + number),
            overdue=number == 0,
        )
        for number, task in enumerate(TaskKind)
    ),
    "beside": (
        BesideLine(kind=Beside.ROUND, title="Runde <script>alert(1)</script>", number="", until=date(2026, 3, 9)),
        BesideLine(kind=Beside.SURVEY, title="Puls", number="", until=None),
        BesideLine(kind=Beside.ADVICE, title="Bänke <script>alert(1)</script>", number="2026-0042", until=None),
    ),
    "changed": 4,
    "found": 3,
    "idea_news": (
        IdeaNews(number="2026-0042", title="Bänke <script>alert(1)</script>", events=(EventKind.DECIDED,)),
        IdeaNews(number="2026-0043", title="Brunnen", events=tuple(EventKind)),
    ),
}


def sample(mail: str, **changes: Any) -> Mail:
    """Props of this mail with made-up content, some of it changed."""
    kind = MAILS[mail]
    known = {**SAMPLE, "link": None if kind.opens is Opens.NOTHING else SAMPLE["link"], **changes}
    return kind.props(**{field.name: known[field.name] for field in fields(kind.props)})
