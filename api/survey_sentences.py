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
    "wave.idea_unknown": N_("There is no idea with this number. Look it up on the board, or leave the field empty."),
    "input.triggers_once": N_("This stands here twice. Take one of them out."),
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
    "wave.lacks": N_("Something is missing before anybody can be asked: {missing}. See the survey's page."),
    # Surveys
    "survey.unknown": N_("There is no such survey here. Reload the list of surveys."),
    "survey.stale": N_("Somebody else has changed this survey meanwhile. Compare it with yours, then save again."),
    "mode.frozen": N_(
        "The mode cannot be changed any more: people were invited with its promise. Make a new survey instead."
    ),
    "mode.planned": N_("A wave is planned or asks in this mode. Call it off first, or make a new survey."),
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
    "questionnaire.no_list": N_(
        "There is no “questions:” on a line of its own. Write it, below the page it belongs to."
    ),
    "questionnaire.wrong": N_("This questionnaire does not work yet. What is wrong is listed above the text."),
    "approval.other_wording": N_("The wording has been changed meanwhile. Have the newest one approved."),
    "approval.in_the_future": N_("An approval cannot have been given in the future. Check the date."),
    "cycle.none": N_("This survey has no cycle. Give it months in its form first."),
    "cycle.away": N_("The cycle cannot be reached at the moment, so nothing was changed. Try again in a minute."),
    # Whose answer it is
    "resolvers.unknown": N_("Choose people of the office, no shared mailbox: they have to sign in one by one."),
    "resolvers.not_in_words": N_(
        "Everybody you choose has to stand in the promise. Write their full names into the field above."
    ),
    "resolvers.frozen": N_(
        "A wave is asking people at the moment, and they read who may find out. Change that after its last day."
    ),
    "readers.frozen": N_(
        "A wave is asking people at the moment, and they read who sees their answers. Change that after its last day."
    ),
    "resumable.frozen": N_(
        "A wave is asking people at the moment, and they were told that they can go on later. Change that after its "
        "last day."
    ),
    "input.two_resolvers": N_("Choose nobody, or two people at least: one alone can never find out."),
    "resolving.other_mode": N_("This wave keeps no answers under a code, so nobody can find out whose they are."),
    "resolving.nobody_named": N_("Nobody was named as a person when this wave started, so nobody can find out."),
    "resolving.not_named": N_("The promise does not name you, so this is not yours to do. Ask one of those it names."),
    "resolving.no_answer": N_("No answer of this wave has this code. Copy it from the export of single answers."),
    "resolving.asked_already": N_("Somebody has asked about this answer already. See the requests on this page."),
    "resolving.unknown": N_("There is no such request here. Go back to the list."),
    "resolving.same_person": N_("You asked yourself, so somebody else of those named has to decide."),
    "resolving.not_yours": N_("This request is not yours. Only the two who asked and agreed can do that."),
    "resolving.over": N_("This request has been decided already. Reload the page to see how."),
    "resolving.not_confirmed": N_("No second person has agreed yet, so nothing is shown."),
    "resolving.lapsed": N_("This request has lapsed. Ask anew if it is still needed."),
    "resolving.seen": N_("You have looked once, and it is shown once only. Ask anew if it is still needed."),
    "resolving.not_recorded": N_("Your look is not on record yet, so nothing was shown. Try again in a minute."),
    "resolving.key_gone": N_("The key this answer was sealed with is gone. Tell whoever operates this installation."),
    # Single answers
    "taking.needed": N_(
        "Single answers leave only with a reason and a second person. Ask for them on the page “Single answers”."
    ),
    "taking.not_recorded": N_("Your export is not on record yet, so no file was made. Try again in a minute."),
    "taking.too_early": N_("There are no single answers before the close. Ask when the wave is closed."),
    "taking.asked_already": N_("You have asked already. See the requests on this page."),
    "taking.shared": N_("A shared mailbox cannot ask or agree, as two could be one. Sign in as yourself."),
    "taking.unknown": N_("There is no such request here. Go back to the list."),
    "taking.same_person": N_("You asked yourself, so somebody else of the office has to decide."),
    "taking.not_yours": N_("This request is not yours, so you cannot withdraw it."),
    "taking.over": N_("This request has been decided already. Reload the page to see how."),
    "taking.lapsed": N_("This request has lapsed. Ask anew if it is still needed."),
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
    "code": N_("Enter the code of the answer."),
    "readers": N_("Say who reads the answers with names."),
    "starts_on": N_("Enter the day on which it is to start."),
    "approved_by": N_("Say who approved it."),
    "approved_on": N_("Enter the day of the approval."),
    "about": N_("Say what the topic is about."),
    "result": N_("Say what people said."),
    "decision": N_("Say what is done about it."),
    "id": N_("Give it a short name."),
}
