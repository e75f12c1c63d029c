"""The base of every model that crosses HTTP: camelCase on the wire, snake_case in Python."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is beyond the first or the last year") from error


UtcDateTime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""An aware time, always in UTC; a naive one is refused."""


class WireModel(BaseModel):
    """What a server answers. Unknown fields are ignored, so an older app survives a newer server."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        extra="ignore",
    )


class RequestModel(WireModel):
    """What a client sends. Unknown fields are refused, so nothing slips in (`{"credits": 999}`)."""

    model_config = ConfigDict(extra="forbid")
