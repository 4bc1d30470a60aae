"""What `survey check` says: file, line, sentence, what was probably meant, and what deserves a second look."""

import ast
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.errors import DefinitionBroken
from kit.i18n import Catalogues
from umlauf.cli import app
from umlauf.questionnaire_file import FINDINGS, Asked, load_questionnaire, read_questionnaire

ROOT = Path(__file__).parents[3]
SURVEYS = ROOT / "examples" / "norderstedt" / "surveys"
TEXT = (SURVEYS / "pulse.yaml").read_text("utf-8")
BRANCH = "when: {field: heard, operator: at_most, value: 2}"


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def changed(right: str, wrong: str) -> bytes:
    assert right in TEXT
    return TEXT.replace(right, wrong, 1).encode()


def said(right: str, wrong: str) -> list[str]:
    with pytest.raises(DefinitionBroken) as refused:
        read_questionnaire(changed(right, wrong), "s.yaml")
    return refused.value.problems


def hinted(right: str, wrong: str, asked: Asked = Asked()) -> list[str]:
    return read_questionnaire(changed(right, wrong), "s.yaml", asked).hints


@pytest.mark.parametrize(
    ("name", "hint"), [("pulse", ""), ("benefit", ""), ("readiness", "Have this wording approved")]
)
def test_the_examples_work_and_need_no_second_look_but_an_approval_where_staff_are_asked(name: str, hint: str) -> None:
    loaded = load_questionnaire(SURVEYS / f"{name}.yaml", Asked(invited=200, smallest_unit=12))

    assert loaded.complete == ("de", "en")
    assert len(loaded.hints) == (1 if hint else 0)
    assert all(hint in one for one in loaded.hints)


def test_readiness_asks_its_five_steps_in_order_on_one_to_five() -> None:
    form = load_questionnaire(SURVEYS / "readiness.yaml").questionnaire

    assert [q.key for q in form.questions] == ["awareness", "desire", "knowledge", "ability", "reinforcement"]
    assert {(q.type, q.scale_from, q.scale_to) for q in form.questions if q.type == "likert"} == {("likert", 1, 5)}
    assert form.intro is not None
    assert "first barrier" in form.intro.en


@pytest.mark.parametrize(
    ("right", "wrong", "at", "sentence"),
    [
        ("thanks:", "thnks:", "thanks:", "The key “thnks” is not known here."),
        ("recommend: true", "recomend: true", "recommend: true", "The key “recomend” is not known here."),
        ("type: ten", "type: tenn", "type: ten", "“type” is “tenn”, but must be one of: single, multiple,"),
        ("type: ten", "tpye: ten", "type: ten", "The key “tpye” is not known here."),
        (BRANCH, BRANCH.replace("heard", "hear"), BRANCH, "There is no question “hear”."),
        (
            BRANCH,
            BRANCH.replace("at_most", "atmost"),
            BRANCH,
            "“operator” is “atmost”, but must be one of: is, is_not,",
        ),
        (BRANCH, BRANCH.replace("field", "feild"), BRANCH, "The key “feild” is not known here."),
        (
            BRANCH,
            "when: {al: []}",
            BRANCH,
            "The key “al” is not known here. Known: field, operator, value, all, any, not.",
        ),
        (
            BRANCH,
            "when: {field: side, operator: is, value: insid}",
            BRANCH,
            "The question “side” has no option “insid”.",
        ),
    ],
)
def test_a_typing_error_is_told_once_with_what_was_meant(right: str, wrong: str, at: str, sentence: str) -> None:
    (problem,) = said(right, wrong)

    assert problem.startswith(f"s.yaml:{line_of(TEXT, at)}: {sentence}")
    assert "Did you mean “" in problem


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            "when: heard",
            "“when” is in none of the forms that are possible here. Please give it the keys of one: field, ",
        ),
        ("when: {not: {}}", "“not” is in none of the forms that are possible here."),
        (
            "when: {field: heard, operator: is, value: {a: 1}}",
            "“value” must be text, a number, true or false, or a list",
        ),
        ("when: {field: heard, operator: contains, value: 2}", "Answers to “heard” cannot be compared by “contains”."),
        ("when: {field: heard, operator: at_most, value: 0}", "No answers ever lead to “obstacle”."),
        ("when: {field: one_thing, operator: known, value: true}", "“one_thing” is asked only later."),
        (
            "when: {field: obstacle, operator: known, value: true}",
            "These are shown only after one another, in a circle",
        ),
    ],
)
def test_a_wrong_condition_is_told_once(wrong: str, sentence: str) -> None:
    (problem,) = said(BRANCH, wrong)

    assert problem.startswith(f"s.yaml:{line_of(TEXT, BRANCH)}: {sentence}")


