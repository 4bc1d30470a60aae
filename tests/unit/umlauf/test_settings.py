"""Settings that are mistyped, impossible or unsafe are named at start; nothing is ignored in silence."""

import json
import os
import stat
from pathlib import Path

import pytest

from domain.radar.thresholds import DEFAULTS, Thresholds
from domain.survey.contact import Budget
from kit.i18n import Catalogues
from umlauf.colours import contrast_on_white
from umlauf.contact_budget import read_budget
from umlauf.radar_thresholds import read_thresholds
from umlauf.settings import Settings, load_settings
from umlauf.settings_error import SettingsError

KEY = "q7wLrt2Zx9-kVbN4mHs8_JdF3gYpA6cE"
LIVE = {"UMLAUF_SEAL_KEYS": KEY, "UMLAUF_SIGN_KEYS": KEY[::-1], "UMLAUF_BASE_URL": "https://ideen.stadt.de"}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("UMLAUF_", "TEMPORAL_"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    def set_all(**variables: str) -> None:
        for name, value in {**LIVE, **variables}.items():
            monkeypatch.setenv(name, value)

    return set_all


def refusal() -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        load_settings()
    return refused.value


def test_a_safe_installation_starts(given) -> None:
    given(UMLAUF_MAIL_FROM="ideen@stadt.de", UMLAUF_MAIL_MODE="live")
    settings = load_settings()
    assert settings.mail_domain == "stadt.de"
    assert settings.trusted_hosts == ("ideen.stadt.de",)
    assert settings.database_url == "sqlite+aiosqlite:///var/umlauf.db"


def test_a_mistyped_variable_is_named_with_the_right_one(given) -> None:
    given(UMLAUF_DATABSE_URL="sqlite+aiosqlite:///x.db")
    error = refusal()
    assert error.code == "settings.unknown"
    assert str(error) == "UMLAUF_DATABSE_URL is not a setting. Did you mean UMLAUF_DATABASE_URL?"


def test_a_variable_like_no_setting_is_named_too(given) -> None:
    given(UMLAUF_XYZZY="1")
    assert "UMLAUF_XYZZY is not a setting." in str(refusal())


def test_the_switches_of_the_tests_are_not_mistyped(given) -> None:
    given(UMLAUF_REQUIRE_BROWSER="1", UMLAUF_REQUIRE_POSTGRES="1")
    load_settings()


@pytest.mark.parametrize("name", ["UMLAUF_SEAL_KEYS", "UMLAUF_SIGN_KEYS"])
@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("", "it is missing"),
        ("tooshort", "a key has fewer than 32 characters"),
        ("change-me-change-me-change-me-change-me", "a key is a placeholder"),
        ("abababababababababababababababababab", "a key repeats the same few characters"),
        (f"{KEY},tooshort", "a key has fewer than 32 characters"),
    ],
)
def test_an_unsafe_key_refuses_to_start(given, name: str, keys: str, reason: str) -> None:
    given(**{name: keys})
    error = refusal()
    assert (error.code, error.facts["variable"], error.facts["reason"]) == ("settings.unsafe", name, reason)


def test_a_refusal_is_told_in_german(given) -> None:
    given(UMLAUF_SEAL_KEYS="tooshort")
    german = Catalogues(Path(__file__).parents[3] / "locales").of("de")
    told = refusal().told(german.gettext)
    assert told.startswith("UMLAUF_SEAL_KEYS ist unsicher: Ein Schlüssel hat weniger als 32 Zeichen. Erzeugen Sie")


def test_links_never_travel_unprotected(given) -> None:
    given(UMLAUF_BASE_URL="http://ideen.stadt.de")
    assert refusal().facts["variable"] == "UMLAUF_BASE_URL"


def test_on_the_own_machine_http_will_do(given) -> None:
    given(UMLAUF_BASE_URL="http://localhost:8000")
    assert load_settings().base_url == "http://localhost:8000"


