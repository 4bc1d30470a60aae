"""Two ideas that are the same go on as one, and apart again; one that is two becomes two. Both texts stay."""

from dataclasses import replace
from typing import Any

from domain.case import Joined
from domain.deferral.beside import OtherIdea
from domain.deferral.words import Standing
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Happening, Heard, LetGo, Merged, Parted, Split, TookIn
from domain.rules.deferral import end_deferral
from domain.rules.reasons import keep_reason
from domain.rules.review import review_once_more
from domain.rules.stages import enter
from domain.telling import waits_for_objection
from domain.words import EventKind, Outcome, Stage, TaskKind, Via


def merged(draft: Draft, happening: Merged) -> None:
    """The idea ends here and goes on in the other one, which hears of it; its submitter is told."""
    if draft.case.stage is Stage.FOLLOW_UP:
        raise RuleBroken("merge.too_late")
    other = _other(draft, happening.into)
    reason = keep_reason(draft, EventKind.MERGED, happening.public_reason)
    end_deferral(draft)
    draft.close_tasks(*TaskKind)  # before the line in the record, so that those who were asked can be told
    event = draft.record(EventKind.MERGED, into=other.id, number=other.number, reason=reason.id)
    draft.tell_submitter("idea_merged", event)
    draft.change(merged_into=other.id)
    draft.close(Outcome.MERGED)
    brought = TookIn(**_brought(draft), case=draft.case.id, number=draft.case.number)
    draft.elsewhere.append((other.id, brought))


def _other(draft: Draft, named: str) -> OtherIdea:
    """The idea it is to go on in: another one, alive, and none that goes on in this one."""
    other = draft.world.beside.ideas.get(named)
    if other is None:
        raise RuleBroken("merge.unknown")
    if other.id == draft.case.id:
        raise RuleBroken("merge.itself")
    if any(one.case == other.id for one in draft.case.joined_now()):
        raise RuleBroken("merge.circle", number=other.number)
    if other.standing is Standing.OVER:
        raise RuleBroken("merge.over", number=other.number)
    return other


def took_in(draft: Draft, happening: TookIn) -> None:
    """Another idea goes on in this one: whoever had it hears of what becomes of it."""
    if any(one.case == happening.case for one in draft.case.joined_now()):
        return
    draft.add("joined", Joined(draft.new_id(), happening.case, happening.number, draft.now))
    draft.record(EventKind.TOOK_IN, None, None, case=happening.case, number=happening.number)


def parted(draft: Draft, happening: Parted) -> None:
    """A merged idea goes on by itself, in the stage it was in, with all that was said of it."""
    if draft.case.outcome is not Outcome.MERGED:
        raise RuleBroken("part.not_merged")
    reason = keep_reason(draft, EventKind.PARTED, happening.public_reason)
    other = draft.case.merged_into
    draft.change(merged_into="", outcome=None, closed_at=None)
    event = draft.record(EventKind.PARTED, None, None, other=other, reason=reason.id)
    draft.tell_submitter("idea_parted", event)
    if draft.case.stage is Stage.REVIEW:
        review_once_more(draft)
    else:
        enter(draft, draft.case.stage)
    draft.elsewhere.append((other, LetGo(**_brought(draft), case=draft.case.id)))


def let_go(draft: Draft, happening: LetGo) -> None:
    """The other idea goes its own way again."""
    for one in draft.case.joined_now():
        if one.case == happening.case:
            draft.swap("joined", replace(one, ended_at=draft.now))
            draft.record(EventKind.LET_GO, None, None, case=one.case, number=one.number)


def heard(draft: Draft, happening: Heard) -> None:
    """Whoever had a merged idea learns what becomes of the one it goes on in; so do those merged into it before."""
    if draft.case.outcome is not Outcome.MERGED:
        return  # it was taken apart meanwhile
    event = draft.record(EventKind.HEARD, None, None, number=happening.of, news=happening.news)
    draft.tell_submitter("joined_news", event)
    for one in draft.case.joined_now():
        draft.elsewhere.append((one.case, Heard(**_brought(draft), of=happening.of, news=happening.news)))


def split(draft: Draft, happening: Split) -> None:
    """A part of the idea became one of its own; this one goes on as it was."""
    reason = keep_reason(draft, EventKind.SPLIT, happening.public_reason)
    event = draft.record(EventKind.SPLIT, part=happening.part, number=happening.number, reason=reason.id)
    draft.tell_submitter("idea_split", event)


# What those hear whose ideas go on in this one.
NEWS = frozenset(
    {
        EventKind.ACCEPTED,
        EventKind.DECLINED,
        EventKind.WITHDRAWN,
        EventKind.MERGED,
        EventKind.DEFERRED,
        EventKind.DEFERRAL_ENDED,
        EventKind.PUT_FORWARD,
        EventKind.DECIDED,
        EventKind.COMMITMENT_DONE,
        EventKind.COMMITMENT_LATE,
        EventKind.COMMITMENT_DROPPED,
    }
)


def spread(draft: Draft) -> None:
    """Brings what happened in this step to the ideas that go on in this one."""
    for one in draft.case.joined_now():
        for event in draft.events:
            kind = EventKind.DECIDED if event.kind is EventKind.TOOK_EFFECT else event.kind
            if kind in NEWS and not waits_for_objection(event):
                news: Happening = Heard(**_brought(draft), of=draft.case.number, news=kind)
                draft.elsewhere.append((one.case, news))


def _brought(draft: Draft) -> dict[str, Any]:
    """What a happening carries that a step of another case brings."""
    return {"id": draft.new_id(), "by": "clock", "via": Via.CLOCK, "at": draft.now}
