"""A sentence for every code about goals, canvases and supporters; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

GOALS: Mapping[str, str] = {
    "goal.unknown": N_("There is no such goal any more. Reload the goals."),
    "goal.stale": N_("Somebody else has changed this goal meanwhile. Compare it with yours below, then save again."),
    "goal.circle": N_("A goal cannot stand under itself or under a goal below it. Choose another one above it."),
    "goal.parent_unknown": N_("The goal above it is not there any more. Choose another one."),
    "goal.has_goals_below": N_("Other goals stand under this one. Move or remove those first."),
    "goal.owner_unknown": N_("Choose somebody who is active here to be responsible."),
    "goal.source_unknown": N_("There are no such goals to take over. Choose one of those offered."),
    "contribution.off_scale": N_("Choose a contribution from −3 to +3, or leave it unsaid."),
    "contribution.goal_unknown": N_("One of these goals has been removed meanwhile. Reload the page."),
    "contribution.tag_unknown": N_("One of these entries is not in its catalogue any more. Reload the page."),
    "contribution.stale": N_(
        "Somebody else has changed this meanwhile. Theirs is in the history below; yours is still in the form."
        " Save again to put yours in its place."
    ),
    "canvas.unknown": N_("There is no such canvas yet. Fill it in first."),
    "canvas.version_unknown": N_("There is no such version, or it was blanked already. Reload the page."),
    "canvas.box_unknown": N_("This canvas has other boxes meanwhile. Reload the page; copy what you typed first."),
    "canvas.empty": N_("Nothing is filled in yet. Write something into one of the boxes."),
    "canvas.stale": N_(
        "Somebody else has saved this canvas meanwhile. What they changed is shown below, and what you typed is still"
        " in the form. Put both together, then save again."
    ),
    "canvas.too_many_steps": N_("A story map has at most {most} steps. Put some together, or make a second map."),
    "canvas.release_missing": N_("Give every release a name; stories stand below the name of their release."),
    "canvas.step_without_activity": N_("Name the activity these steps belong to."),
    "canvas.story_without_step": N_("Name the step these stories belong to."),
    "support.closed": N_("This idea takes no supporters any more: it is closed, or not public. Nothing was stored."),
}
# What a field needs, by its name.
GOALS_NEEDED: Mapping[str, str] = {
    "title_de": N_("Give the goal a title."),
    "source": N_("Choose where the goals are taken from."),
}
