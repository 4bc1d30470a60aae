"""What is written outside Python stays true: locks, compose file, continuous integration."""

import re
import tomllib
from ipaddress import ip_network
from pathlib import Path

import pytest
import yaml

from tests.architecture import settings_paper
from umlauf import RELEASE
from umlauf.setting_values import read_networks
from umlauf.settings import FOR_TESTS, PREFIX, Settings
from umlauf.settings_error import SettingsError
from umlauf.unsafe import refuse_lost_mail

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
VARIABLES = {(PREFIX + name).upper() for name in Settings.model_fields}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name: str) -> None:
    found = [
        line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "//" in line or "--index" in line
    ]
    assert found == [], f"{name} names an index, so it installs on one machine only. Make it anew: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    packages = re.findall(r"^(\S+==\S+)((?:.*\\\n)(?:    .*\n?)*)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    assert len(packages) > 40
    assert [package for package, rest in packages if "--hash=sha256:" not in rest] == [], "make lock"


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lean = [*project["dependencies"], *extras["postgres"]]
    for lock, wanted in zip(LOCKS, (lean, [*lean, *extras["demo"], *extras["dev"]]), strict=True):
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.M))
        names = {re.split(r"[\[<>=;~! ]", line)[0].lower() for line in wanted}
        assert names - locked == set(), f"{lock} is older than pyproject.toml. Make it anew: make lock"


def test_both_locks_agree() -> None:
    lean, full = (set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.M)) for lock in LOCKS)
    assert lean - full == set(), "Production would run what no test has seen. Make both anew: make lock"


def test_the_release_a_backup_names_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == RELEASE, "Say the same in umlauf/__init__.py."


def test_continuous_integration_requires_everything_and_runs_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for variable in FOR_TESTS:
        assert f"{variable}=1" in script, f"Without {variable}=1 tests could be skipped unseen in .ci/run."
    assert script.rstrip().endswith("make test")


def used_variables(service: dict) -> set[str]:
    given = service.get("environment", {})
    names = set(given) if isinstance(given, dict) else {line.partition("=")[0] for line in given}
    return {name for name in names if name.startswith(PREFIX)}


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_of_the_compose_file_is_a_setting(name: str) -> None:
    unknown = used_variables(SERVICES[name]) - VARIABLES
    assert unknown == set(), "The application would refuse to start with it. See umlauf/settings.py for the right name."


def test_every_setting_that_matters_outside_the_demo_is_in_the_compose_file() -> None:
    demo_only = {"DEMO", "TEMPORAL_BIN", "TEMPORAL_PORT", "TEMPORAL_UI_PORT", "MAILBOX_PORT", "DATA_DIR"}
    expected = VARIABLES - {PREFIX + name for name in demo_only}
    for name in ("migrate", "worker", "api"):
        missing = expected - used_variables(SERVICES[name])
        assert missing == set(), f"{name} could not be given {missing}; add it to x-umlauf in docker-compose.yml."


def test_every_variable_asked_of_the_operator_is_known() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    strange = {name for name in asked if name.startswith(PREFIX)} - VARIABLES
    assert strange == set(), "See umlauf/settings.py for the right name."


@pytest.mark.parametrize("name", SERVICES)
def test_every_dependency_of_the_compose_file_resolves(name: str) -> None:
    for other, condition in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES, f"{name} waits for {other}, which is no service."
        if condition["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other], f"{name} would wait forever: {other} has no healthcheck."
        if condition["condition"] == "service_completed_successfully":
            assert SERVICES[other].get("restart", "no") in ("no", "on-failure"), f"{other} never completes."


def ports_of(service: dict) -> set[str]:
    return {line.rsplit(":", 1)[-1] for line in service.get("ports", [])} | set(service.get("expose", []))


def called(service: dict) -> set[tuple[str, str]]:
    """Host and port of everything a service is told to call, with the defaults filled in."""
    filled = {
        name: re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda found: found[1] or "", str(value))
        for name, value in service.get("environment", {}).items()
    }
    pairs = [("UMLAUF_MAIL_HOST", "UMLAUF_MAIL_PORT"), ("POSTGRES_SEEDS", "DB_PORT")]
    told = {(filled[host], filled[port]) for host, port in pairs if host in filled}
    addresses = [value for name, value in filled.items() if name != "UMLAUF_BASE_URL"]
    return told | {found for value in addresses for found in re.findall(r"\b([a-z-]+):(\d{2,5})\b", value)}


def test_every_address_inside_the_compose_file_leads_to_an_open_port() -> None:
    calls = {(name, host, port) for name, service in SERVICES.items() for host, port in called(service)}
    assert {host for _, host, _ in calls} == {"postgres", "temporal-postgres", "temporal", "mailpit"}
    for name, host, port in calls:
        assert port in ports_of(SERVICES[host]), f"{name} calls {host}:{port}, which {host} does not expose."


def test_the_application_listens_where_it_is_published() -> None:
    assert SERVICES["api"]["environment"]["UMLAUF_PORT"] in ports_of(SERVICES["api"])


