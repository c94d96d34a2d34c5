"""The idempotency key of an input: SHA-256 over its canonical JSON (RFC 8785)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def digest(value: Any) -> str:
    """Hex SHA-256 of the canonical JSON of `value`, the same for 1, 1.0 and any order of keys."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def idempotency_key(workflow: str, version: str, policy_version: int, input_digest: str) -> str:
    """One key for one meaning: the input (by its `digest`) under one version of workflow and policy."""
    return digest({"workflow": workflow, "version": version, "policy": policy_version, "input": input_digest})


def short_suffix(*parts: str) -> str:
    """Eight hex digits derived from `parts`: the stable tail of a business id."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
