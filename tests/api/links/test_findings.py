"""Whoever sees to findings of the radar and does not sign in reads and answers them behind their link."""

from datetime import timedelta

import httpx2

from domain.radar.found import Found
from domain.radar.life import Finding
from domain.radar.words import About, Did, State, Trigger
from storage import radar
from tests.api.city import City, hidden_of, send
from tests.api.links.desks import a_desk

OWNER, OTHER = "silke.brandt", "renate.kruse"
EVIL = "<script>Getippt"


async def look(city: City, *found: Found) -> None:
    async with city.db.write() as session:
        for one in found:
            await radar.keep_found(session, one.trigger, [one], city.clock(), city.clock().date())


async def cure(city: City, trigger: Trigger) -> None:
    async with city.db.write() as session:
        await radar.cure_others(session, trigger, [], city.clock(), city.clock().date())


async def kept(city: City, finding_id: str) -> Finding:
    async with city.db.read() as session:
        found = await radar.get(session, finding_id)
    assert found is not None
    return found


def late(city: City, case_id: str, owner: str = OWNER, at: str = "late") -> Found:
    return Found(
        Trigger.NEEDS_LATE, About.CASE, case_id, {"other": case_id, "days": 3}, at, owner=city.people.get(owner, "")
    )


async def theirs(city: City, client: httpx2.AsyncClient) -> tuple[str, str]:
    """The address of their findings, and the id of the one they have."""
    case_id = await city.idea()
    await look(city, late(city, case_id), late(city, case_id, OTHER, "other"))
    async with city.db.read() as session:
        mine = radar.Wanted(owner=city.people[OWNER])
        ((one,), _) = await radar.page(session, mine, city.clock().date())
    desk = await a_desk(city, city.people[OWNER])
    shown = (await client.get(desk)).text
    assert "Ein Befund des Radars wartet auf Sie" in shown
    assert "Nichts wartet auf Sie" not in shown
    assert f'href="{desk}/findings"' in shown
    return f"{desk}/findings", one.id


async def history(city: City, finding_id: str) -> list[tuple[Did, str, str]]:
    async with city.db.read() as session:
        return [(line.did, line.by, line.why) for line in await radar.lines(session, finding_id)]


async def test_an_owner_says_what_is_done_accepts_and_takes_that_back(client: httpx2.AsyncClient, city: City) -> None:
    findings, mine = await theirs(city, client)
    page, me = f"{findings}/{mine}", city.people[OWNER]
    listed = (await client.get(findings)).text
    assert listed.count("/findings/") == 1
    assert (await send(client, page, step="mitigate", note=EVIL)).status_code == 303
    assert (await kept(city, mine)).state is State.MITIGATED
    shown = (await client.get(page)).text
    assert "&lt;script&gt;Getippt" in shown
    assert "Nicht länger hinnehmen" not in shown

    until = (city.clock() + timedelta(days=30)).strftime("%d.%m.%Y")
    assert (await send(client, page, step="accept", accept_reason="Sommer", accept_until=until)).status_code == 303
    assert (await kept(city, mine)).quiet(city.clock().date())
    assert "Vorerst hingenommen" in (await client.get(findings)).text
    assert "Befund des Radars" not in (await client.get(findings.removesuffix("/findings"))).text
    back = await send(client, page, step="take_back", back_reason="Doch nicht")
    assert back.headers["location"].endswith("?done=take_back")
    now = await kept(city, mine)
    assert (now.state, now.accepted_until, now.told_at) == (State.OPEN, None, city.clock())
    assert "Nicht mehr hingenommen" in (await client.get(page)).text
    said = [(did, why) for did, by, why in await history(city, mine) if by == me]
    assert said == [
        (Did.MITIGATED, EVIL),
        (Did.ACCEPTED, "Sommer"),
        (Did.ACCEPTANCE_ENDED, "Doch nicht"),
    ]


