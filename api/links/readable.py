"""Which comments the holder of a link reads."""

from api.links.opened import Door, Opened
from domain.comments.comment import Comment
from domain.comments.readers import read_by
from domain.may import Relation

# What the link of this kind makes of its holder: no more than that, whatever else they are.
RELATIONS = {
    "idea": frozenset({Relation.ANYONE, Relation.SUBMITTER}),
    "review": frozenset({Relation.ANYONE, Relation.ASSIGNEE}),
    "sign": frozenset({Relation.ANYONE, Relation.ASSIGNEE}),
    "decide": frozenset({Relation.ANYONE, Relation.ASSIGNEE}),
    "commitment": frozenset({Relation.ANYONE, Relation.ASSIGNEE, Relation.OWNER}),
}


def readable(opened: Opened) -> tuple[Comment, ...]:
    """What the holder of the link reads; nothing where the link does not open the idea."""
    if opened.door is not Door.OPEN or opened.kind not in RELATIONS:
        return ()
    return read_by(opened.comments, opened.link.person_id, RELATIONS[opened.kind])
