"""What Prometheus reads from an API and a worker, and that rules and dashboard ask for nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from tests.e2e import people
from tests.e2e.conftest import METRICS
from tests.e2e.stack import HOST, ROOT, Stack
from tests.e2e.waiting import until

MONITORING = ROOT / "examples" / "monitoring"
LINE = re.compile(r'([a-z_]+)(?:\{([a-z_]+="(?:[^"\\]|\\.)*",?)+\})? (-?[0-9.]+(?:e[+-]?\d+)?|\+Inf|NaN)')
OF_PROMETHEUS = {"up"}
WORDS = re.compile(r"\b(?:umlauf|temporal)_[a-z_]+|\bup\b")


def places(stack: Stack) -> list[str]:
    """Where the API and the worker show theirs."""
    return [f"http://{HOST}:{stack.environment[name]}" for name in METRICS]


async def scraped(place: str) -> str:
    async with httpx2.AsyncClient(timeout=60) as client:
        answer = await client.get(f"{place}/metrics")
    assert answer.status_code == 200
    return answer.text


def names(shown: str) -> set[str]:
    """Of every figure, by lines that Prometheus reads."""
    lines = [line for line in shown.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return {line.partition(" ")[0].partition("{")[0] for line in lines}


def value(shown: str, figure: str) -> float:
    [found] = re.findall(rf"^{re.escape(figure)} (\S+)$", shown, re.M)
    return float(found)


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def asked() -> dict[str, str]:
    """Every expression, by where it stands."""
    panels = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    return {rule["alert"]: rule["expr"] for rule in rules()} | {
        f"{panel['title']} {target['refId']}": target["expr"] for panel in panels for target in panel["targets"]
    }


@pytest.fixture(scope="module")
async def shown(stack: Stack) -> tuple[str, str]:
    """What an API and a worker show once an idea came in."""
    await people.submit_by_api(stack, "renate.kruse@example.org")
    seen: list[str] = []

    async def look() -> bool:
        seen[:] = [await scraped(place) for place in places(stack)]
        return (
            'umlauf_part_up{part="worker"} 1' in seen[0] and "umlauf_workers" in seen[0] and "umlauf_cases" in seen[0]
        )

    await until(look, lambda: seen[:1])
    return seen[0], seen[1]


async def test_a_running_house_shows_how_it_is(shown: tuple[str, str]) -> None:
    api, worker = shown
    assert value(api, 'umlauf_part_up{part="database"}') == 1
    assert value(api, 'umlauf_workers{queue="ideas"}') == 1
    assert value(api, "umlauf_cases_open") >= 1
    assert value(api, 'umlauf_http_answers_total{status="2xx"}') >= 1
    assert value(api, 'umlauf_queue_backlog{queue="ideas"}') >= 0
    assert "temporal_workflow_task_schedule_to_start_latency_seconds_bucket" in names(worker)


async def test_every_figure_that_rules_and_dashboard_ask_for_is_there(shown: tuple[str, str]) -> None:
    there = names(shown[0]) | names(shown[1]) | OF_PROMETHEUS
    expressions = asked()
    assert len(expressions) > 20
    for where, expression in expressions.items():
        wanted = set(WORDS.findall(expression))
        assert wanted, where
        assert wanted <= there, f"{where} asks for {wanted - there}, which nobody shows."
    alerted = {name for rule in rules() for name in WORDS.findall(rule["expr"])}
    silent = {"umlauf_inbox_waiting", "umlauf_outbox_waiting", "umlauf_cases_open", "umlauf_queue_backlog"}
    assert {name for name in names(shown[0]) if name not in alerted} == silent, "Nobody is told of a figure."


async def test_nobody_can_be_told_from_a_figure(shown: tuple[str, str], stack: Stack) -> None:
    cases = [row[0] for row in await stack.rows("SELECT id FROM cases")]
    numbers = [row[0] for row in await stack.rows("SELECT number FROM cases")]
    persons = [row[0] for row in await stack.rows("SELECT id FROM people")]
    text = "".join(shown)
    assert [one for one in (*cases, *numbers, *persons, "@example", "Kruse") if one in text] == []


async def test_figures_are_not_shown_where_the_pages_are(stack: Stack) -> None:
    async with httpx2.AsyncClient(timeout=60) as client:
        assert (await client.get(f"{stack.base_url}/metrics")).status_code == 404
        assert (await client.get(f"{places(stack)[0]}/office")).status_code == 404
        assert (await client.post(f"{places(stack)[0]}/metrics")).status_code == 405


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_says_what_to_do_and_how_soon(rule: dict[str, Any]) -> None:
    assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in ("page", "work")
    assert rule["annotations"].keys() == {"summary", "action"}
    assert re.fullmatch(r"\d+[smhd]", rule.get("for", "0s"))
    for opening, closing in ("()", "[]", "{}"):
        assert rule["expr"].count(opening) == rule["expr"].count(closing)
    routes = re.findall(r"(/[a-z]+/[a-z]+)", rule["annotations"]["action"])
    assert set(routes) <= {"/office/operations"}


def test_the_example_of_prometheus_looks_at_both_and_reads_the_rules() -> None:
    told = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))
    assert [job["job_name"] for job in told["scrape_configs"]] == ["umlauf", "umlauf-worker"]
    assert all((MONITORING / name).is_file() for name in told["rule_files"])


def test_panels_of_the_dashboard_do_not_lie_on_each_other() -> None:
    panels = json.loads(Path(MONITORING / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) == 23
