"""What one idea does for each goal, entered on its page: from −3 to +3, and unsaid is an answer of its own."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_form, whole
from api.office.case_view import CaseView
from api.office.door import Desk, DeskDep
from api.office.goals import common, words
from api.office.goals.common import Picture
from api.office.intervene import bundle_of
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Option, Shown
from api.rendering import see_other
from domain.errors import RuleBroken
from domain.goals.contribution import HIGHEST, LOWEST, Said
from domain.goals.words import Held
from kit.i18n import N_
from storage import assessments, people
from storage.assessments import Version
from storage.errors import StorageError

router = APIRouter(prefix="/office/ideas", include_in_schema=False)
MEANINGS = {
    3: N_("+3, decides whether it is reached"),
    2: N_("+2, helps a lot"),
    1: N_("+1, helps a little"),
    0: N_("0, makes no difference"),
    -1: N_("−1, hinders a little"),
    -2: N_("−2, hinders a lot"),
    -3: N_("−3, makes it unreachable"),
}
BELONGS, LEFT = N_("belongs to “{entry}”"), N_("no longer belongs to “{entry}”")
STEPS = tuple(range(HIGHEST, LOWEST - 1, -1))


@router.get("/{number}/goals")
async def form(desk: DeskDep, number: str, done: str = "") -> Response:
    """The form, with what was said before."""
    view = CaseView(desk, await bundle_of(desk, number))
    return await _page(desk, view, None, done=desk.t(words.DONE[done]) if done in words.DONE else "")


@router.post("/{number}/goals")
async def save(desk: DeskDep, number: str) -> Response:
    """Keeps what is said as the next version; whoever comes second is told, and keeps what they chose."""
    view, form = CaseView(desk, await bundle_of(desk, number)), await read_form(desk.request)
    picture = await common.read(desk, with_ideas=False)
    try:
        check_nonce(desk.request, desk.services, form, desk.request.url.path)
        said = _read(form, picture)
        await _say(desk, view, picture, said, whole(form.one("number"), -1))
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, view, form, errors=errors, status=status)
    return see_other(f"{view.url}/goals?done=said")


async def _say(desk: Desk, view: CaseView, picture: Picture, said: Said, number: int) -> None:
    known = ([goal.id for goal in picture.goals], list(picture.tags))
    given = {"known": known, "number": number, "at": desk.services.now(), "by": desk.person.id}
    try:
        async with desk.services.db.write() as session:
            await assessments.say(session, view.case.id, said, **given)  # type: ignore[arg-type]
    except RuleBroken as rule:
        raise common.broken(rule) from None


def _read(form: Form, picture: Picture) -> Said:
    values: dict[str, int] = {}
    wrong: list[FieldError] = []
    for goal in picture.goals:
        given = form.one(f"goal.{goal.id}")
        if given in {str(step) for step in STEPS}:
            values[goal.id] = int(given)
        elif given:
            wrong.append(FieldError(f"goal.{goal.id}", "contribution.off_scale"))
    if wrong:
        raise Invalid(wrong)
    return Said(values, frozenset(form.many("tags")))


async def _page(desk: Desk, view: CaseView, form: Form | None, **shown: Any) -> Response:
    picture = await common.read(desk, with_ideas=False)
    async with desk.services.db.read() as session:
        found = await assessments.versions(session, view.case.id)
        known = await people.by_ids(session, {one.by for one in found})
    said = found[-1].said if found else Said()
    values: dict[str, Any] = {f"goal.{goal}": str(value) for goal, value in said.contributions.items()}
    values |= {"tags": sorted(said.tags)}
    if form is not None:
        values = form.values()
    values["number"] = str(len(found))
    title = desk.t(N_("Goals and catalogues"))
    number = view.case.number
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "goals/contributions.html",
        title=title,
        page=f"{view.url}/goals",
        breadcrumb=[
            {"label": desk.t(N_("Board")), "url": "/office"},
            {"label": number, "url": view.url},
            {"label": title, "url": ""},
        ],
        head=view.head(),
        back=view.url,
        values=values,
        steps=[(str(step), desk.t(MEANINGS[step])) for step in STEPS],
        goals=[one | {"named": one["id"] in view.case.text.goals} for one in picture.placed],
        catalogues=_catalogues(picture),
        history=[_line(picture, known, *pair) for pair in zip([None, *found], found, strict=False)][::-1],
        **context,
    )


def _catalogues(picture: Picture) -> list[tuple[str, list[Option]]]:
    """Catalogues whose entries the office names itself; the others follow from goals and themes."""
    spoken = picture.desk.language
    return [
        (one.title.in_(spoken), [(one.key(entry.id), entry.title.in_(spoken)) for entry in one.entries])
        for one in picture.catalogues
        if one.held is Held.TAGS
    ]


def _line(picture: Picture, known: Mapping[str, Any], before: Version | None, one: Version) -> Shown:
    desk, old = picture.desk, before.said if before is not None else Said()
    titles = {goal.id: picture.title(goal) for goal in picture.goals}
    changed = sorted(old.contributions.items() ^ one.said.contributions.items())
    details = [
        f"{titles.get(goal, desk.t(N_('a removed goal')))}: {_value(desk, old, goal)} → {_value(desk, one.said, goal)}"
        for goal in dict.fromkeys(goal for goal, _ in changed)
    ]
    for sentence, tags in ((BELONGS, one.said.tags - old.tags), (LEFT, old.tags - one.said.tags)):
        details += [desk.t(sentence).format(entry=picture.tags.get(tag, tag)) for tag in sorted(tags)]
    what = desk.t(N_("Contributions were entered"))
    shown = {"when": desk.moment(one.at), "iso": one.at.isoformat(), "what": what, "details": details}
    return shown | {"who": common.who_is(desk, one.by, known)}


def _value(desk: Desk, said: Said, goal: str) -> str:
    value = said.contributions.get(goal)
    return desk.t(N_("unsaid")) if value is None else words.signed(value)
