"""Merging an idea into another, taking it out again, splitting one: by the office's forms, read by whoever had it."""

import httpx2

from storage import inbox
from storage.queries.lists import CaseFilter, case_list
from tests.api.city import City
from tests.api.office.conftest import fill


async def number(city: City, case_id: str) -> str:
    return (await city.case(case_id)).number


async def courses_go_on(city: City) -> None:
    """What one case's step brings to another is carried there, as the worker does."""
    city.clock.later(seconds=30)
    async with city.db.write() as session:
        letters = await inbox.due(session, city.clock())
    for letter in letters:
        await city.messenger.record(letter.case_id, letter.inbox_id)


async def merged(office: httpx2.AsyncClient, city: City, **fields: str) -> tuple[str, str]:
    """One idea that goes on in another with nearly the same title."""
    whole = await city.idea(title="Sichere Radwege am Ring")
    same = await city.idea("emre.demir", title="Sichere Radwege am Ring!")
    other, here = await number(city, whole), f"/office/ideas/{await number(city, same)}"
    form = await office.get(f"{here}/merge")
    assert f'value="{other}"' in form.text  # offered among those that are alike
    given = {"alike": other, "public_reason": "<script>Dasselbe</script>", **fields}
    assert (await fill(office, f"{here}/merge", **given)).headers["location"] == f"{here}?done=merge"
    await courses_go_on(city)
    return whole, same


async def test_both_pages_lead_to_each_other_and_whoever_had_it_reads_where_it_goes_on(
    office: httpx2.AsyncClient, client: httpx2.AsyncClient, city: City
) -> None:
    whole, same = await merged(office, city)
    first, second = await number(city, whole), await number(city, same)

    assert f'href="/office/ideas/{first}"' in (await office.get(f"/office/ideas/{second}")).text
    assert f'href="/office/ideas/{second}"' in (await office.get(f"/office/ideas/{first}")).text
    own = (await client.get(await city.link(same, "idea_merged"))).text
    assert "Es ist die Idee" in own
    assert first in own
    assert "Sichere Radwege am Ring<" not in own.replace("Ring!<", "")  # the other title is not public
    assert "&lt;script&gt;Dasselbe" in own

    await city.office(whole, "accepted", public=True)
    await courses_go_on(city)
    own = (await client.get(await city.link(same, "joined_news"))).text
    assert f'href="/ideas/{first}"' in own
    assert "Das Büro hat die Idee" in own


async def test_it_is_taken_out_again_and_goes_on(office: httpx2.AsyncClient, city: City) -> None:
    whole, same = await merged(office, city)
    here = f"/office/ideas/{await number(city, same)}"
    assert f'href="{here}/take-out"' in (await office.get(here)).text
    assert (await fill(office, f"{here}/take-out", public_reason="Doch nicht")).status_code == 303
    await courses_go_on(city)

    assert (await city.case(same)).state == "triage"
    assert (await city.case(whole)).joined_now() == ()


async def test_a_number_that_is_not_there_is_told_and_nothing_typed_is_lost(
    office: httpx2.AsyncClient, city: City
) -> None:
    here = f"/office/ideas/{await number(city, await city.idea(title='Ganz allein'))}/merge"
    refused = await fill(office, here, into="2026-9999", public_reason="Weil <b>")

    assert refused.status_code == 422
    assert "Eine Idee mit dieser Nummer gibt es nicht" in refused.text
    assert "Weil &lt;b&gt;" in refused.text
    assert 'value="2026-9999"' in refused.text


async def test_whoever_names_no_idea_is_asked_for_its_number(office: httpx2.AsyncClient, city: City) -> None:
    here = f"/office/ideas/{await number(city, await city.idea(title='Ganz allein'))}/merge"
    refused = await fill(office, here, public_reason="Weil")

    assert refused.status_code == 422
    assert "Wählen Sie eine der Möglichkeiten" not in refused.text
    assert 'href="#f-into"' in refused.text


async def test_a_part_becomes_an_idea_of_its_own_with_the_same_submitter(
    office: httpx2.AsyncClient, city: City
) -> None:
    whole = await city.idea(title="Radwege und Bänke", named=True)
    here = f"/office/ideas/{await number(city, whole)}"
    same = await fill(office, f"{here}/split", public_reason="Zwei")
    assert same.status_code == 422
    assert "Das ist die ganze Idee" in same.text

    done = await fill(office, f"{here}/split", title="Nur die Bänke", public_reason="Zwei <b>")
    assert done.headers["location"] == f"{here}?done=split"
    before = await city.case(whole)
    async with city.db.read() as session:
        parts = await case_list(session, CaseFilter(search="Nur die Bänke"))
    (part,) = parts.lines
    page = (await office.get(f"/office/ideas/{part.number}")).text
    assert f"Sie war ein Teil der Idee {before.number}" in page
    assert (part.submitter, (await city.case(part.id)).named) == (before.submitter, True)
    assert [mail for mail, _ in await city.mails(part.id, "renate.kruse")] == ["idea_received"]
    assert "idea_split" in [mail for mail, _ in await city.mails(whole, "renate.kruse")]
    assert (before.text.title, before.state) == ("Radwege und Bänke", "triage")


async def test_what_is_being_carried_out_is_not_merged(office: httpx2.AsyncClient, city: City) -> None:
    here = f"/office/ideas/{await number(city, await city.planning())}"

    assert "/merge" not in (await office.get(here)).text
    assert "nicht möglich" in (await office.get(f"{here}/merge")).text


async def test_the_alike_are_told_apart_by_their_numbers_only_while_open(
    office: httpx2.AsyncClient, city: City
) -> None:
    closed = await city.idea(title="Bänke am Markt")
    await city.office(closed, "declined", public_reason="Nein")
    here = f"/office/ideas/{await number(city, await city.idea(title='Bänke am Markt'))}/merge"

    assert await number(city, closed) not in (await office.get(here)).text
