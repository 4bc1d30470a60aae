"""What somebody typed for which it was too late: offered for copying, unless it stands in the idea anyway."""

from collections.abc import Collection, Iterable, Iterator

from domain.case import Case

# Fields that people write sentences in.
SENTENCES = frozenset(
    {"reason", "points", "question", "reply", "done", "public_reason", "internal_reason", "advice", "remark"}
)


def left_over(typed: Iterable[tuple[str, str]], case: Case, fields: Collection[str] = ()) -> list[str]:
    """Sentences for which the page has none of these fields any more, and that were not taken."""
    taken = set(_taken(case))
    return [
        text
        for name, text in typed
        if name.split(".")[0] in SENTENCES and name not in fields and text.strip() and not set(_lines(text)) <= taken
    ]


def _taken(case: Case) -> Iterator[str]:
    texts = [answer.reason for answer in case.answers]
    texts += [point.text for point in case.points] + [point.done for point in case.points]
    texts += [question.question for question in case.questions] + [question.reply for question in case.questions]
    texts += [words for one in case.advice for words in (one.question, one.text)]
    texts += [step.remark for step in case.sign_steps]
    texts += [reason.internal for reason in case.reasons] + [promise.reason for promise in case.commitments]
    for decision in case.decisions:
        texts += [decision.public_reason, decision.internal_reason]
    for text in texts:
        yield from _lines(text)


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
