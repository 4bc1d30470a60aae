"""One mail to many: its words are rendered once, and what differs from one person to the next is filled in.

Rendering is the dearest part of writing a mail. A place to be filled in is marked by characters that no text has; what
is filled in is escaped as the template would have done it.
"""

import re
from collections.abc import Callable, Mapping

from markupsafe import escape

from kit.templating import MailText

PLACE = re.compile("\ue000([a-z_]+)\ue001")


def place(name: str) -> str:
    """What a template is given instead of a value that is not known yet."""
    return f"\ue000{name}\ue001"


def filled(words: MailText, values: Mapping[str, str]) -> MailText:
    """The mail for one person."""
    safe = {name: str(escape(value)) for name, value in values.items()}
    return MailText(words.subject, PLACE.sub(_of(values), words.text), PLACE.sub(_of(safe), words.html))


def _of(values: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: values.get(found[1], "")
