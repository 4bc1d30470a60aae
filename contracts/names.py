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

_COURSE = "idea-"


def course_id(case_id: str) -> str:
    """The workflow id of a case's course."""
    return _COURSE + case_id


def case_of(workflow_id: str) -> str:
    """The case a course belongs to."""
    return workflow_id.removeprefix(_COURSE)
