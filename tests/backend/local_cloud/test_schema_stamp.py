"""When the local cloud may skip migrating."""

from pathlib import Path

import psycopg
import pytest

from backend.local_cloud import schema_stamp


@pytest.fixture
def migrated(empty_database: str) -> str:
    """A database with the one table that Alembic keeps its revision in."""
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE alembic_version AS SELECT '0001' AS version_num")
    return empty_database


@pytest.fixture
def stamp(tmp_path: Path, migrated: str) -> Path:
    """The record of a migration that succeeded."""
    schema_stamp.record(tmp_path / "schema.json", migrated)
    return tmp_path / "schema.json"


def test_a_database_without_a_record_is_not_current(tmp_path: Path, migrated: str) -> None:
    assert not schema_stamp.is_current(tmp_path / "schema.json", migrated)


def test_a_migrated_database_is_current_once_recorded(stamp: Path, migrated: str) -> None:
    assert schema_stamp.is_current(stamp, migrated)


def test_changed_sources_ask_for_a_migration(
    stamp: Path, migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.0.1")

    assert not schema_stamp.is_current(stamp, migrated)


def test_a_database_restored_from_an_older_backup_is_not_current(
    stamp: Path, migrated: str
) -> None:
    with psycopg.connect(migrated) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")

    assert not schema_stamp.is_current(stamp, migrated)


def test_a_database_that_was_emptied_is_not_current(stamp: Path, migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        connection.execute("DROP TABLE alembic_version")

    assert not schema_stamp.is_current(stamp, migrated)
