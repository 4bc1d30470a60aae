"""Cases this process recorded last, so that a step need not read again what it wrote itself."""

from collections import OrderedDict

from domain.case import Case

MOST = 1000


class Recent:
    """Remembers whole cases by revision; what another process changed meanwhile has another revision."""

    def __init__(self) -> None:
        self._cases: OrderedDict[str, tuple[int, Case]] = OrderedDict()

    def put(self, case: Case, revision: int) -> None:
        """Only for what is committed."""
        self._cases[case.id] = (revision, case)
        self._cases.move_to_end(case.id)
        if len(self._cases) > MOST:
            self._cases.popitem(last=False)

    def get(self, case_id: str, revision: int) -> Case | None:
        """The case at this revision, if it is remembered."""
        known = self._cases.get(case_id)
        return known[1] if known is not None and known[0] == revision else None
