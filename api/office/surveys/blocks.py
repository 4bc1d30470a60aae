"""Questions to begin with: each kind as it is written, put below the last question of what was typed."""

import re

_TEXT = 'text: {de: "Ihre Frage", en: "Your question"}'
_OPTIONS = """options:
    - {key: first, text: {de: "erste Antwort", en: "first answer"}}
    - {key: second, text: {de: "zweite Antwort", en: "second answer"}}"""

# By kind, with everything that a clerk may want to change; indented as the keys of one item of a list.
BLOCKS: dict[str, str] = {
    "single": f"{_TEXT}\n  {_OPTIONS}",
    "multiple": f"{_TEXT}\n  at_most: 2\n  {_OPTIONS}",
    "likert": f"""{_TEXT}
  labels:
    - {{de: "stimmt gar nicht", en: "not true at all"}}
    - {{de: "stimmt eher nicht", en: "rather not true"}}
    - {{de: "teils, teils", en: "partly"}}
    - {{de: "stimmt eher", en: "rather true"}}
    - {{de: "stimmt völlig", en: "entirely true"}}""",
    "ten": f"""{_TEXT}
  lowest: {{de: "gar nicht", en: "not at all"}}
  highest: {{de: "völlig", en: "entirely"}}""",
    "number": f'{_TEXT}\n  minimum: 0\n  maximum: 100\n  unit: {{de: "Minuten", en: "minutes"}}',
    "date": _TEXT,
    "short_text": f"{_TEXT}\n  at_most: 200",
    "long_text": f"{_TEXT}\n  at_most: 4000",
    "ranking": f"{_TEXT}\n  {_OPTIONS}",
    "consent": 'text: {de: "Ich bin einverstanden.", en: "I agree."}\n  required: false',
    "info": 'text: {de: "Zum Lesen, ohne Antwort.", en: "To read, without an answer."}',
}
_QUESTIONS = re.compile(r"( *)questions:\s*(?:#.*)?")
_ITEM = re.compile(r"( *)- ")


def with_question(source: str, kind: str) -> str | None:
    """The text with one more question on its last page; None where no list of questions is found in it.

    By lines, as what was typed need not work yet, and everything else in it stays as it is.
    """
    lines = source.split("\n")
    heads = [n for n, line in enumerate(lines) if _QUESTIONS.fullmatch(line)]
    if not heads:
        return None
    head, found = heads[-1], _QUESTIONS.fullmatch(lines[heads[-1]])
    depth = len(found[1]) if found is not None else 0
    end = next((n for n in range(head + 1, len(lines)) if _over(lines[n], depth)), len(lines))
    while end > head + 1 and not lines[end - 1].strip():
        end -= 1
    items = [len(item[1]) for line in lines[head + 1 : end] if (item := _ITEM.match(line))]
    indent = " " * (items[0] if items else depth + 2)
    block = f"- key: {_free(source)}\n  type: {kind}\n  {BLOCKS[kind]}"
    return "\n".join([*lines[:end], *(indent + line for line in block.split("\n")), *(lines[end:] or [""])])


def _over(line: str, depth: int) -> bool:
    """Whether the list of questions ends before this line: something less deep begins, and no item of the list."""
    if not line.strip() or line.lstrip().startswith("#"):
        return False
    spaces = len(line) - len(line.lstrip(" "))
    return spaces < depth or (spaces == depth and not line.lstrip().startswith("- "))


def _free(source: str) -> str:
    """A key that is not taken."""
    number = 1
    while f"question_{number}" in source:
        number += 1
    return f"question_{number}"
