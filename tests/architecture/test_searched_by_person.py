"""Nobody looks the record through by person: that would need a reason, a second person and a line of its own (P15)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORDS = {"EventRow", "WaveEventRow", "RoundEventRow", "PlanHistoryRow"}
WAY_OUT = """
{places} looks for lines of a record by who did them. A search of the record by person is a disclosure: build it like
the taking of single answers (`domain/survey/taking.py`: a reason, a second person, a line of the record, and a place on
the page of who looked behind the figures), or look for lines by case, wave or round.
"""


def records_of(tree: ast.Module) -> set[str]:
    """The names under which a module knows tables of records."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not any(record in ast.dump(node.value) for record in RECORDS):
            continue
        for target in node.targets:
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            whole = len(values) != len(names)
            for name, value in zip(names, values * len(names) if whole else values, strict=False):
                if isinstance(name, ast.Name) and any(record in ast.dump(value) for record in RECORDS):
                    found.add(name.id)
    return found


def is_column(node: ast.AST) -> bool:
    """Whether it is `TABLE.c.name`."""
    inner = node.value if isinstance(node, ast.Attribute) else None
    return isinstance(inner, ast.Attribute) and inner.attr == "c"


def by_person(tree: ast.Module) -> Iterator[int]:
    """The lines in which `TABLE.c.by` of a record is compared, or looked for among others."""
    tables = records_of(tree)

    def of_record(node: ast.AST) -> bool:
        if isinstance(node, ast.Attribute) and node.attr == "in_":
            node = node.value
        inner = node.value if isinstance(node, ast.Attribute) and node.attr == "by" else None
        owner = inner.value if isinstance(inner, ast.Attribute) and inner.attr == "c" else None
        return isinstance(owner, ast.Name) and owner.id in tables

    for node in ast.walk(tree):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if len([side for side in sides if is_column(side)]) > 1:
            continue  # two tables joined, nobody looked for
        if any(of_record(side) for side in sides) or (isinstance(node, ast.Call) and of_record(node.func)):
            yield node.lineno


def test_no_query_looks_for_lines_of_a_record_by_person() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "storage").rglob("*.py"))
        for line in by_person(ast.parse(path.read_text("utf-8")))
    ]
    assert not found, WAY_OUT.format(places=", ".join(found))


def test_the_guard_sees_what_it_is_for() -> None:
    told = "E, W = sql.table(EventRow), sql.table(WaveRow)\nselect(E).where(E.c.by == person)\n"
    more = "E = sql.table(WaveEventRow)\nselect(E).where(E.c.by.in_(people), E.c.at > day)\n"
    harmless = "E, W = sql.table(EventRow), sql.table(WaveRow)\nselect(E.c.by).where(E.c.by == P.c.id, W.c.by == me)\n"
    assert [list(by_person(ast.parse(text))) for text in (told, more, harmless)] == [[2], [2], []]
