"""Every table; importing this makes METADATA whole."""

from storage.tables.access import CodeRow, IdempotencyRow, SessionRow, TokenRow
from storage.tables.asked import AssignmentRow, CommitmentRow, TaskRow
from storage.tables.base import METADATA
from storage.tables.cases import CaseRow, CounterRow
from storage.tables.people import AddressRow, InterestRow, PersonRow, RoleRow
from storage.tables.post import LinkRow, MailRow, MailState, Purpose, SubmissionRow
from storage.tables.record import EventRow, InboxRow
from storage.tables.rules import CalendarRow, ProcessRow
from storage.tables.said import AnswerRow, DecisionRow, DeferralRow, QuestionRow, ReasonRow, TextRow

__all__ = [
    "METADATA",
    "AddressRow",
    "AnswerRow",
    "AssignmentRow",
    "CalendarRow",
    "CaseRow",
    "CodeRow",
    "CommitmentRow",
    "CounterRow",
    "DecisionRow",
    "DeferralRow",
    "EventRow",
    "IdempotencyRow",
    "InboxRow",
    "InterestRow",
    "LinkRow",
    "MailRow",
    "MailState",
    "PersonRow",
    "ProcessRow",
    "Purpose",
    "QuestionRow",
    "ReasonRow",
    "RoleRow",
    "SessionRow",
    "SubmissionRow",
    "TaskRow",
    "TextRow",
    "TokenRow",
]
