"""The promise to those who are asked, named here so that it is translated: the rules that say it know no languages."""

from kit.i18n import N_

PROMISE = (
    N_("Taking part is voluntary. You may leave out any question."),
    N_("Your answers are kept together with your name."),
    N_("These read them with your name: {readers}."),
    N_("Your answers are kept under a code instead of your name."),
    N_(
        "Only these may find out whose answers they are: {resolvers}. They need a reason and a second person,"
        " and each time is recorded."
    ),
    N_(
        "Your answers are anonymous. They are kept apart from the list of those invited, without name, "
        "address, time or order, and nobody can put the two together again."
    ),
    N_("We only note that you took part, so that nobody reminds you."),
    N_("That is why we can neither show, change nor delete your answers once you have sent them."),
    N_("Results are shown for groups of {least} people or more only; free texts from {texts} texts on."),
    N_("If fewer than {least} people answer, no results are shown at all."),
    N_("Please write nothing in a free text that tells who you are."),
    N_("You can break off and go on later by the same link."),
    N_(
        "You can break off and go on later by a code that we show you. Whoever has the code can read what you"
        " entered; without it nobody can. It is deleted when you send your answers, and when the survey "
        "closes."
    ),
    N_("You will not be reminded."),
    N_("You will be reminded once at most, and not after you have answered."),
    N_("You will be reminded at most {count} times, and not after you have answered."),
    N_("You will hear by {day} at the latest what came of it, whether you take part or not."),
    N_("You will hear what came of it, whether you take part or not."),
)
