"""A sentence for every code about questions of reviewers and about rework; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

ASKING_BACK: Mapping[str, str] = {
    "question.not_offered": N_("In this process no questions are asked here. Write to the office instead."),
    "question.waiting": N_("Your last question is not answered yet. Wait for the answer, or answer the task."),
    "question.enough": N_(
        "You have asked {most} questions here, and that is as many as may be. Write to the office instead."
    ),
    "question.over": N_("Nobody waits for this answer any more. Copy your words if you want to keep them."),
    "review.points_required": N_("Say what is to be changed, one point per line: the submitter sees these points."),
    "review.points_without_changes": N_(
        "Points are for an idea that is to be changed. Choose “Changes are needed first”, or leave them out."
    ),
    "review.points_too_many": N_("Please name ten points at most. Put together what belongs together."),
    "rework.not_asked": N_("The changes have been handed in already, or are no longer waited for."),
    "rework.text_changed": N_("The text has changed meanwhile. Look at it as it is now, then hand it in."),
    "rework.more_points": N_("Meanwhile a reviewer has named more points. Look at them, then hand it in."),
    "rework.point_unknown": N_("This point is not open any more. Look at the points as they are now."),
}
