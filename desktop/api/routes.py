"""What every group of routes shares: asking for a model, and building a request from typed words."""

from typing import TypeVar

import pydantic

from desktop.api.http import HttpLine
from desktop.errors import DesktopError, UnexpectedAnswer
from shared.wire import WireModel

M = TypeVar("M", bound=WireModel)


class InvalidInput(DesktopError):
    """What was typed does not fit the contract; nothing was sent."""

    code = "invalid_request"


class Routes:
    """Routes of one server, thread-safe. Every method raises what `HttpLine.request` raises."""

    def __init__(self, line: HttpLine) -> None:
        self.line = line

    def ask(
        self,
        answer: type[M],
        method: str,
        path: str,
        *,
        body: object = None,
        query: dict[str, str | int] | dict[str, str] | dict[str, int] | None = None,
        headers: dict[str, str] | None = None,
    ) -> M:
        """Ask, and read the answer.

        Raises:
            UnexpectedAnswer: It is not the contract's.
        """
        response = self.line.request(method, path, body=body, query=query, headers=headers)
        return self.read(answer, response.content)

    def read(self, answer: type[M], content: bytes) -> M:
        """Read an answer.

        Raises:
            UnexpectedAnswer: It is not the contract's.
        """
        try:
            return answer.model_validate_json(content)
        except pydantic.ValidationError as error:
            raise UnexpectedAnswer(self.line.server_url) from error


def request_of(model: type[M], **values: str) -> M:
    """Build a request from what a person typed.

    Raises:
        InvalidInput: Names the part of it that cannot be right.
    """
    try:
        return model.model_validate(values)
    except pydantic.ValidationError as error:
        field = str(error.errors(include_url=False)[0]["loc"][0])
        message = _WRONG_INPUT.get(field, f"The {field} cannot be right.")
        raise InvalidInput(message, advice="Please check it and try again.") from error


def body_of(request: WireModel, **secrets: str) -> dict[str, object]:
    """The request's JSON, with the secrets that its model hides."""
    return {**request.model_dump(mode="json"), **secrets}


_WRONG_LENGTH = "The password has to be 10 to 128 characters long."
_WRONG_EMAIL = "That is not an e-mail address."
_WRONG_INPUT = {
    "email": _WRONG_EMAIL,
    "newEmail": _WRONG_EMAIL,
    "new_email": _WRONG_EMAIL,
    "password": _WRONG_LENGTH,
    "newPassword": _WRONG_LENGTH,
    "new_password": _WRONG_LENGTH,
    "name": "Please tell us your name, in at most 100 characters.",
}
