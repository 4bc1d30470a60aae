"""A second device."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from api.services import Services
from tests.api.apps import app_on
from tests.api.conftest import SITE


@pytest.fixture
async def phone(services: Services) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app_on(services))
    headers = {"Accept-Language": "de"}
    async with httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, headers=headers) as browser:
        yield browser
