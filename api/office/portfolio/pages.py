"""The pages of the portfolio, as its list names them: where, what it is called, what is found there."""

from dataclasses import dataclass

from kit.i18n import N_


@dataclass(frozen=True, slots=True)
class Page:
    """One of them."""

    url: str
    title: str
    about: str


PAGES = (
    Page(
        "/office/portfolio/frame",
        N_("Budgets and capacities"),
        N_("What there is: money by year and budget line, days by quarter and role."),
    ),
    Page(
        "/office/portfolio/roadmap",
        N_("Roadmap"),
        N_("When: each measure in its quarters, what holds it there, and what moves when a promise slips."),
    ),
    Page(
        "/office/portfolio/what-if",
        N_("What if"),
        N_("Other weights, budgets or capacities: who would enter, who would leave; scenarios side by side."),
    ),
    Page(
        "/office/portfolio/radar",
        N_("Radar"),
        N_("What goes wrong around ideas, goals, people and money: found early, with what can be done."),
    ),
    Page(
        "/office/portfolio/map",
        N_("Value against complexity"),
        N_("A picture of all ideas that were rated: how much good they do, how hard they are, what they cost."),
    ),
    Page(
        "/office/portfolio/asleep",
        N_("Ideas that are asleep"),
        N_("What was put off: what each idea waits for, how far that is, and when it wakes at the latest."),
    ),
    Page(
        "/office/portfolio/documents",
        N_("Laws and documents that ideas wait for"),
        N_("What has to be in force first; you say when it is, and the ideas that wait wake up."),
    ),
    Page(
        "/office/board/limits",
        N_("Limits of work under way"),
        N_("How many cases a stage may hold, how many open tasks a role or a person may have."),
    ),
)
