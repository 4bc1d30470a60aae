"""The default process on the real engine: what people get, what it costs, and that histories hold no words."""

from tests.workflow.engine import Engine


async def test_an_idea_is_decided_and_everybody_gets_their_mail(engine: Engine) -> None:
    case_id = await engine.decided()
    mails = await engine.all_sent(case_id)
    assert (await engine.case(case_id)).stage == "follow_up"
    assert {m.state for m in mails} == {"sent"}
    assert len(mails) == len(engine.caught.list())
    for m in mails:
        print(m.mail, m.state)
    n = 0
    from collections import Counter

    c = Counter()
    async for e in engine.handle(case_id).fetch_history_events():
        n += 1
        c[e.WhichOneof("attributes")] += 1
    print(n, c)
    print(await engine.handle(case_id).query("__temporal_workflow_metadata"))
