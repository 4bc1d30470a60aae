"""Every mail in every form that changes its words."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from contracts.mail import Mail
from contracts.mail_samples import SAMPLE, sample
from contracts.mails import MAILS
from domain.rounds.words import TELL_OFFICE
from domain.rules.joining import NEWS
from domain.survey.modes import Mode
from domain.survey.wave_words import TELL, WaveEventKind
from domain.words import Assurance, CommitmentAnswer, EventKind, Outcome, Silence, Stage, TaskKind, Verdict
from kit.templating import MailText, Templates

ROOT = Path(__file__).parents[3]
LANGUAGES = ("de", "en")
SITE = {
    "organisation": "Stadt <script>Norderstedt</script>",
    "base_url": "https://ideen.example.org",
    "office_email": "ideen@example.org",
    "office_phone": "040 12345",
    "mail_notice": "",
}
COMMITMENTS = (EventKind.COMMITMENT_DONE, EventKind.COMMITMENT_LATE, EventKind.COMMITMENT_DROPPED, EventKind.DECIDED)
SURVEYS = {"survey_invitation", "survey_reminder", "survey_response", "wave_note", "wave_refused", "plan_reminder"}
ROUNDS = {"round_invitation", "round_reminder", "round_note", "round_refused", "radar_note"}
DESKS = {"digest", "desk_link", "desk_code", "answer_code"}
ALWAYS_LEAD_SOMEWHERE = {
    "digest",
    "desk_link",
    "confirm_address",
    "confirm_entry",
    "confirm_support",
    *SURVEYS,
    *ROUNDS,
}
BY_NAME = tuple(WaveEventKind(f"resolution_{kind}") for kind in ("asked", "confirmed", "refused")) + tuple(
    WaveEventKind(f"taking_{kind}") for kind in ("asked", "confirmed", "refused")
)
OF_WAVES = ("planned", "closed_early", "cancelled", "paused", "resumed", "responded", "resolution_seen", "taking_asked")
SIGNED = ("sign", "remark", "object", "refuse", "send_back")
CHOSEN = (*Verdict, Outcome.ACCEPTED, Outcome.REJECTED, *CommitmentAnswer, *SIGNED)
FORMS: dict[str, tuple[Any, ...]] = {
    "task": (*TaskKind, ""),
    "due_on": (SAMPLE["due_on"], None),
    "link": (SAMPLE["link"], None),
    "full": (False, True),
    "chosen": ("", *CHOSEN),
    "level": tuple(Assurance),
    "objection_until": (SAMPLE["objection_until"], None),
    "undone": (True, False),
    "again": (False, True),
    "deputy": ("Bodo <script>alert(1)</script> Amt",),
    "comes_back": (True, False),
    "returned_to": ("Bodo <script>alert(1)</script> Amt",),
    "late": (False, True),
    "last": (True, False),
    "asked": (True, False),
    "meaning": tuple(Silence),
    "outcome": (Outcome.ACCEPTED, Outcome.REJECTED),
    "change": (*COMMITMENTS, EventKind.WITHDRAWN, EventKind.MERGED),
    "heard": tuple(sorted(NEWS)),
    "stage": (Stage.REVIEW, Stage.DECISION),
    "public": (True, False),
    "body": (SAMPLE["body"], ""),
    "utility": (None, 6.84),
    "promises": (SAMPLE["promises"], ()),
    "mode": tuple(Mode),
    "idea": (SAMPLE["idea"], ""),
    "idea_title": (SAMPLE["idea_title"], ""),
    "topics": (SAMPLE["topics"], ()),
    "news": (*TELL, *BY_NAME),
    "round_news": tuple(sorted(TELL_OFFICE)),
    "findings": (SAMPLE["findings"], ()),
    "many": (12, 1),
    "office": (True, False),
    "to_let_through": (True,),
    "left_out": (True,),
    "open": (12, 10, 1, 0),
    "beside": (SAMPLE["beside"], ()),
    "changed": (2, 3),
    "said": ("answered", "replied", "withdrawn", "promised", *OF_WAVES),
}
SMALL = {"votes_for": None, "votes_against": None, "body_date": None, "body_number": "", "scores": (), "reason": ""}


def forms(mail: str) -> Iterator[Mail]:
    """The sample, then the sample with one thing changed at a time, with and without a date."""
    names = [field.name for field in fields(MAILS[mail].props)]
    yield sample(mail)
    yield sample(mail, **SMALL)
    for name in names:
        for value in FORMS.get(name, ()):
            if name == "link" and mail in ALWAYS_LEAD_SOMEWHERE:
                continue
            yield sample(mail, **{name: value})
            if "due_on" in names:
                yield sample(mail, **{name: value, "due_on": None})


def written(templates: Templates, mail: str) -> Iterator[tuple[str, Mail, MailText]]:
    """Every form of a mail in every language."""
    for language in LANGUAGES:
        for props in forms(mail):
            yield language, props, templates.mail(mail, language, props)