def test_an_error_deep_in_a_question_stands_on_its_own_line() -> None:
    assert said("        at_most: 1000", '        at_most: "1000"') == [
        f"s.yaml:{line_of(TEXT, 'at_most: 1000')}: “at_most” must be a whole number."
    ]


def test_a_question_without_its_type_is_told() -> None:
    line = line_of(TEXT, "- key: join_in")

    assert said("        type: ten\n", "") == [f"s.yaml:{line}: The key “type” is missing in “pages.questions”."]


def test_a_missing_translation_is_a_hint_and_the_language_not_complete() -> None:
    raw = changed('title: {de: "Puls des Netzwerks", en: "Pulse of the network"}', 'title: {de: "Puls <script>"}')
    loaded = read_questionnaire(raw, "s.yaml")

    assert loaded.hints == [
        f"s.yaml:{line_of(TEXT, 'title:')}: “en” is missing: its readers see the other language. Please translate."
    ]
    assert loaded.complete == ("de",)


def test_few_people_are_given_away_by_what_they_say_of_themselves() -> None:
    (few,) = hinted("pulse", "pulse", Asked(invited=9))
    assert "side make 2 possible groups among 9 people asked. For 5 people in each, 10 would be needed" in few
    (unit,) = hinted("pulse", "pulse", Asked(invited=50, smallest_unit=9))
    assert "the smallest department has 9 of the 50 people asked" in unit
    assert hinted("pulse", "pulse", Asked(invited=10)) == []


def test_a_survey_of_employees_needs_what_they_must_read_and_waits_for_an_approval() -> None:
    blocks = ("voluntary", "purpose", "recipients", "evaluations")
    texts = [f'{name}: {{de: "Ja <b>", en: "Yes <b>"}}' for name in blocks]
    told = said("id: pulse", f"id: pulse\nkind: staff\nnotice: {{{texts[0]}}}")

    assert [block for block in blocks if any(f"Staff must read “{block}”" in one for one in told)] == list(blocks[1:])
    (hint,) = hinted("id: pulse", f"id: pulse\nkind: staff\nnotice: {{{', '.join(texts)}}}")
    assert "Have this wording approved" in hint


def test_sentences_come_in_german() -> None:
    german = Catalogues(ROOT / "locales").of("de").gettext
    with pytest.raises(DefinitionBroken, match=r"Es gibt keine Frage „hear“.* Meinten Sie „heard“"):
        read_questionnaire(changed(BRANCH, BRANCH.replace("heard", "hear")), "s.yaml", gettext=german)


def test_every_code_has_its_sentence() -> None:
    files = (ROOT / "domain" / "survey").glob("*.py")
    found = {code for file in files for code in codes_in(ast.parse(file.read_text("utf-8")))}

    assert found == set(FINDINGS), "umlauf/questionnaire_file.py says in FINDINGS what to do about every code."


def codes_in(module: ast.Module) -> set[str]:
    """Codes of findings: given to `Finding` or `_twice`, or chosen beforehand as `code`."""
    calls = [n for n in ast.walk(module) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    given = [call.args[1] for call in calls if call.func.id == "Finding"]  # type: ignore[attr-defined]
    given += [call.args[0] for call in calls if call.func.id == "_twice"]  # type: ignore[attr-defined]
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "code"
            and isinstance(node.value, ast.IfExp)
        ):
            given += [node.value.body, node.value.orelse]
    return {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["survey", "check", *arguments])
    return result.exit_code, result.stdout, result.stderr or str(result.exception)


def test_the_command_says_in_one_line_that_a_questionnaire_works() -> None:
    code, said, warned = run(str(SURVEYS / "pulse.yaml"), "--invited", "200", "--smallest-unit", "12")

    assert (code, warned) == (0, "None")
    assert "this questionnaire works. Pages: 3. Questions: 7. Complete in: de, en. Its version is " in said
    assert said.count("\n") == 1


def test_the_command_warns_and_does_not_refuse() -> None:
    code, _, warned = run(str(SURVEYS / "pulse.yaml"), "--invited", "9")

    assert code == 0
    assert "For 5 people in each, 10 would be needed" in warned


def test_the_command_refuses_what_does_not_work(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_bytes(changed("recommend: true", "recomend: true"))
    code, said, told = run(str(path))

    assert (code, said) == (1, "")
    assert f"{path}:{line_of(TEXT, 'recommend: true')}: The key “recomend” is not known here." in told


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"title: \xe4", "1: The file is not UTF-8 text here."),
        (b"", "1: The file is empty."),
        (b"a: [", "1: This cannot"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(raw: bytes, sentence: str) -> None:
    with pytest.raises(DefinitionBroken, match=rf"s\.yaml:{sentence}"):
        read_questionnaire(raw, "s.yaml")


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(DefinitionBroken, match=r"nowhere\.yaml:1: The file cannot be read: No such file"):
        load_questionnaire(Path("nowhere.yaml"))
    assert run("nowhere.yaml")[0] == 2
