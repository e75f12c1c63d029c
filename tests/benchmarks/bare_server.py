"""The anchor of the HTTP figures: one route with a constant answer, served as the API is."""

import sys

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


if __name__ == "__main__":
    app = Starlette(routes=[Route("/", _answer)])
    listener = bind(HOST, int(sys.argv[1]))
    uvicorn.Server(server_config(app, load_settings())).run(sockets=[listener])
