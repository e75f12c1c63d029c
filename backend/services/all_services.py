"""All services of a running server, in one frozen value."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.services.accounts import AccountService
from backend.services.attempts import AttemptService
from backend.services.credits import CreditsService
from backend.services.deletions import DeletionService
from backend.services.event_hub import EventHub
from backend.services.event_stream import EventStreamService
from backend.services.exports import ExportService
from backend.services.gallery import GalleryService
from backend.services.gallery_changes import GalleryChangesService
from backend.services.gallery_pages import GalleryPagesService
from backend.services.generations import GenerationService
from backend.services.google_sign_ins import GoogleSignInService
from backend.services.health import HealthService
from backend.services.images import ImagePresenter
from backend.services.local_mails import LocalMailService
from backend.services.metrics import MetricsService
from backend.services.passwords import PasswordService
from backend.services.ports import (
    IdentityProvider,
    JobQueue,
    MailQueue,
    ObjectStore,
    PasswordHasher,
    ServerMetrics,
)
from backend.services.profiles import ProfileService
from backend.services.sessions import SessionService
from backend.services.sharing import SharingService
from backend.services.throttles import ThrottleService
from backend.services.uploads import UploadService
from backend.services.verification import VerificationService
from backend.services.welcome import WelcomeGift
from shared.service import ServiceInfo


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this server, as its pages say it."""

    name: str | None = None
    contact: str | None = None

    @property
    def link(self) -> str | None:
        """Where the contact leads, when it is an address."""
        if self.contact is None:
            return None
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        is_email = "@" in self.contact and " " not in self.contact
        return f"mailto:{self.contact}" if is_email else None


@dataclass(frozen=True, slots=True)
class Services:
    """What routes, the worker and the commands call."""

    info: ServiceInfo
    operator: Operator
    accounts: AccountService
    sessions: SessionService
    passwords: PasswordService
    verification: VerificationService
    google: GoogleSignInService
    profiles: ProfileService
    deletions: DeletionService
    exports: ExportService
    throttles: ThrottleService
    local_mails: LocalMailService
    uploads: UploadService
    generations: GenerationService
    gallery: GalleryService
    gallery_changes: GalleryChangesService
    gallery_pages: GalleryPagesService
    sharing: SharingService
    credits: CreditsService
    events: EventStreamService
    event_hub: EventHub
    attempts: AttemptService
    health: HealthService
    metrics: MetricsService


def create_services(
    engine: AsyncEngine,
    *,
    dsn: str,
    store: ObjectStore,
    queue: JobQueue,
    mails: MailQueue,
    passwords: PasswordHasher,
    info: ServiceInfo,
    welcome_credits: int,
    metrics: ServerMetrics,
    metrics_token: str | None = None,
    is_metrics_open: bool = True,
    google: IdentityProvider | None = None,
    local_mail_folder: Path | None = None,
    public_url: str = "http://127.0.0.1:8000",
    operator: Operator | None = None,
) -> Services:
    """Build every service on its ports."""
    presenter = ImagePresenter(store)
    sessions = SessionService(engine)
    welcome = WelcomeGift(welcome_credits)
    password_service = PasswordService(engine, passwords, mails, welcome)
    uploads = UploadService(engine, store)
    metrics_service = MetricsService(
        engine,
        metrics,
        image_engine=info.engine,
        token=metrics_token,
        is_open=is_metrics_open,
    )
    gallery = GalleryService(engine, presenter)
    credits_service = CreditsService(engine)
    hub = EventHub(dsn)
    return Services(
        info=info,
        operator=operator or Operator(),
        accounts=AccountService(engine, passwords, sessions, mails),
        sessions=sessions,
        passwords=password_service,
        verification=VerificationService(engine, mails, welcome),
        google=GoogleSignInService(engine, google, sessions, mails, welcome),
        profiles=ProfileService(engine, password_service, mails, welcome),
        deletions=DeletionService(engine, password_service, mails),
        exports=ExportService(engine, store, credits_service),
        throttles=ThrottleService(engine),
        local_mails=LocalMailService(local_mail_folder),
        uploads=uploads,
        generations=GenerationService(
            engine, queue, uploads, presenter, on_cancelled=metrics_service.count_cancelled
        ),
        gallery=gallery,
        sharing=SharingService(engine, presenter, public_url=public_url),
        gallery_pages=GalleryPagesService(engine, presenter),
        gallery_changes=GalleryChangesService(
            engine, presenter, on_cancelled=metrics_service.count_cancelled
        ),
        credits=credits_service,
        events=EventStreamService(hub, gallery, credits_service, sessions, presenter),
        event_hub=hub,
        attempts=AttemptService(engine),
        health=HealthService(engine, store),
        metrics=metrics_service,
    )
