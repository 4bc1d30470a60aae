"""The units, the proxy and the settings of a house without containers fit each other and what the application takes."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from tests.architecture.test_papers import VARIABLES, commands
from tests.commands.calling import KEY
from umlauf.setting_values import read_networks
from umlauf.settings import PREFIX, Settings
from umlauf.settings_error import SettingsError
from umlauf.unsafe import refuse_lost_mail, refuse_unnamed_proxy, refuse_unsafe

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "systemd"
UNITS = sorted(path.name for path in FOLDER.glob("umlauf-*"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
NGINX = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
ENVIRONMENT = dict(
    line.split("=", 1)
    for line in (FOLDER / "umlauf.env").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((FOLDER / name).read_text(encoding="utf-8"))
    return read


def settings(**changed: str) -> Settings:
    """What a part starts with; `CHANGE_ME` replaced as the file asks."""
    given = ENVIRONMENT | {"UMLAUF_SEAL_KEYS": KEY, "UMLAUF_SIGN_KEYS": KEY[::-1]} | changed
    return Settings(**{n.removeprefix(PREFIX).lower(): v for n, v in given.items() if n.startswith(PREFIX)})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_calls_what_exists_as_nobody_special_with_the_same_settings(name: str) -> None:
    service = unit(name)["Service"]
    [called] = re.findall(r"-m umlauf ([a-z]+)", service["ExecStart"])
    assert called in commands()
    assert (service["User"], service["EnvironmentFile"]) == ("umlauf", "/etc/umlauf/umlauf.env")
    given = dict(re.findall(r"^Environment=(\w+)=(.*)$", (FOLDER / name).read_text(encoding="utf-8"), re.M))
    assert {one for one in given if one.startswith(PREFIX)} <= VARIABLES


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_can_write_where_data_is_and_nowhere_else(name: str) -> None:
    service = unit(name)["Service"]
    assert service["ProtectSystem"] == "strict"
    writable = [f"/var/lib/{service['StateDirectory']}", service.get("ReadWritePaths", "/var/lib/umlauf")]
    here = settings()
    for path in (here.data_dir, here.files):
        assert any(path.is_relative_to(folder) for folder in writable), path
    for path in re.findall(r"/var/backups[\w/]*", service["ExecStart"] + service.get("ExecStartPost", "")):
        assert Path(path).is_relative_to(writable[1])


def test_the_nightly_backup_has_its_timer() -> None:
    assert unit("umlauf-backup.timer")["Timer"]["OnCalendar"]
    assert "umlauf-backup.service" in UNITS


def test_every_line_of_the_settings_is_one_and_they_start_once_the_keys_are_made() -> None:
    unknown = {name for name in ENVIRONMENT if not name.startswith("TEMPORAL_")} - VARIABLES
    assert unknown == set(), "The application would refuse to start with it."
    ready = settings()
    refuse_unsafe(ready)
    refuse_lost_mail(ready)
    refuse_unnamed_proxy(ready)
    with pytest.raises(SettingsError, match="UMLAUF_SEAL_KEYS"):
        refuse_unsafe(settings(UMLAUF_SEAL_KEYS=ENVIRONMENT["UMLAUF_SEAL_KEYS"]))
    with pytest.raises(SettingsError, match="UMLAUF_TRUSTED_PROXIES"):
        refuse_unnamed_proxy(settings(UMLAUF_TRUSTED_PROXIES=""))


def test_the_proxy_leads_to_the_api_and_is_the_one_it_trusts() -> None:
    here = settings()
    [target] = re.findall(r"proxy_pass (\S+);", NGINX)
    assert (urlsplit(target).hostname, urlsplit(target).port) == (here.host, here.port)
    assert set(re.findall(r"server_name (\S+);", NGINX)) == {urlsplit(here.base_url).hostname}
    assert read_networks(here.trusted_proxies) == read_networks([here.host]), "It comes from this machine."
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in NGINX
    assert "proxy_set_header Host $host;" in NGINX
    assert NGINX.count("access_log off;") == NGINX.count("server {"), "A log of paths is a log of links."
    assert NGINX.count("{") == NGINX.count("}")


def test_prometheus_looks_where_api_and_worker_show_their_figures() -> None:
    jobs = yaml.safe_load((EXAMPLES / "monitoring" / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    looked = {job["job_name"]: job["static_configs"][0]["targets"] for job in jobs}
    worker = re.findall(r"UMLAUF_WORKER_METRICS_PORT=(\S+)", (FOLDER / "umlauf-worker@.service").read_text())
    here = settings()
    assert looked == {
        "umlauf": [f"{here.metrics_host}:{here.metrics_port}"],
        "umlauf-worker": [f"{here.metrics_host}:{worker[0].replace('%i', '1')}"],
    }


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    for name in UNITS:
        text = (FOLDER / name).read_text(encoding="utf-8")  # any program that is there, at a path without a blank
        (tmp_path / name).write_text(text.replace("/opt/umlauf/current/.venv/bin/python", "/bin/sh"), encoding="utf-8")
    units = [str(tmp_path / name) for name in UNITS]
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False
    )
    about_us = [line for line in said.stderr.splitlines() if "umlauf" in line]
    assert about_us == []
