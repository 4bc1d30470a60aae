"""The editor of questionnaires puts a question of each kind below the last one, and what was typed stays as it is."""

import json
import re
from html import unescape

import httpx2
import pytest

from api.office.surveys.blocks import BLOCKS, with_question
from api.office.surveys.words import TYPES
from tests.api.office.test_surveys import PULSE, ROOT, again, post
from umlauf.questionnaire_file import read_typed

NEW = f"{ROOT}/questionnaires/new"
AREA = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.S)
FRAME = """format: umlauf-survey/1
id: short
title: {de: "Kurz", en: "Short"}
"""
ITEM = '- {key: a, type: long_text, text: {de: "Was?", en: "What?"}}'


def typed(page: httpx2.Response) -> str:
    found = AREA.search(page.text)
    assert found is not None
    return unescape(found[1])


def test_every_kind_there_is_can_be_added() -> None:
    assert list(BLOCKS) == list(TYPES)


@pytest.mark.parametrize("kind", list(BLOCKS))
def test_what_is_added_works_as_it_is_and_stands_last(kind: str) -> None:
    longer = with_question(PULSE, kind)
    assert longer is not None
    assert longer.startswith(PULSE.rstrip())
    form, before = read_typed(longer.encode()).questionnaire, read_typed(PULSE.encode()).questionnaire
    assert [q.key for q in form.questions] == [*(q.key for q in before.questions), "question_1"]
    assert form.questions[-1].type == kind
    assert not [hint for hint in read_typed(longer.encode()).hints if "question_1" in hint]


@pytest.mark.parametrize(
    "pages",
    [
        f"pages:\n  - id: one\n    title: {{de: E, en: O}}\n    questions:\n      {ITEM}\n",
        f"pages:\n- id: one\n  title: {{de: E, en: O}}\n  questions:\n  {ITEM}\n",
        f"pages:\n  - id: one\n    title: {{de: E, en: O}}\n    questions: # hier\n        {ITEM}\n  # Ende\n"
        "\nkind: general\n",
        f"pages:\n  - id: one\n    questions:\n      {ITEM}\n    title: {{de: E, en: O}}\n",
    ],
)
def test_however_it_is_indented_and_whatever_comes_after(pages: str) -> None:
    text = FRAME + pages
    for number in range(1, 4):
        longer = with_question(text, "single")
        assert longer is not None
        text = longer
        questions = read_typed(text.encode()).questionnaire.questions
        assert [q.key for q in questions] == ["a", *(f"question_{n}" for n in range(1, number + 1))]


@pytest.mark.parametrize("text", ["", "pages: []", "questions: []", json.dumps({"questions": []})])
def test_where_no_list_is_nothing_is_added(text: str) -> None:
    assert with_question(text, "date") is None


async def test_a_clerk_adds_changes_and_saves(office: httpx2.AsyncClient) -> None:
    source = PULSE.replace("\nid: pulse\n", "\nid: longer\n") + "# <script>Getippt"
    page = await post(office, NEW, source=source, kind="likert", step="add")
    assert page.status_code == 200
    assert "Noch ist nichts gespeichert" in page.text
    longer = typed(page)
    assert "# <script>Getippt" in longer
    assert "- key: question_1\n        type: likert" in longer
    saved = await again(office, NEW, page, source=longer.replace("Ihre Frage", "Sind Sie zufrieden?"))
    assert saved.headers["location"] == f"{ROOT}/questionnaires/longer?done=saved"
    assert "Sind Sie zufrieden?" in (await office.get(f"{ROOT}/questionnaires/longer")).text


async def test_a_kind_there_is_not_and_a_text_without_a_list_are_told_and_kept(office: httpx2.AsyncClient) -> None:
    page = await post(office, NEW, source="<script>Getippt", kind="exe", step="add")
    assert (page.status_code, typed(page).strip()) == (422, "<script>Getippt")
    assert '<a href="#f-kind">' in page.text
    page = await post(office, NEW, source="<script>Getippt", kind="date", step="add")
    assert (page.status_code, typed(page).strip()) == (422, "<script>Getippt")
    assert "keine eigene Zeile „questions:“" in page.text
