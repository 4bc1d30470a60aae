"""Two ideas that are the same go on as one, and apart again; one that is two becomes two."""

from dataclasses import replace

import pytest

from domain.deferral.beside import OtherIdea
from domain.deferral.words import Standing
from tests.builders import AnIdea, an_idea

OTHER = OtherIdea("case7", "2026-0007", Standing.OPEN)
EVERY = {"intake": AnIdea.submitted, "review": AnIdea.in_review, "prioritisation": AnIdea.reviewed}


def known(idea: AnIdea) -> AnIdea:
    """With another idea it may be merged into."""
    idea.beside = replace(idea.beside, ideas={OTHER.id: OTHER, OTHER.number: OTHER})
    return idea


def elsewhere(idea: AnIdea) -> list[tuple[str, str]]:
    """What the last step brings to other cases."""
    return [(case, happening.kind) for case, happening in idea.steps[-1].elsewhere]


@pytest.mark.parametrize("stage", EVERY)
def test_a_merged_idea_ends_and_the_other_one_hears_of_it(stage: str) -> None:
    idea = known(EVERY[stage](an_idea())).merged()

    assert (idea.case.state, idea.case.outcome, idea.case.merged_into) == ("merged", "merged", "case7")
    assert idea.case.open_tasks() == idea.case.open_assignments() == ()
    assert idea.case.wake is None
    assert ("idea_merged", "sina") in idea.told
    assert elsewhere(idea) == [("case7", "took_in")]
    (_, brought), *_ = idea.steps[-1].elsewhere
    assert brought.model_dump(include={"case", "number", "by"}) == {
        "case": "case1",
        "number": "2026-0042",
        "by": "clock",
    }


def test_reviewers_of_a_merged_idea_are_told_that_they_are_no_longer_needed() -> None:
    idea = known(an_idea().in_review()).merged()

    assert {who for mail, who in idea.told if mail == "no_longer_needed"} == {"ana", "ben"}


def test_whoever_had_a_merged_idea_hears_of_the_one_it_goes_on_in_and_only_of_news() -> None:
    idea = an_idea().submitted().took_in()

    assert elsewhere(idea.question_asked()) == []
    assert elsewhere(idea.replied()) == []
    assert elsewhere(idea.accepted()) == [("case7", "heard")]
    assert elsewhere(idea.answered("ana")) == []


def test_taken_in_twice_is_once() -> None:
    idea = an_idea().submitted().took_in()
    before = idea.case

    assert idea.took_in().case.joined == before.joined
    assert len(before.joined_now()) == 1


def test_the_submitter_of_a_merged_idea_is_told_and_passes_it_on_to_those_merged_before() -> None:
    idea = known(an_idea().submitted().took_in("case8", "2026-0008")).merged()
    assert elsewhere(idea) == [("case7", "took_in"), ("case8", "heard")]

    idea.heard("decided")
    assert ("joined_news", "sina") in idea.told
    assert elsewhere(idea) == [("case8", "heard")]


@pytest.mark.parametrize(
    ("stage", "state"), [("intake", "triage"), ("review", "reviewing"), ("prioritisation", "prioritising")]
)
def test_an_idea_that_is_taken_out_again_goes_on_where_it_was(stage: str, state: str) -> None:
    idea = known(EVERY[stage](an_idea())).merged().parted()

    assert (idea.case.state, idea.case.outcome, idea.case.closed_at, idea.case.merged_into) == (state, None, None, "")
    assert idea.case.stage == stage
    assert idea.case.open_tasks()
    assert idea.case.wake is not None
    assert ("idea_parted", "sina") in idea.told
    assert elsewhere(idea) == [("case7", "let_go")]


def test_news_that_come_after_it_was_taken_out_are_none() -> None:
    idea = known(an_idea().submitted()).merged().parted()
    events = len(idea.events)

    assert len(idea.heard().events) == events


def test_an_idea_let_go_hears_no_more() -> None:
    idea = an_idea().submitted().took_in().let_go()
    assert idea.kinds == ["let_go"]
    assert idea.case.joined_now() == ()
    assert idea.let_go().steps[-1].events == ()
    assert elsewhere(idea.accepted()) == []


def test_a_split_idea_goes_on_as_it_was_and_says_what_became_of_the_part() -> None:
    idea = an_idea().in_review()
    before = idea.case
    idea.split()

    assert (idea.case.stage, idea.case.state, idea.case.tasks) == (before.stage, before.state, before.tasks)
    assert ("idea_split", "sina") in idea.told
    assert idea.events[-1].facts["number"] == "2026-0009"


def test_the_record_holds_no_sentence() -> None:
    idea = known(an_idea().submitted().took_in("case8", "2026-0008")).merged().parted().split()

    assert "script" not in "".join(str(event.facts) for event in idea.events)
    assert [r.public for r in idea.case.reasons if r.kind == "merged"] == ["<script>Dieselbe Idee</script>"]
