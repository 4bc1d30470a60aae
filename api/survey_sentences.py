"""A sentence for every code about surveys, waves, audiences and questionnaires; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

SURVEY_SENTENCES: Mapping[str, str] = {
    # Waves
    "wave.unknown": N_("There is no such wave here. Reload the list of surveys."),
    "wave.exists": N_("This wave has been planned already; nothing was done twice."),
    "wave.too_early": N_("This wave is still being planned. Please try again in a minute."),
    "wave.ended": N_("This wave is over. Nothing can be changed any more."),
    "wave.starts_in_the_past": N_("A wave cannot start in the past. Choose today or a later day."),
    "wave.closes_before_it_starts": N_("The last day has to come after the first one."),
    "wave.owner_unknown": N_("Whoever is to be responsible is not here any more. Choose somebody else."),
    "wave.not_started": N_("This wave has not started yet."),
    "wave.not_open": N_("This wave does not take answers at the moment, so there is nothing to close."),
    "wave.not_closed": N_("This wave is not closed, so it cannot be evaluated."),
    "wave.no_response_due": N_("No answer to those who were asked is due. Reload the page to see where the wave is."),
    "wave.response_due": N_(
        "The results are there, so the wave cannot be called off any more: write the answer instead."
    ),
    "wave.paused": N_("This wave is paused. Let it go on first."),
    "wave.not_paused": N_("This wave is not paused."),
    "wave.not_ready": N_("Something is missing before anybody can be asked. It is listed below."),
    # Surveys
    "survey.unknown": N_("There is no such survey here. Reload the list of surveys."),
    "survey.stale": N_("Somebody else has changed this survey meanwhile. Compare it with yours, then save again."),
    "mode.frozen": N_(
        "The mode cannot be changed any more: people were invited with its promise. Make a new survey instead."
    ),
    "mode.nobody_named": N_("The promise names people in this mode. Say who they are."),
    "mode.columns": N_("The database cannot keep what this mode promises. Tell whoever operates this installation."),
    "open.named": N_("A survey that is open to everybody cannot have names: nobody checks them. Choose another mode."),
    "open.staff": N_("This questionnaire is for staff, so it cannot be open to everybody. Choose another one."),
    "threshold.lowered": N_("A threshold can only be raised: people were promised at least {least}."),
    "threshold.lowest": N_("Enter {least} or more: fewer people could be told apart."),
    "audience.unknown": N_("There is no such audience. Choose one of those offered."),
    "audience.empty": N_("Nobody of this audience can be asked at the moment."),
    "audience.exists": N_("There is an audience with this short name already. Choose another one."),
    "questionnaire.unknown": N_("There is no such questionnaire. Choose one of those offered."),
    "questionnaire.sent": N_("Version {version} was sent, so it stays as it is. Save your text as the next version."),
    "questionnaire.earlier": N_(
        "This is exactly version {version}, and a later one was sent. Change something, or leave it as it is."
    ),
    "questionnaire.other_name": N_(
        "The id in the text is another one than this questionnaire's. Write “{name}” there."
    ),
    "questionnaire.exists": N_("There is a questionnaire with this id already. Change that one, or write another id."),
    "questionnaire.wrong": N_("This questionnaire does not work yet. What is wrong is listed beside the text."),
    "approval.other_wording": N_("The wording has been changed meanwhile. Have the newest one approved."),
    "approval.in_the_future": N_("An approval cannot have been given in the future. Check the date."),
    "cycle.none": N_("This survey has no cycle. Give it months in its form first."),
    "cycle.away": N_("The cycle cannot be reached at the moment, so nothing was changed. Try again in a minute."),
    # Input
    "input.sample_size": N_("Say how many are to be drawn, and only for a sample."),
    "input.reminders_in_order": N_("List the reminders in order, each once, for example: 5, 8."),
    "input.short_name": N_("Use small letters, digits and underscores, beginning with a letter."),
    "input.between": N_("Enter a whole number from {least} to {most}."),
}
SURVEY_NEEDED: Mapping[str, str] = {
    "title_de": N_("Give it a title."),
    "questionnaire": N_("Choose what is asked."),
    "audience": N_("Choose who is asked."),
    "mode": N_("Choose who can tell who said what."),
    "selection": N_("Choose whom of the audience a wave asks."),
    "resolvers": N_("Say who may find out whose answers they are."),
    "readers": N_("Say who reads the answers with names."),
    "starts_on": N_("Enter the day on which it is to start."),
    "approved_by": N_("Say who approved it."),
    "approved_on": N_("Enter the day of the approval."),
    "about": N_("Say what the topic is about."),
    "result": N_("Say what people said."),
    "decision": N_("Say what is done about it."),
    "id": N_("Give it a short name."),
}