def test_the_image_says_the_port_the_application_listens_on_and_health_is_asked_there() -> None:
    from api.health import router

    port = SERVICES["api"]["environment"]["UMLAUF_PORT"]
    exposed = re.findall(r"^EXPOSE (\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M)
    assert exposed == [port]
    asked = re.search(rf"http://127\.0\.0\.1:{port}(/[a-z/]+)", " ".join(SERVICES["api"]["healthcheck"]["test"]))
    assert asked, "The API would never count as healthy."
    assert asked[1] in {getattr(route, "path", "") for route in router.routes}


def test_the_image_has_a_python_the_project_allows_and_starts_as_nobody_special() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [version] = re.findall(r"^FROM python:(\d+)\.(\d+)", dockerfile, re.M)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"])
    assert least is not None
    assert [int(part) for part in version] >= [int(part) for part in least.groups()]
    assert dockerfile.index("USER umlauf") < dockerfile.index("ENTRYPOINT")


def test_what_the_image_copies_is_what_it_is_given() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {source.rstrip("/") for source in re.findall(r"^COPY (\S+) ", dockerfile, re.M)}
    given = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M)
    assert copied == set(given), "Name it in .dockerignore and in the Dockerfile."


def test_there_is_one_api_for_its_budgets_are_counted_in_its_memory() -> None:
    assert "replicas" not in str(SERVICES["api"]), "See docs/operating.md on limits before there are several."


def test_no_two_services_publish_the_same_port() -> None:
    published = [line.rsplit(":", 1)[0] for service in SERVICES.values() for line in service.get("ports", [])]
    assert len(published) == len(set(published))


def test_volumes_are_declared() -> None:
    named = {
        line.partition(":")[0]
        for service in SERVICES.values()
        for line in service.get("volumes", [])
        if not line.startswith((".", "/"))
    }
    assert named == set(COMPOSE.get("volumes", {}))


def settings_of_the_compose_file(**given: str) -> dict[str, str]:
    """What our parts are told with these lines in `.env`; an empty value counts as not set."""
    needed = {"POSTGRES_PASSWORD": "x", "UMLAUF_SEAL_KEYS": "a9-" * 16, "UMLAUF_SIGN_KEYS": "b8-" * 16}
    lines = {**needed, "UMLAUF_MAIL_FROM": "ideen@stadt.de", **given}

    def filled(found: re.Match[str]) -> str:
        return lines.get(found[1]) or found[2] or ""

    shown = SERVICES["api"]["environment"]
    values = {n: re.sub(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", filled, str(value)) for n, value in shown.items()}
    return {
        name.removeprefix(PREFIX).lower(): value for name, value in values.items() if name.startswith(PREFIX) and value
    }


def test_the_compose_file_writes_to_nobody_until_that_is_said() -> None:
    settings = Settings(**settings_of_the_compose_file())
    refuse_lost_mail(settings)
    assert (settings.mail_mode, settings.mail_host) == ("test", "mailpit")


def test_the_compose_file_writes_to_no_real_server_unprotected() -> None:
    real = {"UMLAUF_MAIL_HOST": "mail.stadt.de", "UMLAUF_MAIL_MODE": "live"}
    with pytest.raises(SettingsError, match="UMLAUF_MAIL_TLS=none"):
        refuse_lost_mail(Settings(**settings_of_the_compose_file(**real)))
    refuse_lost_mail(Settings(**settings_of_the_compose_file(**real, UMLAUF_MAIL_TLS="starttls")))


def test_the_proxy_the_compose_file_trusts_is_the_gateway_of_its_network_and_nobody_else() -> None:
    [network] = COMPOSE["networks"]["default"]["ipam"]["config"]
    trusted = read_networks(Settings(**settings_of_the_compose_file()).trusted_proxies)
    assert trusted == read_networks([network["gateway"]])
    assert trusted[0].subnet_of(ip_network(network["subnet"]))
    assert all(line.startswith("127.0.0.1:") for line in SERVICES["api"]["ports"]), "Others could pass as the proxy."


def commands() -> set[str]:
    from typer.main import get_command

    from umlauf.cli import app

    return set(get_command(app).commands)  # type: ignore[attr-defined]


def called_commands() -> dict[str, set[str]]:
    makefile, dockerfile = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "Dockerfile"))
    return {
        "Makefile": set(re.findall(r"-m umlauf ([a-z]+)", makefile)),
        "Dockerfile": set(re.findall(r'^CMD \["([a-z]+)"', dockerfile, re.M)),
        "docker-compose.yml": {s["command"][0] for s in SERVICES.values() if s["image"].startswith("umlauf")},
    }


@pytest.mark.parametrize("name", called_commands())
def test_every_command_the_papers_call_exists(name: str) -> None:
    called = called_commands()[name]
    assert called, f"{name} starts nothing of ours."
    assert called - commands() == set(), f"{name} calls what `python -m umlauf --help` does not list."


def test_the_image_copies_every_package_and_nothing_that_is_not_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (?:--\S+ )*([a-z]+)/? ", dockerfile, re.M))
    needed = {
        "domain",
        "contracts",
        "workflows",
        "activities",
        "storage",
        "kit",
        "api",
        "umlauf",
        "templates",
        "locales",
    }
    assert needed - copied == set()
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_paper_on_settings_is_up_to_date() -> None:
    current = settings_paper.PAPER.read_text(encoding="utf-8") == settings_paper.written()
    assert current, "docs/settings.md tells old settings. Write it anew: python -m tests.architecture.settings_paper"
