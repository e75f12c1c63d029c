"""Password hashing behaves as the sign-in relies on."""

import asyncio
import time

import pytest
from passlib.hash import argon2  # type: ignore[import-untyped]  # libpass ships no py.typed

from backend.adapters.argon2_passwords import Argon2PasswordHasher


@pytest.fixture(scope="module")
def hasher() -> Argon2PasswordHasher:
    return Argon2PasswordHasher()


async def test_a_password_matches_its_own_hash_only(hasher: Argon2PasswordHasher) -> None:
    stored = await hasher.hash("correct horse battery")

    assert await hasher.verify("correct horse battery", stored)
    assert not await hasher.verify("correct horse batterz", stored)


async def test_equal_passwords_have_different_hashes(hasher: Argon2PasswordHasher) -> None:
    assert await hasher.hash("correct horse") != await hasher.hash("correct horse")


async def test_the_same_letters_match_however_a_keyboard_composes_them(
    hasher: Argon2PasswordHasher,
) -> None:
    stored = await hasher.hash("Zoe\u0308 1234567")

    assert await hasher.verify("Zo\u00eb 1234567", stored)


async def test_nobody_signs_in_without_a_stored_hash(hasher: Argon2PasswordHasher) -> None:
    assert not await hasher.verify("anything at all", None)


async def test_an_unknown_address_costs_as_much_time_as_a_wrong_password(
    hasher: Argon2PasswordHasher,
) -> None:
    stored = await hasher.hash("correct horse battery")

    known_s = min([await _seconds_to_verify(hasher, stored) for _ in range(9)])
    unknown_s = min([await _seconds_to_verify(hasher, None) for _ in range(9)])

    assert 0.5 < unknown_s / known_s < 2


async def _seconds_to_verify(hasher: Argon2PasswordHasher, stored: str | None) -> float:
    # Of this process: what others do meanwhile does not count.
    start = time.process_time()
    await hasher.verify("a wrong password", stored)
    return time.process_time() - start


async def test_only_hashes_with_other_parameters_need_a_new_one(
    hasher: Argon2PasswordHasher,
) -> None:
    weaker = argon2.using(type="ID", memory_cost=8192, rounds=1, parallelism=1).hash("x")

    assert hasher.needs_rehash(weaker)
    assert not hasher.needs_rehash(await hasher.hash("x"))


async def test_the_parameters_are_the_recommended_ones(hasher: Argon2PasswordHasher) -> None:
    assert (await hasher.hash("x")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_the_event_loop_stays_free_while_passwords_are_hashed(
    hasher: Argon2PasswordHasher,
) -> None:
    hashing = asyncio.gather(*(hasher.hash("correct horse") for _ in range(8)))
    ticks = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        ticks += 1

    await hashing
    assert ticks > 8
