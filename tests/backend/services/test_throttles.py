"""How often something may be tried, by whom, and how long they wait then."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engine import autocommit
from backend.errors import FieldRefused, InvalidCredentials, TooManyTries
from backend.services.throttles import (
    SIGN_IN_OF_ACCOUNT,
    SIGN_UP_OF_ACCOUNT,
    Throttle,
    ThrottleService,
    address_group,
)
from shared.errors import ErrorCode

STRICT = Throttle(
    "a test", free_tries=3, first_wait_s=1000, longest_wait_s=6000, forgotten_after_s=36_000
)
SOMEBODY = "203.0.113.5"


@pytest.fixture
def throttles(engine: AsyncEngine) -> ThrottleService:
    return ThrottleService(engine)


async def pass_time(engine: AsyncEngine, seconds: int) -> None:
    """Let the throttles believe that it is later."""
    async with autocommit(engine) as connection:
        await connection.execute(
            "update throttles set blocked_until = blocked_until - make_interval(secs => %(s)s),"
            " forget_at = forget_at - make_interval(secs => %(s)s)",
            {"s": seconds},
        )


async def wait_of(throttles: ThrottleService, throttle: Throttle = STRICT) -> int:
    with pytest.raises(TooManyTries) as caught:
        await throttles.admit(throttle, "robin")
    assert f"try again in {caught.value.retry_after_s} s" in caught.value.message
    return caught.value.retry_after_s


async def test_after_the_free_tries_each_wait_is_twice_as_long(
    throttles: ThrottleService, engine: AsyncEngine
) -> None:
    for _ in range(3):
        await throttles.admit(STRICT, "robin")
    for expected_s in (1000, 2000, 4000, 6000, 6000):
        wait_s = await wait_of(throttles)
        assert expected_s - 300 <= wait_s <= expected_s
        await pass_time(engine, wait_s)
        await throttles.admit(STRICT, "robin")


async def test_asking_while_one_waits_makes_it_no_longer(throttles: ThrottleService) -> None:
    for _ in range(3):
        await throttles.admit(STRICT, "robin")
    for _ in range(5):
        assert await wait_of(throttles) <= 1000


async def test_many_tries_at_once_gain_nothing(throttles: ThrottleService) -> None:
    answers = await asyncio.gather(
        *(throttles.admit(STRICT, "robin") for _ in range(30)), return_exceptions=True
    )
    assert answers.count(None) == 3
    assert sum(isinstance(answer, TooManyTries) for answer in answers) == 27


async def test_others_and_other_things_are_not_throttled(throttles: ThrottleService) -> None:
    for _ in range(3):
        await throttles.admit(STRICT, "robin")
    await throttles.admit(STRICT, "somebody else")
    await throttles.admit(SIGN_IN_OF_ACCOUNT, "robin")


async def test_tries_are_forgotten(throttles: ThrottleService, engine: AsyncEngine) -> None:
    for _ in range(3):
        await throttles.admit(STRICT, "robin")
    await pass_time(engine, STRICT.forgotten_after_s)
    for _ in range(3):
        await throttles.admit(STRICT, "robin")
    assert await wait_of(throttles) <= 1000


async def test_a_throttle_without_free_tries_waits_after_the_first(
    throttles: ThrottleService,
) -> None:
    once = Throttle("once", free_tries=1, first_wait_s=1000, longest_wait_s=3000)
    await throttles.admit(once, "robin")
    assert 700 <= await wait_of(throttles, once) <= 1000


async def test_a_good_sign_in_is_never_throttled(throttles: ThrottleService) -> None:
    for _ in range(60):
        async with throttles.sign_in("robin@example.com", SOMEBODY):
            pass


async def fail_to_sign_in(throttles: ThrottleService, email: str, address: str) -> type[Exception]:
    with pytest.raises((InvalidCredentials, TooManyTries)) as caught:
        async with throttles.sign_in(email, address):
            raise InvalidCredentials
    return caught.type


@pytest.mark.usefixtures("long_waits")
async def test_guessing_one_password_from_many_addresses_waits(throttles: ThrottleService) -> None:
    answers = [
        await fail_to_sign_in(throttles, "robin@example.com", f"203.0.113.{number}")
        for number in range(12)
    ]
    assert answers == [InvalidCredentials] * 10 + [TooManyTries] * 2


@pytest.mark.usefixtures("long_waits")
async def test_guessing_many_passwords_from_one_network_waits(throttles: ThrottleService) -> None:
    answers = [
        await fail_to_sign_in(throttles, f"user{number}@example.com", f"2001:db8:1:2::{number:x}")
        for number in range(52)
    ]
    assert answers == [InvalidCredentials] * 50 + [TooManyTries] * 2
    elsewhere = await fail_to_sign_in(throttles, "user@example.com", "2001:db8:1:3::1")
    assert elsewhere is InvalidCredentials


async def test_a_refused_password_costs_no_mail(throttles: ThrottleService) -> None:
    for _ in range(15):
        with pytest.raises(FieldRefused):
            await refuse_sign_up(throttles)
    await throttles.admit(SIGN_UP_OF_ACCOUNT, "robin@example.com")


async def refuse_sign_up(throttles: ThrottleService) -> None:
    async with throttles.sign_up("robin@example.com", None):
        raise FieldRefused(ErrorCode.WEAK_PASSWORD, "password", "Weak.")


async def test_the_table_holds_nobodys_address(
    throttles: ThrottleService, engine: AsyncEngine
) -> None:
    await fail_to_sign_in(throttles, "robin@example.com", SOMEBODY)
    async with autocommit(engine) as connection:
        cursor = await connection.execute("select t::text from throttles t")
        rows = str(await cursor.fetchall())
    assert rows
    assert "robin" not in rows
    assert SOMEBODY not in rows


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", None),
        ("127.1.2.3", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("testclient", None),
        ("", None),
        (None, None),
    ],
)
def test_who_counts_as_one(address: str | None, group: str | None) -> None:
    assert address_group(address) == group
