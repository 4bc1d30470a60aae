"""Settings: every `UMLAUF_…` variable with its meaning, read once at start and refused when unsafe."""

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kit.i18n import LANGUAGES, N_
from umlauf import setting_values
from umlauf.contact_budget import read_budget
from umlauf.demo_settings import DEMO, demo_secrets
from umlauf.mistyped import name_mistyped
from umlauf.radar_thresholds import read_thresholds
from umlauf.settings_error import SettingsError
from umlauf.unsafe import LOOPBACK, refuse_lost_mail, refuse_unsafe

PREFIX = "UMLAUF_"
FOR_TESTS = {"UMLAUF_REQUIRE_BROWSER", "UMLAUF_REQUIRE_POSTGRES"}  # read by the tests alone

Texts = Annotated[tuple[str, ...], NoDecode]  # in the environment: separated by commas


class Settings(BaseSettings):
    """What an installation decides. Temporal's address is set by the SDK's own variables (`TEMPORAL_ADDRESS` …)."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    demo: bool = Field(False, description="Everything on this machine, with secrets of its own; never for real data.")
    data_dir: Path = Field(Path("var"), description="Folder for what the embedded parts keep.")
    database_url: str = Field(
        default_factory=lambda known: f"sqlite+aiosqlite:///{known.get('data_dir', 'var')}/umlauf.db",
        description="Database: sqlite+aiosqlite:///PATH or postgresql+asyncpg://USER:PASSWORD@HOST/NAME.",
        repr=False,
    )
    files: Path = Field(
        default_factory=lambda known: Path(known.get("data_dir", "var")) / "files",
        description="Folder for attached files, by default files in data_dir; it belongs to every backup.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")

    base_url: str = Field(
        "http://localhost:8000", description="Public address without a path; every link in a mail starts with it."
    )
    host: str = Field("127.0.0.1", description="Address the pages and the API listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the pages and the API listen on.")
    metrics_host: str = Field("127.0.0.1", description="Address the figures for Prometheus are shown at.")
    metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of the API's figures for Prometheus, apart from its pages; 0: none."
    )
    worker_metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of a worker's figures, those of Temporal's SDK; 0: none."
    )
    trusted_hosts: Texts = Field(
        default_factory=lambda known: (urlsplit(known.get("base_url", "")).hostname or "localhost",),
        description="Names a request may call us by; by default the one in base_url.",
    )
    trusted_proxies: Texts = Field(
        (), description="Addresses or networks of proxies whose X-Forwarded-For is believed."
    )

    seal_keys: Texts = Field(
        (), repr=False, description="Keys that seal mail at rest, 32 characters at least; the first seals, all open."
    )
    sign_keys: Texts = Field(
        (), repr=False, description="Keys that sign forms, 32 characters at least; the first signs, all are believed."
    )

    mail_mode: Literal["live", "team", "test"] = Field(
        "test", description="live: to everybody; team: only to mail_team_domains; test: to nobody."
    )
    mail_team_domains: Texts = Field((), description="Domains that get mail in the mode team.")
    mail_host: str = Field("localhost", description="SMTP server that takes our mail.")
    mail_port: int = Field(25, ge=1, le=65535, description="Port of the SMTP server.")
    mail_user: str = Field("", description="Name to sign in with at the SMTP server, if it asks.")
    mail_password: str = Field("", repr=False, description="Password for the SMTP server.")
    mail_tls: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="How the connection is protected; none only to this machine or a name without a dot."
    )
    mail_from: str = Field("umlauf@example.org", description="Address our mail comes from.")
    mail_domain: str = Field(
        default_factory=lambda known: known.get("mail_from", "").rpartition("@")[2] or "localhost",
        description="Domain in the Message-ID of our mail; by default the one of mail_from.",
    )

    temporal_bin: Path | None = Field(None, description="The program `temporal`, if it is not beside Python.")
    temporal_port: int = Field(7233, ge=1, le=65535, description="Port of the embedded Temporal server (demo).")
    temporal_ui_port: int = Field(8233, ge=1, le=65535, description="Port of its web page (demo).")
    mailbox_port: int = Field(8025, ge=1, le=65535, description="Port of the embedded mailbox's page (demo).")

    contact_budget: Texts = Field(
        ("1/7", "6/90"),
        description="Mails without duty (surveys, news) to one person at most: so many in so many days, all hold.",
    )

    calendar_hosts: Texts = Field(
        (), description="Hosts in the house's own network whose calendars people may have read, as in mail.example.org."
    )

    radar: Texts = Field((), description="Thresholds of the radar that differ, as in open_tasks=12: see docs/radar.md.")

    organisation: str = Field("Umlauf", min_length=1, max_length=120, description="Name in the head of pages and mail.")
    office_email: str = Field("", description="Address of the office, shown as contact.")
    office_phone: str = Field("", description="Telephone number of the office, shown as contact.")
    impressum_url: str = Field("", description="Address of an existing Impressum; it wins over impressum_text.")
    impressum_text: str = Field("", description="Text of the Impressum, or @FILE.")
    privacy_text: str = Field("", description="Privacy notice for submitters, or @FILE.")
    privacy_reviewers_text: str = Field("", description="The one for reviewers and deciders; empty: the same.")
    privacy_staff_text: str = Field("", description="The one for the office; empty: the same.")
    accessibility_text: str = Field("", description="Accessibility statement, or @FILE.")
    theme_colour: str = Field("#1f4e79", description="Colour of the house as #rrggbb, readable on white (4.5 : 1).")
    logo: Path | None = Field(None, description="Logo as an SVG or PNG file.")

    region: str = Field("SH", description="Federal state whose holidays count, as in ISO 3166-2:DE.")
    timezone: str = Field("Europe/Berlin", description="Zone in which days end and times are shown.")
    languages: Texts = Field(LANGUAGES, description="Languages offered.")
    default_language: str = Field("de", description="Language of whoever has not chosen one.")

    @field_validator(
        "trusted_hosts",
        "trusted_proxies",
        "seal_keys",
        "sign_keys",
        "mail_team_domains",
        "contact_budget",
        "calendar_hosts",
        "radar",
        "languages",
        mode="before",
    )
    @classmethod
    def _separated(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "impressum_text", "privacy_text", "privacy_reviewers_text", "privacy_staff_text", "accessibility_text"
    )
    @classmethod
    def _read(cls, text: str) -> str:
        return Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: Any) -> Any:
        return level.upper() if isinstance(level, str) else level

    _database_url = field_validator("database_url")(setting_values.database_url)
    _base_url = field_validator("base_url")(setting_values.base_url)
    _mail_addresses = field_validator("mail_from", "office_email")(setting_values.mail_address)
    _impressum_url = field_validator("impressum_url")(setting_values.page_url)
    _theme_colour = field_validator("theme_colour")(setting_values.theme_colour)
    _logo = field_validator("logo")(setting_values.logo)
    _timezone = field_validator("timezone")(setting_values.timezone)
    _region = field_validator("region")(setting_values.region)

    @field_validator("mail_team_domains")
    @classmethod
    def _known_domains(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(setting_values.mail_domain(domain) for domain in domains)

    @field_validator("trusted_proxies")
    @classmethod
    def _known_networks(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        setting_values.read_networks(written)
        return written

    @field_validator("contact_budget")
    @classmethod
    def _known_budget(cls, windows: tuple[str, ...]) -> tuple[str, ...]:
        read_budget(windows)
        return windows

    @field_validator("radar")
    @classmethod
    def _known_thresholds(cls, parts: tuple[str, ...]) -> tuple[str, ...]:
        read_thresholds(parts)
        return parts

    @model_validator(mode="after")
    def _languages_known(self) -> "Settings":
        unknown = set(self.languages) - set(LANGUAGES)
        if unknown or self.default_language not in self.languages:
            raise ValueError(f"languages may be {', '.join(LANGUAGES)}, and default_language one of them")
        return self


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process; raises SettingsError for what is mistyped, impossible or unsafe."""
    name_mistyped(PREFIX, {(PREFIX + name).upper() for name in Settings.model_fields} | FOR_TESTS)
    try:
        settings = Settings(**overrides)
        if settings.demo:
            settings = Settings(**_for_demo(settings, overrides))
    except ValidationError as error:
        raise _first_of(error) from None
    except OSError as error:
        raise SettingsError(
            "settings.file",
            N_("The file {path} cannot be read: {reason}."),
            path=str(error.filename),
            reason=str(error),
        ) from None
    refuse_lost_mail(settings)
    if not settings.demo:
        refuse_unsafe(settings)
    return settings


def _for_demo(settings: Settings, overrides: dict[str, Any]) -> dict[str, Any]:
    """What was not decided gets a value that works on one machine, and secrets that stay in the data folder."""
    preset = {**DEMO, **demo_secrets(settings.data_dir), "base_url": f"http://localhost:{settings.port}"}
    if urlsplit(settings.base_url).hostname in LOOPBACK:
        preset["trusted_hosts"] = tuple(sorted(LOOPBACK))  # whoever types 127.0.0.1 for localhost is let in, too
    if "mail_host" in settings.model_fields_set:
        for name in ("mail_mode", "mail_port", "mail_tls"):  # a foreign server: written to only if that is said
            preset.pop(name)
    return {**{name: value for name, value in preset.items() if name not in settings.model_fields_set}, **overrides}


def _first_of(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False)[0]
    variable = (PREFIX + str(first["loc"][0])).upper() if first["loc"] else "UMLAUF_LANGUAGES"
    reason = first["msg"].removeprefix("Value error, ")
    return SettingsError(
        "settings.invalid", N_("{variable} cannot be used: {reason}."), variable=variable, reason=reason
    )
