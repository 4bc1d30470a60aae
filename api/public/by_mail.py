"""Addresses that forms of the public pages take: one mail each to confirm it, and the same answer whoever has it."""

import hashlib
from datetime import datetime, timedelta

from api.answering.guest import Given
from api.errors import TooMany
from api.services import Services

AGAIN = timedelta(minutes=10)  # after which whoever has no mail is told to ask for another


async def may_be_mailed(services: Services, address: str, network_name: str) -> bool:
    """Whether one more mail may go to this address within the hour; whoever asks does not learn it.

    Raises TooMany when a network or an address sends too much.
    """
    await services.limits.spend("enter.network", network_name)
    await services.limits.spend("enter.address", address)
    try:
        await services.limits.spend("confirm.address", address)
    except TooMany:
        return False
    return True


def form_id(nonce: str, about: str, given: Given, at: datetime) -> str:
    """The id of what one page sent with this address: a double click is one mail, asking again later is another."""
    asked = int(at.timestamp() // AGAIN.total_seconds())
    return hashlib.sha256(f"{nonce}\n{about}\n{asked}\n{given.model_dump_json()}".encode()).hexdigest()[:32]
