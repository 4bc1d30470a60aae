"""Who is told what, in which mail, and that nobody is told twice."""

from dataclasses import replace
from datetime import timedelta

from domain.definition import Notice
from domain.words import EventKind
from tests.builders import DEFINITION, PEOPLE, AnIdea, a_definition, a_person, an_idea


def mails(idea: AnIdea) -> list[list[tuple[str, str]]]:
    return [[(n.mail, n.to) for n in step.notices] for step in idea.steps]


def test_the_golden_path_tells_everybody_in_turn() -> None:
    idea = an_idea().submitted().question_asked().replied().accepted().answered("ana").answered("ben")
    idea.put_forward().decided().promised().clock_rings().settled()

    assert mails(idea) == [
        [("idea_received", "sina"), ("triage_due", "olga")],
        [("question", "sina")],
        [("reply_arrived", "olga")],
        [("idea_accepted", "sina"), ("review_asked", "ana"), ("review_asked", "ben")],
        [],
        [("review_done", "olga"), ("review_done_submitter", "sina")],
        [("put_forward", "sina"), ("decision_asked", "dirk")],
        [("receipt", "sina"), ("decided_note", "olga"), ("answer_receipt", "dirk")],
        [("promise_made", "ole")],
        [("commitment_asked", "ole")],
        [("commitment_note", "olga"), ("commitment_news", "sina")],
    ]


def test_the_other_ends_are_told_too() -> None:
    assert an_idea().submitted().declined().told == [("idea_declined", "sina")]
    assert an_idea().reviewed().deferred().told == [("deferred", "sina")]
    assert an_idea().reviewed().deferred().clock_rings().told == [("deferral_ended", "olga"), ("deferral_over", "sina")]
    assert an_idea().in_review().withdrawn().told == [
        ("idea_withdrawn", "sina"),
        ("withdrawn_note", "olga"),
        ("no_longer_needed", "ana"),
        ("no_longer_needed", "ben"),
    ]


def test_who_has_answered_or_handed_over_is_not_told_that_they_need_not_answer() -> None:
    idea = an_idea().in_review().handed_over("ana", "cem").answered("ben")
    at_once = idea.now
    idea.later(minutes=-1).withdrawn()

    assert idea.now == at_once
    assert ("no_longer_needed", "cem") in idea.told
    assert {to for mail, to in idea.told if mail == "no_longer_needed"} == {"cem"}


def test_a_task_s_mail_carries_its_assignment_and_no_other_does() -> None:
    idea = an_idea().in_review()

    assert [n.assignment for n in idea.steps[-1].notices] == [
        "",
        idea.assignment("ana").id,
        idea.assignment("ben").id,
    ]


def test_a_body_s_decision_asks_nobody_by_mail() -> None:
    assert an_idea().reviewed().put_forward("", body="city_council").told == [("put_forward", "sina")]


def test_a_reminder_goes_to_whoever_is_asked_and_to_the_office_only_for_its_own_tasks() -> None:
    assert an_idea().deciding().clock_rings().told == [("reminder", "dirk")]
    by_body = an_idea().reviewed().put_forward("", body="city_council").clock_rings()
    assert by_body.told == [("office_reminder", "olga")]


def test_a_decider_hears_that_the_idea_was_withdrawn() -> None:
    assert ("no_longer_needed", "dirk") in an_idea().deciding().withdrawn().told


def test_the_office_is_not_told_by_mail_what_it_does_at_its_desk() -> None:
    idea = an_idea().reviewed().put_forward("", body="main_committee").decided_by()

    assert idea.told == [("receipt", "sina")]


def test_a_colleague_in_the_office_is_asked_about_their_own_idea_like_anybody() -> None:
    people = {**PEOPLE, "omar": a_person("omar", "office")}
    idea = an_idea(people=people)
    idea.case = replace(idea.case, submitter="omar")
    idea.submitted(by="omar").question_asked()

    assert idea.told == [("question", "omar")]


