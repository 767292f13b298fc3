"""Identities: time-ordered names for runs, content digests for specs."""

import hashlib
import json
import secrets
import time
from typing import Any


def new_id(kind: str) -> str:
    """Return a new time-ordered identity such as ``run-0192f3c4a1b2-5e6f70``."""
    return f"{kind}-{time.time_ns() // 1_000_000:012x}-{secrets.token_hex(3)}"


def canonical_json(value: Any) -> str:
    """Return the one JSON text of plain data: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(value: Any) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of ``canonical_json(value)``."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()[:12]
