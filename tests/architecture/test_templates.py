"""What a template that others extend sets at its top hides what a page was given under the same name."""

import re
from pathlib import Path

from jinja2 import Environment, nodes

PAGES = Path(__file__).parents[2] / "templates" / "pages"
WANTED = {"switch", "unswitchable"}  # what base.html asks for, set for it on purpose
EXTENDS = re.compile(r"\{%-?\s*extends\s+(.+?)\s*-?%\}")


def test_a_template_that_others_extend_hides_nothing_a_page_is_given() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in PAGES.rglob("*.html")}
    names = {name for text in texts.values() for line in EXTENDS.findall(text) for name in re.findall(r'"(.+?)"', line)}
    assert len(names) > 2
    parse = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse
    found = [
        f"{name}: {target.name}"
        for name in sorted(names)
        for node in parse(texts[PAGES / name]).body
        if isinstance(node, nodes.Assign)
        for target in node.find_all(nodes.Name)
        if target.ctx == "store" and not target.name.startswith("base_") and target.name not in WANTED
    ]
    assert found == [], "A page that gives the same name would show this one instead. Let it begin with base_."
