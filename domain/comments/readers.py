"""Who may choose which audience, and who reads what; asks the one table of `domain.may`. Pure."""

from collections.abc import Iterable, Set
from datetime import datetime

from domain.comments.comment import Comment
from domain.comments.words import Audience, Origin
from domain.may import MAY, Relation

# By what somebody is to the case, the strongest first: whom they may speak to; the first is what is meant if they
# choose nothing.
_ASKED = (Audience.REVIEWERS, Audience.OFFICE, Audience.PUBLIC)
SPEAKS_TO = {
    Relation.OFFICE: (Audience.OFFICE, Audience.REVIEWERS, Audience.PUBLIC),
    Relation.ASSIGNEE: _ASKED,
    Relation.OWNER: _ASKED,
    Relation.SUBMITTER: (Audience.OFFICE, Audience.PUBLIC),
}


def audiences(relations: Set[Relation]) -> tuple[Audience, ...]:
    """Whom somebody with these relations may speak to; nobody, for who is nothing to the case."""
    return next((found for relation, found in SPEAKS_TO.items() if relation in relations), ())


def role_of(relations: Set[Relation]) -> Relation:
    """As what they speak: the strongest of what they are to the case."""
    return next((relation for relation in SPEAKS_TO if relation in relations), Relation.ANYONE)


def reads(comment: Comment, reader: str, relations: Set[Relation]) -> bool:
    """Whether they read it: what one wrote oneself, and what is meant for what one is to the case.

    What came by mail is for the office alone: whoever it seems to come from need not have written it.
    """
    if comment.origin is Origin.MAIL:
        return Relation.OFFICE in relations
    if reader and comment.by == reader:
        return True
    if comment.released_at is None and comment.audience is Audience.PUBLIC:
        return Relation.OFFICE in relations
    return not MAY[f"see_comment_{comment.audience}"].isdisjoint(relations)


def read_by(comments: Iterable[Comment], reader: str, relations: Set[Relation]) -> tuple[Comment, ...]:
    """Those of them they read, in their order."""
    return tuple(one for one in comments if reads(one, reader, relations))


def let_through(audience: Audience, relations: Set[Relation], at: datetime) -> datetime | None:
    """When a new comment may be shown in public: at once what the office says, later what others say."""
    return at if audience is Audience.PUBLIC and Relation.OFFICE in relations else None
