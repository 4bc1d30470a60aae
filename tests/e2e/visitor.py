"""Somebody with a browser without scripts: keeps cookies, opens links, fills forms and sends them as browsers do."""

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx2

from tests.e2e.page import Page, PageForm


class Visitor:
    """One browser profile."""

    def __init__(self, base_url: str, language: str = "de", timeout: float = 90.0) -> None:
        self.base_url, self.url = base_url, base_url
        headers = {"Accept-Language": language, "User-Agent": "visitor"}
        # By plain HTTP: reading the list of authorities would take longer than many a page.
        self.client = httpx2.AsyncClient(headers=headers, timeout=timeout, verify=False)
        self.status, self.page = 0, Page("")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    @property
    def path(self) -> str:
        """Where the visitor is now."""
        return urlsplit(self.url).path

    async def open(self, address: str, expect: int | None = 200) -> Page:
        """Follows a link."""
        return await self._go("GET", urljoin(self.url, address), None, {"Sec-Fetch-Site": "none"}, expect)

    async def send(
        self, form: PageForm, given: Mapping[str, Any] | None = None, *, button: str = "", expect: int | None = 200
    ) -> Page:
        """Fills in a form of this page and presses a button: the only one, or the one with this value or label."""
        fields = form.filled(dict(given or {}))
        _, name, value, action = _pressed(form, button)
        if name:
            fields.append((name, value))
        target = urljoin(self.url, action or form.action or self.path)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.url))
        browser = {"Origin": origin, "Referer": f"{origin}/", "Sec-Fetch-Site": "same-origin"}
        return await self._go("POST", target, fields, browser, expect)

    async def _go(
        self, method: str, url: str, fields: list[tuple[str, str]] | None, headers: dict[str, str], expect: int | None
    ) -> Page:
        data: dict[str, Any] = {}
        for name, value in fields or ():
            data.setdefault(name, []).append(value)
        answer = await self.client.request(method, url, data=data or None, headers=headers)
        for _ in range(5):
            if not answer.is_redirect:
                break
            url = urljoin(url, answer.headers["Location"])
            answer = await self.client.get(url)
        self.url, self.status, self.page = url, answer.status_code, Page(answer.text)
        assert expect in (None, answer.status_code), f"{answer.status_code} at {self.path}: {self.page.text[:500]}"
        return self.page


def _pressed(form: PageForm, button: str) -> tuple[str, str, str, str]:
    if not form.buttons:
        return "", "", "", ""
    found = [b for b in form.buttons if not button or button in (b[0], b[2])]
    assert found, f"no button {button!r}, only {form.buttons}"
    assert button or len(found) == 1, f"say which button: {form.buttons}"
    return found[0]
