"""A demo tells a second shell where it is, follows its own port, and knows what a killed one left behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from umlauf import demo_running
from umlauf.errors import Impossible
from umlauf.settings import load_settings
from umlauf.up import environment, refuse_second_demo


def test_the_addresses_follow_the_port(tmp_path: Path) -> None:
    settings = load_settings(demo=True, data_dir=tmp_path, port=8100)
    assert settings.base_url == "http://localhost:8100"
    assert {"localhost", "127.0.0.1"} <= set(settings.trusted_hosts)


def test_a_second_shell_reads_where_the_demo_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UMLAUF_MAILBOX_PORT", "8125")
    folder = tmp_path / "a b"
    folder.mkdir()
    settings = load_settings(demo=True, data_dir=folder, temporal_port=7333)
    file = demo_running.leave_environment(settings, environment(settings))
    told = subprocess.run(
        ["sh", "-c", '. "$0" && env', str(file)], capture_output=True, text=True, check=True, env={}
    ).stdout.splitlines()
    assert {"UMLAUF_DEMO=1", "UMLAUF_MAILBOX_PORT=8125", "TEMPORAL_ADDRESS=127.0.0.1:7333"} <= set(told)
    assert f"UMLAUF_DATA_DIR={folder.resolve()}" in told


def test_parts_that_a_killed_demo_left_behind_are_named(tmp_path: Path) -> None:
    settings = load_settings(demo=True, data_dir=tmp_path)
    refuse_second_demo(settings)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "umlauf"]) as left:
        demo_running.remember(tmp_path, {"worker": left.pid})
        with pytest.raises(Impossible, match=f"worker.*kill {left.pid}"):
            refuse_second_demo(settings)
        left.kill()
    refuse_second_demo(settings)
