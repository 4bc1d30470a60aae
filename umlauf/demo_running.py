"""What a running demo leaves in its data folder: its settings for a second shell, and which processes are its own."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from umlauf.settings import FOR_TESTS, PREFIX, Settings

SHELL = "demo.env"
PROCESSES = "demo.pids"
OURS = ("umlauf", "temporal")


def leave_environment(settings: Settings, environment: Mapping[str, str]) -> Path:
    """Writes what a second shell reads with `. FILE`, so that commands there speak to this demo."""
    file = settings.data_dir / SHELL
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX) and name not in FOR_TESTS}
    given |= {"UMLAUF_DATA_DIR": str(settings.data_dir.resolve()), "TEMPORAL_ADDRESS": environment["TEMPORAL_ADDRESS"]}
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in sorted(given.items())]
    file.touch(mode=0o600)
    file.write_text("# For a second shell beside the demo:  . FILE\n" + "".join(lines), encoding="utf-8")
    return file


def remember(folder: Path, pids: Mapping[str, int]) -> None:
    """Notes our processes: a demo that is killed cannot stop its parts, and the next start must name them."""
    text = "".join(f"{name} {pid}\n" for name, pid in pids.items())
    (folder / PROCESSES).write_text(text, encoding="utf-8")


def forget(folder: Path) -> None:
    """All have ended."""
    (folder / PROCESSES).unlink(missing_ok=True)


def still_running(folder: Path) -> dict[str, int]:
    """Processes of an earlier start that live on, by name; a number that now belongs to something else is left out."""
    file = folder / PROCESSES
    if not file.exists():
        return {}
    noted = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {name: int(pid) for name, pid in noted if _is_ours(int(pid))}


def _is_ours(pid: int) -> bool:
    if pid == os.getpid() or not shutil.which("ps"):
        return False
    told = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return any(word in told.stdout for word in OURS)
