"""Temporal: finding the development server, starting it well, connecting, and naming what can be searched."""

import asyncio
import shutil
import sys
import sysconfig
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from contracts import names
from umlauf.errors import Impossible

HOME = "localhost:7233"
PATIENCE = timedelta(seconds=10)  # for a first connection and its first answer
KEYWORDS = (names.STAGE, names.DUE, names.PROCESS)
ALIVE = timedelta(seconds=90)  # a worker asks for work every minute at least
# Without these the development server is four to seven times slower on a file; they survive kill -9.
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "1",
    "cache_size": "-64000",
    "wal_autocheckpoint": "10000",
    "mmap_size": "268435456",
    "temp_store": "2",
}


def temporal_binary(named: str | Path | None = None) -> Path | None:
    """The Temporal program: as named in the settings, beside this Python, or on the path; None where there is none."""
    if named:
        return Path(named)
    beside = (Path(sysconfig.get_path("scripts")), Path(sys.executable).parent)
    for folder in beside:
        if (folder / "temporal").is_file():
            return folder / "temporal"
    found = shutil.which("temporal")
    return Path(found) if found else None


def serve_temporal(
    binary: Path, data: Path, *, port: int = 7233, ui_port: int | None = 8233, ip: str = "127.0.0.1", log: str = "error"
) -> list[str]:
    """The command that runs a development server on the file `data`; `ui_port=None` leaves its web page out."""
    page = ["--headless"] if ui_port is None else ["--ui-port", str(ui_port)]
    command = [str(binary), "server", "start-dev", "--ip", ip, "--port", str(port), *page]
    command += ["--db-filename", str(data), "--log-level", log]
    command += [part for key in KEYWORDS for part in ("--search-attribute", f"{key}=Keyword")]
    return [*command, *pragmas()]


def pragmas() -> list[str]:
    """The tuned SQLite pragmas as arguments of the development server."""
    return [part for name, value in PRAGMAS.items() for part in ("--sqlite-pragma", f"{name}={value}")]


class TemporalAway(Impossible):
    """Nobody answers where Temporal should be."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Temporal does not answer at {address}. Start it, or say where it is: TEMPORAL_ADDRESS=HOST:PORT"
        )
        self.address = address


async def connect(
    identity: str,
    *,
    lazy: bool = False,
    environment: Mapping[str, str] | None = None,
    wait: timedelta = PATIENCE,
    runtime: Runtime | None = None,
) -> Client:
    """A client by the SDK's own environment configuration (`TEMPORAL_ADDRESS` …); raises TemporalAway.

    A lazy one connects at first use, and raises nothing here.
    """
    config = ClientConfig.load_client_connect_config(override_env_vars=environment)
    config.setdefault("target_host", HOME)
    connecting = Client.connect(**config, identity=identity, lazy=lazy, connect_timeout=wait, runtime=runtime)
    if lazy:
        return await connecting
    try:  # the SDK's own limit holds for the connection alone, and not for the first answer
        return await asyncio.wait_for(connecting, wait.total_seconds())
    except (RuntimeError, ValueError, TimeoutError):
        raise TemporalAway(config["target_host"]) from None


def measured(address: str) -> Runtime:
    """What runs the SDK in this process, once: it shows its own figures at http://ADDRESS/metrics."""
    shown = PrometheusConfig(
        bind_address=address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
    )
    return Runtime(telemetry=TelemetryConfig(metrics=shown))


async def name_what_is_searched(client: Client) -> None:
    """Registers the search attributes where they are missing: a course that sets an unknown one stands still."""
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = {
        key: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD for key in KEYWORDS if key not in known.custom_attributes
    }
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        )


async def has_worker(client: Client) -> bool:
    """Whether somebody takes work from the queue of courses; a killed worker is believed in for a minute and a half."""
    told = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=names.IDEAS),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        ),
        timeout=timedelta(seconds=2),
    )
    seen = (poller.last_access_time.ToDatetime(UTC) for poller in told.pollers)
    return any(datetime.now(UTC) - at < ALIVE for at in seen)
