"""What hurried people do with a form: leave it empty, change the language half way, write a sum as they speak it."""

import re

import httpx2

from tests.api.city import followed, hidden_of, send

FILLED = {"title": "Bänke <script>", "name": "Nina Neu", "email": "nina.neu@example.org"}


async def test_each_empty_field_says_by_itself_what_it_needs(client: httpx2.AsyncClient) -> None:
    page = await send(client, "/ideas/new", title="", how1="Etwas")
    summary = page.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    said = re.findall(r">([^<>]+)</a>", summary)
    assert set(said) == {
        "Geben Sie einen Titel ein.",
        "Nennen Sie die Gruppe, die etwas davon hat.",
        "Geben Sie Ihren Namen ein.",
        "Geben Sie Ihre E-Mail-Adresse ein.",
    }


async def test_changing_the_language_half_way_keeps_what_was_typed(client: httpx2.AsyncClient) -> None:
    form = await client.get("/ideas/new")
    assert 'form="idea" formaction="/ideas/new?lang=en" name="step" value="change"' in form.text
    english = await followed(client, await send(client, "/ideas/new?lang=en", step="change", **FILLED))
    assert "Submit an idea" in english.text
    assert "Bänke &lt;script&gt;" in english.text

    check = await followed(client, await send(client, "/ideas/new?lang=de", **FILLED))
    assert 'formaction="/ideas/new?lang=en" name="step" value="check"' in check.text
    again = await followed(
        client, await send(client, "/ideas/new?lang=en", **{**hidden_of(check.text), "step": "check"})
    )
    assert "Check your entries" in again.text
    assert "Bänke &lt;script&gt;" in again.text


async def test_a_sum_may_be_written_as_people_write_it(client: httpx2.AsyncClient) -> None:
    check = await followed(client, await send(client, "/ideas/new", **FILLED, cost="12.000 €"))
    assert "12.000\u00a0€" in check.text
