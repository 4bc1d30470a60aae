"""Changing the language half way: the form comes back in the other language with everything that was typed."""

import re
from html import unescape

import httpx2

from domain.case import Case
from tests.api.city import City, hidden_of, send
from tests.api.links.test_doors import all_links, snapshot

WORDS = "<script>Mitten im Satz"
BUTTON = re.compile(
    r'<button type="submit" form="(?P<form>[^"]+)" formaction="(?P<to>[^"]+)" name="step" value="(\w+)"'
)
# Which page of which link, what is typed there, and how it is read back.
FORMS = {
    "review": ("", {"scores.benefit": "3", "verdict": "changes", "reason": WORDS}),
    "decide": ("", {"outcome": "rejected", "public_reason": WORDS}),
    "commitment": ("", {"answer": "late", "reason": WORDS}),
    "hand over": ("/hand-over", {"reason": WORDS}),
    "edit": ("/edit", {"title": WORDS}),
    "withdraw": ("/withdraw", {"sure": "yes", "reason": WORDS}),
}


async def in_english(client: httpx2.AsyncClient, page: str, typed: dict[str, str]) -> str:
    """What a browser shows after its reader typed this and pressed "English"."""
    shown = await client.get(page)
    button = BUTTON.search(shown.text)
    assert button, f"{page} loses what was typed"
    assert f'id="{button["form"]}"' in shown.text
    answer = await send(client, page, unescape(button["to"]), step=button[3], **typed)
    if answer.is_redirect:
        answer = await client.get(answer.headers["location"])
    assert answer.status_code == 200, answer.text
    assert '<html lang="en"' in answer.text
    return answer.text


async def test_every_form_behind_a_link_keeps_what_was_typed(client: httpx2.AsyncClient, city: City) -> None:
    commitment = (await all_links(city))["commitment"]  # the others have expired until it is asked for
    review = await city.link(await city.in_review(), "review_asked")
    decide = await city.link(await city.deciding(), "decision_asked")
    idea = await city.link(await city.idea(), "idea_received")
    links = dict(zip(FORMS, (review, decide, commitment, review, idea, idea), strict=True))
    before = await snapshot(city.db)
    for name, (under, typed) in FORMS.items():
        client.cookies.delete("umlauf_lang")
        page = await in_english(client, links[name] + under, typed)
        assert WORDS in unescape(page), name
        for field, value in typed.items():
            if value != WORDS:
                assert re.search(f'name="{field}" value="{value}" checked', page), f"{name}: {field}"
    assert await snapshot(city.db) == before


async def test_a_reply_is_kept_beside_a_second_question(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.idea()
    for question in ("Wo?", "Wann?"):
        await city.office(case_id, "question_asked", question=question)
    case: Case = await city.case(case_id)
    typed = {f"reply.{question.id}": f"{WORDS} {question.question}" for question in case.questions}
    page = unescape(await in_english(client, await city.link(case_id, "question"), typed))
    assert all(words in page for words in typed.values())


async def test_the_look_before_a_decision_stays_a_look(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await city.deciding()
    link = await city.link(case_id, "decision_asked")
    check = await send(client, link, f"{link}/decide", outcome="accepted", public_reason=WORDS)
    if check.is_redirect:
        check = await client.get(check.headers["location"])
    button = BUTTON.search(check.text)
    assert button
    origin = {"Origin": "http://ideen.example"}
    data = {**hidden_of(check.text), "step": button[3]}
    english = await client.post(unescape(button["to"]), data=data, headers=origin)
    if english.is_redirect:
        english = await client.get(english.headers["location"])
    assert "Check your decision" in english.text
    assert WORDS in unescape(english.text)
    assert (await city.case(case_id)).decision is None


async def test_a_form_that_lost_its_task_shows_so_in_the_language_chosen(
    client: httpx2.AsyncClient, city: City
) -> None:
    case_id = await city.in_review()
    link = await city.link(case_id, "review_asked")
    page = hidden_of((await client.get(link)).text)
    await city.happens(case_id, "withdrawn", "renate.kruse")
    origin = {"Origin": "http://ideen.example"}
    answer = await client.post(f"{link}/answer?lang=en", data={**page, "step": "change"}, headers=origin)
    assert answer.headers["location"] == f"{link}?lang=en"
