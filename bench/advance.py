"""How many happenings a second the rules answer on one core: the whole course of an idea, again and again."""

from statistics import median
from time import process_time

from domain.advance import advance
from tests.builders import AnIdea, an_idea

ROUNDS, TIMES = 15, 100


def main() -> None:
    """Prints the figure that docs/performance.md quotes."""
    idea = _from_form_to_kept_promise()
    figures = sorted(_happenings_per_second(idea) for _ in range(ROUNDS))
    print(
        f"advance: {median(figures):,.0f} happenings/s on one core, best of {ROUNDS} rounds {figures[-1]:,.0f} "
        f"({len(idea.taken)} from form to kept promise)"
    )


def _from_form_to_kept_promise() -> AnIdea:
    """With a question, a reminder, a request for changes, a hand-over and a deferral on the way."""
    idea = an_idea().submitted().edited().question_asked().replied().accepted().clock_rings()
    idea.answered("ana", "changes").edited().reviewed_again().answered("ana").handed_over("ben", "cem").answered("cem")
    return idea.deferred().clock_rings().put_forward().decided().promised().clock_rings().settled()


def _happenings_per_second(idea: AnIdea) -> float:
    started = process_time()
    for _ in range(TIMES):
        for case, happening, world in idea.taken:
            advance(case, happening, world)
    return TIMES * len(idea.taken) / (process_time() - started)


if __name__ == "__main__":
    main()
