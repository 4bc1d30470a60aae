"""Who asks: the person or service a bearer token belongs to, with its scopes; who may ask is in the type."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.client import network
from api.errors import Refused
from api.services import Services, ServicesDep
from domain.words import Role
from domain.world import Person
from kit.tokens import hash_token
from storage import people, tokens

bearer = HTTPBearer(auto_error=False, description="A token from `python -m umlauf token create`.")


@dataclass(frozen=True)
class Actor:
    """The token's person; it can do what that person may, no more."""

    person: Person
    scopes: frozenset[str]
    service: bool
    token_hash: str

    @property
    def office(self) -> bool:
        """Whether this token sees and steers as the office."""
        return "office" in self.scopes and Role.OFFICE in self.person.roles

    def needs(self, scope: str) -> "Actor":
        """Raises Refused unless the token has this scope."""
        if scope not in self.scopes:
            raise Refused("token.scope", scope=scope)
        return self


async def actor(
    request: Request,
    services: ServicesDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Actor:
    """The actor of this request; counts towards the token's budget."""
    if credentials is None:
        raise Refused("token.missing")
    token_hash = hash_token(credentials.credentials)
    found = await _found(services, token_hash)
    if found is None:
        await services.limits.spend("api.unknown.network", network(request, services))
        raise Refused("token.unknown")
    await services.limits.spend("api.token", token_hash)
    return found


async def _found(services: Services, token_hash: str) -> Actor | None:
    now = services.now()
    async with services.db.read() as session:
        token = await tokens.find(session, token_hash)
        person = await people.get(session, token.person_id) if token is not None else None
    if token is None or not token.valid(now) or person is None or not person.active:
        return None
    if tokens.stale(token, now):
        async with services.db.write() as session:
            await tokens.used(session, token, now)
    return Actor(person, frozenset(token.scopes), token.service, token_hash)


ActorDep = Annotated[Actor, Depends(actor)]


async def reader(who: ActorDep) -> Actor:
    """A token that may read."""
    return who.needs("read")


async def submitter(who: ActorDep) -> Actor:
    """A token that may submit."""
    return who.needs("submit")


async def answerer(who: ActorDep) -> Actor:
    """A token that may answer its person's tasks."""
    return who.needs("answer")


async def officer(who: ActorDep) -> Actor:
    """A token that steers as the office."""
    if not who.office:
        raise Refused("token.scope", scope="office")
    return who


Reader = Annotated[Actor, Depends(reader)]
Submitter = Annotated[Actor, Depends(submitter)]
Answerer = Annotated[Actor, Depends(answerer)]
Officer = Annotated[Actor, Depends(officer)]
