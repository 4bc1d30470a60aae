"""Comments as one reader is shown them: words for who, whom and about what, and where their files are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.case import Case
from domain.comments.comment import Attached, Comment
from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import TaskKind
from kit.i18n import N_, Translator

Shown = dict[str, Any]
MEANT_FOR = {
    Audience.OFFICE: N_("for the office only"),
    Audience.REVIEWERS: N_("for the office and whoever is asked about the idea"),
    Audience.PUBLIC: N_("for everybody"),
}
CHOICES = {
    Audience.OFFICE: (N_("The office only"), ""),
    Audience.REVIEWERS: (
        N_("The office and whoever is asked about this idea"),
        N_("That is reviewers, whoever decides, and whoever is responsible for a commitment."),
    ),
    Audience.PUBLIC: (
        N_("Everybody"),
        N_("The submitter and, if the idea is public, its public page. The office looks at it first."),
    ),
}
AT_ONCE = N_("The submitter and, if the idea is public, its public page. It is shown at once.")
AUTHORS = {
    Relation.OFFICE: N_("The office"),
    Relation.SUBMITTER: N_("Whoever had the idea"),
    Relation.ASSIGNEE: N_("Somebody who is asked about the idea"),
    Relation.OWNER: N_("Somebody who is asked about the idea"),
}
TASKS = {
    TaskKind.REVIEW: N_("Give a review"),
    TaskKind.SIGN: N_("Co-sign"),
    TaskKind.DECIDE: N_("Decide"),
    TaskKind.COMMITMENT: N_("Say what became of a commitment"),
}


@dataclass(frozen=True)
class Reader:
    """For whom comments are shown, where, and how their authors are called."""

    say: Translator
    zone: str
    files: str  # the address below which the files lie
    author: Callable[[Comment], str]
    compare: str = ""  # the page that compares versions of the text, for whoever may see it
    tasks: Mapping[TaskKind, str] = field(default_factory=dict)  # what they are called, where that may be told
    inside: bool = False  # of the office
    written_to: Callable[[Comment], str] = lambda _: ""  # whom the mail went to that a comment came as a reply to

    def shown(self, comments: Iterable[Comment], case: Case) -> list[Shown]:
        """All of them, for the template."""
        return [self._one(comment, case) for comment in comments]

    def _one(self, comment: Comment, case: Case) -> Shown:
        t, task = self.say.gettext, case.task(comment.task)
        old = comment.text_version < case.version
        return {
            "id": comment.id,
            "who": self.author(comment),
            "when": self.say.datetime(comment.at, self.zone, "medium"),
            "iso": comment.at.isoformat(timespec="minutes"),
            "meant": t(MEANT_FOR[comment.audience]),
            "task": t(self.tasks[task.kind]) if task is not None and task.kind in self.tasks else "",
            "text": comment.text,
            "unverified": self._unverified(comment),
            "left_out": comment.left_out,
            "waits": comment.waits,
            "blanked": self.say.datetime(comment.redacted_at, self.zone, "medium") if comment.redacted_at else "",
            "why": comment.redacted_why if self.inside else "",
            "files": [self._file(one) for one in comment.files if one.hash],
            "old": comment.text_version if old else 0,
            "compare": f"{self.compare}?before={comment.text_version}" if old and self.compare else "",
        }

    def _unverified(self, comment: Comment) -> str:
        """For what came by mail: whose reply it seems to be; empty for all others."""
        if comment.origin is not Origin.MAIL:
            return ""
        sentence = N_("It came as a reply to our e-mail to {name}; who sent it is not certain. It decides nothing.")
        return self.say.gettext(sentence).format(name=self.written_to(comment))

    def _file(self, attached: Attached) -> Shown:
        return {"name": attached.name, "url": f"{self.files}/{attached.id}", "size": size(self.say, attached.size)}


def known_by_role(say: Translator, reader: str = "", name: str = "") -> Callable[[Comment], str]:
    """Authors by what they are, as everybody but the office knows them; `name` is that of whoever had the idea."""

    def author(comment: Comment) -> str:
        if reader and comment.by == reader:
            return say.gettext(N_("You"))
        if comment.role is Relation.SUBMITTER and name:
            return name
        return say.gettext(AUTHORS.get(comment.role, N_("Somebody who is asked about the idea")))

    return author


def size(say: Translator, size_in_bytes: int) -> str:
    """How large a file is, as people say it."""
    if size_in_bytes < 1_000_000:
        return f"{say.number(max(1, round(size_in_bytes / 1_000)))} kB"
    return f"{say.number(size_in_bytes / 1_000_000, 1)} MB"


def options(say: Translator, offered: Iterable[Audience], *, office: bool) -> list[tuple[str, str, str]]:
    """Whom a comment may be meant for, with a word on what that is."""
    found = []
    for audience in offered:
        label, hint = CHOICES[audience]
        hint = AT_ONCE if office and audience is Audience.PUBLIC else hint
        found.append((str(audience), say.gettext(label), say.gettext(hint) if hint else ""))
    return found
