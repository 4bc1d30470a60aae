"""The consent to be named with an idea: its words, wherever the box stands."""

from kit.i18n import N_, Translator
from storage.consents import Wording

NAMED = N_("My name may be shown with the idea")
ABOUT = N_(
    "Without the tick the idea is shown without a name. The ground is your consent, Art. 6 (1) (a) GDPR; "
    "you can take it back by your link at any time."
)


def wording(say: Translator) -> Wording:
    """The box and what stands below it."""
    return Wording(f"{say.gettext(NAMED)}\n{say.gettext(ABOUT)}", say.language)
