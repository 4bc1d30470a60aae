"""Who may do what: every action for every relation, written out."""

import pytest

from domain.advance import RULES
from domain.may import MAY, Relation, may, relations
from tests.builders import PEOPLE, AnIdea, an_idea

# Action: submitter, assignee, owner, office, anyone, clock, post
TABLE = """
submitted       x . . x . . .
taken_over      . . . x . . .
edited          x . . x . . .
question_asked  . . . x . . .
replied         x . . x . . .
accepted        . . . x . . .
declined        . . . x . . .
withdrawn       x . . . . . .
merged          . . . x . . .
took_in         . . . . . x .
parted          . . . x . . .
let_go          . . . . . x .
heard           . . . . . x .
split           . . . x . . .
published       . . . x . . .
hidden          . . . x . . .
reported        x x x x x . .
answered        . x . . . . .
handed_over     . x . x . . .
absence_noted   . . . . . x .
taken_back      . . . x . . .
reviewer_named  . . . x . . .
advice_asked    . x . . . . .
advice_given    . . . . . . .
bias_declared   . x . . . . .
reconsidered    . x . . . . .
asked_back      . x . . . . .
handed_in       x . . x . . .
objected . x . . . . .
reviewed_again  . . . x . . .
put_forward     . . . x . . .
deferred        . . . x . . .
came_about      . . . . . x .
lifted          . . . x . . .
signed          . x . . . . .
sign_off_changed . . . x . . .
decided         . x . x . . .
promised        . . . x . . .
settled         . x x x . . .
measure_moved   . . . x . . .
redacted        . . . x . . .
extended        . . . x . . .
documents_complete . . . x . . .
paused          . . . x . . .
resumed         . . . x . . .
surveyed        . . . . . x .
named_in_survey . . . . . x .
ranked          . . . . . x .
missed_round    . . . . . x .
bounced         . . . . . . x
woken           . . . . . x .
see_public      x x x x x . .
see_own         x . . x . . .
see_task        . x . x . . .
see_all         . . . x . . .
commented       x x x x . . .
comment_let_through . . . x . . .
comment_blanked . . . x . . .
see_comment_public x x x x x . .
see_comment_reviewers . x x x . . .
see_comment_office . . . x . . .
"""
ACTORS = {
    "submitter": "sina",
    "assignee": "ana",
    "owner": "ole",
    "office": "olga",
    "anyone": "nina",
    "clock": "clock",
    "post": "post",
}
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}


@pytest.fixture(scope="module")
def idea() -> AnIdea:
    return an_idea().committed()


@pytest.mark.parametrize("action", sorted(MAY))
@pytest.mark.parametrize(("relation", "column"), [(r, n) for n, r in enumerate(ACTORS)])
def test_the_table_says_who_may(action: str, relation: str, column: int, idea: AnIdea) -> None:
    actor = ACTORS[relation]

    assert may(actor, PEOPLE.get(actor), action, idea.case) is (ROWS[action][column] == "x")


def test_every_happening_is_in_the_table() -> None:
    assert RULES.keys() <= MAY.keys()
    assert MAY.keys() == ROWS.keys()


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("sina", {"anyone", "submitter"}),
        ("ana", {"anyone", "assignee"}),
        ("dirk", {"anyone", "assignee"}),
        ("ole", {"anyone", "owner"}),
        ("olga", {"anyone", "office"}),
        ("gone", {"anyone"}),  # was in the office
        ("nina", {"anyone"}),
        ("unknown", {"anyone"}),
        ("clock", {"clock"}),
        ("post", {"post"}),
    ],
)
def test_what_somebody_is_to_a_case(actor: str, expected: set[str], idea: AnIdea) -> None:
    assert relations(idea.case, actor, PEOPLE.get(actor)) == {Relation(r) for r in expected}


def test_a_question_makes_its_submitter_an_assignee() -> None:
    asked = an_idea().submitted().question_asked()

    assert Relation.ASSIGNEE in relations(asked.case, "sina", PEOPLE["sina"])
