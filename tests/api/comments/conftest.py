"""What tests of comments share: a form with files, as a browser sends it."""

from typing import Any

import httpx2

from storage import comments
from tests.api.city import City, hidden_of
from tests.api.office.conftest import office  # noqa: F401 - a fixture

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
EVIL = "<script>Kommentar</script>"
SHOWN = "&lt;script&gt;Kommentar"
File = tuple[str, bytes, str]


async def upload(
    client: httpx2.AsyncClient, page: str, *files: File, form: dict[str, str] | None = None, **fields: str
) -> httpx2.Response:
    """Opens the page and sends its form for comments with these files; `form` are hidden fields known already."""
    if form is None:
        shown = await client.get(page)
        assert shown.status_code == 200, shown.text
        form = hidden_of(shown.text)
    data = {**form, "comment": EVIL, **fields}
    sent: Any = [("files", file) for file in files] or [("files", ("", b"", "application/octet-stream"))]
    return await client.post(page, data=data, files=sent, headers={"Origin": str(client.base_url).rstrip("/")})


async def kept(city: City, case_id: str) -> tuple[Any, ...]:
    async with city.db.read() as session:
        return await comments.of_case(session, case_id)
