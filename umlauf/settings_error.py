"""What settings are refused with."""

from collections.abc import Callable


class SettingsError(Exception):
    """The application does not start; `code` is stable, the sentence says what to change."""

    def __init__(self, code: str, sentence: str, **facts: str) -> None:
        super().__init__(sentence.format(**facts))
        self.code = code
        self.sentence = sentence
        self.facts = facts

    def told(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the reader's language; reasons are sentences too."""
        return gettext(self.sentence).format(**{name: gettext(fact) for name, fact in self.facts.items()})
