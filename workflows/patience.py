"""How long each thing is tried: first quickly, inside the task, then patiently, where retries cost no history."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class Local(TypedDict):
    """Options of a local activity."""

    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta
    retry_policy: RetryPolicy


class Patient(TypedDict):
    """Options of a normal activity that never gives up."""

    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


class Postal(Patient):
    """Options of what takes long and tells that it lives: the courier, and the errands of a wave."""

    heartbeat_timeout: timedelta


# Everything here stays below the workflow task's ten seconds, or each attempt would cost three events.
QUICK = Local(
    start_to_close_timeout=timedelta(seconds=2),
    schedule_to_close_timeout=timedelta(seconds=6),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=1), maximum_attempts=3
    ),
)
PATIENT = Patient(
    start_to_close_timeout=timedelta(seconds=10), retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30))
)
POSTAL = Postal(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(seconds=15),  # a killed worker's mails are taken up again after this
    retry_policy=RetryPolicy(maximum_interval=timedelta(minutes=10)),
)
LABORIOUS = Postal(
    start_to_close_timeout=timedelta(hours=6),  # ten thousand invitations in batches
    heartbeat_timeout=timedelta(seconds=30),  # a killed worker's errand is taken up again after this
    retry_policy=RetryPolicy(maximum_interval=timedelta(minutes=10)),
)
PAUSE = 60.0  # seconds at least between two wake-ups: one that changes nothing must not spin
