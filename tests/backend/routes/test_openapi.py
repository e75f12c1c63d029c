"""The OpenAPI document and the served routes are the same thing."""

import json
from typing import Any

import httpx2
import pytest
from openapi_spec_validator import validate

from backend.asgi import create_app_from_settings
from backend.cli import main
from backend.routes.table import OPERATIONS, openapi_document
from backend.settings import Settings


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document()


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_document_and_the_routes_agree(document: dict[str, Any], settings: Settings) -> None:
    documented = {
        (method.upper(), path) for path, item in document["paths"].items() for method in item
    }
    app = create_app_from_settings(settings)
    served = {(method, endpoint.path) for endpoint in app.endpoints for method in endpoint.methods}
    assert documented == served
    assert documented == {(operation.method, operation.path) for operation in OPERATIONS}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_wire_names_are_camel_case(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert "_" not in field, f"{name}.{field}"


async def test_the_served_and_the_printed_document_are_one(
    api: httpx2.AsyncClient, document: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    served = (await api.get("/api/openapi.json")).json()
    assert main(["openapi"]) == 0
    assert served == document == json.loads(capsys.readouterr().out)
