"""What mails about comments say: that there is one, and never a word of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.idea_mails import OfIdea
from contracts.mail import Kind, Opens


@dataclass(frozen=True, kw_only=True)
class CommentNote(OfIdea):
    """To the office: somebody has commented."""

    to_let_through: bool  # everybody is to read it, and the office says when


class CommentArrived(OfIdea):
    """To whoever is asked about the idea now: there is a comment for them too."""


@dataclass(frozen=True, kw_only=True)
class ReplyKept(OfIdea):
    """To whoever our mail went to that somebody has replied to: the reply has decided nothing, and where to answer."""

    asked: bool  # the link leads to what is still open for them
    left_out: bool  # attachments were not kept


REPLY_KEPT = "reply_kept"
OF_COMMENTS: Mapping[str, Kind] = {
    "comment_note": Kind(CommentNote, Opens.OFFICE),
    "comment_arrived": Kind(CommentArrived, Opens.TASK),
    REPLY_KEPT: Kind(ReplyKept, Opens.AGAIN),
}
