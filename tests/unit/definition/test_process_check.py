"""What `process check` says: file, line, sentence, and what was probably meant."""

import secrets
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.definition import ProcessDefinition
from domain.errors import DefinitionBroken
from domain.words import Stage
from domain.world import Person
from kit.i18n import Catalogues
from umlauf.cli import app
from umlauf.definition_file import load_definition, read_definition
from umlauf.people_file import as_people, read_people
from umlauf.questionnaire_file import load_questionnaire

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "norderstedt"
TEXT = (EXAMPLE / "process.yaml").read_text("utf-8")


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def problems(text: str, people: list[Person] | None = None) -> list[str]:
    with pytest.raises(DefinitionBroken) as refused:
        read_definition(text.encode(), "p.yaml", people)
    return refused.value.problems


def said(right: str, wrong: str) -> list[str]:
    assert right in TEXT
    return problems(TEXT.replace(right, wrong, 1))


def test_the_example_works_with_its_people() -> None:
    loaded = load_definition(EXAMPLE / "process.yaml")
    people = as_people(read_people(EXAMPLE / "people.yaml", loaded.definition))

    assert load_definition(EXAMPLE / "process.yaml", people).definition.after(Stage.INTAKE) is Stage.REVIEW


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("sleeps_at_mots: 365", "sleeps_at_most"), ("sleeps_at_most: 0", "1"), ("budget_lead: 999", "250")],
)
def test_how_long_a_deferral_lasts_is_checked_on_its_line(wrong: str, says: str) -> None:
    text = TEXT.replace("sleeps_at_most: 365", wrong, 1)
    (problem,) = problems(text)
    assert f"p.yaml:{line_of(text, wrong)}" in problem
    assert says in problem


def test_the_hash_names_the_rules_and_not_the_way_they_are_written() -> None:
    loaded = read_definition(TEXT.encode(), "p")
    rewritten = "# another comment\n" + TEXT.replace("better: higher", "better: 'higher'")

    assert read_definition(rewritten.encode(), "p").content_hash == loaded.content_hash
    assert read_definition(TEXT.replace("ask: 2", "ask: 3").encode(), "p").content_hash != loaded.content_hash


