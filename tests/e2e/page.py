"""A page as a browser without scripts understands it: its words, its links, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Field:
    """One field of a form; `options` are what can be chosen, `value` is what a browser would send untouched."""

    name: str
    kind: str
    value: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # of a select's options


@dataclass
class PageForm:
    """One form with its fields and buttons."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)  # label, name, value, formaction

    def filled(self, given: dict[str, Any]) -> list[tuple[str, str]]:
        """What a browser sends once these values were typed and chosen; only what the page offers can be given."""
        assert given.keys() <= self.fields.keys(), f"{self.action} has no {given.keys() - self.fields.keys()}"
        sent: list[tuple[str, str]] = []
        for name, known in self.fields.items():
            values = _as_list(given[name]) if name in given else known.value
            if name in given and known.options:
                assert set(values) <= {*known.options, ""}, f"{name} offers {known.options}, not {values}"
            sent += [(name, value) for value in values]
        return sent


class Page(HTMLParser):
    """Parsed at once; `text` leaves out what nobody sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.title = html, ""
        self.links: list[str] = []
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self._button: tuple[str, str, str] | None = None
        self._label: list[str] = []
        self._words: list[str] = []
        self._labels: dict[str, str] = {}  # "name=value" of a radio or checkbox → the words of its label and its hint
        self._ids: dict[str, str] = {}
        self._label_of = ""
        self._hidden, self._in_title = 0, False
        self.feed(html)

    @property
    def text(self) -> str:
        """The words on it, blanks folded."""
        return " ".join(" ".join(self._words).split())

    def form(self, action: str = "", *, having: str = "") -> PageForm:
        """The POST form that goes to this address (its end is enough) or has this field; there must be just one."""
        found = [
            form
            for form in self.forms
            if form.method == "post" and form.action.endswith(action) and (not having or having in form.fields)
        ]
        listed = [(form.action, list(form.fields)) for form in self.forms]
        assert len(found) == 1, f"{len(found)} forms for {action!r} with {having!r}: {listed} on {self.text[:600]!r}"
        return found[0]

    def choice(self, name: str, label: str) -> str:
        """What is sent for the choice whose label or hint holds these words."""
        fields = [form.fields[name] for form in self.forms if name in form.fields]
        assert fields, f"no field {name} on {self.text[:400]!r}"
        labels = fields[0].labels or [self._labels.get(f"{name}={option}", "") for option in fields[0].options]
        found = [option for option, words in zip(fields[0].options, labels, strict=True) if label in words]
        assert found, f"{name} offers {labels}, not {label}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "a" if "href" in given:
                self.links.append(given["href"])
            case "form":
                self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
                self.forms.append(self._form)
            case "title":
                self._in_title = True
            case "style" | "script":
                self._hidden += 1
            case "label":
                self._label_of = self._ids.get(given.get("for", ""), "")
            case "div" if given.get("id", "") in self._ids:
                self._label_of = self._ids[given["id"]]
            case _ if self._form is not None:
                self._field(self._form, tag, given)

    def _field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name, kind, value = given.get("name", ""), given.get("type", "text"), given.get("value", "")
        if tag == "button":
            self._button, self._label = (name, value, given.get("formaction", "")), []
        elif tag == "textarea":
            self._area = form.fields.setdefault(name, Field(name, tag, [""]))
        elif tag == "select":
            self._select = form.fields.setdefault(name, Field(name, tag, []))
        elif tag == "option" and self._select is not None:
            self._select.options.append(value)
            self._select.labels.append("")
            if "selected" in given or len(self._select.options) == 1:
                self._select.value = [value]
        elif tag == "input" and name and kind in ("radio", "checkbox"):
            choice = form.fields.setdefault(name, Field(name, kind))
            choice.options.append(value)
            words_by = (given.get("id"), given.get("aria-describedby"))
            self._ids |= {words: f"{name}={value}" for words in words_by if words}
            choice.value += [value] if "checked" in given else []
        elif tag == "input" and name:
            form.fields.setdefault(name, Field(name, kind)).value.append(value)

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "title":
                self._in_title = False
            case "style" | "script":
                self._hidden -= 1
            case "label" | "div":
                self._label_of = ""
            case "textarea":
                self._area = None
            case "select":
                self._select = None
            case "button" if self._button is not None and self._form is not None:
                name, value, action = self._button
                self._form.buttons.append((" ".join(" ".join(self._label).split()), name, value, action))
                self._button = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._in_title:
            self.title += data
            return
        if self._area is not None:
            self._area.value[0] += data.removeprefix("\n") if not self._area.value[0] else data
            return
        if self._button is not None:
            self._label.append(data)
        if self._label_of:
            self._labels[self._label_of] = self._labels.get(self._label_of, "") + data
        if self._select is not None and self._select.labels:
            self._select.labels[-1] += data
        self._words.append(data)


def _as_list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
