"""From an idea to those it concerns and back, on the real parts: asked, answered, shown, sent back, and answered."""

from datetime import UTC, datetime, timedelta

from activities.triggered import Triggers
from tests.e2e import people, test_survey
from tests.e2e.caught import link_in, subject_of
from tests.e2e.people import Clerk, at_the_desk
from tests.e2e.stack import HOST, Stack
from tests.e2e.test_survey import ANSWER, ROOT, comes_to, morning_comes
from tests.e2e.town import EXAMPLE, SAVE, SUBMITTER, fill
from tests.e2e.visitor import Visitor
from tests.e2e.waiting import until
from umlauf.mailbox.store import StoredMail
from umlauf.messenger import TemporalMessenger
from umlauf.temporal import connect

BENEFIT = EXAMPLE / "surveys" / "benefit.yaml"
IDEA = "Trinkbrunnen <i>überall</i>"
TITLE = "Nutzen der Trinkbrunnen"
RULE = "weniger als die Hälfte sieht den Nutzen"
NEEDED = 10  # answers, as the rule of the example says
TOPIC = {"about1": "Trinkbrunnen", "result1": "Kaum nötig", "decision1": "Wir prüfen neu", "reason1": "Weil"}


async def surveyed(clerk: Clerk, number: str) -> str:
    """A survey about this idea, which begins as soon as it comes into review; its path."""
    source = BENEFIT.read_text().replace("\nid: benefit\n", "\nid: fountains\n").replace("Nutzen einer Idee", TITLE)
    await fill(clerk, f"{ROOT}/questionnaires/new", {"source": source}, SAVE)
    await fill(clerk, f"{ROOT}/audiences/new", {"id": "thirsty", "title_de": "Durstige", "staff": "both"}, SAVE)
    given = {"title_de": TITLE, "questionnaire": "fountains", "audience": "thirsty", "mode": "anonymous"}
    await fill(clerk, f"{ROOT}/new", given | {"idea": number, "event1": "in_review", "days1": "0"}, SAVE)
    assert "nachdem eine Idee in die Stellungnahme kam" in clerk.page.text
    return clerk.path


async def begun(stack: Stack, survey: str) -> str:
    """The round of the worker that opens waves comes now; the path of the wave."""
    client = await connect("test", environment={"TEMPORAL_ADDRESS": f"{HOST}:{stack.temporal_port}"})
    triggers = Triggers(stack.db, TemporalMessenger(client, stack.db), "Europe/Berlin", "SH")
    await triggers.begin_waves(datetime.now(UTC))
    ((wave,),) = await stack.rows("SELECT id FROM waves WHERE survey = :mine", mine=survey.rpartition("/")[2])
    return f"{ROOT}/waves/{wave}"


async def doubts(stack: Stack, mail: StoredMail, number: str) -> None:
    """Sees which idea it is, and says that there is no benefit."""
    (link,) = set(ANSWER.findall(mail.text))
    async with Visitor(stack.base_url) as respondent:
        page = await respondent.open(link)
        assert IDEA in page.text
        assert number in page.text
        await respondent.send(respondent.page.form("/s/begin"))
        while respondent.path != "/s/check":
            await respondent.send(respondent.page.form(having="shown"), {"q.benefit": "none"}, button="next")
        await respondent.send(respondent.page.form("/s/check"), {"sure": ["yes"]})


async def asked_to_review(stack: Stack, number: str, count: int) -> list[StoredMail]:
    """All requests for a review of this idea, once there are so many."""

    async def look() -> list[StoredMail]:
        found = [mail for mail in await stack.letters("review_asked", count=0) if number in subject_of(mail)]
        return found if len(found) >= count else []

    return await until(look, lambda: f"not {count} requests")


async def test_what_people_said_sends_an_idea_back_and_is_there_when_it_is_judged_again(stack: Stack) -> None:
    number = await people.submit_by_api(stack, SUBMITTER, IDEA)
    async with at_the_desk(stack) as clerk:
        survey = await surveyed(clerk, number)
        await clerk.do(number, "accept", {"public": "yes"})
        wave = await begun(stack, survey)
        await comes_to(clerk, wave, number)
        await morning_comes(stack, wave)
        for mail in await asked_to_review(stack, number, 2):
            await people.review(stack, link_in(mail))
        await comes_to(clerk, f"/office/ideas/{number}", "Die Stellungnahmen sind vollständig")

        await comes_to(clerk, wave, "Einladungen sind hinausgegangen")
        invited = await test_survey.mails(stack, "survey_invitation", NEEDED, TITLE)
        for mail in invited[:NEEDED]:
            await doubts(stack, mail, number)
        await clerk.open(f"{wave}/close")
        await clerk.send(clerk.page.form(f"{wave}/close"), {"reason": "Genug gehört."})
        await comes_to(clerk, wave, "die Antwort an die Befragten schreiben")

        await comes_to(clerk, f"/office/ideas/{number}", f"zurück in die Stellungnahme: {RULE}")
        for words in ("Umfragen zur Idee", f"{NEEDED} von ", "keiner: 100"):
            assert words in clerk.page.text, words
        told = await stack.letter(people.OFFICE, "survey_result", number)
        assert "ging sie zurück in die Stellungnahme" in told.text
        await judged_again(stack, number)

        due = (datetime.now(UTC) + timedelta(days=30)).strftime("%d.%m.%Y")
        await clerk.open(f"{wave}/respond")
        owner = clerk.page.choice("owner1", "Torben")
        given = TOPIC | {"owner1": owner, "due_on1": due, "idea1": number}
        await clerk.send(clerk.page.form(f"{wave}/respond"), given, button="Weiter zu einem letzten Blick")
        await clerk.send(clerk.page.form(f"{wave}/respond"), button="send")
        await comes_to(clerk, f"/office/ideas/{number}", "Die Antwort an die Befragten einer Umfrage nennt diese Idee.")
        assert "Verlauf vollständig und unverändert" in clerk.page.text
    async with Visitor(stack.base_url) as anybody:
        page = await anybody.open(f"/surveys/{wave.rpartition('/')[2]}")
        assert f'href="/ideas/{number}"' in page.html
        assert "In Prüfung" in (await anybody.open(f"/ideas/{number}")).text


async def judged_again(stack: Stack, number: str) -> None:
    """Both reviewers are asked once more, and see what people said, and nobody's answer."""
    again = (await asked_to_review(stack, number, 4))[2:]
    assert len(again) == 2
    for mail in again:
        async with Visitor(stack.base_url) as reviewer:
            page = await reviewer.open(link_in(mail))
            for words in ("Was die Befragten sagen", f"{NEEDED} von ", "keiner: 100"):
                assert words in page.text, words
            assert page.forms
