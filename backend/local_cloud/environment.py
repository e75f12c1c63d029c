"""The settings of the API and the worker in a local cloud, as environment variables."""

from collections.abc import Mapping
from pathlib import Path

from backend.local_cloud.ports import HOST

# Variables that libpq, boto3 and rclone obey by themselves: a person's PGSSLMODE, AWS_PROFILE or
# session token would otherwise bend connections that have nothing to do with them.
_FOREIGN_PREFIXES = ("PG", "AWS_", "RCLONE_")


def program_environment(
    inherited: Mapping[str, str],
    *,
    database_url: str,
    endpoint_url: str,
    access_key: str,
    secret_key: str,
    bucket: str,
    public_url: str,
    mail_folder: Path,
    bytecode_folder: Path,
) -> dict[str, str]:
    """The person's environment (an OPENAI_API_KEY stays) with the local cloud's settings.

    Each setting that points somewhere is given, so that none of a `.env` for another server
    shines through.
    """
    kept = {
        name: value for name, value in inherited.items() if not name.startswith(_FOREIGN_PREFIXES)
    }
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Somebody wants no compiled files beside the sources. Without any, each start would
        # compile every library again, which takes longer than all the rest: 5 s instead of 2.
        kept.setdefault("PYTHONPYCACHEPREFIX", str(bytecode_folder))
    return kept | {
        "ENVIRONMENT": "development",
        "LOCAL_CLOUD": "1",
        "DATABASE_URL": database_url,
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": secret_key,
        "AWS_REGION": "us-east-1",
        "AWS_S3_BUCKET": bucket,
        "S3_ENDPOINT_URL": endpoint_url,
        "S3_PUBLIC_ENDPOINT_URL": endpoint_url,
        "PUBLIC_URL": public_url,
        "MAIL_FOLDER": str(mail_folder),
        "NO_PROXY": _without_proxy(inherited),
        "no_proxy": _without_proxy(inherited),
    }


def _without_proxy(inherited: Mapping[str, str]) -> str:
    """A proxy for the outside world must not be asked for servers on this computer."""
    given = inherited.get("no_proxy") or inherited.get("NO_PROXY") or ""
    hosts = [host.strip() for host in given.split(",") if host.strip()]
    return ",".join(dict.fromkeys([*hosts, HOST, "localhost"]))
