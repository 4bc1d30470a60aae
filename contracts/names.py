"""Every name that outlives a release: running courses and stored histories know them by heart, a test freezes them."""

IDEA = "Idea"
HAPPEN = "happen"
RECORD = "record"
DELIVER = "deliver"

IDEAS = "ideas"  # task queue of courses and of `record`
MAIL = "-mail"  # a course's letters go by its own queue's name with this added: "ideas-mail"

STAGE = "UmlaufStage"  # search attributes, all of type Keyword
DUE = "UmlaufDue"
PROCESS = "UmlaufProcess"

SURVEY = "Survey"
FEEDBACK_CYCLE = "FeedbackCycle"
RECORD_WAVE = "record_wave"
CARRY_OUT = "carry_out"
OPEN_NEXT_WAVE = "open_next_wave"
SURVEYS = "surveys"  # task queue of waves and cycles, and of all they ask for

ROUND = "Round"
RECORD_ROUND = "record_round"
CARRY_OUT_ROUND = "carry_out_round"
ROUND_CYCLE = "RoundCycle"
OPEN_NEXT_ROUND = "open_next_round"
ROUNDS = "rounds"  # task queue of rounds, and of all they ask for

_COURSE = "idea-"
_WAVE = "wave-"
_CYCLE = "cycle-"
_ROUND = "round-"
_SERIES = "series-"


def course_id(case_id: str) -> str:
    """The workflow id of a case's course."""
    return _COURSE + case_id


def case_of(workflow_id: str) -> str:
    """The case a course belongs to."""
    return workflow_id.removeprefix(_COURSE)


def wave_course_id(wave_id: str) -> str:
    """The workflow id of a wave's course."""
    return _WAVE + wave_id


def wave_of(workflow_id: str) -> str:
    """The wave a course belongs to."""
    return workflow_id.removeprefix(_WAVE)


def cycle_id(survey_id: str) -> str:
    """The id of the schedule that opens a survey's waves."""
    return _CYCLE + survey_id


def survey_of(schedule_id: str) -> str | None:
    """The survey a schedule belongs to; None for one that is no cycle."""
    return schedule_id.removeprefix(_CYCLE) if schedule_id.startswith(_CYCLE) else None


def round_course_id(round_id: str) -> str:
    """The workflow id of a round's course."""
    return _ROUND + round_id


def round_of(workflow_id: str) -> str:
    """The round a course belongs to."""
    return workflow_id.removeprefix(_ROUND)


def series_id(series: str) -> str:
    """The id of the schedule that starts the rounds of a series."""
    return _SERIES + series


def series_of(schedule_id: str) -> str | None:
    """The series a schedule belongs to; None for one that starts no rounds."""
    return schedule_id.removeprefix(_SERIES) if schedule_id.startswith(_SERIES) else None
