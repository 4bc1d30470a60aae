"""What the pages of communication share: groups in words and in forms, what was refused, and the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.errors import FieldError, Invalid
from api.forms import Form
from api.office.communication import words
from api.office.door import Desk
from api.office.surveys import common as surveys_common
from api.office.surveys import words as survey_words
from api.office.surveys.common import Option, Shown, name_of, title_of
from api.typed import AN_ID, id_of, line
from domain.communication.plan import Group
from domain.communication.words import GroupKind
from domain.errors import RuleBroken
from domain.survey.audience import External
from domain.survey.opening import NOBODY as NO_AUDIENCE
from kit.i18n import N_
from storage import people, plan_history
from storage.queries import surveys as lists
from storage.session import Session

ROOT = "/office/communication"
MAP = f"{ROOT}/map"
NOBODY: Mapping[str, str] = {"clock": N_("the clock"), "example": N_("the example")}
BROKEN_FIELDS = {
    "audience.unknown": "group",
    "wave.owner_unknown": "owner",
    "plan.wave_is_mail": "wave",
    "plan.other_audience": "wave",
    "plan.sent_in_the_future": "sent_on",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What groups and themes are called, in the reader's language."""

    audiences: Mapping[str, str]
    themes: Mapping[str, str]
    desk: Desk

    def group(self, group: Group) -> str:
        """A group in words."""
        if group.kind is GroupKind.AUDIENCE:
            return self.audiences.get(group.ref, group.ref)
        if group.kind is GroupKind.EXTERNAL:
            return self.desk.t(survey_words.EXTERNALS.get(group.ref, group.ref))
        return group.name or self.desk.t(N_("removed"))


async def names(session: Session, desk: Desk) -> Names:
    """All there are."""
    asked = [one for one in await lists.audiences(session) if one.id != NO_AUDIENCE.id]
    audiences = {one.id: title_of(desk, one.title) for one in asked}
    return Names(audiences, dict(await surveys_common.themes(session, desk)), desk)


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under communication."""
    return [{"label": desk.t(N_("Communication")), "url": ROOT}, *({"label": t, "url": url} for t, url in more)]


def broken(rule: RuleBroken) -> Invalid:
    """What a rule says, at the field it speaks of."""
    return surveys_common.broken(rule, BROKEN_FIELDS)


# Groups in forms


def value_of(group: Group) -> str:
    """A group as the value of a field; a named one is in a field of its own."""
    return "" if group.kind is GroupKind.NAMED else f"{group.kind}:{group.ref}"


def group_options(known: Names) -> list[Option]:
    """Audiences, then classes outside."""
    audiences = [(f"{GroupKind.AUDIENCE}:{key}", title) for key, title in known.audiences.items()]
    classes = [(f"{GroupKind.EXTERNAL}:{key}", known.desk.t(text)) for key, text in survey_words.EXTERNALS.items()]
    return [*audiences, *classes]


def group_fields(group: Group) -> dict[str, str]:
    """A group as the fields of a form."""
    known_by = group.ref if group.kind is GroupKind.NAMED else ""
    return {"group": value_of(group), "name": group.name, "known_by": known_by}


def read_group(form: Form, wrong: list[FieldError]) -> Group:
    """The group in a form: one that is offered, or a name; never both."""
    chosen, name = form.one("group"), form.one("name")
    if chosen and name:
        wrong.append(FieldError("name", "plan.one_group"))
    if not chosen:
        wrong += [] if name else [FieldError("group", "plan.group_missing")]
        return Group(GroupKind.NAMED, id_of(form, "known_by", wrong), line(form, "name", wrong))
    kind, _, ref = chosen.partition(":")
    if kind == GroupKind.AUDIENCE and AN_ID.fullmatch(ref):
        return Group(GroupKind.AUDIENCE, ref)
    if kind != GroupKind.EXTERNAL or ref not in set(External):
        wrong.append(FieldError("group", "plan.group_missing"))
        return Group(GroupKind.NAMED)
    return Group(GroupKind.EXTERNAL, ref)


def chosen_of(form: Form, name: str, known: Any, wrong: list[FieldError]) -> str:
    """One of those offered."""
    given = form.one(name)
    if given not in known:
        wrong.append(FieldError(name, "input.choice"))
    return given


# History


async def history(session: Session, desk: Desk, subject: str, known: Names) -> list[Shown]:
    """Who did what and when, the newest first, in words."""
    found = await plan_history.of(session, subject)
    ids = {one.by for one in found} | {str(one.facts.get("owner", "")) for one in found}
    ids |= {str(value) for one in found for value in one.facts.get("values", {}).get("owner", ())}
    who = await people.by_ids(session, ids)
    return [_told(desk, one, who, known) for one in reversed(found)]


def _told(desk: Desk, one: plan_history.Line, who: Mapping[str, Any], known: Names) -> Shown:
    text, tone = words.HISTORY[one.did]
    facts = {name: _day(desk, value) for name, value in one.facts.items() if name in ("on", "due_on")}
    facts["owner"] = name_of(desk, who.get(str(one.facts.get("owner", ""))))
    changed = one.facts.get("values", {})
    details = [_change(desk, name, values, who, known) for name, values in changed.items()]
    details += [f"{desk.t(words.FIELDS[name])}: {desk.t(N_('the text'))}" for name in one.facts.get("texts", ())]
    by = desk.t(NOBODY[one.by]) if one.by in NOBODY else name_of(desk, who.get(one.by))
    shown = {"when": desk.moment(one.at), "iso": one.at.isoformat(), "what": desk.t(text).format(**facts)}
    return shown | {"who": by, "tone": tone, "details": details}


def _change(desk: Desk, name: str, values: list[Any], who: Mapping[str, Any], known: Names) -> str:
    before, after = (_value(desk, name, value, who, known) for value in values)
    return f"{desk.t(words.FIELDS[name])}: {before} → {after}"


def _value(desk: Desk, name: str, value: Any, who: Mapping[str, Any], known: Names) -> str:
    if value in (None, ""):
        return "–"
    if name == "due_on":
        return _day(desk, value)
    if name == "owner":
        return name_of(desk, who.get(str(value)))
    if name == "theme":
        return known.themes.get(str(value), str(value))
    if name == "ref":
        return known.audiences.get(str(value), desk.t(survey_words.EXTERNALS.get(str(value), str(value))))
    return desk.t(CODES.get(str(value), str(value)))


def _day(desk: Desk, value: Any) -> str:
    return desk.day(date.fromisoformat(str(value))) if value else ""


KINDS: Mapping[str, str] = {
    GroupKind.AUDIENCE: N_("an audience"),
    GroupKind.EXTERNAL: N_("people outside"),
    GroupKind.NAMED: N_("a group by its name"),
}
CODES: Mapping[str, str] = {**words.CHANNELS, **words.DISPOSITIONS, **KINDS}
