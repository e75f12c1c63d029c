"""Each route of the contract as one method."""

from typing import TypeVar

import pydantic

from desktop.api.http import HttpLine
from desktop.errors import DesktopError, UnexpectedAnswer
from shared.accounts import Session, SignedIn, SignInRequest, SignUpAccepted, SignUpRequest
from shared.credits import CreditsBalance, TransactionPage
from shared.gallery import GalleryDelta, Generation, GenerationBatch
from shared.generations import BatchRequest, GenerateRequest
from shared.limits import PAGE_MAX_ITEMS
from shared.service import ServiceInfo
from shared.uploads import PhotoType, PresignedUrl, PresignedUrlRequest
from shared.wire import WireModel

M = TypeVar("M", bound=WireModel)


class InvalidInput(DesktopError):
    """What was typed does not fit the contract; nothing was sent."""

    code = "invalid_request"


class ApiClient:
    """The server's routes, thread-safe. Every method raises what `HttpLine.request` raises."""

    def __init__(self, server_url: str) -> None:
        self.line = HttpLine(server_url)

    @property
    def server_url(self) -> str:
        """The server's address without a slash at the end."""
        return self.line.server_url

    @property
    def token(self) -> str | None:
        """The session token; set it to be signed in."""
        return self.line.token

    @token.setter
    def token(self, token: str | None) -> None:
        self.line.token = token

    def service(self) -> ServiceInfo:
        """What the server says of itself."""
        return self._ask(ServiceInfo, "GET", "/api/service")

    def sign_up(self, name: str, email: str, password: str) -> SignUpAccepted:
        """Ask for an account.

        Raises:
            InvalidInput: The address or the password cannot be right.
        """
        request = _request(SignUpRequest, name=name, email=email, password=password)
        body = {**request.model_dump(mode="json"), "password": password}
        return self._ask(SignUpAccepted, "POST", "/api/auth/sign-up", body=body)

    def sign_in(self, email: str, password: str, *, device: str = "") -> SignedIn:
        """Sign in; the caller keeps the token.

        Raises:
            InvalidInput: The address cannot be right, or the password is empty.
        """
        request = _request(SignInRequest, email=email, password=password, device=device)
        body = {**request.model_dump(mode="json"), "password": password}
        return self._ask(SignedIn, "POST", "/api/auth/sign-in", body=body)

    def sign_out(self) -> None:
        """End this session."""
        self.line.request("POST", "/api/auth/sign-out")

    def session(self) -> Session:
        """Who is signed in, and their balance."""
        return self._ask(Session, "GET", "/api/auth/session")

    def presign(self, content_type: str, size_bytes: int) -> PresignedUrl:
        """Ask for a signed PUT of exactly this type and length."""
        request = PresignedUrlRequest(content_type=PhotoType(content_type), size_bytes=size_bytes)
        return self._ask(
            PresignedUrl, "POST", "/api/upload/presigned-url", body=request.model_dump(mode="json")
        )

    def generate(self, request: GenerateRequest, *, idempotency_key: str) -> Generation:
        """Spend a credit on a plushie. The same key and request again has the effect of one."""
        return self._ask(
            Generation,
            "POST",
            "/api/generate",
            body=request.model_dump(mode="json", exclude_none=True),
            headers={"Idempotency-Key": idempotency_key},
        )

    def generate_batch(self, request: BatchRequest, *, idempotency_key: str) -> GenerationBatch:
        """Spend credits on several plushies, all or none; sent again, it has the effect of one."""
        return self._ask(
            GenerationBatch,
            "POST",
            "/api/generate/batch",
            body=request.model_dump(mode="json", exclude_none=True),
            headers={"Idempotency-Key": idempotency_key},
        )

    def generation(self, image_id: str) -> Generation:
        """Where a generation stands; its files come with fresh signatures."""
        return self._ask(Generation, "GET", f"/api/generate/{image_id}")

    def cancel_generation(self, image_id: str) -> Generation:
        """Stop a generation; the credit comes back. Code `generation_final`: it was too late."""
        return self._ask(Generation, "DELETE", f"/api/generate/{image_id}")

    def images_since(self, revision: int) -> GalleryDelta:
        """What changed after `revision`, as many as one answer may hold."""
        query = {"since": revision, "limit": PAGE_MAX_ITEMS}
        return self._ask(GalleryDelta, "GET", "/api/images", query=query)

    def delete_image(self, image_id: str) -> None:
        """Delete a picture."""
        self.line.request("DELETE", f"/api/images/{image_id}")

    def credits(self) -> CreditsBalance:
        """Balance, and what running jobs hold."""
        return self._ask(CreditsBalance, "GET", "/api/user/credits")

    def transactions(self, cursor: str | None = None) -> TransactionPage:
        """One page of the statement, newest first."""
        query = {"cursor": cursor} if cursor else None
        return self._ask(TransactionPage, "GET", "/api/user/transactions", query=query)

    def _ask(
        self,
        answer: type[M],
        method: str,
        path: str,
        *,
        body: object = None,
        query: dict[str, str | int] | dict[str, str] | dict[str, int] | None = None,
        headers: dict[str, str] | None = None,
    ) -> M:
        response = self.line.request(method, path, body=body, query=query, headers=headers)
        try:
            return answer.model_validate_json(response.content)
        except pydantic.ValidationError as error:
            raise UnexpectedAnswer(self.server_url) from error


def _request(model: type[M], **values: str) -> M:
    """Build a request from what a person typed, and say which part of it cannot be right."""
    try:
        return model.model_validate(values)
    except pydantic.ValidationError as error:
        field = str(error.errors(include_url=False)[0]["loc"][0])
        message = _WRONG_INPUT.get(field, f"The {field} cannot be right.")
        raise InvalidInput(message, advice="Please check it and try again.") from error


_WRONG_INPUT = {
    "email": "That is not an e-mail address.",
    "password": "The password has to be 10 to 128 characters long.",
    "name": "Please tell us your name, in at most 100 characters.",
}
