"""A co-signature ends with its idea: withdrawn or merged, nobody finds it under way afterwards."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.deferral.beside import OtherIdea
from domain.deferral.words import Standing
from domain.signing.chain import running
from tests.builders import AnIdea
from tests.chains import signing, signs

OTHER = OtherIdea("case7", "2026-0007", Standing.OPEN)


def merged(idea: AnIdea) -> AnIdea:
    idea.beside = replace(idea.beside, ideas={OTHER.id: OTHER, OTHER.number: OTHER})
    return idea.merged()


@pytest.mark.parametrize("over", [AnIdea.withdrawn, merged])
def test_the_chain_ends_with_the_idea(over: Callable[[AnIdea], AnIdea]) -> None:
    idea = over(signs(signing(), "ella"))

    (chain,) = idea.case.sign_offs
    assert (chain.ended_at, chain.result) == (idea.now, "stopped")
    assert running(idea.case) is None


def test_a_chain_that_is_over_keeps_how_it_ended() -> None:
    idea = signing()
    while idea.waiting == ["sign"]:
        signs(idea, idea.asked[0])
    ended = idea.case.sign_offs[-1]

    assert idea.withdrawn().case.sign_offs == (ended,)


def test_an_idea_that_goes_its_own_way_again_has_one_chain_at_a_time() -> None:
    idea = merged(signs(signing(), "ella")).parted().put_forward(sign_off=True)

    assert [chain.ended_at is None for chain in idea.case.sign_offs] == [False, True]
    assert running(idea.case) == idea.case.sign_offs[-1]
