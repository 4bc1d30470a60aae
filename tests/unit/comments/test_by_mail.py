"""Whatever it says of whom it is for, a comment that came by mail is the office's alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.comments.comment import Comment
from domain.comments.readers import reads
from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import Via

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SAID = Comment("c", "k", "", "rita", Relation.ANYONE, "", NOW, Via.POST, Audience.OFFICE, "ja", 1, origin=Origin.MAIL)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("relation", Relation)
def test_only_the_office_reads_what_came_by_mail(audience: Audience, relation: Relation) -> None:
    comment = replace(SAID, audience=audience, released_at=NOW)
    for reader in ("rita", "olga", ""):
        assert reads(comment, reader, frozenset({relation})) is (relation is Relation.OFFICE)
