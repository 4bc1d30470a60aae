"""A submitter whose idea was not selected reads on its page which rank it reached and why, and of no other idea."""

import httpx2
import pytest

from activities.round_errands import _ranked
from domain.ranking.ranking import Place, Ranking, Reason
from domain.rounds.words import Fate
from storage import inbox
from storage.ranked import about
from tests.api.city import City
from tests.api.office.what_if_rounds import a_computed_round, happens, round_of


@pytest.mark.parametrize(("raters", "told"), [(1, False), (2, True)])
async def test_the_page_the_mail_leads_to_tells_rank_and_reasons(
    city: City, client: httpx2.AsyncClient, raters: int, told: bool
) -> None:
    """What a single person said stays theirs."""
    round_id, ideas = await a_computed_round(city, raters=raters)
    decider = city.people["jana.petersen"]
    fates = {title: Fate.PUT_FORWARD if title == "Alpha" else Fate.LEAVE for title in ideas}
    choices = [{"idea": one, "fate": fates[title]} for title, one in ideas.items()]
    await happens(
        city, round_id, "decided", decider, result=1, choices=choices, decider=city.people["oberbuergermeisterin"]
    )
    round_ = await round_of(city, round_id)
    entry = next(one for one in round_.entries if one.case_id == ideas["Beta"])
    async with city.db.write() as session:
        letter = await inbox.put(session, entry.case_id, _ranked(round_, entry, decider, city.clock()))
    assert await city.messenger.record(letter.case_id, letter.inbox_id) == "done"

    page = (await client.get(await city.link(entry.case_id, "round_result"))).text

    assert "Sie kam auf Rang 2 von 3." in page
    assert ("Nutzwert 5,6 von 10" in page) is told
    assert ("Am meisten trägt „Nutzen“" in page) is told
    assert "Alpha" not in page
    assert "Gamma" not in page


def test_where_others_rated_other_ideas_alone_one_person_still_stays_untold() -> None:
    why = [Reason("utility", {"value": 5.0, "raters": raters}) for raters in (1, 2)]
    places = tuple(Place(name, rank, 5.0, (one,)) for rank, (name, one) in enumerate(zip("ab", why, strict=True), 1))
    ranking = Ranking("utility", places, ())
    assert [about(ranking, name) for name in "ab"] == [(), (why[1],)]
