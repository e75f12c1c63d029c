"""The OpenAPI 3.1 document, built from the same operations that are served."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from backend.routes.contract import Operation
from backend.routes.error_responses import STATUS_CODES
from backend.routes.parsing import FORM_MEDIA_TYPE
from backend.web.pages import MEDIA_TYPE
from shared.errors import ErrorCode, ErrorResponse
from shared.version import VERSION

_SCHEMAS: Final = "#/components/schemas/"
_SECURITY: Final = "sessionToken"
_JSON: Final = "application/json"

Json = dict[str, Any]
"""A part of the document; its shape is OpenAPI's business."""


def build_document(operations: Iterable[Operation]) -> Json:
    """Describe the operations."""
    operations = list(operations)
    references, schemas = _schemas(operations)
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(
            operation, references
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "PlushifyMe", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                _SECURITY: {"type": "http", "scheme": "bearer", "description": "From sign-in"}
            },
        },
    }


def _schemas(operations: list[Operation]) -> tuple[dict[type[BaseModel], str], Json]:
    models: dict[type[BaseModel], JsonSchemaMode] = {ErrorResponse: "serialization"}
    for operation in operations:
        if operation.body is not None:
            models[operation.body] = "validation"
        for answer in (operation.answer, operation.pending, *operation.events.values()):
            if answer is not None:
                models[answer] = "serialization"
    by_model, definitions = models_json_schema(
        list(models.items()), ref_template=_SCHEMAS + "{model}"
    )
    references = {model: by_model[model, mode]["$ref"] for model, mode in models.items()}
    schemas: Json = definitions["$defs"]
    for operation in operations:
        if operation.query is not None:
            schemas |= _query_schema(operation.query).get("$defs", {})
    return references, schemas


def _query_schema(query: type[BaseModel]) -> Json:
    return query.model_json_schema(ref_template=_SCHEMAS + "{model}")


def _describe(operation: Operation, references: dict[type[BaseModel], str]) -> Json:
    description: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status): _success(operation, references),
            **_pending(operation, references),
            **_failures(operation, references),
        },
        "security": [] if operation.is_public else [{_SECURITY: []}],
    }
    if operation.body is not None:
        description["requestBody"] = {
            "required": True,
            "content": {
                _JSON if operation.body_type == "json" else FORM_MEDIA_TYPE: {
                    "schema": {"$ref": references[operation.body]}
                }
            },
        }
    return description


def _parameters(operation: Operation) -> list[Json]:
    parameters: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    parameters += [
        {
            "name": header.name,
            "in": "header",
            "required": header.required,
            "description": header.description,
            "schema": {"type": "string"},
        }
        for header in operation.headers
    ]
    if operation.query is not None:
        schema = _query_schema(operation.query)
        required = schema.get("required", [])
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": property_schema}
            for name, property_schema in schema["properties"].items()
        ]
    return parameters


def _success(operation: Operation, references: dict[type[BaseModel], str]) -> Json:
    response: Json = {"description": HTTPStatus(operation.status).phrase}
    if operation.answer is not None:
        schema: Json = {"$ref": references[operation.answer]}
    elif operation.events:
        schema = {
            "type": "string",
            "description": "Server-sent events; `data` of each is JSON of the model by its name.",
            "x-events": {name: {"$ref": references[m]} for name, m in operation.events.items()},
        }
    elif operation.status == HTTPStatus.NO_CONTENT:
        return response
    else:
        schema = {"type": "object" if operation.media_type == _JSON else "string"}
    response["content"] = {operation.media_type: {"schema": schema}}
    return response


def _pending(operation: Operation, references: dict[type[BaseModel], str]) -> Json:
    if operation.pending is None:
        return {}
    schema = {"$ref": references[operation.pending]}
    return {"202": {"description": "Not yet", "content": {_JSON: {"schema": schema}}}}


def _failures(operation: Operation, references: dict[type[BaseModel], str]) -> Json:
    codes: dict[int, list[ErrorCode]] = {}
    for code in operation.all_errors:
        codes.setdefault(STATUS_CODES[code], []).append(code)
    return {
        str(status): {
            "description": ", ".join(f"`{code}`" for code in sorted(set(codes[status]))),
            "content": (
                {MEDIA_TYPE: {"schema": {"type": "string"}}}
                if operation.media_type == MEDIA_TYPE
                else {_JSON: {"schema": {"$ref": references[ErrorResponse]}}}
            ),
        }
        for status in sorted(codes)
    }
