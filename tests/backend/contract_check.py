"""Holds every answer that a test gets against the OpenAPI document."""

import re
from functools import cache
from typing import Any

import httpx2
from jsonschema import Draft202012Validator

from backend.routes.table import openapi_document


@cache
def _document_and_paths() -> tuple[dict[str, Any], list[tuple[re.Pattern[str], dict[str, Any]]]]:
    document = openapi_document()
    paths = [
        (re.compile(re.sub(r"{\w+}", "[^/]+", path)), item)
        for path, item in document["paths"].items()
    ]
    return document, paths


class ContractCheck:
    """A response hook: an answer that the document does not describe fails the test."""

    def __init__(self) -> None:
        self._document, self._paths = _document_and_paths()

    async def __call__(self, response: httpx2.Response) -> None:
        operation = self._find(response.request)
        if operation is None:
            documented: dict[str, Any] = {}
            assert response.status_code in {404, 405}, response.status_code
        else:
            documented = operation["responses"]
            assert str(response.status_code) in documented, (
                f"{operation['operationId']} does not document {response.status_code}"
            )
        await response.aread()
        content = documented.get(str(response.status_code), {}).get("content", {})
        if "application/json" in content:
            schema = content["application/json"]["schema"] | {
                "components": self._document["components"]
            }
            Draft202012Validator(schema).validate(response.json())
        elif content:
            assert response.headers["content-type"].partition(";")[0] in content
        elif operation is not None:
            assert response.content == b""

    def _find(self, request: httpx2.Request) -> dict[str, Any] | None:
        for pattern, item in self._paths:
            if pattern.fullmatch(request.url.path):
                found: dict[str, Any] | None = item.get(request.method.lower())
                return found
        return None