def test_the_office_s_shared_mailbox_gets_the_office_s_mail() -> None:
    people = {**PEOPLE, "desk": a_person("desk", "office", shared=True), "omar": a_person("omar", "office")}

    assert an_idea(people=people).submitted().told == [("idea_received", "sina"), ("triage_due", "desk")]


def test_without_one_everybody_in_the_office_does() -> None:
    people = {**PEOPLE, "omar": a_person("omar", "office")}

    assert [to for mail, to in an_idea(people=people).submitted().told if mail == "triage_due"] == ["olga", "omar"]


def test_who_has_left_gets_no_mail() -> None:
    assert an_idea().without("sina").submitted().told == [("triage_due", "olga")]


def test_a_returned_mail_is_told_to_the_office_but_not_to_the_address_it_came_back_from() -> None:
    assert an_idea().submitted().bounced("sina").told == [("bounced", "olga")]
    assert an_idea().submitted().bounced("olga").told == []


def test_a_returned_task_is_seen_at_its_task() -> None:
    idea = an_idea().in_review()
    idea.bounced("ana", idea.assignment("ana").id)

    facts = idea.events[-1].facts
    assert (facts["task"], facts["about"], facts["person"]) == (idea.task("review").id, "review", "ana")


def test_two_rules_that_lead_to_one_mail_write_it_once() -> None:
    twice = Notice(on=EventKind.SUBMITTED, tell=("office", "submitter"), mail="idea_received")
    definition = DEFINITION.model_copy(update={"notices": (*DEFINITION.notices, twice)})
    idea = an_idea(definition).submitted()

    assert sorted(idea.told) == [("idea_received", "olga"), ("idea_received", "sina"), ("triage_due", "olga")]


def test_one_person_in_two_audiences_gets_one_mail() -> None:
    both = Notice(on=EventKind.REVIEW_DONE, tell=("submitter", "office"), mail="review_done")
    definition = a_definition().model_copy(update={"notices": (both,)})
    idea = an_idea(definition)
    idea.case = replace(idea.case, submitter="olga")
    idea.submitted(by="olga", via="public").accepted().answered("ana").answered("ben")

    assert idea.told == [("review_done", "olga")]


def test_reviewers_can_be_told_of_a_decline() -> None:
    rule = Notice(on=EventKind.DECLINED, tell=("reviewers",), mail="no_longer_needed")
    definition = DEFINITION.model_copy(update={"notices": (rule,)})
    idea = an_idea(definition).in_review().answered("ana", "changes").declined()

    assert idea.told == [("no_longer_needed", "ben")]


def test_who_was_asked_hears_it_when_the_office_says_it_for_them() -> None:
    """Whatever the definition tells: nobody writes an answer in vain, nor keeps a promise that was settled."""
    silent = DEFINITION.model_copy(update={"notices": ()})
    for definition in (DEFINITION, silent):
        declined = an_idea(definition).in_review().answered("ana", "changes").declined()
        assert told_off(declined) == {"ben"}
        by_body = an_idea(definition).deciding().decided_by()
        assert told_off(by_body) == {"dirk"}
        settled = an_idea(definition).committed().clock_rings().settled(by="olga")
        assert told_off(settled) == {"ole"}
        late = an_idea(definition).committed().clock_rings()
        late.settled(answer="late", by="olga", reason="Lieferung", new_due_on=late.now.date() + timedelta(days=90))
        assert told_off(late) == {"ole"}


def test_who_says_it_themselves_is_not_told_that_they_need_not() -> None:
    for idea in (an_idea().deciding().decided(), an_idea().committed().clock_rings().settled()):
        assert told_off(idea) == set()


def told_off(idea: AnIdea) -> set[str]:
    """Whose answer is no longer needed, by the last step."""
    return {to for mail, to in idea.told if mail == "no_longer_needed"}


def test_the_same_happening_writes_the_same_keys_again() -> None:
    first, second = an_idea().committed(), an_idea().committed()

    assert [n.key for n in first.notices] == [n.key for n in second.notices]
    assert len({n.key for n in first.notices}) == len(first.notices)
    assert first.steps == second.steps
