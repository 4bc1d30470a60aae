"""Writing a comment, by whatever door: its words are checked, its files known by their bytes, all is kept at once."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from fastapi.concurrency import run_in_threadpool

from api.errors import FieldError, Invalid, Refused
from api.forms import Form, build
from api.services import Services
from api.uploads import Upload, Uploaded
from domain.case import Case
from domain.comments.comment import MOST_BYTES, MOST_FILES, Attached, Comment
from domain.comments.readers import audiences, let_through, role_of
from domain.comments.words import Audience
from domain.happenings.base import Model, Sentence, ShortLine
from domain.may import MAY, Relation
from domain.words import Via
from kit.file_names import safe_name
from kit.file_types import ENDS, type_of
from storage import comments

IDS = UUID("5b0c86c9-2f1e-4d0a-9a67-0f5f3f1f6e52")  # namespace: what one page sends is one comment
LIMITS = {"file.too_large": MOST_BYTES // 1_000_000, "file.too_many": MOST_FILES}
ACCEPT = ",".join(ENDS)


@dataclass(frozen=True)
class Speaker:
    """Whoever comments: a person, by which door they came, and what they are to the case."""

    person: str
    via: Via
    relations: Set[Relation]
    shared: bool = False  # several people read this mailbox, so whoever writes says who they are

    @property
    def office(self) -> bool:
        """Whether it is the office that speaks."""
        return Relation.OFFICE in self.relations


class Words(Model):
    """What was typed."""

    comment: Sentence
    stated_name: ShortLine = ""


def fresh_key() -> str:
    """For a hidden field: what is sent twice from one page is one comment."""
    return uuid4().hex


async def write(services: Services, case: Case, speaker: Speaker, upload: Upload) -> Comment:
    """Keeps the comment with its files and tells whoever is to hear of it. Raises Invalid and Refused."""
    if MAY["commented"].isdisjoint(speaker.relations):
        raise Refused("not_allowed")
    attached, wrong = await _known(upload)
    comment = _said(services, case, speaker, upload.form, attached, wrong)
    await _keep(services, case, speaker, comment, upload.files)
    return comment


async def _known(upload: Upload) -> tuple[list[Attached], list[FieldError]]:
    """The files by what they are, and what is wrong with them."""
    if upload.problem:
        facts = {"limit": LIMITS[upload.problem]} if upload.problem in LIMITS else {}
        return [], [FieldError("files", upload.problem, facts)]
    attached, wrong = [], []
    for one in upload.files:
        kind = await run_in_threadpool(type_of, one.parcel.path)
        if kind is None:
            code = "file.type" if one.parcel.size else "file.empty"
            wrong.append(FieldError("files", code, {"name": safe_name(one.name, ("",))}))
        else:
            name = safe_name(one.name, kind.ends)
            attached.append(Attached(uuid4().hex, one.parcel.hash, name, kind.kind, one.parcel.size))
    return attached, wrong


def _said(
    services: Services,
    case: Case,
    speaker: Speaker,
    form: Form,
    attached: Sequence[Attached],
    wrong: list[FieldError],
) -> Comment:
    """The comment; raises Invalid with everything that is wrong."""
    audience, task, words = form.one("audience"), form.one("task"), Words(comment="-")
    try:
        words = build(Words, {name: form.one(name) for name in ("comment", "stated_name")})
    except Invalid as invalid:
        wrong = [*invalid.errors, *wrong]
    if audience not in audiences(speaker.relations):
        wrong.append(FieldError("audience", "comment.audience"))
    if task and case.task(task) is None:
        wrong.append(FieldError("task", "comment.task_unknown"))
    if speaker.shared and not words.stated_name:
        wrong.append(FieldError("stated_name", "answer.name_required"))
    if wrong:
        raise Invalid(wrong)
    now, meant = services.now(), Audience(audience)
    return Comment(
        id=uuid5(IDS, f"{case.id}:{speaker.person}:{form.one('key')[:80] or uuid4().hex}").hex,
        case_id=case.id,
        task=task,
        by=speaker.person,
        role=role_of(speaker.relations),
        stated_name=words.stated_name,
        at=now,
        via=speaker.via,
        audience=meant,
        text=words.comment,
        text_version=case.version,
        released_at=let_through(meant, speaker.relations, now),
        files=tuple(attached),
    )


async def _keep(
    services: Services, case: Case, speaker: Speaker, comment: Comment, uploaded: Sequence[Uploaded]
) -> None:
    """Rows and files in one transaction: no row without its file, and a file too many is found by the daily round."""
    async with services.db.write() as session:
        if uploaded:
            await comments.hold_files(session)
        if not await comments.add(session, comment, by_office=speaker.person if speaker.office else ""):
            return
        await _place(services, uploaded)
        about = {"case": case, "comment": comment, "by_office": speaker.office}
        await services.write_caseless(session, "comment", at=comment.at, **about)


async def _place(services: Services, uploaded: Sequence[Uploaded]) -> None:
    try:
        for one in uploaded:
            await run_in_threadpool(services.files.place, one.parcel)
    except OSError:
        raise Invalid([FieldError("files", "file.no_room")]) from None


async def blank(services: Services, case: Case, comment_id: str, *, by: str, why: str) -> None:
    """Takes the words and the files from a comment; a file nobody else holds is deleted. Raises RuleBroken."""
    async with services.db.write() as session:
        held = await comments.blank(session, case.id, comment_id, at=services.now(), by=by, why=why)
    if held:
        async with services.db.write() as session:
            await comments.hold_files(session)
            for unused in await comments.unused(session, held):
                services.files.remove(unused)
