"""The server's settings, from the environment and `.env`."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from backend.errors import SettingsError
from shared.version import version_numbers

_DEVELOPMENT_SECRETS = frozenset({"plushify", "plushifyme", "postgres", "minioadmin", "changeme"})


class Settings(BaseSettings):
    """One frozen value for each setting. Every field's description stands in the README's table."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses development secrets"
    )
    database_url: SecretStr = Field(description="PostgreSQL, `postgresql://user:password@host/db`")
    database_pool_size: int = Field(8, ge=1, le=100, description="Connections a process")

    aws_access_key_id: str = Field(description="S3 access key")
    aws_secret_access_key: SecretStr = Field(description="S3 secret key")
    aws_region: str = Field("us-east-1", description="S3 region")
    aws_s3_bucket: str = Field(description="S3 bucket; must exist")
    s3_endpoint_url: str | None = Field(None, description="S3 server, when it is not Amazon's")
    s3_public_endpoint_url: str | None = Field(
        None, description="The same server as the app reaches it; default `S3_ENDPOINT_URL`"
    )

    openai_api_key: SecretStr | None = Field(
        None, description="Without it pictures come from the offline draft renderer"
    )
    openai_org_id: str | None = Field(None, description="OpenAI organisation")
    openai_base_url: str | None = Field(None, description="A server that speaks OpenAI's API")
    openai_image_model: str = Field(
        "gpt-image-2",
        description="The image model; one without `gpt-image` in its name gets the photo in words",
    )
    openai_vision_model: str = Field(
        "gpt-5.4-mini", description="Puts the photo into words for a model that cannot see it"
    )
    openai_image_quality: Literal["auto", "low", "medium", "high"] = Field(
        "medium", description="Quality of the picture, and its price"
    )
    openai_image_size: Literal["auto", "1024x1024", "1024x1536", "1536x1024"] = Field(
        "1024x1024", description="Size of the picture"
    )
    openai_timeout_s: float = Field(180, gt=0, description="Limit for one picture, seconds")

    public_url: str = Field(
        "http://127.0.0.1:8000", description="How browsers and the app reach this server"
    )
    welcome_credits: int = Field(
        3, ge=0, description="Credits for who confirms their address, once"
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Addresses whose X-Forwarded-For is believed, comma-separated"
    )
    worker_concurrency: int = Field(2, ge=1, le=64, description="Pictures a worker makes at once")
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token for `/metrics`; in production there is no page without it"
    )
    worker_metrics_port: int | None = Field(
        None, ge=1, le=65535, description="Port of a worker's own `/metrics`; off without it"
    )
    worker_metrics_host: str = Field(
        "127.0.0.1", description="Address on which a worker shows its metrics"
    )
    log_format: Literal["console", "json"] = Field("console", description="Log lines")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least level that is logged"
    )
    local_cloud: bool = Field(
        False, description="Set by the local cloud: tells the app of the demo account"
    )

    google_client_id: str | None = Field(
        None, description="With it and its secret people can sign in with Google"
    )
    google_client_secret: SecretStr | None = Field(
        None, description="From Google, for the redirect `PUBLIC_URL/auth/google/callback`"
    )
    google_issuer_url: str = Field(
        "https://accounts.google.com", description="Another OpenID provider in Google's place"
    )
    operator_name: str | None = Field(
        None, description="Who runs this server, for the pages of terms and privacy"
    )
    operator_contact: str | None = Field(
        None, description="How they are reached: an e-mail address or a web address"
    )

    client_newest_version: str | None = Field(
        None, description="The app's newest version; older ones tell of it once"
    )
    client_oldest_version: str | None = Field(
        None, description="The app's oldest version that is served; older ones ask for an update"
    )
    client_download_url: str | None = Field(
        None, description="Where people get the app; the link of both messages"
    )

    email_from: str = Field("PlushifyMe <hello@localhost>", description="Sender of mails")
    smtp_host: str | None = Field(None, description="Mail server")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server")
    smtp_user: str | None = Field(None, description="User at the mail server")
    smtp_password: SecretStr | None = Field(None, description="Password at the mail server")
    smtp_security: Literal["auto", "tls", "starttls", "none"] = Field(
        "auto",
        description="Encryption; `auto` is TLS on port 465, else STARTTLS: always on port 587 and "
        "with a password, on other ports when it is offered",
    )
    mail_folder: Path | None = Field(
        None, description="Without `SMTP_HOST` mails are written here as `.eml` files"
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "public_url",
        "s3_endpoint_url",
        "s3_public_endpoint_url",
        "openai_base_url",
        "google_issuer_url",
        "client_download_url",
    )
    @classmethod
    def _must_be_http(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            msg = "must be an http:// or https:// address"
            raise ValueError(msg)
        return value.rstrip("/")

    @field_validator("client_newest_version", "client_oldest_version")
    @classmethod
    def _must_be_a_version(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                version_numbers(value)
            except ValueError as error:
                msg = "must be a version such as 1.4.2"
                raise ValueError(msg) from error
        return value

    @field_validator("database_url")
    @classmethod
    def _must_be_postgresql(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            msg = "must start with postgresql://"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _need_both_of_google(self) -> Self:
        if (self.google_client_id is None) != (self.google_client_secret is None):
            missing = "SECRET" if self.google_client_secret is None else "ID"
            msg = f"GOOGLE_CLIENT_{missing} is missing"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _refuse_development_secrets(self) -> Self:
        if self.environment != "production":
            return self
        password = urlsplit(self.database_url.get_secret_value()).password or ""
        if password in _DEVELOPMENT_SECRETS:
            msg = "DATABASE_URL holds a development password"
            raise ValueError(msg)
        if self.aws_secret_access_key.get_secret_value() in _DEVELOPMENT_SECRETS:
            msg = "AWS_SECRET_ACCESS_KEY is a development secret"
            raise ValueError(msg)
        if not self.public_url.startswith("https://"):
            msg = "PUBLIC_URL must be https:// in production"
            raise ValueError(msg)
        return self


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: One line that names the first setting that is missing or wrong.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        reason = "is missing" if first["type"] == "missing" else first["msg"]
        message = f"{name} {reason}" if name else reason
        raise SettingsError(message.replace("Value error, ", "")) from error
