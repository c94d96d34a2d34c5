"""Log lines are JSON with the run id, and quote nobody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from core.registry import Registry
from db.structured_log import configure_log
from db.workspace import Workspace
from tests.db.greeting import Greet, greet


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    logger = logging.getLogger("agency")
    before = (list(logger.handlers), logger.level, logger.propagate)
    logger.handlers = []
    stream = io.StringIO()
    configure_log("INFO", stream)
    configure_log("INFO", io.StringIO())
    yield stream
    logger.handlers, logger.level, logger.propagate = before


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_run_leaves_a_line_at_its_start_and_end_with_its_id(workspace: Workspace, log: io.StringIO) -> None:
    result = greet(workspace, "Ada")
    started, ended = lines(log)
    assert started["run_id"] == ended["run_id"] == result.workflow_id
    assert (started["level"], started["message"]) == ("info", "run started")
    assert ended["outcome"] == "delivered"
    assert "Ada" not in log.getvalue()


def test_an_exception_is_kept_as_type_and_places_without_its_message(
    workspace: Workspace, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("ada@example.com is broken")

    greeting = Greet()
    monkeypatch.setattr(greeting, "check", broken)
    workspace.registry = Registry({"greet_client": greeting})
    assert greet(workspace, "Ada").code == "internal_error"
    (broke,) = [line for line in lines(log) if line["level"] == "error"]
    assert broke["error"] == "ValueError"
    assert "test_structured_log.py" in str(broke["places"])
    assert "ada@example.com" not in log.getvalue()