def test_a_definition_comes_back_from_its_text_unchanged() -> None:
    loaded = read_definition(TEXT.encode(), "p")
    kept = ProcessDefinition.from_text(loaded.text)

    assert kept == loaded.definition
    assert kept.content_hash == loaded.content_hash


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("    triage:", "    triagge:", "The key “triagge” is not known here."),
        ("better: lower", "better: lowr", "“better” is “lowr”, but must be one of: higher, lower."),
        ("department: social", "department: socail", "There is no department “socail”."),
        ("under: isek", "under: isekk", "There is no goal “isekk” to stand under."),
        ("mail: receipt}", "mail: receit}", "There is no mail “receit”."),
        ("tell: [submitter], mail: receipt", "tell: [submiter], mail: receipt", "“tell” is “submiter”"),
        ('"on": decided, tell: [sub', '"on": decidet, tell: [sub', "“on” is “decidet”"),
        ("tell: [office], mail: overdue", "task: triag, tell: [office], mail: overdue", "“task” is “triag”"),
        ("then: prioritisation", "then: prioritization", "“then” is “prioritization”"),
        ("Europe/Berlin", "Europe/Berlim", "The time zone “Europe/Berlim” is not known."),
    ],
)
def test_a_typing_error_is_told_with_what_was_meant(right: str, wrong: str, sentence: str) -> None:
    (problem,) = said(right, wrong)

    assert problem.startswith(f"p.yaml:{line_of(TEXT, right)}: {sentence}")
    assert "Did you mean “" in problem


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("quorum: 2", "quorum: 3", "3 answers are needed, but only 2 people are asked: this can never be met."),
        ("then: decision", "then: follow_up", "No stage leads to “decision”."),
        ("then: follow_up", "then: review", "This leads back to “review”: an idea would never reach its decision."),
        ("weight: 60", "weight: 61", "The weights of the criteria add up to 101. Please make it 100."),
        ("weight: 60", "weight: 160", "“weight” must be at most 100."),
        ("weight: 60", 'weight: "60"', "“weight” must be a whole number."),
        ("{id: region,", "{id: city,", "The id “city” is used twice in this list."),
        ("{id: isek, title", "{id: isek, under: innovation, title", "The goal “isek” stands under itself."),
        ("scale_to: 10", "scale_to: 0", "The scale goes from 0 to 0. It must end higher than it begins."),
        ("knock_out_below: 2", "knock_out_below: 11", "“knock_out_below” must lie on the scale: above 0, at most 10."),
        ("working_days: 15, remind_before: 5", "working_days: 5, remind_before: 5", "A reminder 5 working days"),
        ("working_days: 15", "working_days: 0", "“working_days” must be at least 1."),
        (
            "remind_after: 8",
            "remind_after: 15",
            "A reminder after 15 working days would come when the 15",
        ),
        ("methods: [utility, quadrant]", "methods: [utillity]", "Did you mean “utility”?"),
        ("panel: [reviewer, decider]", "panel: []", "“panel”"),
        ("region: SH", "region: XX", "The region “XX” is not a German state."),
        ("tell: [office], mail: bounced", "tell: [], mail: bounced", "“tell” names nobody."),
        ('"on": bounced', '"on": hidden, task: review', "“hidden” is not about a task: please leave out “task”."),
        ("tell: [office], mail: bounced", "tell: [office, office], mail: bounced", "“office” would get the mail"),
        ('"on": decision_asked', '"on": closed', "No notice tells “assignee” of “decision_asked”"),
        ("benefit_required: true", "benefit_required: yes", "“benefit_required” must be true or false."),
        ("format: umlauf/1", "format: umlauf/2", "“format” is “umlauf/2”, but must be one of: umlauf/1."),
        ("id: norderstedt", "id: Norder stedt", "“id” is “Norder stedt”, which does not have the form expected"),
        ("region: SH", "region: SH\nregion: HH", "The key “region” stands here a second time"),
        ("tell: [office], mail: bounced", "tell: office, mail: bounced", "“tell” must be a list."),
    ],
)
def test_what_cannot_work_is_told(right: str, wrong: str, sentence: str) -> None:
    assert any(sentence in problem for problem in said(right, wrong))


def test_a_stage_that_is_named_but_not_described_is_told_once() -> None:
    text = TEXT[: TEXT.index("  review:\n")] + TEXT[TEXT.index("  prioritisation:\n") :]

    (problem,) = problems(text)

    assert "The next stage “review” is not described under “stages”." in problem


def test_without_prioritisation_a_body_must_decide() -> None:
    text = TEXT[: TEXT.index("  prioritisation:\n")] + TEXT[TEXT.index("  decision:\n") :]
    text = text.replace("then: prioritisation", "then: decision")
    bodies = text[text.index("    bodies:") : text.index("  follow_up:\n")]

    read_definition(text.encode(), "p")
    (problem,) = problems(text.replace(bodies, ""))

    assert "Without prioritisation nobody puts an idea before a person" in problem


def test_every_problem_is_told_in_the_order_of_the_file() -> None:
    told = problems(TEXT.replace("department: social", "department: x").replace("quorum: 2", "quorum: 9"))

    assert [problem.split(": ")[0] for problem in told] == [
        f"p.yaml:{line_of(TEXT, 'department: social')}",
        f"p.yaml:{line_of(TEXT, 'quorum: 2')}",
    ]


def test_knocking_out_the_best_is_refused() -> None:
    assert any("would rule out the best" in p for p in said("better: lower", "knock_out_below: 3\n    better: lower"))


def test_without_people_for_it_a_process_is_refused() -> None:
    lonely = [Person("1", "Ana <script>", roles=frozenset({"reviewer"}), themes=frozenset({"health"}))]
    told = problems(TEXT, lonely)

    assert any("No active person has the role “office”" in p for p in told)
    assert any("2 answers are needed, but there are only 1 reviewers." in p for p in told)
    assert any("No reviewer has the theme “mobility”" in p for p in told)
    assert not any("“health”" in p for p in told)


