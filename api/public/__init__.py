"""What anybody may see and do: the front page, public ideas, submitting, reporting, and the legal pages."""

from fastapi import APIRouter

from api.public import comments, front, house, ideas, notices, stop, submit, supporting, surveys, taking_part

router = APIRouter(include_in_schema=False)
for part in (front, submit, ideas, comments, supporting, surveys, taking_part, house, notices, stop):
    router.include_router(part.router)
