"""Errors in the order in which their fields stand in the page, and by the field's name where two say the same.

Only the page knows both: it is read once it is made, and made again where that changes a word. Without this, two empty
fields are told of by the same sentence twice, and the first line of the summary may lead to the end of the page.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

Error = dict[str, str]  # field and message, as templates read them
ASIDE = re.compile(r'<span class="(?:optional|visually-hidden)">.*?</span>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def in_page_order(html: str, errors: Sequence[Error]) -> list[Error]:
    """What is wrong with the whole form first, then field by field; what the page has no field for comes last."""
    same = Counter(error["message"] for error in errors)
    named = [error | {"message": _named(html, error)} if same[error["message"]] > 1 else error for error in errors]
    return sorted(named, key=lambda error: _place(html, error["field"]))


def _place(html: str, field: str) -> int:
    if not field:
        return -1
    at = html.find(f'id="{_id(field)}"')
    return at if at >= 0 else len(html)


def _named(html: str, error: Error) -> str:
    name = _name(html, _id(error["field"])) if error["field"] else ""
    return f"{name}: {error['message']}" if name else error["message"]


def _name(html: str, field: str) -> str:
    """The legend of a group with this error, or the label of the field."""
    described = rf'<fieldset[^>]*aria-describedby="[^"]*\b{re.escape(field)}-error"[^>]*>\s*<legend[^>]*>(.*?)</legend>'
    label = rf'<label[^>]*\bfor="{re.escape(field)}"[^>]*>(.*?)</label>'
    found = re.search(described, html, re.DOTALL) or re.search(label, html, re.DOTALL)
    words = TAG.sub("", ASIDE.sub("", found.group(1))) if found else ""
    return unescape(" ".join(words.split()))


def _id(field: str) -> str:
    """As `id_of` in templates/pages/components/forms.html writes it."""
    return "f-" + field.replace(".", "-").replace("[", "-").replace("]", "")
