"""What the API answers to reading, by example: one whole answer a shape, put into the description when it is made.

Shapes that stand inside others have examples of their own where they are defined; these are built from them.
"""

from collections.abc import Iterator
from typing import Any

from api.v1.shapes import Out

SITE = "https://ideen.example.org/api/v1"
ROUND = "8d9f2c51b0a94bb59d6e6d0c5f0f2a11"
IDEA = "0f4e7d0a6c0b4a539d1e2f1a3b8c7d55"
HASH = "9f2b6c1d7e3a4f5b8c0d1e2f3a4b5c6d7e8f90123456789abcdef0123456789a"

LINE: dict[str, Any] = {
    "number": "2026-0042",
    "title": "Trinkbrunnen am Marktplatz",
    "stage": "follow_up",
    "state": "committed",
    "due_on": "2027-03-31",
    "public": True,
    "opened_at": "2026-11-02T08:14:00Z",
    "url": f"{SITE}/ideas/2026-0042",
}
DECISION = {
    "outcome": "accepted",
    "reason": "Der Nutzen ist groß, der Aufwand gering.",
    "at": "2026-12-01T17:20:00Z",
    "body": "Hauptausschuss",
    "body_date": "2026-11-30",
    "body_number": "B 26/0173",
    "votes_for": 9,
    "votes_against": 2,
    "level": "L2",
}
COMMITMENT = {
    "text": "Wir stellen den Brunnen auf.",
    "department": "mobility",
    "due_on": "2027-03-31",
    "state": "open",
    "overdue": False,
    "reason": "",
}
FULL = LINE | {
    "version": 2,
    "summary": "Wasser für alle, die dort unterwegs sind.",
    "description": "Neben der Linde, wo der alte Brunnen stand.",
    "benefits": [{"group": "Alle, die dort unterwegs sind", "how": "Wasser an heißen Tagen, ohne etwas zu kaufen."}],
    "theme": "health",
    "level": "quarter",
    "goals": ["climate"],
    "cost": 18000,
    "effort": None,
    "utility": 7.2,
    "ratings": [{"criterion": "benefit", "mean": 8.0, "count": 2, "knocked_out": False}],
    "decision": DECISION,
    "deferred_until": None,
    "deferral": None,
    "measure": "planned",
    "measure_since": "2026-12-02",
    "paused_since": None,
    "paused_because": "",
    "commitments": [COMMITMENT],
    "surveys": [],
}
EVENT = {
    "seq": 1,
    "kind": "submitted",
    "at": "2026-11-02T08:14:00Z",
    "by": IDEA,
    "via": "link",
    "facts": {"version": 1},
    "hash": HASH,
}
TASK = {
    "assignment": "5b0c7f3e9a124d6b8e41f2a7c3d90e58",
    "kind": "review",
    "number": "2026-0042",
    "title": "Trinkbrunnen am Marktplatz",
    "on_version": 2,
    "asked_at": "2026-11-05T09:00:00Z",
    "due_on": "2026-11-19",
    "in_place_of": None,
}
EXCHANGE = {
    "question": "Gibt es dort einen Wasseranschluss?",
    "asked_by": "Birte Claußen",
    "asked_at": "2026-11-06T10:30:00Z",
    "reply": "Ja, der alte Brunnen hatte einen.",
    "replied_at": "2026-11-07T08:05:00Z",
    "open": False,
}
POINT = {"id": "p1", "text": "Die Folgekosten fehlen.", "done": "", "open": True}
SURVEY = {
    "survey": "zufriedenheit-2026",
    "title": "Wie zufrieden sind Sie mit dem Marktplatz?",
    "questionnaire": "marktplatz",
    "mode": "anonymous",
    "url": f"{SITE}/surveys/zufriedenheit-2026",
}
SHARE = {"count": 31, "answered": 48, "value": 0.646, "interval": {"low": 0.504, "high": 0.766}}
FIGURE = {
    "question": "satisfied",
    "kind": "single",
    "answered": 48,
    "bars": [{"key": "yes", "share": SHARE, "place": None}],
    "mean": None,
    "score": None,
    "spread": None,
}
RESULTS = {
    "answered": 48,
    "invited": 60,
    "least": 5,
    "final": True,
    "withheld": None,
    "corrected": False,
    "public": True,
    "parts": [{"part": {"split": "", "value": ""}, "answered": 48, "figures": [FIGURE]}],
    "hidden": [{"split": "unit", "value": "mobility"}],
}
COVERED = {"entry": "13", "ideas": ["2026-0042"], "measures": 1, "against": []}
PLACE = {
    "idea": "2026-0042",
    "rank": 1,
    "value": 7.2,
    "taken": True,
    "firmness": "firm",
    "why": [{"code": "utility", "sentence": "Nutzwert 7,2 von 10 (Bewertende: 5)."}],
}
ROUND_RESULT = {
    "number": 1,
    "at": "2026-10-15T06:00:00Z",
    "superseded": False,
    "raters": 5,
    "answers": 58,
    "method": "utility",
    "places": [PLACE],
    "undetermined": [{"idea": "2026-0051", "why": {"code": "nobody_rated", "sentence": "Niemand hat sie bewertet."}}],
    "beside": [{"method": "lower_bound", "ranks": {"2026-0042": 1}}],
    "agreements": [{"one": "utility", "other": "lower_bound", "tau": 0.87}],
}

