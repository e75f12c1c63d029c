"""The anchors of the HTTP figures: routes that do the least there is, served by uvicorn as it comes.

With `--as-we-serve` they go through the API's own HTTP protocol.
"""

import sys

import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.local_cloud.ports import HOST
from backend.serve import bind, server_config
from backend.settings import load_settings


async def _answer(_request: Request) -> Response:
    return Response(b'{"balance":1,"held":0}', media_type="application/json")


class _Asking:
    """Runs one plain statement a request: the least for whoever asks the database each time."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._idle: list[psycopg.AsyncConnection] = []

    async def answer(self, request: Request) -> Response:
        connection = (
            self._idle.pop()
            if self._idle
            else await psycopg.AsyncConnection.connect(self._dsn, autocommit=True)
        )
        cursor = await connection.execute("select 1")
        await cursor.fetchone()
        self._idle.append(connection)
        return await _answer(request)


if __name__ == "__main__":
    settings = load_settings()
    asking = _Asking(settings.database_url.get_secret_value())
    app = Starlette(routes=[Route("/", _answer), Route("/ask", asking.answer)])
    listener = bind(HOST, int(sys.argv[1]))
    config = server_config(app, settings)
    if "--as-we-serve" not in sys.argv:
        config.http = "auto"
    uvicorn.Server(config).run(sockets=[listener])
