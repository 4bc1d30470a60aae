"""A survey as a form: its fields read into the strict model, the model back into fields. Nothing here decides."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from api.errors import FieldError, Invalid
from api.forms import Form, field_errors, number_field
from api.office.surveys import triggers
from domain.survey.modes import Mode
from domain.survey.protection import FIGURES, FREE_TEXT
from domain.survey.survey import SurveyPlan
from storage.surveys import Survey, SurveyIn

# A path in the plan → the field of the form it comes from.
NAMES = {
    "title.de": "title_de",
    "title.en": "title_en",
    "selection": "selection",
    "selection.size": "size",
    "selection.kind": "selection",
    "respond.working_days": "respond_days",
    "respond.remind_before": "respond_remind",
    "cycle.months": "months",
    "cycle.day": "cycle_day",
}
WHOLE = {
    "input.reminders_in_order": "remind_after",
    "input.two_resolvers": "resolver_ids",
    "input.triggers_once": "event1",
}
BOUNDS: dict[str, tuple[int, int]] = {
    "open_days": (1, 200),
    "enough": (1, 10_000_000),
    "respond_days": (1, 200),
    "respond_remind": (1, 200),
    "priority": (0, 9),
    "size": (1, 100_000),
    "cycle_day": (1, 28),
}
EMPTY: dict[str, Any] = {
    "selection": "all",
    "public": "no",
    "open_days": "10",
    "remind_after": "5",
    "respond_days": "15",
    "respond_remind": "5",
    "figures": str(FIGURES),
    "free_text": str(FREE_TEXT),
    "priority": "5",
    "cycle_day": "1",
    "resumable": "yes",
}


def read(form: Form, before: Survey | None = None, ideas: Mapping[str, str] | None = None) -> SurveyIn:
    """The survey in a form; raises Invalid with every field that is wrong. What the form does not show is kept.

    `ideas` are the ids of ideas by their numbers, of those the form names.
    """
    wrong: list[FieldError] = []
    chosen = {name: form.one(name) for name in ("questionnaire", "audience", "owner", "mode")}
    wrong += [FieldError(name, "input.choice") for name, value in chosen.items() if not value]
    if chosen["mode"] and chosen["mode"] not in set(Mode):
        wrong.append(FieldError("mode", "input.choice"))
    if not form.one("title_de") and not form.one("title_en"):
        wrong.append(FieldError("title_de", "input.missing"))
    plan = _plan(form, before, wrong)
    idea = form.one("idea")
    if idea and idea not in (ideas or {}):
        wrong.append(FieldError("idea", "wave.idea_unknown"))
    if chosen["mode"] in (Mode.CONFIDENTIAL, Mode.NAMED):
        name = "resolvers" if chosen["mode"] == Mode.CONFIDENTIAL else "readers"
        wrong += [] if form.one(name) else [FieldError(name, "input.missing")]
    if wrong or plan is None:
        raise Invalid(list({error.field: error for error in reversed(wrong)}.values())[::-1])
    mode = Mode(chosen.pop("mode"))
    case_id = (ideas or {}).get(idea)
    return SurveyIn(**chosen, mode=mode, plan=plan, public=form.one("public") == "yes", case_id=case_id)


def _plan(form: Form, before: Survey | None, wrong: list[FieldError]) -> SurveyPlan | None:
    numbers = {name: _number(form, name, *bounds, wrong) for name, bounds in BOUNDS.items()}
    data: dict[str, Any] = {
        "title": {"de": form.one("title_de"), "en": form.one("title_en")},
        "selection": _selection(form, numbers["size"]),
        "open_days": numbers["open_days"],
        "remind_after": _days(form, wrong),
        "enough": numbers["enough"],
        "respond": {"working_days": numbers["respond_days"], "remind_before": numbers["respond_remind"]},
        "figures": _threshold(form, "figures", FIGURES, wrong),
        "free_text": _threshold(form, "free_text", FREE_TEXT, wrong),
        "priority": 5 if numbers["priority"] is None else numbers["priority"],
        "resumable": form.one("resumable") == "yes",
        "resolvers": form.one("resolvers"),
        "resolver_ids": list(form.many("resolver_ids")),
        "readers": form.one("readers"),
        "cycle": _cycle(form, numbers["cycle_day"], before),
        "triggers": triggers.read(form, wrong),
    }
    try:
        return SurveyPlan.model_validate_json(json.dumps(data))
    except ValidationError as invalid:
        known = {error.field for error in wrong}
        found = [FieldError(WHOLE.get(e.code, e.field), e.code, e.facts) for e in field_errors(invalid, NAMES)]
        wrong += [error for error in found if error.field not in known]
        return None


def _number(form: Form, name: str, least: int, most: int, wrong: list[FieldError]) -> int | None:
    try:
        number = number_field(form, name)
    except Invalid as invalid:
        wrong += invalid.errors
        return least
    if number is not None and not least <= number <= most:
        wrong.append(FieldError(name, "input.between", {"least": least, "most": most}))
        return least
    needed = name in ("open_days", "respond_days")
    if number is None and needed:
        wrong.append(FieldError(name, "input.missing"))
        return least
    return number


def _threshold(form: Form, name: str, least: int, wrong: list[FieldError]) -> int:
    number = _number(form, name, 0, 1_000, wrong)
    if number is not None and number < least:
        if name not in {error.field for error in wrong}:
            wrong.append(FieldError(name, "threshold.lowest", {"least": least}))
        return least
    return least if number is None else number


def _selection(form: Form, size: int | None) -> dict[str, Any]:
    kind = form.one("selection")
    return {"kind": kind, "size": size} if kind == "sample" or size is not None else {"kind": kind}


def _days(form: Form, wrong: list[FieldError]) -> list[int]:
    """Working days after the start, as people list them: 5, 8."""
    parts = [part for part in re.split(r"[,;\s]+", form.one("remind_after")) if part]
    if all(re.fullmatch(r"[1-9][0-9]{0,2}", part) for part in parts):
        return [int(part) for part in parts]
    wrong.append(FieldError("remind_after", "input.reminders_in_order"))
    return []


def _cycle(form: Form, day: int | None, before: Survey | None) -> dict[str, Any] | None:
    months = sorted({int(month) for month in form.many("months") if month.isdigit()})
    if not months:
        return None
    old = before.plan.cycle if before is not None else None
    late = {} if old is None else {"catch_up_days": old.catch_up_days}
    return {"months": months, "day": day or 1, **late}


def fields_of(survey: Survey, idea: str = "") -> dict[str, Any]:
    """The fields a form shows for a survey about the idea with this number; `read` gives the same survey again."""
    plan = survey.plan
    fields: dict[str, Any] = {name: getattr(survey, name) for name in ("questionnaire", "audience", "owner")}
    fields |= {"mode": survey.mode.value, "public": "yes" if survey.public else "no"}
    fields |= {"title_de": plan.title.de, "title_en": plan.title.en, "selection": plan.selection.kind}
    fields |= {name: str(getattr(plan, name)) for name in ("open_days", "figures", "free_text", "priority")}
    fields |= {"size": _text(plan.selection.size), "enough": _text(plan.enough)}
    fields |= {"remind_after": ", ".join(map(str, plan.remind_after)), "resumable": "yes" if plan.resumable else ""}
    fields |= {"respond_days": str(plan.respond.working_days), "respond_remind": _text(plan.respond.remind_before)}
    fields |= {"resolvers": plan.resolvers, "readers": plan.readers, "revision": str(survey.revision)}
    fields["resolver_ids"] = list(plan.resolver_ids)
    fields |= {"idea": idea, **triggers.fields_of(plan.triggers)}
    months = [str(month) for month in plan.cycle.months] if plan.cycle is not None else []
    return fields | {"months": months, "cycle_day": str(plan.cycle.day) if plan.cycle is not None else "1"}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
