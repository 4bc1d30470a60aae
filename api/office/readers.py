"""From a form of the office to what a happening says; nothing here decides whether it may happen."""

from collections.abc import Callable
from typing import Any

from api.errors import FieldError, Invalid
from api.forms import Form, date_field, number_field, whole
from api.idea_form import read_idea
from api.office import deferral_form
from domain.case import Case
from domain.definition import ProcessDefinition

Content = dict[str, Any]
Reader = Callable[[Form, Case, ProcessDefinition, str], Content]
# A path in a happening → the field of the form it comes from.
NAMES = {"promise.text": "text", "promise.owner": "owner", "promise.due_on": "due_on", "question": "question"}


def nothing(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What says nothing but that it happened."""
    return {}


def about(*names: str) -> Reader:
    """Plain texts."""

    def read(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
        return {name: form.one(name) for name in names}

    return read


def yes_or_no(form: Form, name: str) -> bool:
    """A choice that has no default; raises Invalid when it was not made."""
    chosen = form.one(name)
    if chosen not in ("yes", "no"):
        raise Invalid([FieldError(name, "input.choice")])
    return chosen == "yes"


def accepted(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """Whether the idea becomes public, and who is to review it where the process lets the office choose."""
    return {"public": yes_or_no(form, "public"), "reviewers": form.many("reviewers"), **_beyond(form)}


def _beyond(form: Form) -> Content:
    """Why a limit is passed, where it is."""
    return {"above_limit": form.one("above_limit")}


declined = about("public_reason", "internal_reason")
lifted = about("public_reason")
reason = about("reason")


def merged(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """The number of the other idea, as typed or chosen among those that are alike."""
    given = {"into": form.one("into") or form.one("alike"), "public_reason": form.one("public_reason")}
    return every(dict, given, ("into", "public_reason"))


def redacted(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """Which text, and why; a tick, since it cannot be undone."""
    given = {"item": form.one("item"), "reason": form.one("reason")}
    return every(lambda: _ticked(form, "sure"), given, ("item", "reason"))


def edited(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """The whole text, and the version it was made from."""
    return {"text": read_idea(form, definition), "on_version": whole(form.one("on_version"), 0)}


def deferred(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What it waits for, the latest date, and why."""
    return every(lambda: deferral_form.read(form), declined(form, case, definition, item), ("public_reason",))


def put_forward(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """A person or a body, in one list: `person:…` or `body:…`."""
    kind, _, chosen = form.one("to").partition(":")
    if kind not in ("person", "body") or not chosen:
        raise Invalid([FieldError("to", "input.choice")])
    ticked = {name: form.one(name) == "yes" for name in ("sign_off", "outside_plan")}
    chain = definition.stages.decision.sign_off
    required = chain is not None and chain.required
    if ticked["outside_plan"] and not (ticked["sign_off"] or required):
        raise Invalid([FieldError("outside_plan", "sign.outside_without")])
    return {"decider" if kind == "person" else "body": chosen, **ticked, **_beyond(form)}


def decided(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What a body decided."""
    given: Content = {name: form.one(name) for name in ("outcome", "body", "body_number")}
    given |= declined(form, case, definition, item)

    def figures() -> Content:
        return _each(
            body_date=lambda: _needed(date_field(form, "body_date"), "body_date"),
            votes_for=lambda: number_field(form, "votes_for"),
            votes_against=lambda: number_field(form, "votes_against"),
        )

    return every(figures, given, ("outcome", "body", "public_reason"))


def promised(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What is promised, by whom, until when."""
    texts = {"text": form.one("text"), "owner": form.one("owner")}
    return {"promise": every(lambda: {"due_on": _needed(date_field(form, "due_on"), "due_on")}, texts, tuple(texts))}


def settled(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What became of a commitment."""
    given = {"commitment": item, "answer": form.one("answer"), "reason": form.one("reason")}
    return every(lambda: {"new_due_on": date_field(form, "new_due_on")}, given, ("answer",))


def handed_over(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """To whom, and why."""
    given = {"assignment": item, "to": form.one("to"), "reason": form.one("reason"), **_beyond(form)}
    return every(dict, given, ("to",))


def taken_back(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """Why; the item is one assignment, or a task with all of them."""
    return every(dict, {"item": item, "reason": form.one("reason")}, ("reason",))


def extended(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """Until when, and why."""
    given = {"task": item, "reason": form.one("reason")}
    return every(lambda: {"until": _needed(date_field(form, "until"), "until")}, given, ("reason",))


def named(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """Who is to review, and for which of the groups the process asks."""
    given = {"person": form.one("person"), "group": form.one("group"), **_beyond(form)}
    return every(dict, given, ("person",))


def moved(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """How far the measure is, since when, and why."""
    given = {"measure": form.one("measure"), **declined(form, case, definition, item)}
    found = every(lambda: {"since": _needed(date_field(form, "since"), "since")}, given, ("measure", "public_reason"))
    return {"to": found.pop("measure"), **found}


def replied(form: Form, case: Case, definition: ProcessDefinition, item: str) -> Content:
    """What the submitter said, by telephone or by letter."""
    return {"question": item, "reply": form.one("reply")}


CHOICES = {"blocking", "outcome", "body", "to", "person", "owner", "answer", "item", "measure"}


def every(more: Callable[[], Content], given: Content, needed: tuple[str, ...]) -> Content:
    """All fields with all that is wrong at once; raises Invalid."""
    wrong = [
        FieldError(name, "input.choice" if name in CHOICES else "input.missing")
        for name in needed
        if not given.get(name)
    ]
    try:
        given = {**given, **more()}
    except Invalid as invalid:
        wrong += invalid.errors
    if wrong:
        raise Invalid(wrong)
    return given


def _each(**fields: Callable[[], Any]) -> Content:
    """Fields that are read, with all that is wrong at once; raises Invalid."""
    found: Content = {}
    wrong: list[FieldError] = []
    for name, read in fields.items():
        try:
            found[name] = read()
        except Invalid as invalid:
            wrong += invalid.errors
    if wrong:
        raise Invalid(wrong)
    return found


def _ticked(form: Form, name: str) -> Content:
    if form.one(name) != "yes":
        raise Invalid([FieldError(name, "input.confirm")])
    return {}


def _needed(value: Any, name: str) -> Any:
    if value is None:
        raise Invalid([FieldError(name, "input.missing")])
    return value
