"""What a deadline says of its ladder that cannot work: steps before the end, after the silence, or for nobody."""

from collections.abc import Iterable, Iterator, Mapping

from domain.definition import UNITS, Deadline
from domain.finding import Finding, Where
from domain.words import Silence

# Where people are asked by name, and what their silence can mean there; elsewhere the office itself is responsible.
MEANINGS: Mapping[tuple[str, ...], tuple[Silence, ...]] = {
    ("review", "deadline"): tuple(Silence),
    ("intake", "reply"): (Silence.ABSTENTION,),
    ("review", "questions"): (Silence.ABSTENTION,),
    ("review", "rework", "deadline"): (Silence.ABSTENTION,),
    ("decision", "deadline"): (Silence.BLOCKED,),
    ("decision", "questions"): (Silence.ABSTENTION,),
    ("decision", "sign_off", "deadline"): tuple(Silence),
    ("decision", "sign_off", "steps", "deadline"): tuple(Silence),
    ("follow_up", "answer"): (Silence.BLOCKED,),
}
# Where somebody else may answer for whoever is asked; only the submitter can say what they meant, or change it.
STOOD_IN_FOR = (
    ("review", "deadline"),
    ("decision", "deadline"),
    ("decision", "sign_off", "deadline"),
    ("decision", "sign_off", "steps", "deadline"),
    ("follow_up", "answer"),
)
# Over with the end, or with the silence that is declared.
QUESTIONS = (("review", "questions"), ("decision", "questions"))
# Where the clock may wait for the documents: who looks at them first cannot.
AFTER_INTAKE = (("review", "deadline"), ("prioritisation", "deadline"), ("decision", "deadline"))
# How many working days there are in one of each, at most.
WORKING_DAYS: Mapping[str, float] = {
    "working_days": 1,
    "minutes": 0,
    "hours": 1 / 24,
    "days": 1,
    "weeks": 5,
    "months": 23,
}


def check_ladder(deadline: Deadline, where: Where) -> Iterator[Finding]:
    """Everything that cannot work in this deadline, which stands there."""
    yield from _length(deadline, where)
    if deadline.starts == "complete" and tuple(str(part) for part in where[1:]) not in AFTER_INTAKE:
        yield Finding((*where, "starts"), "starts_at_intake")
    yield from _early(deadline, where)
    yield from _order(deadline, where)
    yield from _steps_for_nobody(deadline, where)
    yield from _silence(deadline, where)


def _length(deadline: Deadline, where: Where) -> Iterator[Finding]:
    units = [unit for unit, _ in deadline.lengths]
    if not units:
        yield Finding(where, "length_missing", {"units": ", ".join(UNITS)})
    elif len(units) > 1:
        yield Finding((*where, units[1]), "length_twice", {"first": units[0], "second": units[1]})
    elif deadline.reminders_before:
        unit, count = deadline.length
        days, first = int(count * WORKING_DAYS[unit]), max(deadline.reminders_before)
        if first >= days:
            facts: dict[str, object] = {"days": days, "before": first}
            yield Finding((*where, "remind_before"), "reminder_too_early", facts)


def _early(deadline: Deadline, where: Where) -> Iterator[Finding]:
    """Nobody stands in for, or stands above, somebody who still has time."""
    if deadline.escalate is not None and deadline.escalate.after < 0:
        days: dict[str, object] = {"days": -deadline.escalate.after}
        yield Finding((*where, "escalate", "after"), "escalates_too_early", days)
    if deadline.deputy_after is not None and deadline.deputy_after < 0:
        yield Finding((*where, "deputy_after"), "deputy_too_early", {"days": -deadline.deputy_after})


def _order(deadline: Deadline, where: Where) -> Iterator[Finding]:
    deputy, above = deadline.deputy_after, deadline.escalate
    if deputy is not None and above is not None and 0 <= above.after < deputy:
        facts: dict[str, object] = {"after": above.after, "deputy": deputy}
        yield Finding((*where, "escalate", "after"), "escalates_before_deputy", facts)


def _steps_for_nobody(deadline: Deadline, where: Where) -> Iterator[Finding]:
    """What would never be done."""
    place = _place(where)
    if deadline.deputy_after is not None and place not in STOOD_IN_FOR:
        yield Finding((*where, "deputy_after"), "deputy_for_asked" if place in MEANINGS else "deputy_for_nobody")
    if deadline.escalate is not None and place in QUESTIONS and deadline.silence is None:
        yield Finding((*where, "escalate"), "escalates_what_is_over")


def _place(where: Where) -> tuple[str, ...]:
    return tuple(part for part in where[1:] if isinstance(part, str))


def _silence(deadline: Deadline, where: Where) -> Iterator[Finding]:
    asked = MEANINGS.get(_place(where), ())
    if deadline.silence is None:
        if deadline.silence_after:
            yield Finding((*where, "silence_after"), "silence_undeclared", {"known": _listed(Silence)})
        return
    if not asked:
        yield Finding((*where, "silence"), "silence_of_nobody")
    elif deadline.silence not in asked:
        facts: dict[str, object] = {"meaning": deadline.silence.value, "known": _listed(asked)}
        yield Finding((*where, "silence"), "silence_misfit", facts)
    if (last := _last(deadline)) >= max(deadline.silence_after, 1):
        yield Finding((*where, "silence"), "silence_too_early", {"last": last, "least": last + 1})


def _last(deadline: Deadline) -> int:
    """The last step after the end, in working days."""
    above = 0 if deadline.escalate is None else deadline.escalate.after
    return max((*deadline.reminders_after, deadline.deputy_after or 0, above))


def _listed(meanings: Iterable[Silence]) -> str:
    return ", ".join(one.value for one in meanings)
