"""Who may import whom holds, and nothing outside our control slips into the rules and the courses."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("domain", "contracts", "workflows", "activities", "storage", "kit", "api", "umlauf")
# What may be named from outside the standard library; anything below a name given here is meant too.
OUTSIDE = {
    "domain": ("pydantic",),
    "contracts": ("pydantic", "temporalio.activity"),
    "workflows": ("temporalio.workflow", "temporalio.common", "temporalio.exceptions"),
}
UNPREDICTABLE_MODULES = {
    "random",
    "secrets",
    "time",
    "os",
    "io",
    "socket",
    "subprocess",
    "tempfile",
    "shutil",
    "pathlib",
}
UNPREDICTABLE_CALLS = {"now", "today", "utcnow", "uuid1", "uuid4", "getenv", "read_text", "write_text"}
UNPREDICTABLE_BUILTINS = {"open", "hash", "id", "input", "print"}
OF_TEMPORAL = {"workflow"}  # workflow.now(), workflow.uuid4(): the same again at every replay


def trees(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        f"{done.stdout}\nA layer imports what it must not know (see docs/, pyproject.toml: import-linter).\n"
        "Pass the value in, or name it in contracts/ and implement it above."
    )


@pytest.mark.parametrize("package", OUTSIDE)
def test_rules_contracts_and_courses_know_little_of_the_outside(package: str) -> None:
    allowed = (*OUTSIDE[package], *OURS)
    strange = [
        f"{path}:{line} imports {name}"
        for path, tree in trees(package)
        for line, name in imported(tree)
        if name.partition(".")[0] not in sys.stdlib_module_names
        if not any(name == known or name.startswith(known + ".") for known in allowed)
    ]
    assert strange == [], (
        f"{package}/ may import only the standard library, our own lower layers and {', '.join(OUTSIDE[package])}: "
        "everything else makes rules slow to load in the workflow sandbox and hard to replay. "
        "Do it in activities/ or storage/ and pass in the result."
    )


def unpredictable(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, name in imported(tree):
        if name.partition(".")[0] in UNPREDICTABLE_MODULES:
            yield line, f"import {name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in UNPREDICTABLE_BUILTINS:
            yield node.lineno, f"{called.id}()"
        elif isinstance(called, ast.Attribute) and called.attr in UNPREDICTABLE_CALLS:
            owner = called.value.id if isinstance(called.value, ast.Name) else ""
            if owner not in OF_TEMPORAL:
                yield node.lineno, f"{owner}.{called.attr}()"


def test_rules_and_courses_read_no_clock_chance_environment_or_file() -> None:
    found = [
        f"{path}:{line} {what}" for path, tree in trees("domain", "workflows") for line, what in unpredictable(tree)
    ]
    assert found == [], (
        "The same case and the same happening must give the same step, today and at a replay in three years. "
        "Take the time from `world.now` or `workflow.now()`, ids from case, happening and ordinal; "
        "read files and settings in umlauf/ and pass them in."
    )


def test_a_clock_in_a_rule_would_be_found() -> None:
    planted = (
        "import random\nfrom datetime import datetime\ndef due(): return datetime.now() + open('x') + workflow.now()"
    )
    assert [what for _, what in unpredictable(ast.parse(planted))] == ["import random", "datetime.now()", "open()"]


def test_no_installed_package_takes_one_of_our_names() -> None:
    taken = {
        name: packages_distributions()[name] for name in (*OURS, "tests", "proof") if name in packages_distributions()
    }
    assert taken == {}, (
        f"These packages bring a top-level module of our name: {taken}. Started from elsewhere, Python would import "
        "theirs. Remove the package, or find one that does not take such a name."
    )
