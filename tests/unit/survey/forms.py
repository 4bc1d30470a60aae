"""Questionnaires for tests: `a_form(a_page("one", single("way", "bus", "bike")))`."""

import json
from typing import Any

from hypothesis import strategies as st

from domain.survey.questionnaire import Questionnaire

EVIL = "<script>alert('Umfrage')</script>"


def words(text: str = EVIL) -> dict[str, str]:
    return {"de": text, "en": text}


def question(kind: str, key: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "text": words(), **fields}


def options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "text": words(key)} for key in keys]


def single(key: str, *keys: str, **fields: Any) -> dict[str, Any]:
    return question("single", key, options=options(*(keys or ("a", "b"))), **fields)


def multiple(key: str, *keys: str, **fields: Any) -> dict[str, Any]:
    return question("multiple", key, options=options(*(keys or ("a", "b"))), **fields)


def ranking(key: str, *keys: str, **fields: Any) -> dict[str, Any]:
    return question("ranking", key, options=options(*(keys or ("a", "b"))), **fields)


def likert(key: str, steps: int = 5, **fields: Any) -> dict[str, Any]:
    return question("likert", key, labels=[words(str(n)) for n in range(steps)], **fields)


def ten(key: str, **fields: Any) -> dict[str, Any]:
    return question("ten", key, lowest=words(), highest=words(), **fields)


def number(key: str, minimum: float = 0, maximum: float = 100, **fields: Any) -> dict[str, Any]:
    return question("number", key, minimum=minimum, maximum=maximum, **fields)


def when(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def a_page(page_id: str, *questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": page_id, "title": words(), "questions": list(questions), **fields}


def a_form(*pages: dict[str, Any], **fields: Any) -> Questionnaire:
    given = {"format": "umlauf-survey/1", "id": "pulse", "title": words(), "pages": list(pages), **fields}
    return Questionnaire.from_text(json.dumps(given))


# Anything a questionnaire may be, with conditions on earlier questions

_PLAIN = {
    "single": lambda key: single(key, "a", "b", "c"),
    "multiple": lambda key: multiple(key, "a", "b", "c"),
    "ranking": lambda key: ranking(key, "a", "b", "c"),
    "likert": lambda key: likert(key),
    "ten": lambda key: ten(key),
    "number": lambda key: number(key),
    "date": lambda key: question("date", key),
    "short_text": lambda key: question("short_text", key),
    "long_text": lambda key: question("long_text", key),
    "consent": lambda key: question("consent", key, required=key.endswith("1")),
    "info": lambda key: question("info", key),
}
_COMPARED = {
    "single": [("is", "a"), ("is_not", "b"), ("one_of", ["a", "c"]), ("known", False)],
    "multiple": [("contains", "a"), ("known", True)],
    "ranking": [("contains", "b"), ("known", False)],
    "likert": [("at_least", 4), ("less_than", 2), ("is", 3)],
    "ten": [("more_than", 8), ("at_most", 6)],
    "number": [("at_least", 50), ("is", 7)],
    "date": [("known", True), ("is", "2026-11-02")],
    "short_text": [("known", True)],
    "long_text": [("known", False)],
    "consent": [("is", True), ("known", False)],
}
_RAW: dict[str, st.SearchStrategy[Any]] = {
    "single": st.sampled_from(["a", "b", "c", "x", "", None, 1]),
    "multiple": st.sampled_from(["a", ["a"], ["c", "a"], [], ["x"], "", 3]),
    "ranking": st.sampled_from([["b", "a"], {"a": "1", "b": "2"}, {"a": "2"}, ["a", "a"], "b", {}, None]),
    "likert": st.sampled_from(["1", 3, "5", 6, "x", True, ""]),
    "ten": st.sampled_from(["0", 6, "9", 10, 11, -1, None]),
    "number": st.sampled_from(["7", 50, "50", 101, "3,5", None]),
    "date": st.sampled_from(["2026-11-02", "2.11.2026", "2026-02-30", "", 5]),
    "short_text": st.sampled_from([EVIL, "  x ", "a\nb", "", 3]),
    "long_text": st.sampled_from([EVIL, "a\r\nb", "\x00", " "]),
    "consent": st.sampled_from(["on", True, "off", False, "", "x"]),
    "info": st.sampled_from([None, "x"]),
}


@st.composite
def conditions(draw: st.DrawFn, kinds: dict[str, str]) -> dict[str, Any]:
    def one() -> dict[str, Any]:
        key = draw(st.sampled_from(sorted(kinds)))
        return when(key, *draw(st.sampled_from(_COMPARED[kinds[key]])))

    shape = draw(st.sampled_from(["one", "one", "not", "all", "any"]))
    if shape == "one":
        return one()
    return {"not": one()} if shape == "not" else {shape: [one(), one()]}


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    kinds: dict[str, str] = {}
    pages = []
    for number_of_page in range(draw(st.integers(1, 4))):
        page = a_page(f"p{number_of_page}")
        if kinds and draw(st.booleans()):
            page["when"] = draw(conditions(kinds))
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(sorted(_PLAIN)))
            key = f"q{sum(len(p['questions']) for p in pages) + len(page['questions'])}"
            asked = _PLAIN[kind](key)
            if kinds and draw(st.booleans()):
                asked["when"] = draw(conditions(dict(kinds)))
            page["questions"].append(asked)
            if kind != "info":
                kinds[key] = kind
        pages.append(page)
    return a_form(*pages)


@st.composite
def answers_to(draw: st.DrawFn, form: Questionnaire) -> dict[str, Any]:
    asked = draw(st.permutations([q for q in form.questions if draw(st.integers(0, 4))]))
    return {q.key: draw(_RAW[q.type]) for q in asked}
