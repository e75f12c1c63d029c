"""How often something may be tried: counted in PostgreSQL, so that it holds across processes.

A throttle lets some tries through at once; then each one makes the next wait, twice as long each
time. A try counts before its work begins, so that many at once gain nothing. What is counted is
kept under a hash: no address, neither of a computer nor of a person, lies in the table.
"""

import asyncio
import hashlib
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.db.rows import execute, fetch_one
from backend.errors import DatabaseUnavailable, FieldRefused, TooManyTries


@dataclass(frozen=True, slots=True)
class Throttle:
    """One rule. All times in seconds."""

    name: str
    free_tries: int
    first_wait_s: int
    longest_wait_s: int
    forgotten_after_s: int = 3600
    """After so long without a try it starts anew; longer than the longest wait."""


SIGN_IN_OF_ACCOUNT: Final = Throttle("sign-in account", 10, 1, 300)
"""The longest wait is short: somebody else's tries must not lock the owner out for long. Some tries
are those of an app that got no answer and asks again."""
SIGN_IN_FROM_ADDRESS: Final = Throttle("sign-in address", 50, 1, 900)
SIGN_UP_OF_ACCOUNT: Final = Throttle("sign-up account", 10, 10, 1800)
SIGN_UP_FROM_ADDRESS: Final = Throttle("sign-up address", 20, 2, 900)
PASSWORD_OF_ACCOUNT: Final = Throttle("password account", 5, 1, 300)
"""The old password, when it is changed."""
MAIL_TO_ACCOUNT: Final = Throttle("mail account", 3, 30, 1800)
"""Mails that anybody can have sent to an address."""
MAIL_FROM_ADDRESS: Final = Throttle("mail address", 20, 5, 900)
EXPORT_OF_ACCOUNT: Final = Throttle("export account", 3, 300, 3000)
"""Everything that one person has: many megabytes each time."""
GOOGLE_FROM_ADDRESS: Final = Throttle("google address", 30, 2, 900)
"""Each try leaves a row for ten minutes."""


_AT_ONCE: Final = 4
"""Sign-ins and sign-ups that a process works on: as many as there are slots for hashing."""
_SLOT_WITHIN_S: Final = 30


@dataclass(frozen=True, slots=True)
class _Tries:
    tries: int


@dataclass(frozen=True, slots=True)
class _Wait:
    wait_s: int


class ThrottleService:
    """Counts tries and says when somebody has to wait."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def admit(self, throttle: Throttle, subject: str) -> None:
        """Count a try.

        Raises:
            TooManyTries: Not yet. A try that is refused does not count.
        """
        values = {
            "key": _key(throttle, subject),
            "free": throttle.free_tries,
            "first_s": throttle.first_wait_s,
            "longest_s": throttle.longest_wait_s,
            "forget_s": throttle.forgotten_after_s,
        }
        async with autocommit(self._engine) as connection:
            if await fetch_one(connection, _Tries, _COUNT, values) is not None:
                return
            wait = await fetch_one(connection, _Wait, _WAIT, values)
        raise TooManyTries(wait.wait_s if wait else 1)

    async def forgive(self, throttle: Throttle, subject: str) -> None:
        """Take back one try: it was a good one."""
        async with autocommit(self._engine) as connection:
            await execute(
                connection,
                """
                update throttles set tries = greatest(tries - 1, 0), blocked_until = now()
                where key_sha256 = %(key)s
                """,
                {"key": _key(throttle, subject)},
            )

    async def forget(self, throttle: Throttle, subject: str) -> None:
        """Start anew."""
        async with autocommit(self._engine) as connection:
            await execute(
                connection,
                "delete from throttles where key_sha256 = %(key)s",
                {"key": _key(throttle, subject)},
            )

    @asynccontextmanager
    async def sign_in(self, email: str, address: str | None) -> AsyncIterator[None]:
        """Around a sign-in: a good one takes its try back, and those at the account before it.

        Raises:
            TooManyTries: The account or the address has to wait, whether or not it is known.
        """
        group = address_group(address)
        async with self._slot():
            if group is not None:
                await self.admit(SIGN_IN_FROM_ADDRESS, group)
            await self.admit(SIGN_IN_OF_ACCOUNT, email)
            yield
            await self.forget(SIGN_IN_OF_ACCOUNT, email)
            if group is not None:
                await self.forgive(SIGN_IN_FROM_ADDRESS, group)

    @asynccontextmanager
    async def sign_up(self, email: str, address: str | None) -> AsyncIterator[None]:
        """Around a sign-up, which sends a mail unless its password is refused.

        Raises:
            TooManyTries: Likewise.
        """
        group = address_group(address)
        async with self._slot():
            if group is not None:
                await self.admit(SIGN_UP_FROM_ADDRESS, group)
            await self.admit(SIGN_UP_OF_ACCOUNT, email)
            try:
                yield
            except FieldRefused:
                await self.forgive(SIGN_UP_OF_ACCOUNT, email)
                raise

    async def mail(self, email: str, address: str | None) -> None:
        """Before somebody has a mail sent.

        Raises:
            TooManyTries: Likewise.
        """
        group = address_group(address)
        async with self._slot():
            if group is not None:
                await self.admit(MAIL_FROM_ADDRESS, group)
            await self.admit(MAIL_TO_ACCOUNT, email)

    @asynccontextmanager
    async def password(self, account: str) -> AsyncIterator[None]:
        """Around a try of the old password.

        Raises:
            TooManyTries: Likewise.
        """
        await self.admit(PASSWORD_OF_ACCOUNT, account)
        yield
        await self.forget(PASSWORD_OF_ACCOUNT, account)

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        """A crowd waits here, where it holds no connection that others need.

        Raises:
            DatabaseUnavailable: The crowd is too long.
        """
        try:
            async with asyncio.timeout(_SLOT_WITHIN_S):
                await self._slots.acquire()
        except TimeoutError as error:
            raise DatabaseUnavailable from error
        try:
            yield
        finally:
            self._slots.release()


def address_group(address: str | None) -> str | None:
    """Who counts as one by their address: an IPv4 address, or an IPv6 network of 64 bits.

    None for programs on this computer, which are not throttled by address: behind a proxy of which
    the settings do not tell, everybody would seem to be here.
    """
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return None if ip.is_loopback else str(ipaddress.ip_network((ip, 64), strict=False))
        ip = ip.ipv4_mapped
    return None if ip.is_loopback else str(ip)


def _key(throttle: Throttle, subject: str) -> bytes:
    return hashlib.sha256(f"{throttle.name}\0{subject}".encode("utf-8", "surrogatepass")).digest()


_COUNT: Final = """
    insert into throttles as known (key_sha256, tries, blocked_until, forget_at)
    values (
        %(key)s, 1,
        now() + make_interval(secs => case when %(free)s <= 1 then %(first_s)s else 0 end),
        now() + make_interval(secs => %(forget_s)s)
    )
    on conflict (key_sha256) do update set
        tries = case when known.forget_at <= now() then 1 else known.tries + 1 end,
        blocked_until = now() + make_interval(secs => case
            when known.forget_at <= now() or known.tries + 1 < %(free)s then 0
            else least(
                %(first_s)s * 2.0 ^ least(known.tries + 1 - %(free)s, 30), %(longest_s)s
            )
        end),
        forget_at = excluded.forget_at
    where known.blocked_until <= now()
    returning tries
"""

_WAIT: Final = """
    select greatest(ceil(extract(epoch from blocked_until - now())), 1)::integer as wait_s
    from throttles where key_sha256 = %(key)s
"""
