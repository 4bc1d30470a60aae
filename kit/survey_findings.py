"""What is found about questionnaires and surveys, as sentences that say what to do."""

from collections.abc import Mapping

from kit.i18n import N_

FINDINGS: Mapping[str, str] = {
    "text_missing": N_("This text is empty in both languages. Please write it under “de” and “en”."),
    "page_twice": N_("The page “{name}” is there twice. Please give one of them another id."),
    "key_twice": N_("The question “{name}” is there twice. Please give one of them another key."),
    "option_twice": N_("The option “{name}” is there twice in this question. Please give one of them another key."),
    "page_empty": N_("The page “{name}” has no questions. Please add one, or leave the page out."),
    "nothing_asked": N_("Nothing is asked, there are only texts to read. Please add a question."),
    "bounds_upside_down": N_("No answer to “{name}” lies within its bounds. Please let them end after they begin."),
    "more_than_there_are": N_("“{name}” has fewer options than “at_most” allows. Please lower it, or leave it out."),
    "ladder_unknown": N_("There is no question “{name}”, so it cannot be a step. Please name a scale with words."),
    "ladder_misfit": N_("“{name}” has no mean that could be a step. Please name questions of the type likert."),
    "ladder_twice": N_("“{name}” is a step already. Please name each step once."),
    "question_unknown": N_("There is no question “{name}”. Please name one that is asked earlier."),
    "option_unknown": N_("The question “{name}” has no option “{option}”. Please name one that it has."),
    "operator_misfit": N_("Answers to “{name}” cannot be compared by “{operator}”. Please take an operator that fits."),
    "value_misfit": N_("No answer to “{name}” is like this value. Please give one that fits “{operator}”."),
    "branching_circle": N_("These are shown only after one another, in a circle: {names}. Please free one of them."),
    "condition_on_later": N_("“{name}” is asked only later. Please move it forward, or name an earlier question."),
    "never_shown": N_("No answers ever lead to “{name}”. Please change its “when” or its page's, or leave it out."),
    "staff_block_missing": N_("Staff must read “{block}” before they answer. Please write it under “notice”."),
    "approval_missing": N_("Have this wording approved, by the staff council for example, before staff are asked."),
    "approval_of_other_wording": N_("{body} approved another wording on {on}. Please have this one approved."),
    "translation_missing": N_("“{language}” is missing: its readers see the other language. Please translate."),
    "condition_on_same_page": N_(
        "“{name}” is on the same page, so this takes effect only once the page is sent. Better ask it a page earlier."
    ),
    "identifiable": N_(
        "Answers to {names} make {cells} possible groups among {people} people asked. For {least} people in each,"
        " {needed} would be needed: please ask for less, or more coarsely."
    ),
    "identifiable_unit": N_(
        "Answers to {names} make {cells} possible groups, and the smallest department has {people} of the {invited}"
        " people asked. For {least} people in each group, {needed} would be needed there: please ask for less, or more"
        " coarsely."
    ),
    "identifiable_open": N_(
        "Everybody may answer, so nobody knows how many people answers to {names} tell apart. Groups of fewer than"
        " {least} are hidden; better ask for less, or more coarsely."
    ),
    "identifiable_freely": N_(
        "Answers to {names} can give away any of the {people} people. Please offer options, or leave out what says"
        " something of the person."
    ),
}
# What else is missing before a wave may start.
MISSING: Mapping[str, str] = {
    "questionnaire_missing": N_("There is no such questionnaire any more. Choose another one for this survey."),
    "audience_empty": N_("Nobody can be asked: the audience has {people} people, {left} of them cannot be written to."),
    "everybody_contacted": N_(
        "All {people} people were written to so lately that the contact budget lets nobody be asked before {day}."
    ),
    "staff_unmarked": N_(
        "All {people} people are staff, but the questionnaire is not marked as one for staff. If it asks them as"
        " employees, write “kind: staff” into it: then they must read four notices, and the wording needs an approval."
    ),
    "owner_without_role": N_("Choose somebody to owe the answer who is here and has the role owner or office."),
    "open_named": N_("A survey that is open to everybody cannot have names. Choose another mode, or do not open it."),
    "open_staff": N_("A questionnaire for staff cannot be open to everybody. Choose another one, or do not open it."),
    "mode_nobody_named": N_("Say in the survey who reads the answers or may find out whose they are."),
    "mode_columns": N_("The database cannot keep what this mode promises. Tell whoever operates this installation."),
}
