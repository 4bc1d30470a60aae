"""Who stands in for somebody, as the office says it by page or by API; ideas that wait for them look at once."""

from collections.abc import Mapping, Sequence

from api.errors import Refused
from api.services import Services
from domain.errors import RuleBroken
from domain.staffing import ROLE_OF
from domain.words import Role
from storage import absences, deputies, people

ROLES: tuple[Role, ...] = tuple(ROLE_OF.values())
MOST = 10  # for each role


async def replace(services: Services, person: str, chosen: Mapping[str, Sequence[str]]) -> None:
    """What is chosen replaces what was known of these roles. Raises Refused with the names it is about."""
    try:
        async with services.db.write() as session:
            before = await deputies.of(session, person)
            kept = {role: several for role, several in before.items() if role not in ROLES}
            if await deputies.put(session, {person: {**kept, **chosen}}):
                await absences.noted(session, person, at=services.now())
    except RuleBroken as broken:
        ids = [str(broken.facts.get(name) or "") for name in ("person", "through")]
        async with services.db.read() as session:
            known = await people.by_ids(session, filter(None, ids))
        names = [known[one].name if one in known else "" for one in ids]
        role = str(broken.facts.get("role") or "")
        raise Refused(broken.code, person=names[0], through=names[1], role=role) from None
