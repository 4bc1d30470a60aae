"""Who reads a comment, and whom one may speak to: tables over audience, relation and whether it was let through."""

from datetime import UTC, datetime

import pytest

from domain.comments.comment import Comment
from domain.comments.readers import audiences, let_through, read_by, reads, role_of
from domain.comments.words import Audience
from domain.may import Relation
from domain.words import Via

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
PUBLIC, REVIEWERS, OFFICE = Audience.PUBLIC, Audience.REVIEWERS, Audience.OFFICE


def said(audience: Audience, *, released: bool = False, by: str = "author") -> Comment:
    at = NOW if released else None
    role, text = Relation.ASSIGNEE, "<script>Text"
    return Comment("c", "case", "", by, role, "", NOW, Via.LINK, audience, text, 1, released_at=at)


@pytest.mark.parametrize(
    ("audience", "released", "readers"),
    [
        (PUBLIC, True, {"anyone", "submitter", "assignee", "owner", "office"}),
        (PUBLIC, False, {"office"}),
        (REVIEWERS, False, {"assignee", "owner", "office"}),
        (OFFICE, False, {"office"}),
    ],
)
def test_a_comment_is_read_by_those_it_is_meant_for_and_nobody_else(
    audience: Audience, released: bool, readers: set[str]
) -> None:
    found = {r.value for r in Relation if reads(said(audience, released=released), "somebody", frozenset({r}))}
    assert found == readers


@pytest.mark.parametrize("audience", list(Audience))
def test_whoever_wrote_it_reads_it(audience: Audience) -> None:
    assert reads(said(audience), "author", frozenset())
    assert not reads(said(audience), "", frozenset())
    assert not reads(said(audience, by=""), "", frozenset())


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ({Relation.SUBMITTER}, (OFFICE, PUBLIC)),
        ({Relation.ASSIGNEE}, (REVIEWERS, OFFICE, PUBLIC)),
        ({Relation.OWNER}, (REVIEWERS, OFFICE, PUBLIC)),
        ({Relation.OFFICE}, (OFFICE, REVIEWERS, PUBLIC)),
        ({Relation.OFFICE, Relation.SUBMITTER, Relation.ANYONE}, (OFFICE, REVIEWERS, PUBLIC)),
        ({Relation.ANYONE}, ()),
        (set(), ()),
    ],
)
def test_one_may_speak_to_those_one_belongs_to(relations: set[Relation], expected: tuple[Audience, ...]) -> None:
    assert audiences(frozenset(relations)) == expected


def test_what_the_office_says_in_public_is_public_at_once_and_what_others_say_waits() -> None:
    assert let_through(PUBLIC, frozenset({Relation.OFFICE}), NOW) == NOW
    assert let_through(PUBLIC, frozenset({Relation.ASSIGNEE}), NOW) is None
    assert let_through(REVIEWERS, frozenset({Relation.OFFICE}), NOW) is None


def test_of_many_one_reads_ones_own_in_their_order() -> None:
    told = [said(OFFICE), said(PUBLIC, released=True), said(REVIEWERS)]
    assert read_by(told, "x", frozenset({Relation.SUBMITTER})) == (told[1],)
    assert read_by(told, "x", frozenset({Relation.OFFICE})) == tuple(told)


@pytest.mark.parametrize(
    ("relations", "role"),
    [
        ({Relation.OFFICE, Relation.ASSIGNEE}, Relation.OFFICE),
        ({Relation.OWNER, Relation.ASSIGNEE, Relation.ANYONE}, Relation.ASSIGNEE),
        ({Relation.SUBMITTER, Relation.ANYONE}, Relation.SUBMITTER),
        ({Relation.ANYONE}, Relation.ANYONE),
    ],
)
def test_one_speaks_as_the_strongest_of_what_one_is(relations: set[Relation], role: Relation) -> None:
    assert role_of(frozenset(relations)) is role
