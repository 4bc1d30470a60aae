"""Questionnaires: written as text, saved only once they work, every version with what it changed."""

from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, NotFound, Refused
from api.forms import Form, check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.surveys import common, words
from api.office.surveys.blocks import BLOCKS, with_question
from api.office.surveys.common import ROOT, Shown, crumbs, title_of
from api.office.surveys.preview import pages
from api.rendering import see_other
from api.services import ReadQuestionnaire
from domain.errors import DefinitionBroken, RuleBroken
from domain.survey.questionnaire import Questionnaire
from domain.survey.versions import Change, compare
from kit.i18n import N_
from storage import people, wordings
from storage.errors import StorageError
from storage.queries import surveys as lists
from storage.queries.surveys import VersionLine
from storage.session import Session

router = APIRouter(prefix=f"{ROOT}/questionnaires", include_in_schema=False)
MOST_COMPARED = 20  # versions, the newest of them
START = """format: umlauf-survey/1
id: neue_befragung
title: {de: "", en: ""}
intro: {de: "", en: ""}
thanks: {de: "", en: ""}

pages:
  - id: first
    title: {de: "", en: ""}
    questions:
      - key: satisfied
        type: single
        text: {de: "", en: ""}
        options:
          - {key: yes_, text: {de: "ja", en: "yes"}}
          - {key: no_, text: {de: "nein", en: "no"}}
      - key: remarks
        type: long_text
        text: {de: "", en: ""}
"""


@router.get("")
async def listed(desk: DeskDep) -> Response:
    """Every questionnaire with its newest version."""
    async with desk.services.db.read() as session:
        found = await lists.questionnaires(session)
    rows = [
        {
            "title": title_of(desk, line.title),
            "name": line.name,
            "url": f"{ROOT}/questionnaires/{line.name}",
            "version": line.version,
            "saved": desk.moment(line.saved_at),
        }
        for line in found
    ]
    crumb = crumbs(desk, (desk.t(N_("Questionnaires")), ""))
    return desk.page("surveys/questionnaires.html", title=N_("Questionnaires"), rows=rows, breadcrumb=crumb)


@router.get("/new")
async def new(desk: DeskDep) -> Response:
    """The editor with a frame to fill in."""
    return await _page(desk, "", {"source": START})


@router.post("/new")
async def create(desk: DeskDep) -> Response:
    """A new questionnaire, or a look at what was typed."""
    return await _taken(desk, "", await read_form(desk.request))


@router.get("/{name}")
async def edit(desk: DeskDep, name: str, done: str = "") -> Response:
    """The newest version in the editor, how respondents will see it, and all versions."""
    async with desk.services.db.read() as session:
        newest = await wordings.latest(session, name)
        source = await lists.source(session, newest.content_hash) if newest is not None else None
    if source is None:
        raise NotFound("questionnaire.unknown")
    return await _page(desk, name, {"source": source}, _looked(desk, source), done=bool(done))


@router.post("/{name}")
async def change(desk: DeskDep, name: str) -> Response:
    """The next version, or a look at what was typed."""
    return await _taken(desk, name, await read_form(desk.request))


