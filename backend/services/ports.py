"""What the services need from the outside world; `backend.adapters` provides it."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from psycopg import AsyncConnection

from shared.generations import Hints
from shared.service import EngineName
from shared.styles import Style


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """A stored object, as the store reports it."""

    size_bytes: int
    content_type: str


@dataclass(frozen=True, slots=True)
class PresignedPut:
    """A signed upload; `headers` are part of the signature."""

    url: str
    headers: dict[str, str]


class ObjectStore(Protocol):
    """An S3 bucket. Signing is local and quick; everything else raises `StorageUnavailable`."""

    def presign_put(
        self, key: str, *, content_type: str, size_bytes: int, expires_s: int
    ) -> PresignedPut:
        """Sign a PUT of exactly this length and type."""
        ...

    def presign_get(self, key: str, *, expires_s: int) -> str:
        """Sign a GET."""
        ...

    async def head(self, key: str) -> ObjectInfo | None:
        """Describe an object; None when there is none."""
        ...

    async def get(self, key: str, *, max_bytes: int) -> bytes:
        """Read an object.

        Raises:
            NotFound: There is none, or it is larger than `max_bytes`.
            StorageUnavailable: The store does not answer.
        """
        ...

    async def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Write an object; an existing one is replaced."""
        ...

    async def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; missing ones are no error."""
        ...

    async def list_before(self, prefix: str, moment: datetime, *, limit: int) -> list[str]:
        """The keys of objects below `prefix` that were written before `moment`, some of them.

        Args:
            prefix: Such as `previews/`.
            moment: An aware time.
            limit: At most so many keys.
        """
        ...

    async def check(self) -> bool:
        """Whether the bucket answers within two seconds. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One picture to make. `photo_png` is upright, RGB, checked and free of metadata."""

    image_id: UUID
    user_reference: str
    """A stable pseudonym of the owner for the provider's abuse handling; holds no name."""
    photo_png: bytes
    style: Style
    wish: str
    hints: Hints


@dataclass(frozen=True, slots=True)
class EnginePreview:
    """The picture as it emerges; `image` is any of PNG, JPEG, WebP."""

    stage: str
    image: bytes


@dataclass(frozen=True, slots=True)
class EngineResult:
    """The finished picture and what the provider told about it."""

    image: bytes
    engine: EngineName
    model: str
    provider_request_id: str | None = None
    usage: dict[str, int] = field(default_factory=dict)


class ImageEngine(Protocol):
    """Photo, style and wish in; previews and at last one result out."""

    @property
    def name(self) -> EngineName:
        """Which engine this is."""
        ...

    def generate(
        self, request: EngineRequest
    ) -> AsyncGenerator[EnginePreview | EngineResult, None]:
        """Make one picture. The last item is the `EngineResult`.

        Raises:
            EngineTemporaryError: Worth another attempt.
            EnginePermanentError: It would fail again.
        """
        ...

    async def close(self) -> None:
        """Close its connections; nothing is generated after that."""
        ...


class JobQueue(Protocol):
    """Where generations wait for a worker; it decides who goes first."""

    async def front(self, connection: AsyncConnection, *, limit: int) -> list[UUID]:
        """The images that are next, in their order, at most `limit`."""
        ...

    async def enqueue_generation(self, connection: AsyncConnection, *image_ids: UUID) -> None:
        """Enqueue inside the caller's transaction: the jobs exist when that commits, else not."""
        ...


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """How many pictures are open, and how long the one that waits longest has waited."""

    waiting: int
    in_progress: int
    oldest_waiting_s: float


class MailKind(StrEnum):
    """Every mail there is."""

    VERIFY_EMAIL = "verify_email"
    """A link that proves the address."""
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a mail's name, not a password
    """A link that lets its reader choose a new password."""
    SIGN_UP_AGAIN = "sign_up_again"
    """Somebody signed up with an address that has an account."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - likewise
    """The password is another one now."""
    CONFIRM_EMAIL = "confirm_email"
    """To the address that somebody wants to have instead: a link that proves it."""
    EMAIL_TAKEN = "email_taken"
    """Instead of that, when the address has an account already: to its owner."""
    EMAIL_CHANGE_ASKED = "email_change_asked"
    """To the address of today: another one was asked for."""
    EMAIL_CHANGED = "email_changed"
    """To the address of before: it is another one now."""
    DELETION_ASKED = "deletion_asked"
    """The days of grace have begun."""
    GOOGLE_LINKED = "google_linked"
    """Signing in with Google opens this account from now on."""


class MailQueue(Protocol):
    """Where mails wait for a worker. Their text and their links are made when they are sent."""

    async def enqueue_mail(
        self,
        connection: AsyncConnection,
        kind: MailKind,
        email: str,
        *,
        user_id: UUID | None = None,
    ) -> None:
        """Enqueue inside the caller's transaction; nobody has to have an account at the address.

        Args:
            connection: In a transaction.
            kind: Which mail.
            email: Where it goes.
            user_id: Whom it is about, when that is not whose address it is.

        Raises:
            DatabaseUnavailable: The queue does not take it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person, as text and as HTML."""

    recipient: str
    subject: str
    text: str
    html: str


class Mailer(Protocol):
    """Hands mails to the world."""

    async def send(self, mail: Mail) -> None:
        """Hand over one mail.

        Raises:
            MailUnavailable: Not now; worth another try.
            MailRefused: Nobody will take this mail, however often it is tried.
        """
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at another provider, as it says."""

    subject: str
    """Their id there, which never changes."""
    email: str
    is_email_verified: bool
    name: str


class IdentityProvider(Protocol):
    """Another provider at which people can sign in, such as Google."""

    async def authorization_url(self, *, state: str, nonce: str, code_verifier: str) -> str:
        """Where the browser goes.

        Raises:
            IdentityUnavailable: The provider does not answer.
        """
        ...

    async def identify(self, *, code: str, nonce: str, code_verifier: str) -> Identity:
        """Who came back with this code, which works once.

        Raises:
            IdentityUnavailable: The provider does not answer.
            IdentityRefused: The code or what it brought is not to be believed.
        """
        ...


class ServerMetrics(Protocol):
    """Keeps a server's numbers."""

    def count_request(self, *, method: str, route: str, status: str, seconds: float) -> None:
        """One request was answered; `route` is a template, never a path."""
        ...

    def count_cancelled(self, style: Style, engine: EngineName) -> None:
        """Somebody did not want a picture any more, and has the credit back."""
        ...

    def render(self, queue: QueueDepth | None) -> bytes:
        """All numbers as text; None: how much waits is not known."""
        ...


class PasswordHasher(Protocol):
    """Password hashing: slow on purpose, off the event loop, bounded in parallel."""

    async def hash(self, password: str) -> str:
        """Hash a new password."""
        ...

    async def verify(self, password: str, stored_hash: str | None) -> bool:
        """Compare; None does the same work and answers False, so unknown addresses cost the same."""
        ...

    def needs_rehash(self, stored_hash: str) -> bool:
        """Whether the parameters have changed since."""
        ...
