"""The one place where settings become things: database, templates, keys, letters."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from activities.closing import Closing
from activities.errands import Errands
from activities.invite import Invitations
from activities.letters import House, Letters
from activities.round_letters import RoundLetters
from activities.survey_letters import SurveyLetters
from activities.wave_letters import WaveLetters
from api.errors import sentence
from kit.ballot import Ballots
from kit.feed import Reach
from kit.file_store import FileStore
from kit.i18n import Catalogues
from kit.modes import MailMode, Mode
from kit.sealing import KeyRing
from kit.signing import Signer
from kit.smtp import Smtp
from kit.templating import Templates
from storage.engine import Database
from umlauf.contact_budget import read_budget
from umlauf.settings import Settings
from umlauf.surveying import Surveying

ROOT = Path(__file__).resolve().parent.parent


class Wiring:
    """Everything one process needs, built when it is first asked for."""

    def __init__(self, settings: Settings, **database: Any) -> None:
        """`database`: how many connections, and how long anybody waits for one, where the usual does not fit."""
        self.settings, self._database = settings, database

    @cached_property
    def db(self) -> Database:
        """The database; one per event loop."""
        return Database(self.settings.database_url, **self._database)

    @cached_property
    def catalogues(self) -> Catalogues:
        """The languages."""
        return Catalogues(ROOT / "locales", default=self.settings.default_language)

    @cached_property
    def templates(self) -> Templates:
        """Pages and mails."""
        return Templates(ROOT / "templates", self.catalogues, zone=self.settings.timezone)

    @cached_property
    def keys(self) -> KeyRing:
        """What seals mail and unconfirmed forms at rest."""
        return KeyRing(self.settings.seal_keys)

    @cached_property
    def ballots(self) -> Ballots:
        """What anonymous answers are sealed to, and opens them at the close."""
        return Ballots(self.settings.seal_keys)

    @cached_property
    def files(self) -> FileStore:
        """Where the bytes of attached files lie."""
        return FileStore(self.settings.files)

    @cached_property
    def mode(self) -> Mode:
        """Whether mail leaves the house."""
        s = self.settings
        return Mode(MailMode(s.mail_mode), s.mail_domain, s.mail_team_domains)

    @cached_property
    def smtp(self) -> Smtp:
        """Where mail is handed over."""
        s = self.settings
        return Smtp(s.mail_host, s.mail_port, s.mail_tls, s.mail_user, s.mail_password)

    @cached_property
    def letters(self) -> Letters:
        """Who writes the mails of a step."""
        s = self.settings
        house = House(s.organisation, s.base_url, s.mail_from, self.mode, s.office_email, s.office_phone, s.timezone)
        return Letters(self.templates, self.keys, house, self.explain)

    def surveying(self, mail_written: Callable[[], None] = lambda: None) -> Surveying:
        """Who writes the letters of a wave, and who carries out its errands."""
        s = self.settings
        letters = SurveyLetters(self.letters.postbox, Signer(s.sign_keys))
        sendings = Invitations(self.db, letters, read_budget(s.contact_budget), s.timezone, mail_written)
        closing = Closing(self.db, self.ballots, self.keys)
        errands = Errands(sendings.invite, sendings.remind, sendings.respond, closing.evaluate)
        return Surveying(errands, WaveLetters(self.letters.postbox).write)

    @cached_property
    def reach(self) -> Reach:
        """Which calendars at an address may be read; by http in the demo alone."""
        return Reach(frozenset(self.settings.calendar_hosts), plain=self.settings.demo)

    @cached_property
    def round_letters(self) -> RoundLetters:
        """Who writes the letters of a round."""
        return RoundLetters(self.letters.postbox)

    def explain(self, code: str, language: str) -> str:
        """The sentence for a code of a refusal, in this language."""
        return self.catalogues.of(language).gettext(sentence(code))
