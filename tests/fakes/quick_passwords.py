"""Passwords that protect nobody: the real hashes, with hardly any of the work that makes them slow."""

from backend.adapters.argon2_passwords import Argon2PasswordHasher


def hash_quickly(hasher: Argon2PasswordHasher) -> None:
    """Take next to the least that argon2 takes, also for the hash that belongs to nobody."""
    hasher._hasher = hasher._hasher.using(memory_cost=16, rounds=1)
    hasher._nobodys_hash = hasher._hasher.hash("nobody's")
