"""The one way rules say no: a stable code with facts; the sentence is made at the edge, in the reader's language.

UmlaufError
├── RuleBroken            a rule refuses a happening
├── DefinitionBroken      a process definition or a questionnaire cannot be used
└── ImportBroken          a file of people, ideas or projects cannot be taken in
"""


class UmlaufError(Exception):
    """Everything this product raises on purpose."""


class RuleBroken(UmlaufError):  # noqa: N818 - reads as what happened
    """A happening is refused; `code` is stable and public, `facts` are ids, numbers and dates only."""

    def __init__(self, code: str, **facts: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class DefinitionBroken(UmlaufError):  # noqa: N818 - as above
    """A process definition or a questionnaire cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ImportBroken(UmlaufError):  # noqa: N818 - as above
    """A file cannot be taken in, and nothing of it was; carries every problem as "file:line: sentence"."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