ROUND_LINE = {
    "round": ROUND,
    "number": "R3",
    "title": "Herbstrunde",
    "state": "computed",
    "opens_on": "2026-10-01",
    "closes_on": "2026-10-14",
    "missing": 0,
    "url": f"{SITE}/rounds/{ROUND}",
}
ROUND_IDEA = {
    "idea": "2026-0042",
    "title": "Trinkbrunnen am Marktplatz",
    "compared": True,
    "fate": None,
    "reason": "",
    "deviates": False,
}

PERSON = "0f4e7d0a6c0b4a539d1e2f1a3b8c7d55"
ASSIGNMENT = "5d1c7a1e8f0a4a3b9f0a6d1b2c3d4e5f"
COLLEAGUE = {"person": PERSON, "name": "Katharina Wolff", "department": "mobility"}
ADVICE: dict[str, Any] = {
    "adviser": PERSON,
    "question": "Trägt der Boden das?",
    "asked_at": "2026-11-03T09:00:00Z",
    "text": "Ja, nach dem Gutachten von 2024.",
    "given_at": "2026-11-04T10:30:00Z",
}
OPEN_TASK: dict[str, Any] = {
    "task": "7c1a5b7e9d3f4a0bb1c2d3e4f5061728",
    "kind": "review",
    "due_on": "2026-11-16",
    "first_due_on": None,
    "opened_at": "2026-11-02T08:20:00Z",
    "role": "",
    "held_by": [
        {
            "assignment": ASSIGNMENT,
            "person": PERSON,
            "name": "Katharina Wolff",
            "in_place_of": None,
            "asked_at": "2026-11-02T08:20:00Z",
        }
    ],
}
ASKED: dict[str, Any] = {
    "question": "3b6f0c2d4e5a4b7c8d9e0f1a2b3c4d5e",
    "by": PERSON,
    "to": "submitter",
    "text": "Wie viele Kreuzungen sind gemeint?",
    "asked_at": "2026-11-03T09:00:00Z",
    "reply": "Drei, alle am Markt.",
    "replied_at": "2026-11-05T17:45:00Z",
    "open": False,
}
STEP: dict[str, Any] = {
    "step": "9a8b7c6d5e4f40312a1b0c9d8e7f6a5b",
    "title": "Amtsleitung",
    "person": PERSON,
    "name": "Katharina Wolff",
    "in_place_of": None,
    "state": "signed",
    "asked_now": False,
    "blocking": True,
    "again": False,
    "at": "2026-11-20T11:05:00Z",
    "remark": "",
    "on_version": 2,
    "late": False,
    "sent_back_to": None,
}
CHAIN: dict[str, Any] = {
    "number": "2026-0042",
    "since": "2026-11-18T07:30:00Z",
    "outside_plan": True,
    "result": None,
    "changeable": True,
    "decider": None,
    "body": "main_committee",
    "steps": [STEP],
}
COST = {"year": 2027, "line": "traffic", "euros": 18000}
PLANNING: dict[str, Any] = {
    "number": "2026-0042",
    "version": 1,
    "at": "2026-11-20T11:05:00Z",
    "by": PERSON,
    "costs": [COST],
    "effort": {"planning": 25},
    "length": 2,
    "earliest": "2027-Q2",
    "needs": ["2026-0051"],
    "excludes": [],
    "savings": [{"year": 2028, "euros": 9000}],
}
FRAME: dict[str, Any] = {
    "version": 3,
    "lines": [{"id": "traffic", "title": "Verkehr"}],
    "roles": [{"id": "planning", "title": "Planung"}],
    "budget": [COST | {"euros": 100000}],
    "capacity": [{"quarter": "2027-Q2", "role": "planning", "days": 60}],
    "interest": 2.5,
}
KNOWN = COLLEAGUE | {"roles": ["reviewer"], "shared": False}
ABSENCE = {"first_day": "2027-03-29", "last_day": "2027-04-09", "source": "office"}

