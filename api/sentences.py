"""What every code says to people, in English; the catalogues translate it. Each tells what to do now."""

from collections.abc import Mapping

from api.answer_sentences import ANSWERS
from api.asking_back_sentences import ASKING_BACK
from api.assurance_sentences import ASSURANCE
from api.board_sentences import BOARD, BOARD_NEEDED
from api.clock_sentences import CLOCKS
from api.comment_sentences import COMMENTS, COMMENTS_NEEDED
from api.communication_sentences import COMMUNICATION, COMMUNICATION_NEEDED
from api.deferral_sentences import DEFERRALS
from api.feed_sentences import FEEDS
from api.goal_sentences import GOALS, GOALS_NEEDED
from api.office_api_sentences import OFFICE_API
from api.planning_sentences import PLANNING
from api.radar_sentences import RADAR, RADAR_NEEDED
from api.round_sentences import ROUND_NEEDED, ROUND_SENTENCES
from api.sign_sentences import SIGNING
from api.survey_sentences import SURVEY_NEEDED, SURVEY_SENTENCES
from kit.i18n import N_

SENTENCES: Mapping[str, str] = {
    **SURVEY_SENTENCES,
    **CLOCKS,
    **ASKING_BACK,
    **ASSURANCE,
    **ROUND_SENTENCES,
    **COMMUNICATION,
    **DEFERRALS,
    **GOALS,
    **RADAR,
    **PLANNING,
    **OFFICE_API,
    **FEEDS,
    **BOARD,
    **COMMENTS,
    **SIGNING,
    # Who may
    "not_allowed": N_("This is not yours to do. Use the newest link you were sent, or ask the office."),
    # The case
    "case.unknown": N_("There is no such idea here. Check the number, or ask the office."),
    "case.exists": N_("This idea has been received already; nothing was stored twice."),
    "case.too_early": N_("This idea is still being received. Please try again in a minute."),
    "case.closed": N_("This idea is closed. Nothing can be changed any more."),
    # Text
    "text.theme_unknown": N_("This theme is not on the list. Choose one of those offered."),
    "text.level_unknown": N_("This spatial level is not on the list. Choose one of those offered."),
    "text.goal_unknown": N_("This goal is not on the list. Choose from those offered."),
    "edit.too_late": N_("The idea is being reviewed and can no longer be edited. Write to the office instead."),
    "edit.stale": N_("The text has been changed meanwhile. Compare it with yours below, then save again."),
    # Intake
    "question.wrong_stage": N_("A question can be asked during intake, or when a reviewer asks for changes."),
    "question.unknown": N_("There is no such question. Reload the page to see what is open."),
    "question.replied": N_("This question has been answered already. Your first reply counts."),
    "accept.wrong_stage": N_("This idea has left intake already. Reload the page to see where it is."),
    "accept.no_benefit": N_("Nobody has said who benefits and how. Add the benefit first; then accept the idea."),
    "decline.wrong_stage": N_("An idea can be declined during intake and prioritisation only."),
    "withdraw.too_late": N_("The idea has been decided and can no longer be withdrawn. Write to the office instead."),
    # Merging
    "merge.too_late": N_("The idea has been decided. What is being carried out cannot be merged any more."),
    "merge.unknown": N_("There is no idea with this number. Please look it up in the list of ideas."),
    "merge.itself": N_("An idea cannot be merged into itself. Please give the number of the other one."),
    "merge.circle": N_("Idea {number} goes on in this one already. Take it out there first."),
    "merge.over": N_("Idea {number} has come to its end. Give the number of one that goes on, or decline this idea."),
    "split.same": N_("This is the whole idea. Write down only the part that is to go on by itself."),
    "part.not_merged": N_("This idea was not merged, so there is nothing to take out again. Reload the page."),
    # Visibility
    "publish.not_accepted": N_("Only an accepted idea can be made public."),
    "publish.already": N_("This idea is public already."),
    "redact.unknown": N_("There is no such text in this case. Reload the page."),
    "redact.already": N_("This text has been blanked already."),
    "hide.not_public": N_("This idea is not public, so there is nothing to hide."),
    # Tasks
    "task.unknown": N_("There is no such task. Use the newest link you were sent."),
    "task.answered": N_("You have answered already. Your answer counts; it is shown below."),
    "task.handed_over": N_("This task has been handed over to somebody else. You need not do anything."),
    "task.closed": N_("This task is over; your answer is no longer needed. Thank you."),
    "task.changed": N_(
        "The idea has been changed since you opened it. Please read it again and send your answer again."
    ),
    "answer.name_required": N_("Several people read this mailbox. Please say who is answering."),
    # Absences
    "absence.ends_before_it_begins": N_("The last day cannot come before the first. Enter the same day for one day."),
    "absence.over": N_("This absence is over already. Enter a last day from today on."),
    "absence.overlaps": N_("An absence is entered for some of these days. Take that one back first, or choose others."),
    "absence.no_calendar": N_(
        "This file is no calendar that can be read. Nothing was changed. Save it as .ics once more."
    ),
    "absence.nothing_new": N_("The calendar holds no day off that is not known already. Nothing was changed."),
    "advice.not_eligible": N_("This person cannot be asked for advice here. Choose somebody else."),
    "advice.already_asked": N_("You have asked this person already. Wait for their answer, or choose somebody else."),
    "advice.enough": N_("{most} colleagues have not answered yet. Wait for one of them, or go on without."),
    "advice.given": N_("You have given this advice already. It is not counted twice."),
    "advice.over": N_("Your colleague no longer has the task. The advice is no longer needed."),
    "deputy.circle": N_("{person} would stand in for themselves, by way of {through}. Leave out one of the two."),
    "deputy.unknown": N_("One of these people is not known any more. Reload the page, and choose again."),
    "absence.unknown": N_("There is no such absence any more. Reload the page."),
    # Results of surveys
    "results.unknown": N_("There are no such results here. Use the list of surveys."),
    "export.too_small": N_(
        "Too few people: by this export somebody could be told. Fewer than {least} stand together; take the figures."
    ),
    "export.not_yet": N_(
        "There are no figures of this wave yet: anonymous ones are made after its close, others as soon as somebody"
        " makes them on the page of results."
    ),
    "export.too_few": N_("Too few people answered: there are no figures of fewer than {least} answers to take along."),
    "export.too_early": N_("Single answers can be taken once the wave is closed and evaluated."),
    "export.format": N_("This format is not offered here. Choose one of those offered."),
    "export.what": N_("Choose what you want to take with you."),
    "text.unknown": N_("There is no such text here. Reload the page."),
    "tags.too_many": N_("This text has {most} tags already. Remove one first."),
    # Review
    "review.reason_required": N_("Say why: a rejection or a request for changes needs a reason."),
    "review.criterion_unknown": N_("One of the criteria does not exist. Reload the page."),
    "review.score_missing": N_("Give a score for every criterion, or choose “not stated”."),
    "review.no_abstention": N_("This criterion needs a score."),
    "review.score_out_of_scale": N_("One score is outside its scale. Choose one of the values offered."),
    "review.group_unknown": N_(
        "This review does not ask such a group. Reload the page and choose one that is offered."
    ),
    "task.biased": N_("You have said that you are biased; the task is no longer yours. Nothing more is needed."),
    "review.no_changes_asked": N_("Nobody has asked for changes, so there is nothing to send back."),
    "review.not_under_way": N_("There is no review under way. Reload the page to see where the idea is."),
    "handover.not_eligible": N_(
        "This person cannot take the task: they need the right role and must not be the submitter."
    ),
    "handover.already_asked": N_("This person has been asked already. Choose somebody else."),
    # Prioritisation and decision
    "prioritise.wrong_stage": N_("This is possible only while the idea is being prioritised."),
    "decider.one_needed": N_("Choose either a person or a body to decide."),
    "decider.body_unknown": N_("This body is not on the list. Choose one of those offered."),
    "decider.not_eligible": N_("This person may not decide this idea. Choose somebody else."),
    "deferral.not_in_future": N_("The date has to be after today."),
    "decision.wrong_stage": N_("There is nothing to decide at the moment. Reload the page to see where the idea is."),
    "decision.no_quorum": N_("Not enough reviewers have answered yet."),
    "decision.person_or_body": N_("A decision is either a person's or a body's, not both."),
    "decision.body_missing": N_("Say which body decided, and on which day."),
    "decision.date_in_future": N_("The body cannot have decided in the future. Check the date."),
    # Promises
    "promise.wrong_stage": N_("Commitments can be made once an idea has been accepted."),
    "promise.owner_unknown": N_("Choose who is responsible from the list."),
    "promise.date_not_in_future": N_("The date has to be after today."),
    "date.too_far": N_("The date is too far ahead: choose a year up to {latest}."),
    "commitment.unknown": N_("There is no such commitment. Reload the page."),
    "commitment.settled": N_("This commitment has been settled already. Nothing more is needed."),
    "commitment.reason_required": N_("Say why it is late or dropped."),
    "commitment.date_missing": N_("Say by when it will be done."),
    **ANSWERS,
    # Input
    "input.invalid": N_("Some entries need your attention. What you typed is still there."),
    "input.content_type": N_("Send one JSON object, with the header Content-Type: application/json."),
    "input.object": N_("Send one JSON object: names and values in curly brackets."),
    "input.duplicate": N_("The name “{name}” stands twice in one object. Send each name once."),
    "input.malformed": N_("This could not be read. Please send it again; if that does not help, ask the office."),
    "input.too_large": N_("This is too large. Shorten it and send it again."),
    "input.missing": N_("Please fill this in."),
    "input.too_long": N_("This is too long: at most {limit} characters."),
    "input.too_many": N_("These are too many entries."),
    "input.number": N_("Enter a whole number, without decimals."),
    "search.no_word": N_("Signs are not searched. Type a word, a part of one, or a number."),
    "input.date": N_("Enter a date like 31.03.2027."),
    "input.email": N_("Enter an e-mail address like name@example.org."),
    "input.choice": N_("Choose one of the options."),
    "input.control_characters": N_(
        "This contains characters that cannot be shown. Remove them, or type the text anew."
    ),
    "input.one_line": N_("Write this on one line."),
    "input.confirm": N_("Tick the box to go on."),
    "input.unknown_field": N_("This field is not known."),
    "input.wrong": N_("Please check this entry."),
    # Doors
    "page.unknown": N_("There is no such page. Check the address, or start from the front page."),
    "setup.missing": N_("No ideas can be taken here yet: this service is still being set up. Ask the office, please."),
    "host.unknown": N_("This address is not ours. Check it, or open the page by a link that we sent you."),
    "link.unknown": N_("This link is not valid. Check that it was copied whole, or ask the office for a new one."),
    "form.forged": N_("This form did not come from our page. Open the page again and send it from there."),
    "form.expired": N_("The page lay open for a long time. Nothing is lost: please send it once more."),
    "signin.needed": N_("Please sign in."),
    "office.only": N_(
        "These pages are for the office that coordinates the ideas. Your own tasks open by the links in your mails."
    ),
    "signin.code_wrong": N_("This code is not right, or has expired. Ask for a new one if you need to."),
    "code.over": N_("This code is used up or has expired. Ask for a new one."),
    "code.too_many": N_("There are five codes an hour at most. Please try again {wait}."),
    "too_many": N_("That was a lot at once. Please try again {wait}."),
    "unavailable": N_("We cannot take this at the moment. What you typed is still here: please try again in a minute."),
    "method.unknown": N_("This address does not take that kind of request."),
    "internal": N_("Something went wrong on our side. Nothing was changed; please try again, or tell the office."),
    # API
    "token.missing": N_("Send an API token: Authorization: Bearer …"),
    "token.unknown": N_("This API token is unknown, expired or revoked."),
    "token.scope": N_("This API token may not do that; it lacks the scope “{scope}”. Have one made that has it."),
    "idempotency.missing": N_("Send an Idempotency-Key, so that a repeated request cannot submit twice."),
    "idempotency.mismatch": N_("This Idempotency-Key was used for another request. Use a new one."),
    "person.self": N_("You cannot deactivate yourself. Ask a colleague of the office to do it."),
    "consent.words": N_(
        "A name is shown only with consent. Send in consent the very words that the person ticked, and their language."
    ),
    "person.unknown": N_("There is no such person with a confirmed address."),
}

