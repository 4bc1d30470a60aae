"""Signatures: how sure it must be who signs, and what it does that somebody says it was not them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from domain.assurance import chosen, needed
from domain.definition import ProcessDefinition
from domain.errors import RuleBroken
from domain.words import Assurance, SignState, TaskKind, Via
from tests.builders import AnIdea, with_objection
from tests.chains import a_chain, by, changed, signing, signs, standing, steps

CHAIN = a_chain(by("ella"), by("fred"), by("greta"))
RULES = with_objection(CHAIN, hours=4)


def undoing(*said: tuple[str, str], rules: ProcessDefinition = RULES, **fields: Any) -> AnIdea:
    """A chain in which these have spoken."""
    idea = signing(rules)
    for person, word in said:
        signs(idea, person, word, **(fields if word == "send_back" else {}))
    return idea


# How sure


@pytest.mark.parametrize(
    ("chain", "step", "about", "level"),
    [
        ({}, {}, "ella", "L0"),
        ({"assurance": "L1"}, {}, "ella", "L1"),
        ({"assurance": "L1"}, {"assurance": "L2"}, "ella", "L2"),
        ({"assurance": "L2"}, {"assurance": "L0"}, "ella", "L0"),
        ({"assurance": "L1"}, {"assurance": "L2"}, "", "L1"),  # a step that the office put in
    ],
)
def test_a_step_asks_for_its_own_level_or_that_of_its_chain(
    chain: dict[str, Any], step: dict[str, Any], about: str, level: str
) -> None:
    steps = [{"title": {"de": "e", "en": "e"}, **by("ella"), **step}]
    data = CHAIN.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["stages"]["decision"]["sign_off"] = {"deadline": {"working_days": 5}, "steps": steps, **chain}

    assert needed(TaskKind.SIGN, ProcessDefinition.from_text(json.dumps(data)), about) == level


@pytest.mark.parametrize(
    ("wanted", "via", "level", "result"),
    [
        ("L0", Via.LINK, "L0", "L0"),
        ("L0", Via.API, "L0", "token"),
        ("L1", Via.LINK, "L0", "assurance.too_low"),
        ("L1", Via.LINK, "L1", "L1"),
        ("L1", Via.LINK, "L2", "L2"),
        ("L1", Via.API, "L0", "assurance.token"),
        ("L2", Via.LINK, "L1", "assurance.too_low"),
    ],
)
@pytest.mark.parametrize("said", ["sign", "refuse"])
def test_the_level_is_asked_for_and_kept_with_the_signature(
    wanted: str, via: Via, level: str, result: str, said: str
) -> None:
    idea = signing(a_chain(by("ella", assurance=wanted), by("fred")))
    if "." in result:
        with pytest.raises(RuleBroken, match=result):
            signs(idea, "ella", said, via=via, level=Assurance(level))
        assert steps(idea)[0].state is SignState.AHEAD
    else:
        signs(idea, "ella", said, via=via, level=Assurance(level))
        assert steps(idea)[0].level == result


@pytest.mark.parametrize(
    ("said", "blocking", "code"),
    [
        ("sign", True, "sign"),
        ("remark", True, "remark"),
        ("refuse", True, "refuse"),
        ("refuse", False, "object"),
        ("send_back", True, "send_back"),
    ],
)
def test_a_receipt_names_what_was_chosen(said: str, blocking: bool, code: str) -> None:
    idea = signing(a_chain(by("ella"), by("fred", blocking=blocking), by("greta")))
    signs(idea, "ella")
    signs(idea, "fred", said, **({"to": steps(idea)[0].id} if said == "send_back" else {}))

    assert chosen(steps(idea)[1]) == code
    assert ("answer_receipt", "fred") in idea.told


# Objection


def test_without_a_period_nothing_waits() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"), ("greta", "sign"), rules=CHAIN)

    assert (idea.waiting, idea.case.held_until, steps(idea)[0].objection_until) == (["decide"], None, None)


def test_the_next_is_asked_at_once_and_the_decision_only_when_nobody_can_object_any_more() -> None:
    idea = undoing(("ella", "sign"))
    assert (idea.asked, idea.case.held_until) == (["fred"], None)
    signs(idea.later(hours=1), "fred")
    signs(idea, "greta")

    assert idea.kinds == ["signed", "held"]
    assert (idea.waiting, idea.case.stage) == ([], "decision")
    assert idea.case.wake == idea.case.held_until == steps(idea)[-1].objection_until
    assert "put_forward" not in [mail for mail, _ in idea.told]
    idea.clock_rings()
    assert idea.kinds == ["sign_off_done", "put_forward", "decision_asked"]
    assert (idea.asked, idea.case.held_until) == (["dirk"], None)


def test_meanwhile_nobody_decides_and_the_office_may_put_a_step_in() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"), ("greta", "sign"))
    with pytest.raises(RuleBroken, match=r"decision\.not_signed"):
        idea.decided_by()

    changed(idea, "insert", person="otto")
    assert (idea.asked, idea.case.held_until) == (["otto"], None)
    assert signs(idea, "otto").kinds == ["signed", "held"]


def test_an_objection_in_time_asks_again_before_whoever_comes_after() -> None:
    idea = undoing(("ella", "remark"), ("fred", "sign"))
    words = steps(idea)[0].remark
    idea.objected("ella")

    assert idea.kinds == ["objected", "sign_asked"]
    assert {("objection_note", "olga"), ("sign_asked", "ella"), ("no_longer_needed", "greta")} <= set(idea.told)
    assert (steps(idea)[0].objected_at, steps(idea)[0].remark, steps(idea)[0].state) == (idea.now, words, "signed")
    assert idea.asked == ["ella"]
    assert standing(idea) == ["ella: signed", "fred: signed", "ella: ahead", "greta: ahead"]
    signs(idea, "ella")
    assert idea.asked == ["greta"]
    signs(idea, "greta")
    idea.clock_rings()
    done = next(e for e in reversed(idea.events) if e.kind == "sign_off_done")
    assert (done.facts["signed"], idea.asked) == (3, ["dirk"])


@pytest.mark.parametrize(
    ("minutes", "kind"), [(-1, "objected"), (0, "objected"), (1, "objection_noted"), (600, "objection_noted")]
)
def test_it_is_judged_by_when_it_was_received(minutes: int, kind: str) -> None:
    idea = undoing(("ella", "sign"))
    until = steps(idea)[0].objection_until
    assert until is not None
    idea.later(hours=2).objected("ella", at=until + timedelta(minutes=minutes))

    assert kind in idea.kinds
    assert idea.asked == (["ella"] if kind == "objected" else ["fred"])


def test_while_all_have_signed_and_it_waits_an_objection_opens_the_chain_again() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"), ("greta", "sign")).objected("fred")

    assert (idea.asked, idea.case.held_until, idea.waiting) == (["fred"], None, ["sign"])
    assert signs(idea, "fred").kinds == ["signed", "held"]


def test_after_the_chain_an_objection_is_told_to_the_office() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"), ("greta", "sign")).clock_rings().objected("ella")

    assert (idea.kinds, idea.asked) == (["objection_noted"], ["dirk"])
    assert steps(idea)[0].objected_at is None


def test_a_refusal_waits_and_then_goes_to_the_office() -> None:
    idea = undoing(("ella", "sign"), ("fred", "refuse"))

    assert idea.kinds == ["sign_refused", "held"]
    assert (idea.case.stage, idea.waiting) == ("decision", [])
    assert "sign_off_news" not in [mail for mail, _ in idea.told]
    for change in ("insert", "again"):
        with pytest.raises(RuleBroken, match=r"sign\.refused"):
            changed(idea, change, step=steps(idea)[0].id, person="otto")
    idea.clock_rings()
    assert idea.kinds == ["sign_refused"]
    assert idea.told == [("sign_off_news", "olga")]
    assert (idea.case.stage, idea.case.sign_offs[-1].result, idea.waiting) == (
        "prioritisation",
        "refused",
        ["prioritise"],
    )


def test_the_office_may_stop_a_chain_that_was_refused() -> None:
    idea = changed(undoing(("ella", "refuse")), "stop")

    assert (idea.case.stage, idea.case.held_until) == ("prioritisation", None)
    assert idea.case.sign_offs[-1].result == "stopped"


def test_a_refusal_that_was_taken_back_refuses_nothing() -> None:
    both = with_objection(a_chain(by("ella", together="both"), by("fred", together="both"), by("greta")), hours=4)
    idea = undoing(("ella", "refuse"), rules=both)
    assert ("no_longer_needed", "fred") in idea.told
    idea.objected("ella")

    assert idea.asked == ["ella"]
    signs(idea, "ella")
    assert idea.asked == ["fred"]


def test_a_way_back_that_was_taken_back_asks_whoever_had_it() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"))
    signs(idea, "greta", "send_back", to=steps(idea)[0].id, again=True)
    assert idea.asked == ["ella"]
    idea.objected("greta")

    assert idea.asked == ["greta"]
    assert ("no_longer_needed", "ella") in idea.told
    assert standing(idea)[-3:] == ["ella: removed", "fred: removed", "greta: ahead"]


def test_a_way_back_that_somebody_has_followed_stays() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"))
    signs(signs(idea, "greta", "send_back", to=steps(idea)[0].id), "ella").objected("greta")

    assert idea.asked == ["greta"]
    assert idea.kinds == ["objected"]


def test_whoever_has_signed_again_meanwhile_is_not_asked_once_more() -> None:
    idea = undoing(("ella", "sign"))
    changed(idea, "again", step=steps(idea)[0].id)
    signs(signs(idea, "fred"), "ella")
    first = next(a for a in idea.case.assignments if a.person == "ella")
    idea.objected("ella", assignment=first.id)

    assert (idea.kinds, idea.asked) == (["objected"], ["greta"])


def test_in_a_pause_the_time_stands() -> None:
    idea = undoing(("ella", "sign"), ("fred", "sign"), ("greta", "sign"))
    until = idea.case.held_until
    began = idea.paused().now
    idea.later(hours=3)
    with pytest.raises(RuleBroken, match=r"objection\.paused"):
        idea.objected("ella")
    idea.resumed()

    assert until is not None
    assert idea.case.held_until is not None
    assert idea.case.held_until - until == idea.now - began
    assert steps(idea)[-1].objection_until == idea.case.held_until
    assert idea.objected("ella").asked == ["ella"]


def test_nobody_is_superior_by_a_signature_that_was_not_theirs() -> None:
    rules = with_objection(a_chain(by("ella"), by("fred"), {"id": "up", "superior": True}), hours=4)
    idea = undoing(("ella", "sign"), ("fred", "sign"), rules=rules).objected("fred")

    assert idea.asked == ["fred"]
    signs(idea, "fred")
    assert idea.asked == ["greta"]
