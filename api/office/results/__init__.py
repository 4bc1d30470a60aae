"""Results at the office's desk: figures, texts with tags, the trend, and what is taken along.

To be included before `api.office.surveys`, whose addresses of waves take any further word.
"""

from fastapi import APIRouter

from api.office.results import exporting, taking, texts, trends, wave

router = APIRouter(include_in_schema=False)
for part in (wave, texts, exporting, taking, trends):
    router.include_router(part.router)
