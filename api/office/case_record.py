"""The record of a case in words, and whether it is whole; the sentences themselves are in history.py."""

from api.office import history as record
from api.office import words
from api.office.case_view import CaseView, Shown
from api.sign_words import title_of
from domain.chain import broken_at
from domain.signing.chain import step_with
from domain.step import Event
from domain.words import EventKind
from kit.i18n import N_


def history(view: CaseView) -> list[Shown]:
    """Every line of the record in words, the newest first."""
    return [_line(view, event) for event in reversed(view.bundle.events)]


def _line(view: CaseView, event: Event) -> Shown:
    told, t = record.told(event, view.case), view.desk.t
    facts = {name: _value(view, value) for name, value in told.facts.items()}
    inside = [t(N_("Internal: {text}")).format(text=told.inside)] if told.inside else []
    beside = [note] if (note := view.note(event)) else []
    stands_in = str(event.facts.get("for_person") or "")
    beside += [t(N_("In place of {person}.")).format(person=view.name(stands_in))] if stands_in else []
    late = [t(N_("After the deadline."))] if told.late else []
    return {
        "seq": event.seq,
        "when": view.desk.moment(event.at),
        "iso": event.at.isoformat(timespec="minutes"),
        "who": f"{_who(view, event)}, {view.word(words.VIAS, event.via)}",
        "what": t(told.sentence).format(**facts),
        "why": told.why,
        "details": [*beside, *inside, *late],
        "tone": told.tone,
        "link": _versions(view, event),
    }


def _versions(view: CaseView, event: Event) -> Shown | None:
    """Where it is told what a change changed."""
    after = event.facts.get("version")
    if event.kind is not EventKind.EDITED or not after:
        return None
    label = view.desk.t(N_("What version {version} changed")).format(version=after)
    return {"url": f"{view.url}/versions?before={int(after) - 1}&after={after}", "label": label}


def _who(view: CaseView, event: Event) -> str:
    known = event.by in ("clock", "post") or event.by in view.bundle.people
    return view.name(event.by) if known or event.via != "public" else view.desk.t(N_("somebody"))


def _value(view: CaseView, value: record.Value) -> str:
    if isinstance(value, record.Name):
        return view.name(value.id)
    if isinstance(value, record.Code):
        return view.desk.t(value.sentence)
    if isinstance(value, record.Rule):
        rule = view.bundle.definition.survey_rule(value.id)
        return rule.title.in_(view.desk.language) if rule is not None else value.id
    if isinstance(value, record.StepTitle):
        step = step_with(view.case, value.id)
        return "" if step is None else title_of(step, view.bundle.definition, view.desk.language)
    if isinstance(value, record.Body):
        return view.body(value.id)
    return str(value) if isinstance(value, int | str) else view.desk.day(value)


def chain(view: CaseView) -> Shown:
    """Whether the record is whole."""
    broken = broken_at(view.case, view.bundle.events)
    return {"lines": len(view.bundle.events), "broken": broken, "head": view.case.head[:16]}
