"""Delivers the mails of one case; what cannot be sent now is tried again without the course noticing."""

from datetime import timedelta

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.post import Left, Post
from activities.wordless import wordless
from contracts import names

SOON, LATEST = timedelta(seconds=1), timedelta(minutes=1)


class Courier:
    """The activity `deliver`."""

    def __init__(self, post: Post) -> None:
        self._post = post

    @activity.defn(name=names.DELIVER)
    async def deliver(self, case_id: str) -> bool:
        """False once nothing waits any more; raises while something does, since a retry costs no history."""
        with wordless():
            left = await self._post.deliver(case_id, activity.heartbeat)
            self._again_if_mail_waits(left)
        return False

    def _again_if_mail_waits(self, left: Left) -> None:
        if left.down:  # tried ever more slowly, up to ten minutes: a dead server is not stormed
            raise ApplicationError("the mail server is away", type="MailServerAway")
        if left.due is not None:  # looked at every minute, since newer mail of this case may be due before
            delay = min(max(left.due - self._post.now(), SOON), LATEST)
            raise ApplicationError("mail waits for its next try", type="MailWaits", next_retry_delay=delay)
