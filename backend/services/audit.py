"""The audit: every invariant of credits and images, asked of the whole database.

Most of them are facts of the schema too. The audit trusts neither the schema nor the services: it
only reads rows, so it also finds what a restored backup or a hand at the database has broken.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from backend.services.audit_rules import RULES, Rule

ROWS_SHOWN_MAX: Final = 100
"""So many offending rows of one rule are shown; all of them are counted."""


_COUNT_AND_SHOW: Final[tuple[LiteralString, LiteralString]] = (
    "select count(*) over () as broken_rows, broken.* from (",
    ") as broken limit %(shown_max)s",
)
"""What stands around each rule's query."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken. `rows` are the first of them, by column name."""

    rule: str
    meaning: str
    count: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was looked at, and what was found; no findings means that every rule holds."""

    users: int
    images: int
    entries: int
    findings: list[Finding]


async def audit(connection: AsyncConnection, *, stuck_after: timedelta) -> AuditReport:
    """Ask every rule.

    Args:
        connection: In a transaction that sees one moment (repeatable read), or what is written
            meanwhile may look broken.
        stuck_after: A picture that still waits or is still being made after so long is a finding.
    """
    # Whole tables are what it is about (`backend.db.engine` forbids to read them whole).
    await connection.execute("select set_config('enable_seqscan', 'on', true)")
    users, images, entries = await _count(connection)
    findings = [
        finding
        for rule in RULES
        if (finding := await _ask(connection, rule, stuck_after)) is not None
    ]
    return AuditReport(users=users, images=images, entries=entries, findings=findings)


async def _count(connection: AsyncConnection) -> tuple[int, int, int]:
    cursor = await connection.execute(
        """
        select (select count(*) from users), (select count(*) from generated_images),
            (select count(*) from transactions)
        """
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 - a query without a condition has one row
    users, images, entries = row
    return users, images, entries


async def _ask(connection: AsyncConnection, rule: Rule, stuck_after: timedelta) -> Finding | None:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            _COUNT_AND_SHOW[0] + rule.query + _COUNT_AND_SHOW[1],
            {"stuck_after": stuck_after, "shown_max": ROWS_SHOWN_MAX},
        )
        rows = await cursor.fetchall()
    if not rows:
        return None
    count: int = rows[0]["broken_rows"]
    for row in rows:
        del row["broken_rows"]
    return Finding(rule=rule.name, meaning=rule.meaning, count=count, rows=rows)
