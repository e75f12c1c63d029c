"""Each route of the contract as one method."""

from desktop.api.account import AccountRoutes
from desktop.api.http import HttpLine
from desktop.api.routes import InvalidInput, Routes, body_of, request_of
from shared.accounts import (
    TERMS_VERSION,
    Session,
    SignedIn,
    SignInRequest,
    SignUpAccepted,
    SignUpRequest,
)
from shared.credits import CreditsBalance, TransactionPage
from shared.gallery import (
    BulkAnswer,
    BulkRequest,
    GalleryDelta,
    GalleryPage,
    Generation,
    GenerationBatch,
    Image,
    ImageChange,
    Share,
    ShareRequest,
    Shares,
)
from shared.generations import BatchRequest, GenerateRequest
from shared.limits import PAGE_MAX_ITEMS
from shared.service import ServiceInfo
from shared.uploads import PhotoType, PresignedUrl, PresignedUrlRequest

__all__ = ["ApiClient", "InvalidInput"]


class ApiClient(Routes):
    """The server's routes, thread-safe. Every method raises what `HttpLine.request` raises."""

    def __init__(self, server_url: str) -> None:
        super().__init__(HttpLine(server_url))
        self.account = AccountRoutes(self.line)

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
        return self.ask(ServiceInfo, "GET", "/api/service")

    def sign_up(
        self, name: str, email: str, password: str, *, terms_version: str = TERMS_VERSION
    ) -> SignUpAccepted:
        """Ask for an account; the person agrees to these terms.

        Raises:
            InvalidInput: The address or the password cannot be right.
        """
        request = request_of(
            SignUpRequest,
            name=name,
            email=email,
            password=password,
            terms_version=terms_version,
        )
        body = body_of(request, password=password)
        return self.ask(SignUpAccepted, "POST", "/api/auth/sign-up", body=body)

    def sign_in(self, email: str, password: str, *, device: str = "") -> SignedIn:
        """Sign in; the caller keeps the token.

        Raises:
            InvalidInput: The address cannot be right, or the password is empty.
        """
        request = request_of(SignInRequest, email=email, password=password, device=device)
        body = body_of(request, password=password)
        return self.ask(SignedIn, "POST", "/api/auth/sign-in", body=body)

    def sign_out(self) -> None:
        """End this session."""
        self.line.request("POST", "/api/auth/sign-out")

    def session(self) -> Session:
        """Who is signed in, and their balance."""
        return self.ask(Session, "GET", "/api/auth/session")

    def presign(self, content_type: str, size_bytes: int) -> PresignedUrl:
        """Ask for a signed PUT of exactly this type and length."""
        request = PresignedUrlRequest(content_type=PhotoType(content_type), size_bytes=size_bytes)
        return self.ask(
            PresignedUrl, "POST", "/api/upload/presigned-url", body=request.model_dump(mode="json")
        )

    def generate(self, request: GenerateRequest, *, idempotency_key: str) -> Generation:
        """Spend a credit on a plushie. The same key and request again has the effect of one."""
        return self.ask(
            Generation,
            "POST",
            "/api/generate",
            body=request.model_dump(mode="json", exclude_none=True),
            headers={"Idempotency-Key": idempotency_key},
        )

    def generate_batch(self, request: BatchRequest, *, idempotency_key: str) -> GenerationBatch:
        """Spend credits on several plushies, all or none; sent again, it has the effect of one."""
        return self.ask(
            GenerationBatch,
            "POST",
            "/api/generate/batch",
            body=request.model_dump(mode="json", exclude_none=True),
            headers={"Idempotency-Key": idempotency_key},
        )

    def generation(self, image_id: str) -> Generation:
        """Where a generation stands; its files come with fresh signatures."""
        return self.ask(Generation, "GET", f"/api/generate/{image_id}")

    def cancel_generation(self, image_id: str) -> Generation:
        """Stop a generation; the credit comes back. Code `generation_final`: it was too late."""
        return self.ask(Generation, "DELETE", f"/api/generate/{image_id}")

    def images_since(
        self, revision: int, *, limit: int = PAGE_MAX_ITEMS, with_trash: bool = False
    ) -> GalleryDelta:
        """What changed after `revision`, at most `limit` images.

        Without `with_trash` what lies in the trash is told as deleted.
        """
        query: dict[str, str | int] = {"since": revision, "limit": limit}
        if with_trash:
            query["trash"] = "true"
        return self.ask(GalleryDelta, "GET", "/api/images", query=query)

    def images_page(
        self, page: str | None = None, *, in_trash: bool = False, limit: int = PAGE_MAX_ITEMS
    ) -> GalleryPage:
        """One page of the gallery or of the trash, newest first; `page` is the last one's word."""
        query: dict[str, str | int] = {"limit": limit}
        if in_trash:
            query["trash"] = "true"
        if page is not None:
            query["cursor"] = page
        return self.ask(GalleryPage, "GET", "/api/images", query=query)

    def image(self, image_id: str) -> Image:
        """One picture, also from the trash, with fresh signatures."""
        return self.ask(Image, "GET", f"/api/images/{image_id}")

    def change_image(self, image_id: str, change: ImageChange) -> Image:
        """Set the fields of a picture that were set in `change`."""
        body = change.model_dump(mode="json", exclude_unset=True)
        return self.ask(Image, "PATCH", f"/api/images/{image_id}", body=body)

    def change_images(self, request: BulkRequest) -> BulkAnswer:
        """Do one thing to many pictures, all of it or nothing."""
        body = request.model_dump(mode="json")
        return self.ask(BulkAnswer, "POST", "/api/images/bulk", body=body)

    def delete_image(self, image_id: str) -> None:
        """Put a picture into the trash."""
        self.line.request("DELETE", f"/api/images/{image_id}")

    def share_image(self, image_id: str, expires_in_days: int | None) -> Share:
        """Make a link that everybody who has it can open; its address is told this once."""
        body = ShareRequest(expires_in_days=expires_in_days).model_dump(mode="json")
        return self.ask(Share, "POST", f"/api/images/{image_id}/share", body=body)

    def share_links(self, image_id: str) -> Shares:
        """The links to a picture that work."""
        return self.ask(Shares, "GET", f"/api/images/{image_id}/share")

    def revoke_links(self, image_id: str) -> None:
        """Let no link to a picture work any more."""
        self.line.request("DELETE", f"/api/images/{image_id}/share")

    def credits(self) -> CreditsBalance:
        """Balance, and what running jobs hold."""
        return self.ask(CreditsBalance, "GET", "/api/user/credits")

    def transactions(self, cursor: str | None = None) -> TransactionPage:
        """One page of the statement, newest first."""
        query = {"cursor": cursor} if cursor else None
        return self.ask(TransactionPage, "GET", "/api/user/transactions", query=query)
