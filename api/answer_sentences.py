"""What codes of surveys say to those who answer: what is wrong with an answer, and why none is taken."""

from collections.abc import Mapping

from kit.i18n import N_

ANSWERS: Mapping[str, str] = {
    # Answers of surveys
    "answer.not_an_option": N_("Choose from the options offered."),
    "answer.too_many": N_("Choose at most {most}. Take back as many as are too many."),
    "answer.place_twice": N_("Two have the same place. Give every place once."),
    "answer.not_a_place": N_("Choose a place from the list."),
    "answer.place_missing": N_("A place is missing. Begin with 1 and leave none out; you may stop early."),
    "answer.not_a_step": N_("Choose one of the steps offered."),
    "answer.not_a_whole_number": N_("Enter a whole number, without decimals."),
    "answer.not_a_number": N_("Enter a number, for example 12 or 3.5."),
    "answer.too_small": N_("The number is too small: at least {least}."),
    "answer.too_large": N_("The number is too large: at most {most}."),
    "answer.not_a_date": N_("Enter a date like 31.03.2027."),
    "answer.too_early": N_("The date is too early: {earliest} at the earliest."),
    "answer.too_late": N_("The date is too late: {latest} at the latest."),
    "answer.not_a_text": N_("Please type this anew."),
    "answer.control_characters": N_(
        "This contains characters that cannot be shown. Remove them, or type the text anew."
    ),
    "answer.too_long": N_("This is too long: at most {most} characters. Please shorten it."),
    "answer.one_line": N_("Write this on one line."),
    "answer.not_yes_or_no": N_("Tick the box, or leave it."),
    "answer.consent_needed": N_("Without this box your answers cannot be taken. Tick it, or close the page."),
    "answer.not_asked": N_("This is not asked here."),
    # Handing in
    "survey.code_unknown": N_(
        "There is nothing under this code. Check every character; or begin anew, for what was sent or closed is gone."
    ),
    "survey.code_shape": N_("Enter the code as it was shown: five groups of four characters."),
    "survey.changed": N_("Your answers were changed in another window. Look at them again, then send them."),
    "survey.empty": N_("You have not answered anything yet. Answer at least one question, or just close the page."),
    "survey.not_complete": N_("Some answers need your attention before you can send them."),
}
