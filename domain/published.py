"""A file that is published and named by its content: kept in one canonical form, found again by its hash."""

import json
from hashlib import sha256
from typing import Self

from domain.definition import Part


class Published(Part):
    """Frozen, strict, and the same text for the same content."""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """What `text` gave, for whatever keeps it."""
        return cls.model_validate_json(text)

    @property
    def text(self) -> str:
        """In one canonical form: without comments, order of keys, or what is the default anyway."""
        given = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def content_hash(self) -> str:
        """Names exactly this content."""
        return sha256(self.text.encode()).hexdigest()
