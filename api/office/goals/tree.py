"""The tree of goals as a table, what is missing around it in figures, and taking goals over from elsewhere."""

from fastapi import APIRouter, Response

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, check_nonce, read_form
from api.office.door import Desk, DeskDep
from api.office.goals import common, words
from api.office.goals.common import ROOT, Picture
from api.office.surveys import common as surveys_common
from api.office.surveys.common import Option, Shown, name_of
from api.rendering import see_other
from domain.goals.contribution import goals_without_measures, measures_without_goals, sums
from domain.goals.taking_over import Found, of_catalogue, of_process, was_cut
from domain.goals.tree import lacks, ordered, unclear
from kit.i18n import N_
from storage import goals, people, processes, shelf
from storage.errors import StorageError

router = APIRouter(prefix=ROOT, include_in_schema=False)
PROCESS = "process"  # the goals of the process in force


@router.get("")
async def listed(desk: DeskDep, done: str = "") -> Response:
    """Every goal with its indicator, value, date, owner, and how many ideas do something for it."""
    return await _page(desk, done=desk.t(words.DONE[done]) if done in words.DONE else "")


@router.post("")
async def take_over(desk: DeskDep) -> Response:
    """Goals of the process or of a catalogue join the tree; what is there stays as it is."""
    form = await read_form(desk.request)
    try:
        check_nonce(desk.request, desk.services, form, ROOT)
        made, cut = await _taken(desk, form)
    except (Refused, StorageError) as refused:
        errors, status = surveys_common.told(refused)
        return await _page(desk, form, errors=errors, status=status)
    return see_other(f"{ROOT}?done={('cut' if cut else 'taken') if made else 'nothing'}")


async def _taken(desk: Desk, form: Form) -> tuple[int, bool]:
    """How many there are now that were not, and whether a title had to be cut."""
    source = form.one("source")
    async with desk.services.db.write() as session:
        found: Found | None = None
        definition = await processes.current(session)
        if source == PROCESS and definition is not None:
            found = of_process(definition)
        for catalogue in await shelf.catalogues(session):
            found = of_catalogue(catalogue) if source == f"catalogue:{catalogue.id}" else found
        if found is None:
            raise Invalid([FieldError("source", "goal.source_unknown" if source else "input.choice")])
        made = await goals.take_over(session, found, at=desk.services.now(), by=desk.person.id)
    return made, any(was_cut(wanted) for _, wanted in found)


async def _page(desk: Desk, form: Form | None = None, **shown: object) -> Response:
    picture = await common.read(desk)
    async with desk.services.db.read() as session:
        owners = await people.by_ids(session, [goal.wanted.owner for goal in picture.goals])
    counted = {one.goal: one for one in sums(picture.goals, picture.ideas)}
    rows: list[Shown] = []
    for goal, depth in ordered(picture.goals):
        wanted, missing = goal.wanted, lacks(goal)
        row = common.placed(desk, goal, depth)
        row |= {"indicator": wanted.indicator, "target": wanted.target, "day": desk.day(wanted.due_on)}
        row |= {"owner": name_of(desk, owners.get(wanted.owner)) if wanted.owner else ""}
        row |= {"sums": counted[goal.id], "lacks": [desk.t(words.LACKS[one]) for one in missing]}
        rows.append(row)
    context = {"done": "", "errors": [], **shown}
    return desk.page(
        "goals/tree.html",
        title=N_("Goals"),
        page=ROOT,
        rows=rows,
        tiles=_tiles(picture),
        sources=_sources(picture),
        values=form.values() if form is not None else {},
        **context,
    )


def _tiles(picture: Picture) -> list[Shown]:
    desk, lists = picture.desk, f"{ROOT}/lists"
    empty = len(goals_without_measures(picture.goals, picture.ideas))
    lost = len(measures_without_goals(picture.goals, picture.ideas))
    vague = len(unclear(picture.goals))
    return [
        {"value": len(picture.goals), "label": desk.t(N_("Goals"))},
        _tile(desk.t(N_("Goals without measures")), empty, f"{lists}#without-measures"),
        _tile(desk.t(N_("Measures without goals")), lost, f"{lists}#without-goals"),
        _tile(desk.t(N_("Unclear goals")), vague, f"{lists}#unclear"),
    ]


def _tile(label: str, count: int, url: str) -> Shown:
    return {"value": count, "label": label, "url": url, "tone": "warning" if count else "success"}


def _sources(picture: Picture) -> list[Option]:
    spoken = picture.desk.language
    named = [(f"catalogue:{one.id}", one.title.in_(spoken)) for one in picture.catalogues]
    return [(PROCESS, picture.desk.t(N_("The process in force"))), *named]
