"""Statements and their rows: SQL in, frozen dataclasses out."""

from collections.abc import Mapping
from typing import LiteralString, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import class_row

Row = TypeVar("Row")
Values = Mapping[str, object]


async def fetch_one(
    connection: AsyncConnection, row_type: type[Row], statement: LiteralString, values: Values
) -> Row | None:
    """The first row, its columns as the fields of `row_type`; None when there is none."""
    async with connection.cursor(row_factory=class_row(row_type)) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchone()


async def fetch_all(
    connection: AsyncConnection, row_type: type[Row], statement: LiteralString, values: Values
) -> list[Row]:
    """Every row, its columns as the fields of `row_type`."""
    async with connection.cursor(row_factory=class_row(row_type)) as cursor:
        await cursor.execute(statement, values)
        return await cursor.fetchall()


async def execute(connection: AsyncConnection, statement: LiteralString, values: Values) -> int:
    """Run a statement; the number of rows that it wrote."""
    cursor = await connection.execute(statement, values)
    return cursor.rowcount
