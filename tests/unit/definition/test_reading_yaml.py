"""YAML as people write it: every part with its line, nothing guessed."""

import pytest

from kit.yaml_lines import YamlError, read_yaml


def problems(text: str) -> list[str]:
    with pytest.raises(YamlError) as refused:
        read_yaml(text.encode())
    return [problem.text("f") for problem in refused.value.problems]


def test_every_part_knows_its_line() -> None:
    read = read_yaml(b"a:\n  b: 1\n  c:\n    - x\n    - d: 2\n")

    assert read.data == {"a": {"b": 1, "c": ["x", {"d": 2}]}}
    assert (read.line(("a",)), read.line(("a", "b")), read.line(("a", "c", 1, "d"))) == (1, 2, 5)


def test_what_is_not_in_the_file_is_on_the_line_of_what_is_around_it() -> None:
    assert read_yaml(b"a:\n  b: 1\n").line(("a", "missing", 3)) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("no", "no"),
        ("2026-12-31", "2026-12-31"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("'5'", "5"),
        ("true", True),
        ("5", 5),
        ("-3", -3),
        ("2.5", 2.5),
        (".nan", ".nan"),
        ("~", None),
        ("<script>", "<script>"),
    ],
)
def test_only_plain_numbers_and_true_and_false_are_not_text(written: str, meant: object) -> None:
    assert read_yaml(f"a: {written}".encode()).data == {"a": meant}


def test_a_key_may_stand_only_once() -> None:
    assert problems("a: 1\nb: 2\na: 3\n") == [
        "f:3: The key “a” stands here a second time (first in line 1). Please keep one of them."
    ]


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x\n  - *x\n"])
def test_references_are_refused(text: str) -> None:
    assert problems(text)[0].endswith("References (& and *) are not supported. Please write it out.")


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1\nb: 2", 2), ("a:\n\t- 1", 2), ("a: 1\n---\nb: 2", 2), ("", 1), ("# nothing\n", 1), ("? [a]\n: 1", 1)],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int) -> None:
    assert problems(text)[0].startswith(f"f:{line}: ")


def test_bytes_that_are_no_utf8_are_told_with_their_line() -> None:
    with pytest.raises(YamlError) as refused:
        read_yaml("a: 1\nb: ä\n".encode("cp1252"))

    assert refused.value.problems[0].line == 2


def test_a_nul_is_told_with_its_line() -> None:
    assert problems("a: 1\nb: \0\n")[0].startswith("f:2: ")


def test_a_bomb_of_brackets_does_not_hurt() -> None:
    assert problems("[" * 100_000)


def test_tags_run_nothing() -> None:
    assert read_yaml(b"a: !!python/object/apply:os.system [ls]").data == {"a": ["ls"]}