def test_mail_leaves_only_once_a_sender_is_set(given) -> None:
    given(UMLAUF_MAIL_MODE="live")
    assert refusal().facts["variable"] == "UMLAUF_MAIL_FROM"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("UMLAUF_THEME_COLOUR", "#88aaff", "contrast of 2.3 : 1"),
        ("UMLAUF_THEME_COLOUR", "navy", "write it as #rrggbb"),
        ("UMLAUF_DATABASE_URL", "postgresql://u:geheim@db/umlauf", "write the driver in full"),
        ("UMLAUF_TIMEZONE", "Europe/Norderstedt", "no such time zone"),
        ("UMLAUF_REGION", "XX", "no such federal state"),
        ("UMLAUF_MAIL_MODE", "prod", "'live', 'team' or 'test'"),
        ("UMLAUF_PORT", "eighty", "valid integer"),
        ("UMLAUF_BASE_URL", "ideen.stadt.de", "write it as https://"),
        ("UMLAUF_LANGUAGES", "de,fr", "languages may be de, en"),
        ("UMLAUF_BASE_URL", "https://stadt.de/ideen", "pages cannot stand below the path /ideen"),
        ("UMLAUF_BASE_URL", "https://stadt.de:ideen", "the port in it is none"),
        ("UMLAUF_BASE_URL", "https://a:b@stadt.de", "without anything behind the name"),
        ("UMLAUF_TRUSTED_PROXIES", "foo", "foo is neither an address nor a network; write it as 192.0.2.7"),
        ("UMLAUF_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.300", "10.0.0.300 is neither an address nor a network"),
        ("UMLAUF_TRUSTED_PROXIES", "10.1.2.3/8", "a network (bits behind the network are set)"),
        ("UMLAUF_LOGO", "/nope.svg", "there is no file /nope.svg that can be read"),
        ("UMLAUF_LOGO", "/etc/hostname", "/etc/hostname is no logo; take an SVG or PNG file"),
        ("UMLAUF_MAIL_FROM", "abc", "it is no mail address; write it as ideen@example.org"),
        ("UMLAUF_MAIL_FROM", "a b@stadt.de", "it is no mail address"),
        ("UMLAUF_OFFICE_EMAIL", "nope", "it is no mail address"),
        ("UMLAUF_IMPRESSUM_URL", "nope", "write the address in full, as in https://www.example.org/impressum"),
        ("UMLAUF_IMPRESSUM_URL", "javascript:alert(1)", "write the address in full"),
        ("UMLAUF_MAIL_TEAM_DOMAINS", "stadt.de,@kreis.de", "@kreis.de is no domain; write what stands behind the @"),
    ],
)
def test_an_impossible_value_is_named_with_its_variable(given, name: str, value: str, sentence: str) -> None:
    given(**{name: value})
    error = refusal()
    assert error.code == "settings.invalid"
    assert error.facts["variable"] == name
    assert sentence in str(error)
    assert "geheim" not in str(error)


@pytest.mark.parametrize(
    ("variables", "code", "sentence"),
    [
        (
            {"UMLAUF_MAIL_MODE": "team", "UMLAUF_MAIL_FROM": "ideen@stadt.de"},
            "settings.invalid",
            "UMLAUF_MAIL_TEAM_DOMAINS is missing: with UMLAUF_MAIL_MODE=team only the domains in it get mail.",
        ),
        (
            {"UMLAUF_SIGN_KEYS": KEY},
            "settings.unsafe",
            "UMLAUF_SIGN_KEYS is unsafe: its first key is one of UMLAUF_SEAL_KEYS, too",
        ),
        (
            {"UMLAUF_MAIL_TLS": "none", "UMLAUF_MAIL_HOST": "mail.stadt.de"},
            "settings.unsafe",
            "UMLAUF_MAIL_TLS=none would send links and passwords readable to mail.stadt.de.",
        ),
        (
            {"UMLAUF_MAIL_TLS": "none", "UMLAUF_MAIL_HOST": "10.0.0.5"},
            "settings.unsafe",
            "UMLAUF_MAIL_TLS=none would send links and passwords readable to 10.0.0.5.",
        ),
        (
            {"TEMPORAL_ADRESS": "t:7233"},
            "settings.unknown",
            "TEMPORAL_ADRESS is not a setting. Did you mean TEMPORAL_ADDRESS?",
        ),
        ({"TEMPORAL_NAMSPACE": "x"}, "settings.unknown", "Did you mean TEMPORAL_NAMESPACE?"),
    ],
)
def test_settings_that_are_wrong_together_are_named(given, variables: dict[str, str], code: str, sentence: str) -> None:
    given(**variables)
    error = refusal()
    assert error.code == code
    assert sentence in str(error)
    assert KEY not in str(error)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "mailpit"])
def test_mail_needs_no_protection_where_it_leaves_nothing(given, host: str) -> None:
    given(UMLAUF_MAIL_TLS="none", UMLAUF_MAIL_HOST=host)
    assert load_settings().mail_host == host


