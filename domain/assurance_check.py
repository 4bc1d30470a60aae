"""What a definition says of assurance and objection that cannot work."""

from collections.abc import Iterator

from domain.definition import ProcessDefinition
from domain.finding import Finding
from domain.words import Assurance

RECEIPT = "answer_receipt"


def check_assurance(definition: ProcessDefinition) -> Iterator[Finding]:
    """Several answers at once have no code of their own; a period is one length."""
    review, objection = definition.stages.review, definition.objection
    if review is not None and review.bulk and review.assurance != Assurance.L0:
        yield Finding(("stages", "review", "bulk"), "bulk_without_code", {"level": review.assurance})
    for index, notice in enumerate(definition.notices):
        if notice.mail == RECEIPT and notice.digest:
            yield Finding(("notices", index, "digest"), "receipt_waits")
    if objection is not None and len(objection.lengths) != 1:
        yield Finding(("objection",), "objection_length", {"count": len(objection.lengths)})
