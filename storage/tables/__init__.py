"""Every table; importing this makes METADATA whole."""

from storage.tables.absences import AbsenceRow, CalendarFeedRow, DeputyRow
from storage.tables.access import CodeRow, IdempotencyRow, KeptFormRow, SessionRow, TokenRow
from storage.tables.advice import AdviceRow
from storage.tables.asked import AssignmentRow, CommitmentRow, TaskRow
from storage.tables.base import METADATA
from storage.tables.board import LimitsRow
from storage.tables.canvases import CanvasRow, CanvasVersionRow
from storage.tables.cases import CaseRow, CounterRow
from storage.tables.comments import AttachmentRow, CommentRow
from storage.tables.communication import PlanEntryRow, PlanHistoryRow, StakeholderRow
from storage.tables.consents import ConsentRow, ConsentWordingRow
from storage.tables.cycles import CyclePauseRow
from storage.tables.desk import DeskChoiceRow, DigestItemRow, DigestRow
from storage.tables.documents import DocumentRow
from storage.tables.drawn import WaveDrawnRow
from storage.tables.entries import EntryRow, GuestRow
from storage.tables.goals import AssessmentRow, GoalRow, GoalVersionRow, Shelf, ShelfRow
from storage.tables.joined import JoinedRow
from storage.tables.noticed import NoticedRow
from storage.tables.origins import WaveOriginRow
from storage.tables.people import AddressRow, FunctionRow, InterestRow, PersonRow, RoleRow
from storage.tables.planning import FrameRow, PlanningRow
from storage.tables.post import LinkRow, MailRow, MailState, Purpose, SubmissionRow
from storage.tables.radar import FindingLineRow, FindingRow, RadarLookRow, RadarToldRow
from storage.tables.record import EventRow, InboxRow
from storage.tables.resolving import ResolutionRow, ResolutionShownRow, WaveResolverRow
from storage.tables.roadmap import RoadmapKind, RoadmapRow
from storage.tables.round_pairs import RoundPairRow
from storage.tables.round_series import RoundSeriesRow
from storage.tables.rounds import (
    RoundEventRow,
    RoundIdeaRow,
    RoundLinkRow,
    RoundRaterRow,
    RoundRatingRow,
    RoundReasonRow,
    RoundResultRow,
    RoundRow,
)
from storage.tables.rules import CalendarRow, NoticeRow, ProcessRow
from storage.tables.said import AnswerRow, DecisionRow, DeferralRow, PointRow, QuestionRow, ReasonRow, TextRow
from storage.tables.scenarios import RoundProposalRow, ScenarioRow
from storage.tables.search import CaseWordsRow
from storage.tables.signing import SignOffRow, SignStepRow
from storage.tables.supporters import SupportEntryRow, SupporterRow, SupportLinkRow
from storage.tables.surveys import (
    KEPT,
    AnonymousAnswerRow,
    AudienceRow,
    ConfidentialAnswerRow,
    ContactRow,
    DraftRow,
    IntakeRow,
    InvitationLinkRow,
    InvitationRow,
    NamedAnswerRow,
    PseudonymRow,
    QuestionnaireRow,
    ShownRow,
    SurveyRow,
    TextTagRow,
    WaveEventRow,
    WaveReasonRow,
    WaveRow,
    WaveTopicRow,
)
from storage.tables.takings import TakingRow

__all__ = [
    "KEPT",
    "METADATA",
    "AbsenceRow",
    "AddressRow",
    "AdviceRow",
    "AnonymousAnswerRow",
    "AnswerRow",
    "AssessmentRow",
    "AssignmentRow",
    "AttachmentRow",
    "AudienceRow",
    "CalendarFeedRow",
    "CalendarRow",
    "CanvasRow",
    "CanvasVersionRow",
    "CaseRow",
    "CaseWordsRow",
    "CodeRow",
    "CommentRow",
    "CommitmentRow",
    "ConfidentialAnswerRow",
    "ConsentRow",
    "ConsentWordingRow",
    "ContactRow",
    "CounterRow",
    "CyclePauseRow",
    "DecisionRow",
    "DeferralRow",
    "DeputyRow",
    "DeskChoiceRow",
    "DigestItemRow",
    "DigestRow",
    "DocumentRow",
    "DraftRow",
    "EntryRow",
    "EventRow",
    "FindingLineRow",
    "FindingRow",
    "FrameRow",
    "FunctionRow",
    "GoalRow",
    "GoalVersionRow",
    "GuestRow",
    "IdempotencyRow",
    "InboxRow",
    "IntakeRow",
    "InterestRow",
    "InvitationLinkRow",
    "InvitationRow",
    "JoinedRow",
    "KeptFormRow",
    "LimitsRow",
    "LinkRow",
    "MailRow",
    "MailState",
    "NamedAnswerRow",
    "NoticeRow",
    "NoticedRow",
    "PersonRow",
    "PlanEntryRow",
    "PlanHistoryRow",
    "PlanningRow",
    "PointRow",
    "ProcessRow",
    "PseudonymRow",
    "Purpose",
    "QuestionRow",
    "QuestionnaireRow",
    "RadarLookRow",
    "RadarToldRow",
    "ReasonRow",
    "ResolutionRow",
    "ResolutionShownRow",
    "RoadmapKind",
    "RoadmapRow",
    "RoleRow",
    "RoundEventRow",
    "RoundIdeaRow",
    "RoundLinkRow",
    "RoundPairRow",
    "RoundProposalRow",
    "RoundRaterRow",
    "RoundRatingRow",
    "RoundReasonRow",
    "RoundResultRow",
    "RoundRow",
    "RoundSeriesRow",
    "ScenarioRow",
    "SessionRow",
    "Shelf",
    "ShelfRow",
    "ShownRow",
    "SignOffRow",
    "SignStepRow",
    "StakeholderRow",
    "SubmissionRow",
    "SupportEntryRow",
    "SupportLinkRow",
    "SupporterRow",
    "SurveyRow",
    "TakingRow",
    "TaskRow",
    "TextRow",
    "TextTagRow",
    "TokenRow",
    "WaveDrawnRow",
    "WaveEventRow",
    "WaveOriginRow",
    "WaveReasonRow",
    "WaveResolverRow",
    "WaveRow",
    "WaveTopicRow",
]
