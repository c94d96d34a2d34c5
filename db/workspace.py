"""The composition root: every entry point opens a workspace and reaches storage only through it.

Running a handoff needs no SQLAlchemy on SQLite; sessions, records and reports load it on first use,
so that the command line starts fast.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.errors import HandoffRefused
from core.metrics import MetricsCollector
from core.policy import AgencyRules, Policy
from core.ports import Clock, SystemClock
from core.registry import CHAIN, Registry
from core.result import HandoffResult
from core.workflow import Workflow
from db.parts import Parts
from db.policy_store import AGENCY, PolicyStore
from db.run_store import RunStore, find_input, find_run
from db.settings import Settings
from db.sqlite_transaction import SqliteDatabase
from db.transaction import Database
from db.upgrade import prepare_file, prepare_server

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.engine import Sessions
    from db.soundness import SoundnessCheck


class Workspace(Parts):
    """One agency's database with everything that works on it; safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        sessions: Sessions | None = None,
        registry: Registry | None = None,
        metrics: MetricsCollector | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        if registry is not None:
            self.registry = registry
        self.metrics = metrics or MetricsCollector()
        self.clock = clock or SystemClock()
        self.policies = PolicyStore(database)
        self._given_sessions = sessions
        self._chain = Registry()
        self._soundness: SoundnessCheck | None = None

    @classmethod
    def open(cls, settings: Settings | str | None = None, *, registry: Registry | None = None) -> Workspace:
        """The workspace of these settings, of a database URL, or of the environment.

        `registry` stands in for the five workflows and those of the custom folder. The database is
        created or upgraded; DatabaseUnusable says what a person must decide first.
        """
        if not isinstance(settings, Settings):
            settings = Settings.from_environment(database_url=settings)
        path = settings.sqlite_path
        if path is not None:
            prepare_file(path)
            return cls(settings, SqliteDatabase(path), registry=registry)
        from db.engine import Sessions, open_engine
        from db.sqlalchemy_transaction import SqlAlchemyDatabase

        engine = open_engine(settings)
        prepare_server(engine)
        sessions = Sessions(engine, settings)
        return cls(settings, SqlAlchemyDatabase(engine), sessions=sessions, registry=registry)

    def at(self, clock: Clock) -> Workspace:
        """The same workspace, seen and written at the moments of another clock."""
        return Workspace(
            self.settings,
            self.database,
            sessions=self._sessions,
            registry=vars(self).get("registry"),
            metrics=self.metrics,
            clock=clock,
        )

    @cached_property
    def registry(self) -> Registry:
        """The five workflows and those of the custom folder."""
        from core.plugins import PluginRegistry

        return PluginRegistry(self.settings.custom_workflows)

    def check_soundness(self) -> None:
        """Raise DatabaseUnusable for damage that a query may miss. The first call has the whole SQLite file
        read and waits two seconds for it; what is found later, later calls raise."""
        path = self.settings.sqlite_path
        if path is None:
            return
        if self._soundness is None or self._soundness.is_outdated:
            from db.soundness import SoundnessCheck

            self._soundness = SoundnessCheck(path)
        self._soundness.raise_damage()

    def close(self) -> None:
        """Close every connection; the workspace can be used again and opens new ones."""
        self.database.close()
        if "_sessions" in vars(self):
            self._sessions.engine.dispose()

    @property
    def actor(self) -> str:
        """The name under which runs, decisions and edits are kept."""
        return self.settings.user

    @property
    def agency(self) -> AgencyRules:
        """Currency, country and office hours of the agency."""
        return self.policies.current(AGENCY, Policy).agency

    def run(
        self, name: str, raw: Any, *, trigger: str = "page", retry_of: str | None = None
    ) -> HandoffResult:
        """Run a workflow and deliver its handoff. UnknownWorkflow where no workflow has that name."""
        return self._workflow(name).run(
            raw,
            store=RunStore(self.database, self.actor, trigger, retry_of),
            metrics=self.metrics,
            policies=self.policies,
            clock=self.clock,
        )

    def preview(self, name: str, raw: Any) -> HandoffResult:
        """The same run, stored and counted nowhere."""
        return self._workflow(name).run(raw, policies=self.policies, clock=self.clock)

    def retry(self, workflow_id: str, *, trigger: str = "retry") -> HandoffResult:
        """Run the stored input of an earlier run again; a delivered run answers as a replay."""
        found = find_input(self.database, workflow_id)
        if found is None:
            raise HandoffRefused(f"There is no run {workflow_id[:80]!r} to try again. Look it up in Runs.")
        workflow, raw = found
        if isinstance(raw, dict) and "stored_leads" in raw:  # its leads stand in the records, not in the run
            return self.marketing.hand_over_all(
                str(raw.get("campaign_id")), trigger=trigger, retry_of=workflow_id
            )
        return self.run(workflow, raw, trigger=trigger, retry_of=workflow_id)

    def find_run(self, workflow_id: str) -> HandoffResult | None:
        """The stored result of a run; None where no run has that id."""
        return find_run(self.database, workflow_id)

    def _workflow(self, name: str) -> Workflow[Any, Any]:
        # One of the five is found without loading what reads custom workflow files.
        if name in CHAIN and "registry" not in vars(self):
            return self._chain.get(name)
        return self.registry.get(name)

    # From here on SQLAlchemy is loaded, on first use.

    def reading(self) -> AbstractContextManager[Session]:
        """A session for reading: it sees one moment of the database."""
        return self._sessions.reading()

    def editing(self) -> AbstractContextManager[Session]:
        """A session for changes, stored together at the end of the block."""
        return self._sessions.editing()

    @cached_property
    def _sessions(self) -> Sessions:
        if self._given_sessions is not None:
            return self._given_sessions
        from db.engine import Sessions, open_engine

        return Sessions(open_engine(self.settings), self.settings)

    def load_demo(self, *, year: bool = False) -> Iterator[float]:
        """Fill an empty workspace with the demo agency, or its whole `year`; yields the share done (0–1)."""
        from db.demo import load_demo

        return load_demo(self, year=year)
