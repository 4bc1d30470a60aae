"""Renders pages and mails from templates, in the reader's language."""

import dataclasses
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_eval_context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from kit.i18n import Catalogues, Translator, Width

BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class MailText:
    """One mail in words: a single-line subject and the same content as text and as HTML."""

    subject: str
    text: str
    html: str


class Templates:
    """The templates of an installation: `pages/<name>.html` and `mail/<name>/{subject.txt,body.txt,body.html}`.

    Globals are what every template may know (organisation, contact, addresses of the legal pages). An unknown
    name in a template is an error, never an empty space.
    """

    def __init__(
        self,
        root: Path,
        catalogues: Catalogues,
        *,
        zone: str = "Europe/Berlin",
        globals: Mapping[str, Any] | None = None,  # noqa: A002
        pages: str = "pages",
    ) -> None:
        self.root = root
        self.catalogues = catalogues
        self.zone = zone
        self.globals = dict(globals or {})
        self._pages = pages
        self._environments: dict[tuple[str, str], Environment] = {}

    def page(self, name: str, language: str, context: Mapping[str, Any] | None = None) -> str:
        """The page as HTML; the name is its path below the folder of pages, with `.html`."""
        if not name.endswith(".html"):
            raise ValueError(f"Only .html templates are escaped, so only they are pages: {name!r}.")
        return self._environment(self._pages, language).get_template(name).render(dict(context or {}))

    def mail(self, name: str, language: str, props: object) -> MailText:
        """The mail of this name, filled with a mapping or with the fields of a dataclass."""
        environment = self._environment("mail", language)
        context = _fields(props)
        subject = _one_line(environment.get_template(f"{name}/subject.txt").render(context))
        context = {**context, "subject": subject}
        text = environment.get_template(f"{name}/body.txt").render(context)
        html = environment.get_template(f"{name}/body.html").render(context)
        return MailText(subject, BLANK_LINES.sub("\n\n", text).strip() + "\n", html)

    def prepare(self, folder: str) -> None:
        """Reads these pages in all languages beforehand: else the first reader waits, and everybody behind them."""
        pages = sorted((self.root / self._pages / folder).glob("*.html"))
        for language in self.catalogues.languages:
            environment = self._environment(self._pages, language)
            for page in pages:
                environment.get_template(f"{folder}/{page.name}")

    def mail_names(self) -> list[str]:
        """All mails there are: one folder each."""
        return sorted(path.parent.name for path in (self.root / "mail").glob("*/subject.txt"))

    def _environment(self, folder: str, language: str) -> Environment:
        translator = self.catalogues.of(language)
        key = (folder, translator.language)
        if key not in self._environments:
            self._environments[key] = self._build(self.root / folder, translator)
        return self._environments[key]

    def _build(self, folder: Path, translator: Translator) -> Environment:
        environment = _Translated(
            loader=FileSystemLoader(folder),
            autoescape=_escaped,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # templates are part of the release: not one look at the disk per rendering
            extensions=["jinja2.ext.i18n"],
        )
        _speak(environment, translator)
        environment.globals.update(self.globals)
        environment.globals.update(language=translator.language, zone=self.zone)
        environment.filters.update(_filters(translator, self.zone))
        return environment


class _Translated(Environment):
    """Puts sentences that hold nothing to be filled in into the reader's language once, when a template is read."""

    translator: Translator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping for all templates, complete before the first is read: the library's chain of two is slow."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Sentences(self.translator).visit(super()._parse(source, name, filename))
        return tree


class _Sentences(NodeTransformer):
    """Does what jinja's own callables would do at each rendering: translate, fill in nothing, trust the catalogue."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - called by this name
        self.generic_visit(call)
        if not _is_plain_sentence(call):
            return call
        said = self.translator.gettext(call.args[0].as_const()) % {}
        return nodes.MarkSafeIfAutoescape(nodes.Const(said, lineno=call.lineno), lineno=call.lineno)


def _is_plain_sentence(call: nodes.Call) -> bool:
    called = isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext")
    alone = len(call.args) == 1 and not (call.kwargs or call.dyn_args or call.dyn_kwargs)
    return called and alone and isinstance(call.args[0], nodes.Const)


def _escaped(name: str | None) -> bool:
    """Escape everything but plain text: a file with an ending nobody thought of is then still harmless."""
    return name is None or not name.endswith(".txt")


def _speak(environment: _Translated, translator: Translator) -> None:
    @pass_eval_context
    def gettext(context: nodes.EvalContext, sentence: str, **facts: Any) -> str:
        said = translator.gettext(sentence)
        return (Markup(said) if context.autoescape else said) % facts  # noqa: S704 - catalogues are ours

    environment.translator = translator
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translator.gettext,
        translator.ngettext,
        newstyle=True,
        pgettext=translator.pgettext,
        npgettext=translator.npgettext,
    )
    # As jinja's own, which calls itself through the context three times for each sentence.
    environment.globals.update(gettext=gettext, _=gettext)
    environment.policies["ext.i18n.trimmed"] = True


def _filters(translator: Translator, default_zone: str) -> dict[str, Any]:
    def day(value: date, width: Width = "long") -> str:
        return translator.date(value, width)

    def moment(value: datetime, zone: str = default_zone, width: Width = "long") -> str:
        return translator.datetime(value, zone, width)

    def end(value: datetime, zone: str = default_zone) -> str:
        return translator.end(value, zone)

    def number(value: int | float | Decimal, digits: int | None = None) -> str:
        return translator.number(value, digits)

    return {
        "date": day,
        "datetime": moment,
        "end": end,
        "number": number,
        "money": translator.money,
        "relative_days": translator.relative_days,
        "lang": _lang,
        "translate": translator.gettext,
    }


def _lang(text: str, language: str) -> Markup:
    """The text marked as being in this language, for screen readers and spelling."""
    return Markup('<span lang="{}">{}</span>').format(language, escape(text))


def _fields(props: object) -> dict[str, Any]:
    if isinstance(props, Mapping):
        return dict(props)
    if dataclasses.is_dataclass(props) and not isinstance(props, type):
        return {field.name: getattr(props, field.name) for field in dataclasses.fields(props)}
    raise TypeError(f"A mail is filled from a mapping or a dataclass, not from {type(props).__name__}.")


def _one_line(text: str) -> str:
    return " ".join(text.split())
