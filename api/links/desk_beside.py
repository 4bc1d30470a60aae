"""What stands on a desk besides tasks: rounds, surveys and advice, each with its own way in.

A round, and a survey in which one is known, are entered by a fresh link that is made when its button is pressed. An
anonymous survey has no button: its way in is its own mail, so that nothing is made at a desk that an answer could be
found by.
"""

from typing import Any

from api.links.visit import Visit
from contracts import round_links, survey_links
from domain.survey.modes import Mode
from kit.i18n import N_
from kit.tokens import hash_token, new_token
from storage import round_panel, wave_batches
from storage.queries.desk_beside import Beside

ROUND, SURVEY = "round:", "survey:"
ANONYMOUS = N_("Anonymous: the way in is in its own mail. If you have answered, it goes from here.")
ASKED_BY = N_("asked by {person}")


def lines(visit: Visit, found: Beside) -> list[dict[str, Any]]:
    """Advice, with the address of its page at this desk; and of anonymous surveys that they are open."""
    say = visit.say
    advice = [
        {
            "label": say.gettext(N_("Give advice: {title}")).format(title=one.title),
            "hint": f"{one.number} · {say.gettext(ASKED_BY).format(person=one.asker)}",
            "url": f"{visit.opened.path}/on/{one.id}",
        }
        for one in found.advice
    ]
    known = [
        {
            "label": say.gettext(N_("Answer a survey: {title}")).format(title=one.title.in_(visit.language)),
            "hint": say.gettext(ANONYMOUS),
            "due": "" if one.closes_on is None else say.date(one.closes_on, "medium"),
        }
        for one in found.surveys
        if one.mode is Mode.ANONYMOUS
    ]
    return [*advice, *known]


def ways(visit: Visit, found: Beside) -> list[dict[str, Any]]:
    """Rounds, and surveys in which one is known, each with what its button sends."""
    say = visit.say
    rounds = [
        {
            "label": say.gettext(N_("Rate the ideas of a round: {title}")).format(title=one.title),
            "hint": say.ngettext("{count} idea", "{count} ideas", one.ideas).format(count=one.ideas),
            "until": one.closes_on,
            "to": f"{ROUND}{one.rater}",
        }
        for one in found.rounds
    ]
    surveys = [
        {
            "label": say.gettext(N_("Answer a survey: {title}")).format(title=one.title.in_(visit.language)),
            "hint": say.gettext(N_("by name") if one.mode is Mode.NAMED else N_("confidential")),
            "until": one.closes_on,
            "to": f"{SURVEY}{one.invitation}",
        }
        for one in found.surveys
        if one.invitation
    ]
    return [*rounds, *surveys]


async def fresh(visit: Visit, found: Beside, to: str) -> str:
    """The address of a new link to what lies on this desk; "" where it does not, or not any more."""
    token, now = new_token(), visit.services.now()
    async with visit.services.db.write() as session:
        if to in {f"{ROUND}{one.rater}" for one in found.rounds}:
            await round_panel.add_links(session, [(hash_token(token), to.removeprefix(ROUND))], now)
            return f"{round_links.RATE}/{token}"
        if to in {f"{SURVEY}{one.invitation}" for one in found.surveys if one.invitation}:
            await wave_batches.add_links(session, [(hash_token(token), to.removeprefix(SURVEY))])
            return f"{survey_links.ANSWER}/{token}"
    return ""
