"""What a definition says about asking: groups, whom to leave out, when it is enough, how far scores may differ."""

from typing import Annotated, Literal

from pydantic import Field

from domain.part import Code, Part, Words

PersonId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_:.-]{1,80}$")]
OF_THEME = "of_theme"  # stands for the department of the idea's theme
MOST = 200  # people one group may ask


class Group(Part):
    """Some of the people a review asks: who they are, and how many of them.

    `role`, `function` and `department` may stand together, and all of them must hold; the others stand alone.
    """

    id: Code
    title: Words
    role: Literal["office", "reviewer", "decider", "owner"] | None = None
    function: Code | None = None
    department: Code | None = None  # an id, or "of_theme"
    superior: bool = False  # of whoever submitted the idea
    chosen: bool = False  # by the office, when it takes the idea up
    people: Annotated[tuple[PersonId, ...], Field(max_length=MOST)] = ()
    audience: Code | None = None  # everybody in it
    mailbox: PersonId | None = None  # shared: whoever answers states a name
    count: Annotated[int, Field(ge=1, le=MOST)] | None = None  # None: everybody

    @property
    def filters(self) -> tuple[str, ...]:
        """Which of the ways to say who they are stand together."""
        return tuple(name for name in ("role", "function", "department") if getattr(self, name) is not None)

    @property
    def ways(self) -> tuple[str, ...]:
        """How the people are said: one way, or the filters together."""
        alone = tuple(n for n in ("superior", "chosen", "people", "audience", "mailbox") if getattr(self, n))
        return (*alone, *(("/".join(self.filters),) if self.filters else ()))


class Without(Part):
    """Who is not asked, whoever they are otherwise; the submitter never is."""

    same_department: bool = False  # as the submitter
    decided_before: bool = False  # who has judged or decided this idea at an earlier time
    functions: tuple[Code, ...] = ()
    people: Annotated[tuple[PersonId, ...], Field(max_length=MOST)] = ()


class Enough(Part):
    """When a review has what it needs: exactly one of `when`, `number`, `percent` and `groups`."""

    when: Literal["any", "all", "first", "everybody"] | None = None
    number: Annotated[int, Field(ge=1, le=MOST)] | None = None
    percent: Annotated[int, Field(ge=1, le=100)] | None = None  # of those who are asked and do not abstain
    groups: dict[Code, Annotated[int, Field(ge=1, le=MOST)]] = Field(default_factory=dict)
    of: Literal["answers", "approvals"] = "answers"  # what `number`, `percent` and `groups` count
    rejection: Literal["counts", "ends"] = "counts"

    @property
    def ways(self) -> tuple[str, ...]:
        """Which of the ways are given."""
        return tuple(name for name in ("when", "number", "percent", "groups") if getattr(self, name))


class Disagreement(Part):
    """Scores that are further apart than this go back once to those who gave them."""

    criteria: tuple[Code, ...] = ()  # none: all of them
    more_than: Annotated[int, Field(ge=1, le=100)]
