"""What is logged is ids, codes, counts and durations; no line holds what somebody wrote, or a way in."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from kit.tokens import new_token
from umlauf.logs import configure_logging, get_logger, scrub


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def logged(stream: io.StringIO) -> dict:
    return json.loads(stream.getvalue().splitlines()[-1])


def test_ids_codes_and_counts_are_logged(lines: io.StringIO) -> None:
    get_logger().info("case.recorded", case_id="0f3b", code="review.not_yours", count=3, duration_ms=1.5)
    line = logged(lines)
    assert (line["event"], line["case_id"], line["code"], line["count"]) == (
        "case.recorded",
        "0f3b",
        "review.not_yours",
        3,
    )
    assert line["timestamp"].endswith("+00:00")


def test_an_unknown_key_is_left_out_and_named(lines: io.StringIO) -> None:
    get_logger().info("mail.sent", subject="Ihre Idee <script>", mail_id="7")
    assert "Ihre Idee" not in lines.getvalue()
    assert logged(lines)["left_out"] == ["subject"]


@pytest.mark.parametrize("value", ["ana@example.org", "ein Satz", "<script>", "zwei\nZeilen"])
def test_a_value_that_is_no_code_is_left_out(lines: io.StringIO, value: str) -> None:
    get_logger().info("x", code=value)
    assert logged(lines)["code"] == "[removed]"


def test_a_token_never_reaches_the_line(lines: io.StringIO) -> None:
    token = new_token()
    get_logger().info(f"GET /a/{token}", route=f"/a/{token}", code=token)
    logging.getLogger("uvicorn.error").warning("bad request %s", token)
    logging.getLogger("other").warning(f"/a/{token}?x=1")
    assert token not in lines.getvalue()
    assert len(lines.getvalue().splitlines()) == 3


def test_the_access_log_of_the_server_is_off(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /a/x")
    assert lines.getvalue() == ""


def test_an_exception_is_logged_without_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError("Anna Amt schrieb an ana@example.org")
    except ValueError:
        logging.getLogger("library").exception("Task failed for %s", "Anna Amt")
        get_logger().exception("courier.failed", case_id="1")
    assert "Anna" not in lines.getvalue()
    line = logged(lines)
    assert line["exception"] == ["ValueError"]
    assert line["where"][-1].startswith("umlauf/test_logs.py:")


def test_umlauts_stay_readable(lines: io.StringIO) -> None:
    get_logger().info("geprüft", stage="prüfung")
    assert "prüfung" in lines.getvalue()


def test_a_class_name_and_an_id_survive_the_scrubber() -> None:
    line = "WorkflowUpdateRPCTimeoutOrCancelledError 6f1ed002ab5595859014ebf0951522d9"
    assert scrub(line) == line


def test_an_address_is_scrubbed_even_percent_encoded() -> None:
    assert scrub("an ana@example.org, ana%40example.org") == "an [removed] [removed]"
