"""Sessions in the key ring, and what happens without one."""

import pytest
from keyring.backends.fail import Keyring

from desktop.storage.token_store import StoredSession, TokenStore
from tests.desktop.conftest import MemoryKeyRing

SESSION = StoredSession(token="secret-token", user_json='{"id": "1"}')


def without_key_ring() -> TokenStore:
    """The store on a computer that has no key ring."""
    return TokenStore(Keyring())  # type: ignore[no-untyped-call]  # keyring has no annotation there


def test_a_session_is_kept_for_the_next_start(key_ring: MemoryKeyRing) -> None:
    assert TokenStore(key_ring).save("https://one.example", SESSION)

    assert TokenStore(key_ring).load("https://one.example") == SESSION
    assert TokenStore(key_ring).load("https://two.example") is None


def test_a_forgotten_session_is_gone(key_ring: MemoryKeyRing) -> None:
    store = TokenStore(key_ring)
    store.save("https://one.example", SESSION)

    store.forget("https://one.example")
    store.forget("https://one.example")

    assert store.load("https://one.example") is None
    assert key_ring.entries == {}


def test_without_a_key_ring_the_session_lasts_until_the_app_closes() -> None:
    store = without_key_ring()

    assert not store.save("https://one.example", SESSION)
    assert store.load("https://one.example") == SESSION
    assert without_key_ring().load("https://one.example") is None


def test_forgetting_works_without_a_key_ring() -> None:
    store = without_key_ring()
    store.save("https://one.example", SESSION)

    store.forget("https://one.example")

    assert store.load("https://one.example") is None


@pytest.mark.parametrize("entry", ["", "not json", "[]", '{"token": "x"}'])
def test_an_entry_of_another_program_counts_as_none(entry: str, key_ring: MemoryKeyRing) -> None:
    key_ring.set_password("PlushifyMe", "https://one.example", entry)

    assert TokenStore(key_ring).load("https://one.example") is None