# What programs are told instead: nothing that they sent is kept for them.
TO_PROGRAMS: Mapping[str, str] = {
    "input.invalid": N_("Some entries cannot be taken. Correct what errors names, and send all of it again."),
    "unavailable": N_("This cannot be taken at the moment, and nothing was stored. Send it again in a minute."),
    "planning.stale": N_("Somebody else has changed this meanwhile. Read it again, and send yours with its version."),
}

# A number beyond a bound is told the bound; the code is the same as for what is no number.
BOUNDED: Mapping[str, str] = {
    "least": N_("Enter a whole number of at least {least}."),
    "most": N_("Enter a whole number of at most {most}."),
}

# What a field needs that was left empty, by the field: a list of errors has to say which is which.
NEEDED: Mapping[str, str] = {
    **SURVEY_NEEDED,
    **ROUND_NEEDED,
    **COMMUNICATION_NEEDED,
    **GOALS_NEEDED,
    **BOARD_NEEDED,
    **COMMENTS_NEEDED,
    **RADAR_NEEDED,
    "title": N_("Give it a title."),
    "name": N_("Enter your name."),
    "stated_name": N_("Enter your name."),
    "email": N_("Enter your e-mail address."),
    "address": N_("Enter your e-mail address."),
    "code": N_("Enter the code from the mail."),
    "group": N_("Say which group gains this."),
    "how": N_("Say what this group gains."),
    "question": N_("Write what you want to know."),
    "reply": N_("Write the answer."),
    "reason": N_("Say why."),
    "public_reason": N_("Write the reasons for the public."),
    "text": N_("Write what is promised."),
    "owner": N_("Choose who is responsible."),
    "due_on": N_("Enter the date by which it is to be done."),
    "new_due_on": N_("Enter the new date."),
    "until": N_("Enter the date until which the idea is deferred."),
    "to": N_("Choose who it is to be."),
    "person": N_("Choose a person."),
    "body": N_("Choose which body decided."),
    "item": N_("Choose which text is to be blanked."),
    "body_date": N_("Enter the day of the decision."),
    "outcome": N_("Choose what the decision is."),
    "verdict": N_("Choose what you say to the idea."),
    "answer": N_("Choose how it stands."),
    "project": N_("Choose how far the project is."),
    "public": N_("Choose whether it is to be public."),
}
