"""The words by which a case is found: folded, rewritten in the step that changes one, gone with what was blanked."""

from sqlalchemy import BigInteger

from storage.columns import case_text, procedure
from storage.tables.base import ID, Base

FOUND = "case_words_found"  # what searches it: a virtual table on SQLite, an index on PostgreSQL


class CaseWordsRow(Base, table=True):
    """One case; places follow the order of receipt, so that the newest are found first without sorting."""

    __tablename__ = "case_words"

    place: int = procedure(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    case_id: str = procedure(foreign_key="cases.id", unique=True, max_length=ID)
    title: str = case_text()
    summary: str = case_text()
    shown: str = case_text()
    internal: str = case_text()
