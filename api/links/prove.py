"""The page between an answer and its code, at an address that Back and reload may ask for; it sends nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.links import assure, draft
from api.links.visit import Filled, Visit, only

router = APIRouter(include_in_schema=False)
AnyDep = Annotated[Visit, Depends(only(*assure.ACTIONS))]


@router.get("/a/{token}/prove")
async def look(visit: AnyDep) -> Response:
    """What is to be sent, as long as it is kept."""
    form = await draft.kept(visit.request, visit.services, visit.opened.path)
    if form is None or not visit.acts:
        return visit.back()
    return assure.show(visit, Filled(form.values()))