async def test_a_button_alone_says_nothing_and_what_was_typed_stays(client: httpx2.AsyncClient, city: City) -> None:
    findings, mine = await theirs(city, client)
    page = f"{findings}/{mine}"
    for step in ("mitigate", "accept", "take_back"):
        assert (await send(client, page, step=step)).status_code == 422
    far = await send(client, page, step="accept", accept_reason=EVIL, accept_until="01.01.2040")
    assert far.status_code == 422
    assert "&lt;script&gt;Getippt" in far.text
    assert "innerhalb eines Jahres" in far.text
    not_accepted = await send(client, page, step="take_back", back_reason=EVIL)
    assert "ist nichts zurückzunehmen" in not_accepted.text
    forged = await client.post(page, data={"step": "mitigate", "note": "x"}, headers={"Origin": "http://evil.example"})
    assert forged.status_code == 403
    assert [did for did, _, _ in await history(city, mine)] == [Did.OPENED]


async def test_of_two_at_once_the_second_is_told(client: httpx2.AsyncClient, city: City) -> None:
    findings, mine = await theirs(city, client)
    page = f"{findings}/{mine}"
    seen = hidden_of((await client.get(page)).text)
    await send(client, page, step="mitigate", note="Zuerst")
    again = await client.post(
        page,
        data=seen | {"step": "mitigate", "note": EVIL},
        headers={"Origin": str(client.base_url).rstrip("/")},
    )
    assert again.status_code == 422
    assert "&lt;script&gt;Getippt" in again.text
    assert (await send(client, page, step="mitigate", note="Danach")).status_code == 303


async def test_what_is_cured_or_no_longer_theirs_says_so_and_keeps_what_was_typed(
    client: httpx2.AsyncClient, city: City
) -> None:
    findings, mine = await theirs(city, client)
    page = f"{findings}/{mine}"
    seen = hidden_of((await client.get(page)).text)
    origin = {"Origin": str(client.base_url).rstrip("/")}
    await cure(city, Trigger.NEEDS_LATE)
    late_word = await client.post(page, data=seen | {"step": "mitigate", "note": EVIL}, headers=origin)
    assert "Er ist behoben" in late_word.text
    assert "&lt;script&gt;Getippt" in late_word.text
    assert 'name="note"' not in late_word.text
    assert "Behoben" in (await client.get(findings)).text

    case_id = (await kept(city, mine)).subject
    await look(city, late(city, case_id))
    number = (await kept(city, mine)).number
    async with city.db.write() as session:
        given = {"number": number, "why": "x", "at": city.clock(), "by": "x"}
        await radar.change_owner(session, mine, owner=city.people[OTHER], **given)
    gone = await client.post(page, data=seen | {"step": "mitigate", "note": EVIL}, headers=origin)
    for text in (gone.text, (await client.get(page)).text):
        assert "kümmern nicht mehr Sie sich" in text
        assert (await city.case(case_id)).number not in text
    assert "&lt;script&gt;Getippt" in gone.text
    assert "Sie müssen nichts tun" in (await client.get(findings)).text
    assert (await history(city, mine))[-1][0] is Did.OWNER_CHANGED


async def test_nobody_elses_finding_opens_and_no_other_link_leads_there(client: httpx2.AsyncClient, city: City) -> None:
    findings, mine = await theirs(city, client)
    desk = await a_desk(city, city.people[OTHER])
    assert (await client.get(f"{desk}/findings/{mine}")).status_code == 404
    nonce = hidden_of((await client.get(f"{desk}/findings")).text)
    answer = await client.post(
        f"{desk}/findings/{mine}",
        data=nonce | {"step": "mitigate", "note": "x", "number": "1"},
        headers={"Origin": str(client.base_url).rstrip("/")},
    )
    assert answer.status_code in (403, 404)
    review = await city.link(await city.in_review(), "review_asked")
    assert (await client.get(f"{review}/findings")).status_code == 404
    assert (await client.get(f"{findings}/unknown")).status_code == 404
    city.clock.later(days=15)
    ended = await client.get(f"{findings}/{mine}")
    assert (ended.status_code, ended.headers["location"]) == (303, findings.removesuffix("/findings"))


async def test_both_languages_and_the_office_may_take_back_at_once(client: httpx2.AsyncClient, city: City) -> None:
    findings, mine = await theirs(city, client)
    english = await client.get(f"{findings}/{mine}?lang=en")
    assert "Say what is done about it" in english.text
    assert "{" not in english.text.partition("<main")[2].partition("</main")[0]
