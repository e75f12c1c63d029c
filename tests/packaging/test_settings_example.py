"""`.env.example` names every setting, starts a development server, and never a production one."""

import os
import re
from pathlib import Path

import pytest

from backend.errors import SettingsError
from backend.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
COMPOSE_ONLY = "Only docker-compose.yml reads these"

_ENTRY = re.compile(r"^(?P<off>#?)(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)


def test_it_names_each_setting_once() -> None:
    for_the_server, _, _ = EXAMPLE.read_text(encoding="utf-8").partition(COMPOSE_ONLY)
    names = [match["name"] for match in _ENTRY.finditer(for_the_server)]

    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_what_is_switched_off_shows_the_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    shown = {
        match["name"].lower(): match["value"].strip('"')
        for match in _ENTRY.finditer(text)
        if match["off"]
    }
    defaults = {
        name: str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        for name, field in Settings.model_fields.items()
        if name in shown
    }

    assert shown == {
        name: "" if default in {"None", "()"} else default for name, default in defaults.items()
    }


def test_a_copy_starts_a_development_server() -> None:
    settings = load_settings(EXAMPLE)

    assert settings.environment == "development"
    assert settings.s3_endpoint_url == "http://127.0.0.1:9000"


def test_production_refuses_its_secrets(tmp_path: Path) -> None:
    production = tmp_path / ".env"
    production.write_text(
        EXAMPLE.read_text(encoding="utf-8")
        .replace("ENVIRONMENT=development", "ENVIRONMENT=production")
        .replace("PUBLIC_URL=http:", "PUBLIC_URL=https:"),
        encoding="utf-8",
    )

    with pytest.raises(SettingsError, match="DATABASE_URL holds a development password"):
        load_settings(production)


def test_production_refuses_its_storage_key_too(tmp_path: Path) -> None:
    production = tmp_path / ".env"
    production.write_text(
        EXAMPLE.read_text(encoding="utf-8")
        .replace("ENVIRONMENT=development", "ENVIRONMENT=production")
        .replace("PUBLIC_URL=http:", "PUBLIC_URL=https:")
        .replace("plushify:plushify@", "plushify:9c1f2e7a@"),
        encoding="utf-8",
    )

    with pytest.raises(SettingsError, match="AWS_SECRET_ACCESS_KEY is a development secret"):
        load_settings(production)