def test_what_other_programs_call_their_own_is_left_alone(given, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEMPORAL_CLI_ADDRESS", "TEMPORAL_CORS_ORIGINS", "TEMPORAL_TLS_SERVER_NAME", "TEMPORAL_UI_PORT"):
        monkeypatch.setenv(name, "x")
    given()
    load_settings()


def test_a_key_that_did_both_may_go_on_opening_what_it_signed(given) -> None:
    given(UMLAUF_SIGN_KEYS=f"{KEY[::-1]},{KEY}")
    assert load_settings().sign_keys == (KEY[::-1], KEY)


def test_right_values_of_all_these_are_taken(given, tmp_path: Path) -> None:
    (tmp_path / "wappen.SVG").write_text("<svg/>", encoding="utf-8")
    given(
        UMLAUF_BASE_URL="https://ideen.stadt.de:8443/",
        UMLAUF_TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8, ::1, fd00::/8",
        UMLAUF_LOGO=str(tmp_path / "wappen.SVG"),
        UMLAUF_MAIL_FROM="ideen@städte.de",
        UMLAUF_OFFICE_EMAIL="buero@stadt.de",
        UMLAUF_IMPRESSUM_URL="https://www.stadt.de/impressum#oben",
        UMLAUF_MAIL_MODE="team",
        UMLAUF_MAIL_TEAM_DOMAINS="stadt.de, kreis.de",
    )
    settings = load_settings()
    assert settings.base_url == "https://ideen.stadt.de:8443"
    assert settings.trusted_hosts == ("ideen.stadt.de",)
    assert settings.mail_team_domains == ("stadt.de", "kreis.de")


def test_a_text_is_read_from_a_file(given, tmp_path: Path) -> None:
    (tmp_path / "impressum.txt").write_text("Stadt <script> Straße 1", encoding="utf-8")
    given(UMLAUF_IMPRESSUM_TEXT=f"@{tmp_path / 'impressum.txt'}")
    assert load_settings().impressum_text == "Stadt <script> Straße 1"


def test_a_missing_text_file_is_named(given, tmp_path: Path) -> None:
    given(UMLAUF_IMPRESSUM_TEXT=f"@{tmp_path / 'nowhere.txt'}")
    assert refusal().code == "settings.file"


def test_secrets_do_not_show_in_a_printed_setting(given) -> None:
    given(UMLAUF_MAIL_PASSWORD="pass-the-word")
    assert KEY not in repr(load_settings())
    assert "pass-the-word" not in repr(load_settings())


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_demo_makes_its_secrets_once_and_keeps_them_to_itself(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UMLAUF_DEMO", "1")
    monkeypatch.setenv("UMLAUF_DATA_DIR", str(tmp_path))
    first, second = load_settings(), load_settings()
    kept = tmp_path / "secrets.json"
    assert first.seal_keys == second.seal_keys == tuple(json.loads(kept.read_text())["seal_keys"])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [kept]


def test_the_demo_sends_to_its_own_mailbox(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UMLAUF_DEMO", "1")
    settings = load_settings(data_dir=tmp_path)
    assert (settings.mail_mode, settings.mail_host, settings.mail_port) == ("live", "127.0.0.1", 1025)


def test_the_demo_writes_to_nobody_through_a_foreign_server(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UMLAUF_DEMO", "1")
    monkeypatch.setenv("UMLAUF_MAIL_HOST", "mail.stadt.de")
    assert load_settings(data_dir=tmp_path).mail_mode == "test"


@pytest.mark.parametrize(("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)])
def test_contrast_is_counted_as_wcag_does(colour: str, contrast: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("wrong", ["1", "0/7", "1/500", "one/7", "1/7;6/90", ",".join(["1/7"] * 7)])
def test_a_contact_budget_that_cannot_be_kept_is_refused(given, wrong: str) -> None:
    given(UMLAUF_CONTACT_BUDGET=wrong)
    assert refusal().code == "settings.invalid"


def test_the_contact_budget_is_the_rules_own_unless_it_is_set(given) -> None:
    given()
    assert read_budget(load_settings().contact_budget) == Budget()
    given(UMLAUF_CONTACT_BUDGET="2/30")
    assert [(w.most, w.days) for w in read_budget(load_settings().contact_budget).windows] == [(2, 30)]


@pytest.mark.parametrize(
    "wrong", ["open_task=3", "open_tasks", "open_tasks=many", "open_tasks=0", "stay_percentile=100"]
)
def test_a_threshold_of_the_radar_that_means_nothing_is_refused(given, wrong: str) -> None:
    given(UMLAUF_RADAR=wrong)
    assert refusal().code == "settings.invalid"


def test_thresholds_of_the_radar_are_those_of_the_paper_unless_they_are_set(given) -> None:
    given(UMLAUF_RADAR="open_tasks=3, unrated_days=30")
    known = read_thresholds(load_settings().radar)
    assert (known.open_tasks, known.unrated_days, known.asked_times) == (3, 30, DEFAULTS.asked_times)
    paper = (Path(__file__).parents[3] / "docs" / "radar.md").read_text("utf-8")
    for name in Thresholds.model_fields:
        assert f"| `{name}` | {getattr(DEFAULTS, name)} |" in paper, name
