"""`python -m umlauf rank`: the example, both languages, without the extra, and files that cannot be ranked."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.errors import DefinitionBroken
from kit.ranking_findings import FINDINGS
from tests.architecture.catalogues import ROOT
from umlauf import ranking_report
from umlauf.cli import app
from umlauf.ranking_file import load_ranking

EXAMPLE = ROOT / "examples" / "ranking" / "round.yaml"


def ranked(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rank", str(EXAMPLE), *arguments])


def part(output: str, head: str) -> str:
    """What stands under a head, up to the next blank line."""
    return output.split(head, 1)[1].split("\n\n", 1)[0]


def test_the_example_is_ranked_by_every_method_that_fits_with_reasons() -> None:
    output = ranked().output
    utility = part(output, "Weighted utility\n")
    assert "   1  Lamps that answer to people  7.6\n          Utility 7.6 of 10 (raters: 3)." in utility
    assert "If “Benefit” weighed 75 % instead of 60 %, “A bot for questions” would draw level." in utility
    assert "–  One app for all  not determined: Nobody has rated it." in utility
    assert "Not used: “RICE” needs the setting “reach”." in part(output, "RICE\n")
    assert "2 -   Sensors in trees  1" in part(output, "Equal Shares\n")
    assert "1  Lamps that answer to people  Firm" in part(output, "How firm the ranks are")
    assert "Weighted utility – Pairwise comparison: 0.33" in output
    best = part(output, "The best choice under the limits: 14.1 together\n")
    assert "-  A bot for questions: Out: it needs 25,000 of “cost”, and 5,000 are left" in best
    assert "cost: 55,000 / 60,000" in best
    more = part(output, "What if: 20,000 euros more\n")
    assert "+  A bot for questions enters" in more
    assert "Until now: Out: it needs 25,000 of “cost”" in more


def test_the_report_is_the_same_every_time_and_speaks_german() -> None:
    german = ranked("--language", "de").output
    assert german == ranked("--language", "de").output
    assert "Wöge „Benefit“ 75 % statt 60 %, läge „A bot for questions“ gleichauf." in german
    assert "Die beste Auswahl unter den Grenzen: zusammen 14,1" in german
    assert not re.search(r"\b(of|the|would|needs)\b", re.sub(r"„[^“]*“", "", part(german, "Nutzwert (gewichtet)\n")))


def test_without_the_extra_firmness_is_the_same_and_greedy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = ranked("--weightings", "500").output
    monkeypatch.setattr(ranking_report, "FAST", False)
    monkeypatch.setattr(ranking_report, "EXACT", False)
    plain = ranked("--weightings", "500").output
    assert part(plain, "How firm the ranks are") == part(fast, "How firm the ranks are")
    assert "A greedy choice under the limits: 14.1 together." in plain
    assert "The best choice" not in plain


def test_methods_can_be_chosen() -> None:
    output = ranked("--method", "pairwise", "--method", "wsjf").output
    assert "Pairwise comparison" in output
    assert "Equal Shares" not in output
    refused = ranked("--method", "dice")
    assert refused.exit_code == 2
    assert "'dice' is no method" in refused.output


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("weight: 60", "weight: 70", 4, "weights_sum"),
        ("cost: 40000", "cost: -40000", 10, "negative"),
        ("effort: 30", "effort: -30", 11, "negative"),
        ("needs: [lamps]", "needs: [sensors]", 29, "needs_itself"),
        ("needs: [lamps]", "needs: [lamp]", 29, "idea_unknown"),
        ("gives: {climate: 2}", "needs: [sensors]", 12, "needs_circle"),
        ("gives: {climate: 2}", "gives: {climat: 2}", 12, "goal_unknown"),
        ("gives: {climate: 2}", "excludes: [lamps]", 12, "excludes_itself"),
        ("gives: {climate: 2}", "uses: {cost: -2}", 12, "negative"),
        ("gives: {climate: 2}", "uses: {money: 2}", 12, "limit_unknown"),
        ("id: chat", "id: lamps", 8, "twice"),
        ("{benefit: 8, complexity: 3}", "{benefit: 11, complexity: 3}", 14, "off_the_scale"),
        ("{benefit: 8, complexity: 3}", "{benefits: 8, complexity: 3}", 14, "criterion_unknown"),
        ("better: lamps, worse: chat", "better: lamps, worse: lamps", 43, "pair_of_one"),
        ("by: v2, ideas", "by: v1, ideas", 48, "voted_twice"),
        ("ideas: [chat]", "ideas: [cat]", 49, "idea_unknown"),
        ("support: benefit", "suport: benefit", 51, "setting_unknown"),
        ("at_most: 80,", "at_most: -1,", 56, "limit_negative"),
        ("at_most: 80, step: 10", "at_most: 80, step: 0", 56, "step_not_positive"),
        ("weight: 40, better: lower", "weight: 40, scale_to: 0", 6, "scale_upside_down"),
        ("effort: 5\n", "must: true\n", 35, "must_without_cost"),
        ("limits: {cost: 80000,", "limits: {costs: 80000,", 63, "limit_unknown"),
        ("complexity: 70}", "complexity: 60}", 61, "weights_sum"),
    ],
)
def test_a_file_that_cannot_be_ranked_says_where_and_what_to_do(
    tmp_path: Path, old: str, new: str, line: int, code: str
) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    file = tmp_path / "round.yaml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionBroken) as broken:
        load_ranking(file)
    sentence = re.escape(FINDINGS[code])
    pattern = re.compile(re.escape(f"{file}:{line}: ") + re.sub(r"\\\{\w+\\\}", ".+", sentence))
    assert [one for one in broken.value.problems if pattern.match(one)], broken.value.problems


def test_settings_a_method_cannot_use_are_said_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "round.yaml"
    file.write_text(EXAMPLE.read_text("utf-8").replace("budget: 60000", "budget: much"), "utf-8")
    output = CliRunner().invoke(app, ["rank", str(file)]).output
    assert "Not used: “budget” must be a number" in part(output, "Equal Shares\n")


def test_a_conflict_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "round.yaml"
    text = EXAMPLE.read_text("utf-8").replace("at_least: 2", "at_least: 3").replace("cost: 40000", "cost: 50000")
    file.write_text(text, "utf-8")
    output = CliRunner().invoke(app, ["rank", str(file), "--method", "utility"]).output
    told = part(
        output, "Nothing can be chosen: these cannot all be kept, and without any one of them it would be possible."
    )
    assert told.split("\n")[1:] == ["   ·  The limit “cost”.", "   ·  The least amount for “climate”."]
