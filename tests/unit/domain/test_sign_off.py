"""Co-signature: order, conditions, refusals, the way back and forward again, four eyes, silence, changes on the way."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import RuleBroken
from domain.words import SignState
from tests.builders import AnIdea
from tests.chains import HOUSE, ORDER, a_chain, by, changed, signing, signs, standing, step, steps

SIGNED = SignState.SIGNED


def last_fact(idea: AnIdea, kind: str, name: str) -> Any:
    return next(e.facts.get(name) for e in reversed(idea.events) if e.kind == kind)


# Order and conditions


@pytest.mark.parametrize(
    ("outside", "order"),
    [
        pytest.param(False, ORDER, id="within the plan"),
        pytest.param(True, ("ella", "fred", "greta", "till", "otto", "stine"), id="over the plan: office 11 co-signs"),
    ],
)
def test_the_six_steps_sign_in_their_order_then_it_is_decided(outside: bool, order: tuple[str, ...]) -> None:
    idea = signing(outside_plan=outside)
    asked = []
    while idea.waiting == ["sign"]:
        asked += idea.asked
        assert len(idea.asked) == 1
        signs(idea, idea.asked[0])

    assert tuple(asked) == order
    assert (idea.waiting, idea.asked) == (["decide"], ["dirk"])
    assert ("sign_skipped" in [e.kind for e in idea.events]) is not outside
    assert last_fact(idea, "sign_off_done", "signed") == len(order)
    assert idea.decided().case.outcome is None  # accepted: on to commitments


@pytest.mark.parametrize(
    ("when", "cost", "asked"),
    [
        ({"field": "cost", "operator": "more_than", "value": 5000}, 5001, "till"),
        ({"field": "cost", "operator": "more_than", "value": 5000}, 5000, "otto"),
        ({"field": "cost", "operator": "more_than", "value": 5000}, None, "till"),  # not known: rather asked than not
        ({"field": "theme", "operator": "is", "value": "mobility"}, None, "till"),
        ({"not": {"field": "level", "operator": "is", "value": "city"}}, None, "otto"),
        ({"all": [{"field": "outside_plan", "operator": "is", "value": True}]}, 1, "otto"),
    ],
)
def test_a_condition_leaves_a_step_out_only_where_it_certainly_does_not_hold(
    when: dict[str, Any], cost: int | None, asked: str
) -> None:
    rules = a_chain(by("ella"), by("till", when=when), by("otto"))
    idea = signing(rules)
    text = replace(idea.case.text, cost=cost)
    idea.case = replace(idea.case, texts=(text,))

    signs(idea, "ella")

    assert idea.asked == [asked]


def test_what_stands_together_is_asked_at_once_and_the_next_waits_for_all() -> None:
    idea = signing(a_chain(by("ella"), by("fred", together="both"), by("greta", together="both"), by("otto")))
    signs(idea, "ella")
    assert sorted(idea.asked) == ["fred", "greta"]

    signs(idea, "greta")
    assert idea.asked == ["fred"]
    signs(idea, "fred")
    assert idea.asked == ["otto"]


def test_the_superior_is_that_of_whoever_signed_before() -> None:
    up = [{"id": f"up{n}", "superior": True} for n in (1, 2)]
    idea = signing(a_chain(by("ella"), *up))

    signs(signs(signs(idea, "ella"), "fred"), "greta")

    assert idea.waiting == ["decide"]


def test_a_body_decides_what_was_signed_and_not_before() -> None:
    idea = signing(a_chain(by("ella")), decider="", body="main_committee")
    with pytest.raises(RuleBroken, match=r"decision\.not_signed"):
        idea.decided_by()
    signs(idea, "ella")

    assert [(t.kind, t.role, t.about) for t in idea.case.open_tasks()] == [("decide", "office", "main_committee")]
    assert idea.decided_by().case.stage == "follow_up"


def test_a_decider_who_has_left_meanwhile_leaves_it_with_the_office() -> None:
    idea = signing(a_chain(by("ella"))).without("dirk")
    signs(idea, "ella")
    assert [(t.kind, t.role) for t in idea.case.open_tasks()] == [("decide", "office")]

    assert idea.put_forward("dana").asked == ["dana"]


# What a signer says


def test_a_remark_is_kept_and_goes_on() -> None:
    idea = signing(a_chain(by("ella"), by("fred")))
    signs(idea, "ella", "remark")

    assert (steps(idea)[0].remark, steps(idea)[0].state) == ("<script>so nicht</script>", SIGNED)
    assert last_fact(idea, "signed", "remarked") == 1
    assert all("<script>" not in str(value) for e in idea.events for value in e.facts.values())
    assert idea.asked == ["fred"]


def test_a_refusal_that_blocks_ends_the_chain_and_goes_to_the_office() -> None:
    idea = signing(a_chain(by("ella"), by("fred")))
    signs(idea, "ella", "refuse")

    assert (idea.case.stage, idea.waiting) == ("prioritisation", ["prioritise"])
    assert standing(idea) == ["ella: refused", "fred: ahead"]
    assert idea.case.sign_offs[-1].result == "refused"
    assert ("sign_off_news", "olga") in idea.told

    assert idea.put_forward(sign_off=True).asked == ["ella"]  # from the start


def test_a_refusal_that_does_not_block_is_an_objection_for_the_record() -> None:
    idea = signing(a_chain(by("ella", blocking=False), by("fred")))
    signs(idea, "ella", "refuse")

    assert standing(idea) == ["ella: objected", "fred: ahead"]
    assert idea.asked == ["fred"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"said": "remark", "remark": ""}, "sign.remark_required"),
        ({"said": "refuse", "remark": ""}, "sign.remark_required"),
        ({"said": "send_back", "remark": ""}, "sign.remark_required"),
        ({"said": "send_back", "to": "unknown"}, "sign.not_earlier"),
        ({"said": "send_back"}, "sign.not_earlier"),
        ({"on_version": 7}, "task.changed"),
    ],
)
def test_what_is_refused(fields: dict[str, Any], code: str) -> None:
    idea = signs(signing(), "ella")
    before = idea.case
    with pytest.raises(RuleBroken, match=code):
        signs(idea, "fred", **fields)
    assert idea.case == before


def test_it_is_sent_back_only_to_somebody_who_signed_before() -> None:
    idea = signs(signing(), "ella")
    for later in ("office_head", "section_head", "treasury"):
        with pytest.raises(RuleBroken, match=r"sign\.not_earlier"):
            signs(idea, "fred", "send_back", to=step(idea, later))


def test_nobody_signs_what_is_not_asked_of_them_or_twice() -> None:
    idea = signing()
    mine = idea.assignment("ella").id
    with pytest.raises(RuleBroken, match="not_allowed"):
        signs(idea, "fred", assignment=mine)
    signs(idea, "ella")
    with pytest.raises(RuleBroken, match=r"task\.answered"):
        signs(idea, "ella", assignment=mine)


# Back, and forward again


@pytest.mark.parametrize(
    ("to", "again", "order"),
    [
        pytest.param("ella", False, ["ella", "otto", "stine"], id="past those who need not see it twice"),
        pytest.param("ella", True, ["ella", "fred", "greta", "otto", "stine"], id="all in between again"),
        pytest.param("greta", False, ["greta", "otto", "stine"], id="one step back"),
    ],
)
def test_back_to_somebody_then_to_whoever_sent_it_back(to: str, again: bool, order: list[str]) -> None:
    idea = signing()
    for person in ORDER[:3]:
        signs(idea, person)
    before = steps(idea)[:3]
    signs(idea, "otto", "send_back", to=step(idea, to), again=again)

    assert idea.asked == [order[0]]
    asked = []
    while idea.waiting == ["sign"]:
        asked += idea.asked
        signs(idea, idea.asked[0])
    assert asked == order
    assert steps(idea)[:3] == before  # what was decided stays as it was
    assert idea.waiting == ["decide"]


def test_the_office_mends_the_text_while_it_is_back_and_only_then() -> None:
    idea = signs(signing(), "ella")
    with pytest.raises(RuleBroken, match=r"edit\.too_late"):
        idea.edited("olga", title="Neu")
    signs(idea, "fred", "send_back", to=step(idea, "ella"))
    with pytest.raises(RuleBroken, match=r"edit\.too_late"):
        idea.edited("sina", title="Neu")

    idea.edited("olga", title="Neu")
    signs(idea, "ella")

    assert [s.text_version for s in steps(idea)[:3]] == [1, 1, 2]
    assert idea.asked == ["fred"]
    with pytest.raises(RuleBroken, match=r"edit\.too_late"):
        idea.edited("olga", title="Noch neuer")


def test_whoever_was_asked_at_the_same_time_waits_for_their_turn_again() -> None:
    idea = signing(a_chain(by("ella"), by("fred", together="both"), by("greta", together="both"), by("otto")))
    signs(idea, "ella")
    signs(idea, "fred", "send_back", to=step(idea, "ella"))
    assert idea.asked == ["ella"]
    assert idea.assignment("greta").state == "revoked"

    signs(idea, "ella")
    assert sorted(idea.asked) == ["fred", "greta"]


# Four eyes


def test_nobody_signs_twice_and_the_next_who_fits_is_asked() -> None:
    people = {**HOUSE, "fred": replace(HOUSE["fred"], functions=frozenset({"section_head", "office_head"}))}
    idea = signs(signing(people=people), "ella")
    signs(idea, "fred")

    assert idea.asked == ["greta"]
    assert (last_fact(idea, "sign_passed_over", "person"), last_fact(idea, "sign_passed_over", "why")) == (
        "fred",
        "twice",
    )


def test_where_nobody_else_fits_the_office_names_somebody() -> None:
    people = {**HOUSE, "fred": replace(HOUSE["fred"], functions=frozenset({"section_head", "office_head"}))}
    people["greta"] = replace(HOUSE["greta"], active=False)
    idea = signs(signs(signing(people=people), "ella"), "fred")

    assert [(t.kind, t.role) for t in idea.case.open_tasks()] == [("sign", "office")]
    assert ("nobody_to_ask", "olga") in idea.told
    changed(idea, "replace", step(idea, "office_head"), "emil")
    assert idea.asked == ["emil"]
    assert ("sign_asked", "emil") in idea.told


def test_the_submitter_is_passed_over() -> None:
    people = {**HOUSE, "sina": replace(HOUSE["sina"], department="mobility", functions=frozenset({"case_worker"}))}
    idea = signing(people=people)

    assert idea.asked == ["ella"]
    assert last_fact(idea, "sign_passed_over", "why") == "submitter"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("", "sign.person_missing"),
        ("nobody", "sign.person_missing"),
        ("left", "sign.gone"),
        ("nina", "sign.outside"),
        ("sina", "sign.submitter"),
        ("ella", "sign.twice"),
        ("fred", "sign.twice"),
    ],
)
def test_whom_the_office_cannot_put_in(person: str, code: str) -> None:
    people = {**HOUSE, "sina": replace(HOUSE["sina"], department="mobility")}
    idea = signs(signing(people=people), "ella")
    with pytest.raises(RuleBroken, match=code):
        changed(idea, "insert", step(idea, "mayor"), person)


@pytest.mark.parametrize(
    ("to", "code"),
    [("emil", ""), ("jens", "handover.not_eligible"), ("ella", "handover.not_eligible"), ("left", "handover")],
)
def test_a_step_is_handed_to_a_colleague_who_has_no_other(to: str, code: str) -> None:
    idea = signs(signing(), "ella")
    fields = {"assignment": idea.assignment("fred").id, "to": to, "reason": "Urlaub"}
    if code:
        with pytest.raises(RuleBroken, match=code):
            idea.happens("handed_over", "fred", "link", **fields)
        return
    idea.happens("handed_over", "fred", "link", **fields)
    signs(idea, to)

    assert steps(idea)[1].person == to
    assert idea.asked == ["greta"]


# A chain under way is changed


def test_one_more_step_ahead() -> None:
    idea = signs(signing(), "ella")
    changed(idea, "insert", step(idea, "city_councillor"), "jens")
    changed(idea, "insert", "", "emil", blocking=False)
    for person in ("fred", "greta", "jens", "otto", "stine", "emil"):
        assert idea.asked == [person]
        signs(idea, person)

    assert steps(idea)[4].title == "Eingefügt"
    assert idea.waiting == ["decide"]


def test_a_step_less() -> None:
    idea = signs(signing(), "ella")
    changed(idea, "remove", step(idea, "office_head"))
    signs(idea, "fred")
    assert idea.asked == ["otto"]

    changed(idea, "remove", step(idea, "city_councillor"))  # also whoever's turn it is
    assert idea.asked == ["stine"]
    assert idea.assignment("otto").state == "revoked"
    assert ("no_longer_needed", "otto") in idea.told


def test_another_person_for_a_step_ahead() -> None:
    idea = signs(signing(), "ella")
    changed(idea, "replace", step(idea, "office_head"), "emil")
    signs(idea, "fred")

    assert idea.asked == ["emil"]
    assert [s.step for s in steps(idea) if s.state == "removed"] == ["office_head"]


def test_somebody_once_more() -> None:
    idea = signs(signs(signing(), "ella"), "fred")
    changed(idea, "again", step(idea, "ella"))
    with pytest.raises(RuleBroken, match=r"sign\.asked_already"):
        changed(idea, "again", steps(idea)[0].id)
    signs(idea, "greta")

    assert idea.asked == ["ella"]
    assert signs(idea, "ella").asked == ["otto"]


def test_the_office_stops_it_all() -> None:
    idea = changed(signs(signing(), "ella"), "stop")

    assert (idea.case.stage, idea.waiting, idea.case.sign_offs[-1].result) == (
        "prioritisation",
        ["prioritise"],
        "stopped",
    )
    assert ("no_longer_needed", "fred") in idea.told
    with pytest.raises(RuleBroken, match=r"sign\.not_under_way"):
        changed(idea, "stop")


@pytest.mark.parametrize("change", ["remove", "replace"])
def test_what_is_decided_never_changes(change: str) -> None:
    idea = signs(signing(), "ella")
    with pytest.raises(RuleBroken, match=r"sign\.decided"):
        changed(idea, change, steps(idea)[0].id, "emil")


def test_nothing_is_put_in_before_whoever_has_it() -> None:
    idea = signs(signing(), "ella")
    with pytest.raises(RuleBroken, match=r"sign\.reached"):
        changed(idea, "insert", step(idea, "section_head"), "emil")


def test_somebody_must_sign() -> None:
    idea = signing(a_chain(by("ella"), by("fred")))
    changed(idea, "remove", step(idea, "ella"))
    with pytest.raises(RuleBroken, match=r"sign\.nobody_left"):
        changed(idea, "remove", step(idea, "fred"))


def test_an_inserted_step_needs_a_title() -> None:
    with pytest.raises(RuleBroken, match=r"sign\.title_missing"):
        changed(signing(), "insert", "", "emil", title="")


# Time


@pytest.mark.parametrize(
    ("silence", "asked", "waiting", "state"),
    [
        ("consent", ["fred"], ["sign"], "silent"),
        ("no_objection", ["fred"], ["sign"], "silent"),
        ("abstention", ["fred"], ["sign"], "silent"),
        ("blocked", [], ["sign"], "ahead"),
        ("declined", [], ["prioritise"], "silent"),
    ],
)
def test_silence_means_what_the_step_says(silence: str, asked: list[str], waiting: list[str], state: str) -> None:
    idea = signing(a_chain(by("ella", deadline={"hours": 5, "silence": silence}), by("fred")))
    idea.clock_rings()

    assert (idea.asked, idea.waiting, steps(idea)[0].state) == (asked, waiting, state)
    assert idea.assignment("ella").silence == silence
    assert "silence" in idea.kinds


def test_after_a_silence_that_stops_it_the_office_names_somebody_else() -> None:
    idea = signing(a_chain(by("ella", deadline={"hours": 5, "silence": "blocked"}), by("fred"))).clock_rings()
    changed(idea, "replace", step(idea, "ella"), "emil")
    assert idea.asked == ["emil"]
    assert signs(idea, "emil").asked == ["fred"]


def test_every_step_has_its_own_deadline_else_the_chains() -> None:
    idea = signing(a_chain(by("ella", deadline={"working_days": 1}), by("fred"), deadline={"working_days": 3}))
    assert str(idea.task("sign").due_on) == "2026-11-03"
    signs(idea, "ella")
    assert str(idea.task("sign").due_on) == "2026-11-05"

    idea.extended("sign", until="2026-11-20")
    assert str(idea.task("sign").due_on) == "2026-11-20"


def test_a_pause_moves_the_date_of_whoever_signs() -> None:
    idea = signing(a_chain(by("ella")))
    with pytest.raises(RuleBroken, match=r"case\.paused"):
        signs(idea.paused(), "ella")
    idea.later(days=2).resumed()

    assert str(idea.task("sign").due_on) == "2026-11-11"
    assert signs(idea, "ella").waiting == ["decide"]


def test_withdrawn_in_the_middle_nobody_need_sign() -> None:
    idea = signs(signing(), "ella").withdrawn()

    assert idea.case.closed_at is not None
    assert idea.assignment("fred").state == "revoked"
    assert ("no_longer_needed", "fred") in idea.told


def test_a_process_without_a_chain_has_none_to_go_through() -> None:
    with pytest.raises(RuleBroken, match=r"sign\.no_chain"):
        signing(a_chain(decision={"sign_off": None}))


def test_what_people_say_in_a_survey_ends_the_chain_and_the_idea_is_reviewed_again() -> None:
    idea = signs(signing(), "ella").surveyed(18, 2, 0, 0)

    assert (idea.case.stage, idea.case.sign_offs[-1].result) == ("review", "stopped")
    assert "sign" not in idea.waiting
    assert ("no_longer_needed", "fred") in idea.told


def test_a_deputy_may_sign_beside_whoever_is_asked_and_the_first_is_heard() -> None:
    idea = signs(signing(), "ella")
    task = idea.task("sign")
    beside = replace(idea.assignment("fred"), id="beside", person="emil")
    idea.case = replace(idea.case, assignments=(*idea.case.assignments, beside))
    signs(idea, "emil")

    assert steps(idea)[1].person == "emil"
    assert {a.state for a in idea.case.assignments if a.task == task.id} == {"answered", "revoked"}
