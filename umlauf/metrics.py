"""`/metrics` of the API: what an operator alerts on, asked at the moment of the scrape; numbers only, nobody's name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from api.health import checked
from api.services import Services
from contracts import names
from kit.at_once import all_at_once
from kit.exposition import Figure, exposed
from storage.queries.care_figures import Figures, Waiting, figures
from umlauf import RELEASE
from umlauf.temporal import ALIVE

PATIENCE = 3.0  # seconds; what has not answered by then is left out, and its alert rings by `umlauf_part_up`
QUEUES = (names.IDEAS, names.SURVEYS, names.ROUNDS)


@dataclass(frozen=True)
class Queue:
    """What waits in a queue of Temporal for a worker, since when, and how many workers take from it."""

    workers: int
    backlog: int
    age: float


async def told(services: Services, client: Client) -> str:
    """Everything, as Prometheus reads it; a part that is away takes its own figures with it and no others."""
    asked: dict[str, Callable[[], Awaitable[Any]]] = {
        "parts": lambda: checked(services),
        "figures": lambda: _figures(services),
        "queues": lambda: _queues(client),
    }
    found = await all_at_once(asked, PATIENCE)
    parts, kept, queues = (None if isinstance(one, Exception) else one for one in found.values())
    return exposed(
        [
            Figure("umlauf_info", "The release that answers.", {RELEASE: 1}, "release"),
            Figure(
                "umlauf_part_up", "Whether a part is well (1) or not (0), as /health/ready says.", parts or {}, "part"
            ),
            *(_of_database(kept) if kept else ()),
            *(_of_queues(queues) if queues else ()),
            Figure(
                "umlauf_http_answers_total",
                "Answers this process has given, by class of their status.",
                dict.fromkeys(("2xx", "3xx", "4xx", "5xx"), 0) | services.answered,
                "status",
                "counter",
            ),
        ]
    )


async def _figures(services: Services) -> Figures:
    async with services.db.read() as session:
        return await figures(session, services.now())


def _of_database(found: Figures) -> list[Figure]:
    mails: Mapping[str, Waiting] = found.outbox
    return [
        Figure("umlauf_inbox_waiting", "Happenings that are accepted and not acknowledged.", {"": found.inbox.count}),
        Figure("umlauf_inbox_oldest_age_seconds", "Since when the first of them waits.", {"": found.inbox.age}),
        Figure("umlauf_inbox_parked", "Happenings nobody tries any more, or a bug holds.", found.parked, "reason"),
        Figure("umlauf_outbox_waiting", "Mails that wait.", {n: m.count for n, m in mails.items()}, "class"),
        Figure(
            "umlauf_outbox_oldest_age_seconds",
            "For how long the first of them has been due.",
            {name: mail.age for name, mail in mails.items()},
            "class",
        ),
        Figure("umlauf_outbox_troubled", "Mails that were refused or given up.", found.troubled, "state"),
        Figure("umlauf_cases_open", "Cases that are not closed.", {"": found.open_cases}),
        Figure(
            "umlauf_wakes_late", "Open cases whose clock should have rung five minutes ago.", {"": found.late_wakes}
        ),
        Figure("umlauf_tasks_overdue", "Open tasks after their due date.", {"": found.overdue_tasks}),
        Figure("umlauf_commitments_overdue", "Promises after their date.", {"": found.overdue_commitments}),
    ]


def _of_queues(found: Mapping[str, Queue]) -> list[Figure]:
    return [
        Figure(
            "umlauf_workers", "Workers that asked for work lately.", {n: q.workers for n, q in found.items()}, "queue"
        ),
        Figure(
            "umlauf_queue_backlog", "Tasks that wait for a worker.", {n: q.backlog for n, q in found.items()}, "queue"
        ),
        Figure(
            "umlauf_queue_oldest_age_seconds",
            "Since when the first of them waits.",
            {name: queue.age for name, queue in found.items()},
            "queue",
        ),
    ]


async def _queues(client: Client) -> dict[str, Queue]:
    return {name: await _queue(client, name) for name in QUEUES}


async def _queue(client: Client, name: str) -> Queue:
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=name),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            report_stats=True,
        ),
        timeout=timedelta(seconds=PATIENCE),
    )
    now = datetime.now(UTC)
    seen = {one.identity for one in answer.pollers if now - one.last_access_time.ToDatetime(UTC) < ALIVE}
    age = answer.stats.approximate_backlog_age.ToTimedelta().total_seconds()
    return Queue(len(seen), answer.stats.approximate_backlog_count, age)
