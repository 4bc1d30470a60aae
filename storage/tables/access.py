"""Ways in for people and services: tokens, sessions and sign-in codes, each only as a hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary

from storage.columns import DUTY, SHORT, personal, technical
from storage.tables.base import ID, Base

HOURS = "12 hours, or until the form is sent"


class TokenRow(Base, table=True):
    """An API token of a person or a service."""

    __tablename__ = "api_tokens"

    hash: str = technical(primary_key=True, max_length=64)
    id: str = technical(unique=True, max_length=ID)
    name: str = personal(max_length=200)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID)
    service: bool = technical(default=False)
    scopes: list[str] = technical(sa_type=JSON)
    created_at: datetime = technical()
    expires_at: datetime | None = technical(default=None)
    revoked_at: datetime | None = technical(default=None)
    last_used_at: datetime | None = technical(default=None)


class SessionRow(Base, table=True):
    """A signed-in browser."""

    __tablename__ = "sessions"

    hash: str = technical(primary_key=True, max_length=64)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=SHORT)
    created_at: datetime = technical()
    expires_at: datetime = technical(index=True)
    ended_at: datetime | None = technical(default=None)


class CodeRow(Base, table=True):
    """A one-time code on its way to an address, with the tries that are left."""

    __tablename__ = "signin_codes"

    id: str = technical(primary_key=True, max_length=ID)
    hash: str = technical(max_length=64)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=SHORT)
    created_at: datetime = technical()
    expires_at: datetime = technical(index=True)
    tries: int = technical(default=0)
    used_at: datetime | None = technical(default=None)
    about: str = technical(default="", max_length=100)  # what it opens: "" signs in


class IdempotencyRow(Base, table=True):
    """What a request with an Idempotency-Key was answered, so that a repeat gets the same."""

    __tablename__ = "idempotency"

    token_hash: str = technical(primary_key=True, max_length=64)
    key: str = technical(primary_key=True, max_length=200)
    request_hash: str = technical(max_length=64)
    response: dict[str, Any] | None = technical(default=None, sa_type=JSON)
    created_at: datetime = technical(index=True)


class KeptFormRow(Base, table=True):
    """A form between two pages: sealed, for the one browser that holds its key."""

    __tablename__ = "kept_forms"

    id: str = technical(primary_key=True, max_length=64, keep=HOURS)
    sealed: bytes = personal(DUTY, HOURS, sa_type=LargeBinary)
    expires_at: datetime = technical(keep=HOURS, index=True)
