"""Deferrals at the office's desk: every idea that is asleep, and the laws and documents that ideas wait for."""

from fastapi import APIRouter

from api.office.deferrals import asleep, documents

router = APIRouter(include_in_schema=False)
for part in (asleep, documents):
    router.include_router(part.router)
