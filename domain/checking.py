"""What a definition says that cannot work: found before it is published, not by the first idea that runs into it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from domain.asking.checking import check_asking, check_groups
from domain.assurance_check import check_assurance
from domain.circles import above_itself
from domain.definition import Deadline, Part, ProcessDefinition, RoundStart
from domain.digest import URGENT
from domain.finding import Finding as Finding
from domain.finding import Where as Where
from domain.ladder_check import check_ladder
from domain.series_check import check_series
from domain.signing.checking import check_sign_off, check_signers
from domain.survey_rule_check import check_survey_rule
from domain.words import EventKind, Role, Stage
from domain.world import Person

ORDER = tuple(Stage)
ZONES = ("Europe/Berlin",)  # what a German administration probably meant
REGIONS = frozenset("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())
NOTICE_MAILS = frozenset(
    """
    idea_received triage_due question reply_arrived idea_accepted idea_declined idea_withdrawn withdrawn_note
    no_longer_needed review_asked reconsider_asked asked_back asked_back_office answered_back unanswered
    rework_asked rework_over nobody_to_ask changes_asked handed_over review_done
    review_done_submitter
    sign_asked sign_off_news put_forward deferred deferral_ended deferral_over decision_asked receipt decided_note
    promise_made
    round_result round_missed round_held commitment_asked commitment_note commitment_news reminder office_reminder
    overdue escalated silence silence_note extended clock_begins paused paused_task resumed resumed_task
    published hidden reported bounced survey_result idea_merged idea_parted idea_split joined_news
    nobody_stands_in taken_back advice_asked advice_given
    answer_receipt objection_note
    """.split()
)
# Without these somebody would never learn that it is their turn, or what became of their idea.
NEEDED = (
    (Stage.INTAKE, EventKind.QUESTION_ASKED, "submitter"),
    (Stage.REVIEW, EventKind.REVIEW_ASKED, "assignee"),
    (Stage.REVIEW, EventKind.NOBODY_TO_ASK, "office"),
    (Stage.DECISION, EventKind.DECISION_ASKED, "assignee"),
    (Stage.DECISION, EventKind.DECIDED, "submitter"),
    (Stage.FOLLOW_UP, EventKind.COMMITMENT_ASKED, "assignee"),
)
# Events that are about a task, so that a notice can be for one kind of task only.
ABOUT_A_TASK = frozenset(
    {
        EventKind.QUESTION_ASKED,
        EventKind.REVIEW_ASKED,
        EventKind.NOBODY_TO_ASK,
        EventKind.CHANGES_ASKED,
        EventKind.REWORK_ASKED,
        EventKind.HANDED_IN,
        EventKind.ASKED_BACK,
        EventKind.ANSWERED_BACK,
        EventKind.UNANSWERED,
        EventKind.REVIEW_DONE,
        EventKind.BIAS_DECLARED,
        EventKind.DISAGREED,
        EventKind.RECONSIDER_ASKED,
        EventKind.RECONSIDERED,
        EventKind.RECONSIDER_OVER,
        EventKind.PUT_FORWARD,
        EventKind.SIGN_ASKED,
        EventKind.SIGNED,
        EventKind.SIGN_OBJECTED,
        EventKind.SIGN_REFUSED,
        EventKind.SIGN_SENT_BACK,
        EventKind.DECISION_ASKED,
        EventKind.COMMITMENT_ASKED,
        EventKind.HANDED_OVER,
        EventKind.ANSWERED,
        EventKind.DECIDED,
        EventKind.HELD,
        EventKind.OBJECTED,
        EventKind.OBJECTION_NOTED,
        EventKind.REMINDED,
        EventKind.OVERDUE,
        EventKind.STILL_WAITING,
        EventKind.ESCALATED,
        EventKind.SILENCE,
        EventKind.ADVICE_ASKED,
        EventKind.ADVICE_GIVEN,
        EventKind.DEPUTISED,
        EventKind.GIVEN_BACK,
        EventKind.NOBODY_STANDS_IN,
        EventKind.TAKEN_BACK,
        EventKind.EXTENDED,
        EventKind.CLOCK_BEGAN,
        EventKind.BOUNCED,
    }
)


def check(definition: ProcessDefinition, people: Iterable[Person] | None = None) -> list[Finding]:
    """Everything that cannot work; with people, also whether there is somebody to ask."""
    found = [
        *_place(definition),
        *_ids(definition),
        *_references(definition),
        *_goals(definition),
        *_criteria(definition),
        *_course(definition),
        *check_asking(definition),
        *check_sign_off(definition),
        *check_assurance(definition),
        *_deadlines(definition.stages, ("stages",)),
        *_mail_hours(definition),
        *_notices(definition),
        *_survey_rules(definition),
        *check_series(definition),
    ]
    return found if people is None else [*found, *check_people(definition, people)]


def check_people(definition: ProcessDefinition, people: Iterable[Person]) -> Iterator[Finding]:
    """Whether every task finds somebody."""
    active = [p for p in people if p.active]
    if not _holding(active, Role.OFFICE):
        yield Finding(("stages", "intake"), "office_missing")
    if not _holding(active, Role.DECIDER) and not definition.stages.decision.bodies:
        yield Finding(("stages", "decision"), "decider_missing")
    yield from check_signers(definition, active)
    review = definition.stages.review
    if review is not None and review.who:
        yield from check_groups(review, active)
    elif review is not None:
        yield from _reviewers(definition, review.quorum, _holding(active, Role.REVIEWER))


def _reviewers(definition: ProcessDefinition, quorum: int, reviewers: list[Person]) -> Iterator[Finding]:
    if len(reviewers) < quorum:
        facts: dict[str, object] = {"quorum": quorum, "reviewers": len(reviewers)}
        yield Finding(("stages", "review", "quorum"), "too_few_reviewers", facts)
    for index, theme in enumerate(definition.themes):
        if not any(theme.id in p.themes or theme.department == p.department for p in reviewers):
            yield Finding(("themes", index), "nobody_to_ask", {"theme": theme.id})


def _holding(people: list[Person], role: Role) -> list[Person]:
    return [p for p in people if role in p.roles]


def _place(definition: ProcessDefinition) -> Iterator[Finding]:
    if definition.region not in REGIONS:
        region = definition.region
        yield Finding(("region",), "region_unknown", {"name": region, "known": ", ".join(sorted(REGIONS))})
    try:
        ZoneInfo(definition.timezone)
    except (ValueError, KeyError, OSError):
        yield Finding(("timezone",), "timezone_unknown", {"name": definition.timezone}, definition.timezone, ZONES)


def _ids(definition: ProcessDefinition) -> Iterator[Finding]:
    lists: dict[Where, list[str]] = {
        ("departments",): [d.id for d in definition.departments],
        ("functions",): [f.id for f in definition.functions],
        ("themes",): [t.id for t in definition.themes],
        ("levels",): [level.id for level in definition.levels],
        ("goals",): [g.id for g in definition.goals],
        ("criteria",): [c.id for c in definition.criteria],
        ("stages", "decision", "bodies"): [b.id for b in definition.stages.decision.bodies],
        ("survey_rules",): [r.id for r in definition.survey_rules],
    }
    if definition.stages.prioritisation is not None:
        lists["stages", "prioritisation", "series"] = [s.id for s in definition.stages.prioritisation.series]
    for where, ids in lists.items():
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield Finding((*where, index, "id"), "id_twice", {"name": one})


def _references(definition: ProcessDefinition) -> Iterator[Finding]:
    departments = [d.id for d in definition.departments]
    for index, theme in enumerate(definition.themes):
        if theme.department not in departments:
            where = ("themes", index, "department")
            yield Finding(where, "department_unknown", {"name": theme.department}, theme.department, departments)


def _goals(definition: ProcessDefinition) -> Iterator[Finding]:
    parents = {g.id: g.under for g in definition.goals}
    for index, goal in enumerate(definition.goals):
        where = ("goals", index, "under")
        if goal.under is not None and goal.under not in parents:
            yield Finding(where, "goal_unknown", {"name": goal.under}, goal.under, parents)
        elif above_itself(goal.id, parents):
            yield Finding(where, "goal_cycle", {"name": goal.id})


def _criteria(definition: ProcessDefinition) -> Iterator[Finding]:
    total = sum(c.weight for c in definition.criteria)
    if total != 100:
        yield Finding(("criteria",), "weights", {"total": total})
    for index, criterion in enumerate(definition.criteria):
        where, facts = ("criteria", index), {"from": criterion.scale_from, "to": criterion.scale_to}
        if criterion.scale_from >= criterion.scale_to:
            yield Finding((*where, "scale_to"), "scale_upside_down", dict(facts))
        elif criterion.knock_out_below is not None:
            if not criterion.scale_from < criterion.knock_out_below <= criterion.scale_to:
                yield Finding((*where, "knock_out_below"), "knock_out_off_scale", dict(facts))
            if criterion.better == "lower":
                yield Finding((*where, "knock_out_below"), "knock_out_of_the_best", {"name": criterion.id})


def _course(definition: ProcessDefinition) -> Iterator[Finding]:
    """Follows the idea from intake: always forwards, and through every stage there is."""
    present = [stage for stage in Stage if getattr(definition.stages, stage) is not None]
    reached: list[Stage] = []
    stage = Stage.INTAKE
    while stage not in reached:
        reached.append(stage)
        following = definition.after(stage)
        where = ("stages", stage.value, "then")
        if following not in present:
            yield Finding(where, "stage_missing", {"name": following.value}, following.value, _names(present))
            return  # what comes after a gap is not reached for this one reason
        if stage is not Stage.FOLLOW_UP and ORDER.index(following) <= ORDER.index(stage):
            yield Finding(where, "stage_again", {"name": following.value})
        stage = following
    for left in (s for s in present if s not in reached):
        yield Finding(("stages", left.value), "stage_unreachable", {"name": left.value})
    if definition.stages.prioritisation is None and not definition.stages.decision.bodies:
        yield Finding(("stages", "decision"), "decision_by_nobody")


def _survey_rules(definition: ProcessDefinition) -> Iterator[Finding]:
    stages = definition.stages
    has_review = stages.review is not None or stages.intake.then is Stage.REVIEW  # its absence is told once
    for index, rule in enumerate(definition.survey_rules):
        yield from check_survey_rule(rule, ("survey_rules", index), has_review=has_review)
    told = {(notice.on, who) for notice in definition.notices for who in notice.tell}
    if definition.survey_rules and (EventKind.SURVEY_NOTED, "office") not in told:
        yield Finding(("notices",), "notice_missing", {"event": EventKind.SURVEY_NOTED.value, "who": "office"})


def _names(stages: Iterable[Stage]) -> tuple[str, ...]:
    return tuple(s.value for s in stages)


def _deadlines(part: Part, where: Where) -> Iterator[Finding]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Deadline):
            yield from check_ladder(value, (*where, name))
        elif isinstance(value, RoundStart):
            if value.remind_after is not None and value.remind_after >= value.working_days:
                facts: dict[str, object] = {"days": value.working_days, "after": value.remind_after}
                yield Finding((*where, name, "remind_after"), "reminder_too_late", facts)
        elif isinstance(value, Part):
            yield from _deadlines(value, (*where, name))


def _mail_hours(definition: ProcessDefinition) -> Iterator[Finding]:
    hours = definition.mail_hours
    if hours is not None and hours.from_ >= hours.to:
        yield Finding(("mail_hours", "to"), "mail_hours_upside_down", {"from": hours.from_, "to": hours.to})


def _notices(definition: ProcessDefinition) -> Iterator[Finding]:
    for index, notice in enumerate(definition.notices):
        where = ("notices", index)
        if notice.mail not in NOTICE_MAILS:
            yield Finding((*where, "mail"), "mail_unknown", {"name": notice.mail}, notice.mail, NOTICE_MAILS)
        if notice.task is not None and notice.on not in ABOUT_A_TASK:
            yield Finding((*where, "task"), "not_about_a_task", {"event": notice.on.value})
        if not notice.tell:
            yield Finding((*where, "tell"), "nobody_told", {})
        if notice.digest and notice.on in URGENT:
            yield Finding((*where, "digest"), "digest_urgent", {"event": notice.on.value})
        if notice.digest and "submitter" in notice.tell:
            yield Finding((*where, "digest"), "digest_submitter", {"mail": notice.mail})
    yield from _repeated(definition)
    yield from _untold(definition)


def _repeated(definition: ProcessDefinition) -> Iterator[Finding]:
    told: Counter[tuple[str, str, str, str]] = Counter()
    for index, notice in enumerate(definition.notices):
        for who in notice.tell:
            key = (notice.on.value, notice.task or "", who, notice.mail)
            told[key] += 1
            if told[key] == 2:
                yield Finding(("notices", index), "notice_twice", {"mail": notice.mail, "who": who})


def _untold(definition: ProcessDefinition) -> Iterator[Finding]:
    told = {(notice.on, who) for notice in definition.notices for who in notice.tell}
    for stage, event, who in NEEDED:
        if getattr(definition.stages, stage.value) is not None and (event, who) not in told:
            yield Finding(("notices",), "notice_missing", {"event": event.value, "who": who})
