"""What a state page says, in whichever area the state is known."""

from dataclasses import dataclass

from kit.i18n import N_


@dataclass(frozen=True)
class Words:
    """One state in words."""

    title: str
    happened: tuple[str, ...]
    can_do: tuple[str, ...] = ()
    tone: str = "info"
    content: bool = False  # whether number and title of the idea may be shown


NOTHING_TO_DO = N_("You need not do anything.")
