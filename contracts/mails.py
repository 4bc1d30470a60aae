"""Every mail there is: one folder in templates/mail, one frozen class of props, and nothing about it elsewhere.

Props hold a title and a number, a role, dates and a link; what somebody wrote stays behind the link. Only the
receipt of a decision says more, and only what is published anyway.
"""

from collections.abc import Mapping

from contracts.absence_mails import OF_ABSENCE
from contracts.advice_mails import OF_ADVICE
from contracts.asked_for_mails import ASKED_FOR
from contracts.asking_back_mails import OF_ASKING_BACK
from contracts.assurance_mails import OF_ASSURANCE
from contracts.clock_mails import OF_CLOCKS
from contracts.comment_mails import OF_COMMENTS
from contracts.decision_mails import OF_DECISIONS
from contracts.desk_mails import OF_DESKS
from contracts.idea_mails import OF_IDEAS
from contracts.mail import Kind
from contracts.radar_mails import OF_RADAR
from contracts.round_mails import OF_ROUNDS
from contracts.sign_off_mails import OF_SIGN_OFFS
from contracts.support_mails import OF_SUPPORT
from contracts.survey_mails import OF_SURVEYS

MAILS: Mapping[str, Kind] = {
    **OF_IDEAS,
    **OF_DECISIONS,
    **ASKED_FOR,
    **OF_SURVEYS,
    **OF_SUPPORT,
    **OF_ROUNDS,
    **OF_RADAR,
    **OF_COMMENTS,
    **OF_CLOCKS,
    **OF_DESKS,
    **OF_ABSENCE,
    **OF_ADVICE,
    **OF_SIGN_OFFS,
    **OF_ASKING_BACK,
    **OF_ASSURANCE,
}
