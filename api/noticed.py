"""What one process remembers of privacy notices: their words, and who acted under them; the first time counts."""

from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 20_000  # people and versions; then all of it is forgotten, and written down once more


@dataclass
class Noticed:
    """Spares a transaction and a page for each answer."""

    _acted: set[tuple[str, str]] = field(default_factory=set)
    _words: dict[tuple[object, ...], str] = field(default_factory=dict)

    def words(self, key: tuple[object, ...], render: Callable[[], str]) -> str:
        """The notice of this key, rendered once."""
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = render()
        return found

    def knows(self, person: str, version: str) -> bool:
        """Whether it is written down already that this person acted under this version."""
        return (person, version) in self._acted

    def remember(self, person: str, version: str) -> None:
        """It is written down, and committed."""
        if len(self._acted) >= MOST:
            self._acted.clear()
        self._acted.add((person, version))