def test_sentences_come_in_german() -> None:
    german = Catalogues(ROOT / "locales").of("de").gettext
    with pytest.raises(DefinitionBroken) as refused:
        read_definition(TEXT.replace("better: lower", "better: lowr").encode(), "p.yaml", gettext=german)

    assert "„better“ ist „lowr“, muss aber eines von diesen sein: higher, lower. Meinten Sie „lower“?" in str(
        refused.value
    )


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(DefinitionBroken, match=r"nowhere\.yaml:1: The file cannot be read: No such file"):
        load_definition(Path("nowhere.yaml"))


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("field: share_high,", "field: share_hi,", "Nothing is known as “share_hi” here. Did you mean “share_high”?"),
        ("value: in_review}", "value: inreview}", "“inreview” is never said here, so this would never hold. Did you"),
        ("operator: is, value: live", "operator: less_than, value: live", "“event” cannot be compared by “less_than”."),
        ("operator: less_than, value: 0.5}", "operator: less_than, value: 50}", "but this is 50: half of them is 0.5."),
        ("operator: less_than, value: 0.5}", 'operator: less_than, value: "half"}', "cannot be compared with"),
        ("operator: is, value: in_review", "operator: one_of, value: in_review", "cannot be compared with this value"),
        ("    options: [rather_large, very_large]\n    least", "    least", "A share of which answers?"),
        ("id: benefit_missing", "id: benefit_doubted", "The id “benefit_doubted” is used twice in this list."),
        ("then: review    ", "then: reviw    ", "“then” is “reviw”, but must be one of: review"),
        ("least: 10", "least: 3", "“least” must be at least 5."),
        ('"on": survey_noted, tell: [office]', '"on": survey_noted, tell: [owners]', "“office” of “survey_noted”"),
    ],
)  # fmt: skip
def test_a_rule_about_surveys_that_could_never_hold_is_told(right: str, wrong: str, sentence: str) -> None:
    assert any(sentence in problem for problem in said(right, wrong))


def test_a_rule_cannot_lead_back_to_a_review_there_is_not() -> None:
    text = TEXT[: TEXT.index("  review:\n")] + TEXT[TEXT.index("  prioritisation:\n") :]

    (problem,) = problems(text.replace("then: review\n", "then: prioritisation\n", 1))

    assert problem.startswith(f"p.yaml:{line_of(text, 'then: review  ')}: There is no review to go back to")


def test_a_question_that_no_questionnaire_has_is_warned_of_with_what_was_meant() -> None:
    form = load_questionnaire(EXAMPLE / "surveys" / "benefit.yaml").questionnaire
    loaded = read_definition(TEXT.encode(), "p.yaml")
    assert loaded.warnings([form]) == []
    wrong = read_definition(TEXT.replace("question: benefit", "question: benefitt", 1).encode(), "p.yaml")
    (warning,) = wrong.warnings([form])
    line = line_of(TEXT, "question: benefit")
    assert warning.startswith(f"p.yaml:{line}: No questionnaire here has a question “benefitt”")
    assert "“benefit”" in warning


def test_publishing_warns_and_checking_does_if_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "UMLAUF_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/umlauf.db",
        "UMLAUF_DATA_DIR": str(tmp_path),
        "UMLAUF_SEAL_KEYS": secrets.token_urlsafe(32),
        "UMLAUF_SIGN_KEYS": secrets.token_urlsafe(32),
        "UMLAUF_BASE_URL": "https://ideen.example.org",
    }.items():
        monkeypatch.setenv(name, value)
    wrong = tmp_path / "process.yaml"
    wrong.write_text(TEXT.replace("question: benefit", "question: benefitt", 1), "utf-8")
    run = CliRunner()
    assert run.invoke(app, ["migrate"]).exit_code == 0
    form = ["survey", "publish", str(EXAMPLE / "surveys" / "benefit.yaml")]
    assert run.invoke(app, form).exit_code == 0
    silent = run.invoke(app, ["process", "check", str(wrong)])
    assert (silent.exit_code, "Warning" in silent.output) == (0, False)
    for told in (["process", "check", "--here", str(wrong)], ["process", "publish", str(wrong)]):
        said = run.invoke(app, told)
        assert said.exit_code == 0
        assert "benefitt" in said.output
        assert said.output.count("Warning") == 1