# By the name of the shape in the description; a text in braces is replaced by the example of the shape it names.
ANSWERS: dict[str, dict[str, Any]] = {
    "IdeaList": {"ideas": [LINE | {"excerpt": "Kaltes Trinkwasser für alle, die auf dem Markt sind."}], "next": None},
    "IdeaOut": FULL,
    "History": {"number": "2026-0042", "whole": True, "events": [EVENT]},
    "CommentsOut": {"number": "2026-0042", "comments": ["{CommentOut}"]},
    "TaskList": {"tasks": [TASK]},
    "Thread": {"questions": [EXCHANGE], "points": [POINT], "advice": [ADVICE]},
    "Colleagues": {"advisers": [COLLEAGUE], "successors": [COLLEAGUE]},
    "AdviceList": {
        "advice": [
            {
                "advice": "1e2d3c4b5a6948378695a4b3c2d1e0f9",
                "number": "2026-0042",
                "title": "Trinkbrunnen am Marktplatz",
                "asked_by": "Torben Voß",
                "question": "Trägt der Boden das?",
                "asked_at": "2026-11-03T09:00:00Z",
            }
        ]
    },
    "OpenTasks": {"number": "2026-0042", "tasks": [OPEN_TASK]},
    "Questions": {"number": "2026-0042", "questions": [ASKED]},
    "ChainOut": CHAIN,
    "People": {"people": [KNOWN]},
    "Absences": {"person": PERSON, "absences": [ABSENCE]},
    "Deputies": {"person": ASSIGNMENT, "reviewer": [PERSON], "decider": [], "owner": []},
    "SurveyLine": SURVEY,
    "SurveyList": {"surveys": [SURVEY]},
    "SurveyOut": SURVEY | {"waves": ["{WaveOut}"]},
    "OpenSurveys": {"surveys": ["{OpenSurvey}"]},
    "ResultsOut": RESULTS,
    "PlanOut": {"entries": ["{api__v1__communication__EntryOut}"]},
    "GoalsOut": {"goals": ["{GoalOut}"], "measures_without_goals": ["2026-0051"]},
    "CoverageOut": {"catalogues": [{"catalogue": "sdg", "held": "goals", "entries": [COVERED]}]},
    "PlanningOut": PLANNING,
    "FrameOut": FRAME,
    "DocumentsOut": {"documents": ["{DocumentOut}"]},
    "RadarOut": {"findings": ["{FindingOut}"], "total": 1, "looked_at": "2026-11-02T05:00:00Z"},
    "RoundsOut": {"rounds": ["{RoundLineOut}"]},
    "RoundOut": ROUND_LINE
    | {
        "ask": "scores",
        "method": "utility",
        "beside": ["lower_bound"],
        "take": 3,
        "result": 1,
        "panel": ["{ProgressOut}"],
        "ideas": [ROUND_IDEA],
    },
    "RoundResultsOut": {"results": [ROUND_RESULT]},
}
# By operation: what is a file to the framework, and JSON to whoever asked for that.
FILES: dict[str, Any] = {
    "export_api_v1_surveys_waves__wave_id__export_post": {
        "name": "texts",
        "columns": [
            {"name": "question", "label": "Frage", "measure": "nominal", "values": {}},
            {"name": "text", "label": "Text", "measure": "nominal", "values": {}},
            {"name": "tags", "label": "Schlagworte", "measure": "nominal", "values": {}},
        ],
        "rows": [{"question": "wish", "text": "Mehr Schatten.", "tags": "Bäume"}],
    }
}


def put_in(description: dict[str, Any]) -> None:
    """Gives every shape of an answer its example."""
    shapes = description["components"]["schemas"]
    _make_whole(shapes)
    for name, example in ANSWERS.items():
        if name in shapes:
            shapes[name]["examples"] = [_whole(example, shapes)]
    for way in (way for ways in description["paths"].values() for way in ways.values()):
        for response in way["responses"].values():
            media = response.get("content", {}).get("application/json")
            if media is not None and way["operationId"] in FILES:
                media["example"] = FILES[way["operationId"]]


def _make_whole(shapes: dict[str, Any]) -> None:
    """The framework leaves out of an example what is null, also where its shape needs it."""
    for model in _below(Out):
        extra = model.model_config.get("json_schema_extra")
        for name in (model.__name__, f"{model.__module__}.{model.__name__}".replace(".", "__")):
            if name in shapes and isinstance(extra, dict):
                shapes[name]["examples"] = extra["examples"]


def _below(model: type[Out]) -> Iterator[type[Out]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def _whole(part: Any, shapes: dict[str, Any]) -> Any:
    if isinstance(part, str) and part.startswith("{"):
        return shapes[part.strip("{}")]["examples"][0]
    if isinstance(part, dict):
        return {name: _whole(one, shapes) for name, one in part.items()}
    return [_whole(one, shapes) for one in part] if isinstance(part, list) else part
