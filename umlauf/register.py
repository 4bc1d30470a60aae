"""The register of processing, made from what every column declares: Markdown, in German or English."""

from collections.abc import Iterable, Iterator

from kit.i18n import N_
from kit.problems import Gettext
from storage.register import Declared, register

PURPOSES = {  # by module of tables: what it is for; of others the register says what the module says of itself
    "absences": N_("When people are away, and who stands in for them"),
    "advice": N_("What colleagues were asked for advice, and what they said"),
    "access": N_("Signing in, sessions and tokens of programs"),
    "asked": N_("What is asked of people about an idea: tasks, assignments and commitments"),
    "board": N_("Limits of work under way, every version of them"),
    "canvases": N_("Canvases and story maps of ideas"),
    "cases": N_("Ideas and where they stand"),
    "comments": N_("Comments on ideas, and the files attached to them"),
    "communication": N_("Communication plan and map of stakeholders"),
    "consents": N_("Consents: who gave or withdrew one, when, and to which words"),
    "cycles": N_("Feedback cycles"),
    "joined": N_("Which ideas go on in which"),
    "signing": N_("Who co-signs an idea, when, and with which remark"),
    "desk": N_("What waits for the mail of the day, which of these were written, and how people want their mails"),
    "documents": N_("Laws and documents that ideas wait for"),
    "drawn": N_("Size of the groups that waves were drawn from"),
    "entries": N_("Addresses of whoever takes part in an open survey"),
    "goals": N_("Goals, and what ideas do for them"),
    "noticed": N_("Versions of the privacy notice that staff and reviewers had before them"),
    "origins": N_("Which idea a wave is about"),
    "people": N_("People, their addresses, roles and interests"),
    "planning": N_("Planning facts of ideas, budgets and capacities"),
    "post": N_("Mail that leaves, and the links in it"),
    "radar": N_("The radar: findings, their history, and who was told"),
    "record": N_("The record of what happened, and what waits to be recorded"),
    "resolving": N_("Requests to find out whose a confidential answer is"),
    "roadmap": N_("Roadmaps that left the office's desk"),
    "round_pairs": N_("Comparisons of two ideas by raters of a round"),
    "round_series": N_("Rounds that come again and again"),
    "rounds": N_("Rounds in which ideas are compared"),
    "rules": N_("Rules of the process, and closed days"),
    "said": N_("What people wrote about an idea"),
    "scenarios": N_("Scenarios of rounds, and which was made the proposal"),
    "search": N_("Words by which ideas are found"),
    "supporters": N_("Supporters of public ideas"),
    "surveys": N_("Surveys, invitations and answers"),
    "takings": N_("Requests to take single answers along"),
}
GROUNDS = (
    N_("public task, Art. 6 (1) (e) GDPR"),
    N_("consent, Art. 6 (1) (a) GDPR"),
)
TIMES = (
    N_("as long as the case"),
    N_("as long as the survey"),
    N_("as long as the round, with the ideas it compared"),
    N_("as long as an idea waits or has waited for it"),
    N_("as long as anything is planned by it"),
    N_("as long as rounds come from it"),
    N_("as long as the radar knows of it"),
    N_("as long as the round"),
    N_("as long as there is a board"),
    N_("30 days after it ended"),
    N_("as long as the person is known here"),
    N_("as long as the plan"),
    N_("as long as there are goals"),
    N_("as long as what was consented to, as proof"),
    N_("as long as a case follows these rules"),
    N_("7 days, or until it is confirmed"),
    N_("as long as something is measured or written by it"),
    N_("until the wave is closed"),
    N_("until it is removed from the plan"),
    N_("400 days, the longest window of the contact budget"),
    N_("12 hours, or until the form is sent"),
    N_("as long as the support it withdraws"),
    N_("as long as the idea; without an address once it is closed, at once when it is withdrawn"),
    N_("always"),
    N_("14 days after delivery"),
    N_("7 days unless confirmed"),
    N_("until the survey's answer is sent, or the survey closes for those who do not want it"),
)
KINDS = {
    "personal": N_("says something about a person, or points at one"),
    "case text": N_("written by people; can be blanked"),
}
HEAD = (N_("Table"), N_("Column"), N_("What it is"), N_("Ground"), N_("Kept"))
TITLE = N_("Register of processing")
MADE = N_(
    "Made from what each column of the database declares (Art. 30 GDPR). Who is responsible, who receives data and "
    "which measures protect them, your organisation adds. Columns that say nothing about anybody are counted only."
)
PLAIN = N_("Besides: {count} columns that hold no personal data.")


def as_markdown(gettext: Gettext) -> str:
    """All of it: an activity each, with every column that says something about somebody."""
    lines = [f"# {gettext(TITLE)}", "", gettext(MADE), ""]
    declared = register()
    for area in sorted({one.area for one in declared}):
        lines += _activity([one for one in declared if one.area == area], gettext)
    return "\n".join(lines)


def _activity(declared: list[Declared], gettext: Gettext) -> Iterator[str]:
    area = declared[0].area
    kept = [one for one in declared if one.kind in KINDS]
    yield from (f"## {gettext(PURPOSES.get(area, declared[0].about))}", "")
    if kept:
        yield from _table(kept, gettext)
        yield ""
    yield from (gettext(PLAIN).format(count=len(declared) - len(kept)), "")


def _table(kept: Iterable[Declared], gettext: Gettext) -> Iterator[str]:
    yield _row(gettext(word) for word in HEAD)
    yield _row("---" for _ in HEAD)
    for one in kept:
        yield _row((one.table, one.column, *(gettext(word) for word in (KINDS[one.kind], one.basis, one.keep))))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
