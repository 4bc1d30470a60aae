"""Pages and answers of this door."""

from fastapi import APIRouter

router = APIRouter()
