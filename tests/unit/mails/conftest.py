"""The real templates and catalogues."""

import pytest

from kit.i18n import Catalogues
from kit.templating import Templates
from tests.unit.mails.catalogue import ROOT, SITE


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates(ROOT / "templates", Catalogues(ROOT / "locales"), globals={"site": SITE})