class _Wrong(Invalid):
    """What was typed does not work yet; `problems` are lines with their sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__([FieldError("source", "questionnaire.wrong")])
        self.problems = problems


async def _taken(desk: Desk, name: str, form: Form) -> Response:
    source = form.one("source").replace("\r\n", "\n") + "\n"
    loaded: ReadQuestionnaire | None = None
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        if form.one("step") == "add":
            return await _added(desk, name, form, source)
        loaded = _read(desk, source)
        if form.one("step") == "look":
            return await _page(desk, name, form.values(), loaded, looked=True)
        saved = await _saved(desk, name, loaded.questionnaire, source)
    except _Wrong as wrong:
        lines = [_line(problem) for problem in wrong.problems]
        return await _page(desk, name, form.values(), problems=lines, errors=wrong.errors, status=wrong.status)
    except (Refused, StorageError) as refused:
        errors, status = common.told(refused)
        return await _page(desk, name, form.values(), loaded, errors=errors, status=status)
    return see_other(f"{ROOT}/questionnaires/{saved}?done=saved")


async def _added(desk: Desk, name: str, form: Form, source: str) -> Response:
    """The same text with one more question to change; nothing is saved, and nothing needs to work yet."""
    kind = form.one("kind")
    if kind not in BLOCKS:
        raise Invalid([FieldError("kind", "input.choice")])
    longer = with_question(source.rstrip("\n"), kind)
    if longer is None:
        raise Invalid([FieldError("source", "questionnaire.no_list")])
    return await _page(desk, name, form.values() | {"source": longer}, added=desk.t(words.TYPES[kind]))


def _read(desk: Desk, source: str) -> ReadQuestionnaire:
    """What was typed, if it works; raises _Wrong."""
    reader = desk.services.read_questionnaire
    if reader is None:
        raise Refused("unavailable")
    try:
        return reader(source.encode(), desk.t)
    except DefinitionBroken as broken:
        raise _Wrong(list(broken.problems)) from None


def _looked(desk: Desk, source: str) -> ReadQuestionnaire | None:
    """What was saved once; None where rules have become stricter since."""
    try:
        return _read(desk, source)
    except Refused:
        return None


async def _saved(desk: Desk, name: str, form: Questionnaire, source: str) -> str:
    if name and form.id != name:
        raise Invalid([FieldError("source", "questionnaire.other_name", {"name": name})])
    try:
        async with desk.services.db.write() as session:
            if not name and await wordings.latest(session, form.id) is not None:
                raise Invalid([FieldError("source", "questionnaire.exists")])
            await wordings.save(session, form, source, at=desk.services.now(), by=desk.person.id)
    except RuleBroken as rule:
        raise common.broken(rule, {rule.code: "source"}) from None
    return form.id


def _line(problem: str) -> Shown:
    """ ":12: sentence" as its parts."""
    _, line, sentence = problem.split(":", 2)
    return {"line": line.strip(), "text": sentence.strip()}


async def _page(
    desk: Desk, name: str, values: dict[str, Any], loaded: ReadQuestionnaire | None = None, **shown: Any
) -> Response:
    async with desk.services.db.read() as session:
        found = await lists.versions(session, name) if name else []
        versions = await _versions(session, desk, found)
    title = N_("Questionnaire") if name else N_("New questionnaire")
    label = title_of(desk, found[0].title) if found else desk.t(title)
    text = str(values.get("source", ""))
    return desk.page(
        "surveys/questionnaire.html",
        title=title,
        breadcrumb=crumbs(desk, (desk.t(N_("Questionnaires")), f"{ROOT}/questionnaires"), (label, "")),
        action=desk.request.url.path,
        heading=label,
        new=not name,
        values=values,
        rows=max(18, min(60, text.count("\n") + 3)),
        hints=[_line(hint) for hint in loaded.hints] if loaded is not None else [],
        pages=pages(loaded.questionnaire, desk) if loaded is not None else [],
        intro=_words(desk, loaded, "intro"),
        thanks=_words(desk, loaded, "thanks"),
        versions=versions,
        kinds=[(kind, desk.t(words.TYPES[kind])) for kind in BLOCKS],
        **{"done": False, "looked": False, "added": "", "problems": [], **shown},
    )


def _words(desk: Desk, loaded: ReadQuestionnaire | None, name: str) -> str:
    text = getattr(loaded.questionnaire, name) if loaded is not None else None
    return text.in_(desk.language) if text is not None else ""


async def _versions(session: Session, desk: Desk, lines: list[VersionLine]) -> list[Shown]:
    """Every version, the newest first, with what it changed against the one before."""
    names = await people.by_ids(session, [line.saved_by for line in lines])
    forms = {line.hash: await wordings.exactly(session, line.hash) for line in lines[: MOST_COMPARED + 1]}
    before = {new.hash: forms.get(old.hash) for new, old in pairwise(lines)}
    return [
        {
            "number": line.version,
            "hash": line.hash[:12],
            "saved": desk.moment(line.saved_at),
            "by": names[line.saved_by].name if line.saved_by in names else "",
            "sent": desk.moment(line.sent_at),
            "changes": _changes(desk, before.get(line.hash), forms.get(line.hash)),
            "first": line is lines[-1],
        }
        for line in lines
    ]


def _changes(desk: Desk, old: Questionnaire | None, new: Questionnaire | None) -> list[Shown]:
    if old is None or new is None:
        return []
    return [
        {
            "key": one.key,
            "text": desk.t(words.CHANGES[one.change][0]),
            "tone": words.CHANGES[one.change][1],
            "why": ", ".join(desk.t(words.CAUSES[cause]) for cause in one.causes),
        }
        for one in compare(old, new)
        if one.change is not Change.SAME
    ]
