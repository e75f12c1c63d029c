"""What a server says of itself before anyone has signed in."""

from enum import StrEnum

from shared.accounts import TERMS_VERSION
from shared.wire import WireModel


class EngineName(StrEnum):
    """Which image engine makes the pictures."""

    OPENAI = "openai"
    DRAFT = "draft"


class DemoAccount(WireModel):
    """Only a local cloud tells one."""

    email: str
    password: str


class ClientVersions(WireModel):
    """Which versions of the app this server knows of; "" where it says nothing."""

    newest: str = ""
    oldest: str = ""
    """Older ones are not served any more."""
    download_url: str = ""


class ServiceInfo(WireModel):
    """`GET /api/service`: how the app shows which server it talks to."""

    version: str
    engine: EngineName
    local_cloud: bool
    demo_account: DemoAccount | None = None
    terms_version: str = TERMS_VERSION
    """What a new account agrees to; the pages /terms and /privacy show it."""
    google_sign_in: bool = False
    welcome_credits: int = 0
    """What proving an address brings, once."""
    client: ClientVersions = ClientVersions()


class Liveness(WireModel):
    """`GET /live`: the process answers, whatever its parts do."""

    version: str


class Readiness(WireModel):
    """`GET /ready`: whether each part answers."""

    ready: bool
    database: bool
    storage: bool
