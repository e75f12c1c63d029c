"""Joins the services with the real world: database, object store, queue, passwords."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from backend.adapters.argon2_passwords import Argon2PasswordHasher
from backend.adapters.mail_queue import ProcrastinateMailQueue
from backend.adapters.procrastinate_queue import ProcrastinateQueue
from backend.adapters.prometheus_metrics import PrometheusServerMetrics
from backend.adapters.s3_store import S3Store
from backend.db.engine import create_engine
from backend.services.all_services import Operator, Services, create_services
from backend.services.google_sign_ins import GOOGLE_CALLBACK_PATH
from backend.settings import Settings
from shared.service import ClientVersions, DemoAccount, EngineName, ServiceInfo
from shared.version import VERSION

if TYPE_CHECKING:
    from backend.adapters.openid_provider import OpenIdProvider

DEMO_ACCOUNT: Final = DemoAccount(email="test@plushifyme.com", password="TestPassword123")  # noqa: S106 - everyone may know it


@asynccontextmanager
async def bootstrap(settings: Settings) -> AsyncIterator[Services]:
    """All services on their real adapters, until the context ends.

    Nothing is connected to before it is used, so a server starts while its database is down.
    """
    dsn = settings.database_url.get_secret_value()
    engine = create_engine(dsn, pool_size=settings.database_pool_size)
    store = S3Store.from_settings(settings)
    token = settings.metrics_token
    google = create_google(settings)
    try:
        yield create_services(
            engine,
            dsn=dsn,
            store=store,
            queue=ProcrastinateQueue(),
            mails=ProcrastinateMailQueue(),
            passwords=Argon2PasswordHasher(),
            info=service_info(settings),
            welcome_credits=settings.welcome_credits,
            metrics=PrometheusServerMetrics(),
            metrics_token=token.get_secret_value() if token else None,
            is_metrics_open=settings.environment != "production",
            public_url=settings.public_url,
            google=google,
            operator=Operator(settings.operator_name, settings.operator_contact),
            local_mail_folder=settings.mail_folder if settings.local_cloud else None,
        )
    finally:
        if google is not None:
            await google.close()
        await engine.dispose()
        store.close()


def create_google(settings: Settings) -> "OpenIdProvider | None":
    """Google, or who stands in its place; None where the settings name no client."""
    if settings.google_client_id is None or settings.google_client_secret is None:
        return None
    # Its libraries take a third of a second, and most servers do without.
    from backend.adapters.openid_provider import OpenIdProvider  # noqa: PLC0415 - likewise

    return OpenIdProvider(
        issuer=settings.google_issuer_url,
        client_id=settings.google_client_id,
        client_secret=settings.google_client_secret.get_secret_value(),
        redirect_url=settings.public_url + GOOGLE_CALLBACK_PATH,
    )


def service_info(settings: Settings) -> ServiceInfo:
    """What the server says of itself."""
    return ServiceInfo(
        version=VERSION,
        engine=EngineName.DRAFT if settings.openai_api_key is None else EngineName.OPENAI,
        local_cloud=settings.local_cloud,
        demo_account=DEMO_ACCOUNT if settings.local_cloud else None,
        welcome_credits=settings.welcome_credits,
        google_sign_in=settings.google_client_id is not None,
        client=ClientVersions(
            newest=settings.client_newest_version or "",
            oldest=settings.client_oldest_version or "",
            download_url=settings.client_download_url or "",
        ),
    )
