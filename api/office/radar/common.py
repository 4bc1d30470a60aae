"""What the pages of the radar share: findings in the reader's words, and where their subjects are."""

from collections.abc import Sequence
from datetime import timedelta

from api.office.door import Desk
from api.office.portfolio import common as portfolio
from api.office.surveys.common import Shown
from api.radar_words import ABOUT, STATES
from domain.radar.life import Finding
from domain.radar.names import Names
from domain.radar.words import KIND_OF, About, State
from kit import radar_sentences
from kit.i18n import N_

ROOT = f"{portfolio.ROOT}/radar"
TITLE = N_("Radar")
OFFICE = N_("the office")


def crumbs(desk: Desk, *more: tuple[str, str]) -> list[Shown]:
    """Where a page stands: under the radar."""
    return portfolio.crumbs(desk, (desk.t(TITLE), ROOT), *more)


def finding(desk: Desk, one: Finding, names: Names) -> Shown:
    """One finding as lists show it."""
    return {
        "url": f"{ROOT}/{one.id}",
        "subject": radar_sentences.subject(desk.say, one, names),
        "about": desk.t(ABOUT[one.about]),
        "kind": desk.t(radar_sentences.KINDS[KIND_OF[one.trigger]]),
        "trigger": radar_sentences.trigger(desk.say, one, names),
        "days": age(desk, one),
        "owner": owner(desk, one.owner, names),
        "state": state(desk, one),
    }


def findings(desk: Desk, found: Sequence[Finding], names: Names) -> list[Shown]:
    """Several."""
    return [finding(desk, one, names) for one in found]


def age(desk: Desk, one: Finding) -> int:
    """For how many whole days it has been there; of a cured one, for how many it was."""
    return max(0, ((one.cured_at or desk.services.now()) - one.since) // timedelta(days=1))


def owner(desk: Desk, person: str, names: Names) -> str:
    """Who sees to it."""
    if not person:
        return desk.t(OFFICE)
    return names.people.get(person) or desk.t(N_("somebody who has left"))


def state(desk: Desk, one: Finding) -> Shown:
    """How far it is."""
    accepted = one.state is not State.CURED and one.quiet(desk.today)
    text, tone = STATES["accepted" if accepted else one.state]
    return {"text": desk.t(text).format(day=desk.day(one.accepted_until)), "tone": tone}


def place(one: Finding, names: Names) -> str:
    """The page of what it is about; "" where there is none any more."""
    number = names.cases.get(one.subject, ("",))[0]
    places = {
        About.CASE: f"/office/ideas/{number}" if number else "",
        About.GOAL: f"/office/goals/{one.subject}" if one.subject in names.goals else "",
        About.PERSON: "/office/people",
        About.ROUND: f"/office/rounds/{one.subject}" if one.subject in names.rounds else "",
        About.ROLE: f"{portfolio.ROOT}/frame",
        About.LINE: f"{portfolio.ROOT}/frame",
    }
    return places[one.about]
