"""A co-signature at the level its step asks for, the receipt that follows it, and the way to say it was not them."""

from typing import Any

import httpx2
import pytest

from tests.api.asking import asked, publish
from tests.api.city import City, followed, send, with_code
from tests.api.links.test_sign import CHAIN, link_of, signing
from tests.builders import DEFINITION, a_definition, with_objection

BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgres"], indirect=True)
CASE_WORKER, SECTION_HEAD = CHAIN[:2]


async def signed_at(city: City, level: str, **objection: int) -> None:
    """From now on the example's chain asks for this level, and signatures can be taken back for so long."""
    chain = DEFINITION.stages.decision.sign_off
    assert chain is not None
    given: dict[str, Any] = chain.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rules = a_definition(decision={"sign_off": given | {"assurance": level}})
    await publish(city, with_objection(rules, **objection) if objection else rules)


async def signing_for_sure(city: City, level: str = "L0", **objection: int) -> str:
    """An idea whose first signature is asked for, and whose reviews nobody can object to any more."""
    await signed_at(city, level, **objection)
    case_id = await city.reviewed()
    while (await city.case(case_id)).stage == "review":
        await city.clock_rings(case_id)
    await city.office(case_id, "put_forward", body="main_committee", sign_off=True)
    return case_id


@BOTH
async def test_at_l1_it_counts_with_the_code_and_the_record_says_so(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing_for_sure(city, "L1")
    link = await link_of(city, case_id, CASE_WORKER)
    assert "Code an Ihre hinterlegte Adresse" in (await client.get(link)).text
    sent = await send(client, link, f"{link}/sign", said="remark", remark="<script>Mit Radweg")

    assert sent.headers["location"] == f"{link}/prove"
    assert "Mit einer Anmerkung unterschreiben" in (await client.get(f"{link}/prove")).text
    assert await asked(city, case_id) == [CASE_WORKER]
    shown = await followed(client, await with_code(client, city, sent))
    assert "Link und Code aus dem Postfach" in shown.text
    step = (await city.case(case_id)).sign_steps[0]
    assert (step.level, step.remark) == ("L1", "<script>Mit Radweg")
    assert await asked(city, case_id) == [SECTION_HEAD]


async def test_another_word_needs_another_code(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing_for_sure(city, "L1")
    link = await link_of(city, case_id, CASE_WORKER)
    sent = await send(client, link, f"{link}/sign", said="refuse", remark="Zu teuer")
    refused = await with_code(client, city, sent, said="sign")

    assert refused.status_code == 422
    assert await asked(city, case_id) == [CASE_WORKER]


@BOTH
async def test_the_receipt_holds_the_way_to_take_it_back(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing_for_sure(city, hours=4)
    link = await link_of(city, case_id, CASE_WORKER)
    assert "bleibt die Idee in der Mitzeichnung" in (await client.get(link)).text
    await send(client, link, f"{link}/sign", said="sign")
    objection = await city.link(case_id, "answer_receipt", CASE_WORKER)
    assert "Wenn Sie bis" in (await client.get(objection)).text
    await send(client, objection, f"{objection}/objection", sure="yes", reason="<script>Nicht ich")
    assert "zurückgenommen" in (await client.get(objection)).text
    assert await asked(city, case_id) == [CASE_WORKER]
    assert "no_longer_needed" in [name for name, _ in await city.mails(case_id, SECTION_HEAD)]


async def test_without_a_period_a_receipt_is_sent_all_the_same(client: httpx2.AsyncClient, city: City) -> None:
    case_id = await signing(city, signed=1)
    objection = await city.link(case_id, "answer_receipt", CASE_WORKER)
    await send(client, objection, f"{objection}/objection", sure="yes", reason="Nicht ich")

    assert "Einspruch ist eingetragen" in (await client.get(objection)).text
    assert await asked(city, case_id) == [SECTION_HEAD]
