"""Outside live, no mail reaches anybody by accident."""

import pytest

from kit.modes import Deliver, MailMode, Mode, Simulate, Suppress
from kit.smtp import Outcome

ANA = "ana@Example.org"


def mode(name: str) -> Mode:
    return Mode(MailMode(name), mail_domain="ideen.example", team_domains=["example.ORG"])


def test_live_reaches_everybody_and_marks_nothing() -> None:
    assert mode("live").routes("eve@elsewhere.example") == Deliver()
    assert mode("live").mark("Idee 42") == "Idee 42"


def test_a_team_installation_reaches_only_the_team() -> None:
    assert mode("team").routes(ANA) == Deliver()
    for outside in ("eve@elsewhere.example", "eve@sub.example.org", "eve@notexample.org", "eve", ""):
        assert mode("team").routes(outside) == Suppress("not_in_team")


def test_a_test_installation_reaches_nobody() -> None:
    assert mode("test").routes(ANA) == Suppress("test_mode")


@pytest.mark.parametrize("name", ["team", "test"])
def test_outside_live_the_subject_says_so_once(name: str) -> None:
    assert mode(name).mark("Idee 42") == "[TEST] Idee 42"
    assert mode(name).mark(mode(name).mark("Idee 42")) == "[TEST] Idee 42"


@pytest.mark.parametrize("name", MailMode)
@pytest.mark.parametrize(
    ("local", "outcome"),
    [("delivered", Outcome.SENT), ("temp-fail", Outcome.RETRY), ("perm-fail", Outcome.REFUSED)],
)
def test_simulator_addresses_behave_as_named_in_every_mode(name: MailMode, local: str, outcome: Outcome) -> None:
    route = mode(name).routes(f"{local}@simulator.ideen.example")

    assert isinstance(route, Simulate)
    assert route.result.outcome is outcome


def test_a_simulator_address_nobody_knows_is_not_sent_anywhere() -> None:
    assert mode("live").routes("ana@simulator.ideen.example") == Suppress("unknown_simulator")
