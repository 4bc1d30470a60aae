"""The submitter's own page: where the idea stands, what happened, and what can be done: reply, edit, withdraw."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api import asking_back, came_of_it, compared, deferring, joining, naming, stands, story
from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.idea_form import fields_of, pairs_in, read_idea
from api.links.act import FormDep, sent, take
from api.links.kept import typed_again
from api.links.opened import Door
from api.links.visit import EMPTY, Filled, Visit, only
from domain.calendar import local_date
from domain.consents import Consented
from domain.happenings import Edited, Replied, Withdrawn
from domain.happenings.base import MaybeSentence, Model, Sentence
from domain.words import Stage, TaskKind, Via
from kit.i18n import N_
from storage import consents

router = APIRouter(include_in_schema=False)
IdeaDep = Annotated[Visit, Depends(only("idea"))]


DONE = {
    "replied": N_("Your answer has arrived. You need not do anything else about this question."),
    "handed_in": N_("Your idea is handed in again. You get a mail when there is news."),
}


class Reply(Model):
    """An answer to a question."""

    reply: Sentence


class Goodbye(Model):
    """Why an idea is taken back."""

    reason: MaybeSentence = ""


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """Everything the submitter may know of the idea."""
    opened, case, language = visit.opened, visit.opened.case, visit.language
    say, today = visit.say, local_date(visit.services.now(), visit.services.zone)
    put_off, ranked = (
        deferring.note_of(case, opened.around, say),
        compared.note_of(opened.ranked, say, language),
    )
    joined = joining.note_of(say)
    rework = next(iter(case.open_tasks(TaskKind.REWORK)), None)
    departments = {c.id: opened.people[c.owner].department for c in case.commitments if c.owner in opened.people}
    return visit.page(
        "idea.html",
        title=N_("Your idea"),
        filled=filled if filled.values is not None else visit.typed(),
        case=case,
        idea=case.text if case.texts else None,
        choices=visit.choices() if case.texts else None,
        standing=stands.standing_for_submitter(case),
        story=story.story(case, opened.events, lambda event: put_off(event) or ranked(event) or joined(event)),
        waits=deferring.awaited(case.deferral, case.id, opened.around, say, today) if case.deferral else [],
        outcome=came_of_it.outcome(case, opened.definition, language),
        promises=came_of_it.promises(case, opened.definition, departments, language, visit.services.now()),
        questions=asking_back.to_answer(case),
        asks={q.id: asking_back.asks_as(case, q) for q in asking_back.to_answer(case)},
        exchanges=asking_back.for_submitter(case),
        points=list(asking_back.points(case)),
        rework=rework,
        saved=rework is not None and case.version > rework.text_version,
        done=DONE.get(visit.request.query_params.get("done", ""), ""),
        left_over=visit.left_over({f"reply.{q.id}" for q in asking_back.to_answer(case)}),
        withdrawable=_withdrawable(visit),
        goes_on=opened.goes_on,
        naming=naming.ABOUT if case.texts and visit.opened.door is Door.OPEN else "",
    )


def _withdrawable(visit: Visit) -> bool:
    case = visit.opened.case
    return case.closed_at is None and case.stage is not Stage.FOLLOW_UP and bool(case.texts)


# Replying


@router.post("/a/{token}/reply")
async def reply(visit: IdeaDep, form: FormDep) -> Response:
    """Takes the reply to one question."""
    return await sent(visit, form, _replied, show, done="replied")


def _replied(visit: Visit, form: Form) -> Replied:
    question = form.one("question")
    field = f"reply.{question}"
    words = build(Reply, {"reply": form.one(field)}, {"reply": field})
    given = {"question": question[:80] or "-", "reply": words.reply}
    return happened(Replied, visit.services, visit.opened.link.person_id, Via.LINK, **given)


# Being named


@router.post("/a/{token}/name")
async def name(visit: IdeaDep, form: FormDep) -> Response:
    """Gives the consent to be named, or takes it back: at once, and kept as a row of its own."""

    async def changed() -> None:
        case, services, given = visit.opened.case, visit.services, form.one("named") == "yes"
        if given == case.named:
            return
        words = naming.wording(services.templates.catalogues.of(visit.language))
        person, now = visit.opened.link.person_id, services.now()
        async with services.db.write() as session:
            await consents.note(session, person, Consented.NAME_SHOWN, case.id, given=given, wording=words, at=now)

    return await take(visit, form, changed, show, at_any_time=True)


# Editing


@router.get("/a/{token}/edit")
async def edit_form(visit: IdeaDep) -> Response:
    """The text in the form, while it may be changed."""
    opened = visit.opened
    if not visit.acts or not opened.case.editable:
        return visit.back()
    again = typed_again(opened, Edited)
    compare = again is not None if visit.draft is None else visit.draft.one("compare") == "yes"
    return _edit(visit, visit.typed(again or fields_of(opened.case.text)), compare=compare)


@router.post("/a/{token}/edit")
async def edit(visit: IdeaDep, form: FormDep) -> Response:
    """Keeps the new version; with "stale" both texts are shown."""
    if form.one("step") != "change" and _unchanged(visit, form):
        return visit.back()
    compare = form.one("compare") == "yes"
    return await sent(visit, form, _edited, lambda now, filled: _edit(now, filled, compare=compare), under="/edit")


def _unchanged(visit: Visit, form: Form) -> bool:
    """A form sent as it was filled in says nothing: mail scanners do that, and reviewers would see a new version."""
    case, definition = visit.opened.case, visit.opened.definition
    if not case.texts:
        return False
    try:
        return fields_of(read_idea(form, definition)) == fields_of(case.text)
    except Invalid:
        return False


def _edited(visit: Visit, form: Form) -> Edited:
    """Raises Invalid where a form that was filled in for somebody is sent by a button alone, without the tick."""
    if form.one("compare") == "yes" and form.one("compared") != "yes":
        raise Invalid([FieldError("compared", "input.confirm")])
    version = form.one("on_version")
    text = read_idea(form, visit.opened.definition)
    given = {"text": text, "on_version": int(version) if version.isdecimal() else 0}
    return happened(Edited, visit.services, visit.opened.link.person_id, Via.LINK, **given)


def _edit(visit: Visit, filled: Filled, *, compare: bool) -> Response:
    """The form; beside it the text as it is now wherever that is not the one the form began with."""
    case, values = visit.opened.case, filled.values or {}
    return visit.page(
        "edit.html",
        title=N_("Change your idea"),
        under="/edit",
        filled=filled,
        idea=case.text,
        choices=visit.choices(),
        pairs=pairs_in(values),
        stale=compare or values.get("on_version", str(case.version)) != str(case.version),
        compare=compare,
    )


# Withdrawing


@router.get("/a/{token}/withdraw")
async def withdraw_form(visit: IdeaDep) -> Response:
    """What withdrawing means, and a box to tick."""
    if not visit.acts or not _withdrawable(visit):
        return visit.back()
    return _withdraw(visit, visit.typed(typed_again(visit.opened, Withdrawn)))


@router.post("/a/{token}/withdraw")
async def withdraw(visit: IdeaDep, form: FormDep) -> Response:
    """Takes the idea back."""
    return await sent(visit, form, _withdrawn, _withdraw, under="/withdraw")


def _withdrawn(visit: Visit, form: Form) -> Withdrawn:
    if form.one("sure") != "yes":
        raise Invalid([FieldError("sure", "input.confirm")])
    words = build(Goodbye, {"reason": form.one("reason")})
    return happened(Withdrawn, visit.services, visit.opened.link.person_id, Via.LINK, reason=words.reason)


def _withdraw(visit: Visit, filled: Filled) -> Response:
    title = N_("Withdraw your idea")
    return visit.page("withdraw.html", title=title, under="/withdraw", filled=filled, case=visit.opened.case)
