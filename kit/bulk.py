"""One mail to many: its words are rendered once, and what differs from one person to the next is filled in.

Rendering is the dearest part of writing a mail. A place to be filled in is marked by characters that no text has; what
is filled in is escaped as the template would have done it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import escape

from kit.templating import MailText

PLACE = re.compile("\ue000([a-z_]+)\ue001")


def place(name: str) -> str:
    """What a template is given instead of a value that is not known yet."""
    return f"\ue000{name}\ue001"


def filled(words: MailText, values: Mapping[str, str]) -> MailText:
    """The mail for one person."""
    safe = {name: str(escape(value)) for name, value in values.items()}
    return MailText(words.subject, _joined(words.text, values), _joined(words.html, safe))


def _joined(text: str, values: Mapping[str, str]) -> str:
    pieces = list(_pieces(text))
    pieces[1::2] = [values.get(name, "") for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=64)  # two texts for each language and each wave that is being sent
def _pieces(text: str) -> Sequence[str]:
    """What stays the same and names of places, in turn."""
    return PLACE.split(text)
