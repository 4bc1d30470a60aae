"""Goals at the office's desk: the tree, what each idea does for it, what is missing, and coverage of catalogues."""

from fastapi import APIRouter

from api.office.goals import contributions, covering, editing, lists, matrix, tree

router = APIRouter(include_in_schema=False)
for part in (matrix, lists, covering, tree, editing, contributions):
    router.include_router(part.router)
