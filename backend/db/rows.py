"""Statements and their rows: SQL in, frozen dataclasses out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import AsyncRowFactory, class_row

Row = TypeVar("Row")
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class IdRow:
    """For statements that answer with nothing but ids."""

    id: UUID


async def fetch_one(
    connection: AsyncConnection, row_type: type[Row], statement: LiteralString, values: Values
) -> Row | None:
    """The first row, its columns as the fields of `row_type`; None when there is none."""
    async with connection.cursor(row_factory=_rows_of(row_type)) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchone()


async def fetch_all(
    connection: AsyncConnection, row_type: type[Row], statement: LiteralString, values: Values
) -> list[Row]:
    """Every row, its columns as the fields of `row_type`."""
    async with connection.cursor(row_factory=_rows_of(row_type)) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchall()


async def execute(connection: AsyncConnection, statement: LiteralString, values: Values) -> int:
    """Run a statement; the number of rows that it wrote."""
    cursor = await connection.execute(statement, values)
    return cursor.rowcount


def _rows_of(row_type: type[Row]) -> AsyncRowFactory[Row]:
    """Makes a row of its columns by their names; by their places where those agree, in half the time."""

    def choose(cursor: AsyncCursor[Any]) -> Callable[[Sequence[Any]], Row]:
        result = cursor.pgresult
        if result is not None:
            names = tuple((result.fname(n) or b"").decode() for n in range(result.nfields))
            if names == getattr(row_type, "__match_args__", None):
                return lambda values: row_type(*values)
        return class_row(row_type)(cursor)

    return choose
