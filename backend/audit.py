"""`plushifyme-server audit`: check every invariant over the whole database."""

import argparse
import dataclasses
import json
import sys
from datetime import timedelta
from typing import Final

import psycopg
from psycopg import AsyncConnection, IsolationLevel

from backend import event_loop
from backend.db.engine import CONNECTION_OPTIONS
from backend.errors import CommandFailed
from backend.services.audit import AuditReport, Finding, audit
from backend.settings import load_settings

_CLEAN: Final = 0
_BROKEN: Final = 1
_STUCK_AFTER_MINUTES: Final = 30
"""Longer than all attempts of one picture take with their waits, in a queue that is not endless."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer, and what counts as stuck."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--stuck-after-minutes",
        type=float,
        default=_STUCK_AFTER_MINUTES,
        help="an unfinished picture that is older is a finding (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Audit and print what was found; 0 when everything holds, 1 when something does not.

    Raises:
        SettingsError: A setting is missing or wrong.
        CommandFailed: The database does not answer, or has no such tables.
    """
    settings = load_settings()
    if not 0 <= arguments.stuck_after_minutes < float("inf"):
        raise CommandFailed("--stuck-after-minutes must be 0 or more.")
    try:
        report = event_loop.run(
            _audit(
                settings.database_url.get_secret_value(),
                stuck_after=timedelta(minutes=arguments.stuck_after_minutes),
            )
        )
    except psycopg.errors.UndefinedTable as error:
        raise CommandFailed("The database is empty. Run `plushifyme-server migrate`.") from error
    except psycopg.OperationalError as error:
        raise CommandFailed("The database does not answer.") from error
    sys.stdout.write(_as_json(report) if arguments.json else _as_text(report))
    return _BROKEN if report.findings else _CLEAN


async def _audit(dsn: str, *, stuck_after: timedelta) -> AuditReport:
    """Look at one moment of the database, on a connection that no time limit of requests ends."""
    connection = await AsyncConnection.connect(dsn, **CONNECTION_OPTIONS)
    async with connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)
        return await audit(connection, stuck_after=stuck_after)


def _as_json(report: AuditReport) -> str:
    answer = {"clean": not report.findings, **dataclasses.asdict(report)}
    return json.dumps(answer, indent=2, ensure_ascii=False, default=str) + "\n"


def _as_text(report: AuditReport) -> str:
    seen = f"Users: {report.users}, pictures: {report.images}, ledger entries: {report.entries}.\n"
    if not report.findings:
        return f"Everything holds. {seen}"
    lines = [f"Broken rules: {len(report.findings)}. {seen}"]
    for finding in report.findings:
        lines += _tell(finding)
    return "".join(lines)


def _tell(finding: Finding) -> list[str]:
    lines = [f"\n{finding.rule}: {finding.meaning}. Rows that break it: {finding.count}\n"]
    lines += [
        "  " + " ".join(f"{name}={value}" for name, value in row.items()) + "\n"
        for row in finding.rows
    ]
    unseen = finding.count - len(finding.rows)
    if unseen:
        lines.append(f"  and {unseen} more\n")
    return lines
