"""Password hashes: argon2id, off the event loop, a bounded number at once."""

import secrets
import unicodedata
from typing import Final

import anyio
import anyio.to_thread
from passlib.hash import argon2  # type: ignore[import-untyped]  # libpass ships no py.typed

_MEMORY_KIB: Final = 19456
_ROUNDS: Final = 2
_LANES: Final = 1
"""The parameters of every new hash: 21 ms, 19 MiB.

Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
"""

_PARALLEL_HASHES: Final = 4
"""Bounds the memory that a flood of sign-ins can take, and keeps cores for everybody else."""


class Argon2PasswordHasher:
    """A `PasswordHasher`. Passwords are compared in Unicode's NFKC form, whatever was typed on."""

    def __init__(self) -> None:
        self._hasher = argon2.using(
            type="ID", memory_cost=_MEMORY_KIB, rounds=_ROUNDS, parallelism=_LANES
        )
        self._limiter = anyio.CapacityLimiter(_PARALLEL_HASHES)
        self._nobodys_hash: str = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """Hash a new password."""
        hashed: str = await anyio.to_thread.run_sync(
            self._hasher.hash, _normalise(password), limiter=self._limiter
        )
        return hashed

    async def verify(self, password: str, stored_hash: str | None) -> bool:
        """Compare; None does the same work and answers False, so unknown addresses cost the same."""
        matches: bool = await anyio.to_thread.run_sync(
            self._hasher.verify,
            _normalise(password),
            stored_hash or self._nobodys_hash,
            limiter=self._limiter,
        )
        return matches and stored_hash is not None

    def needs_rehash(self, stored_hash: str) -> bool:
        """Whether the parameters have changed since."""
        outdated: bool = self._hasher.needs_update(stored_hash)
        return outdated


def _normalise(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
