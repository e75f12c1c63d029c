"""Settings that only make sense together stop the start with one line that names them."""

import pytest

from backend.bootstrap import create_google, service_info
from backend.errors import SettingsError
from backend.settings import Settings, load_settings

GOOGLE = {"GOOGLE_CLIENT_ID": "an id", "GOOGLE_CLIENT_SECRET": "a secret"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The least that a server needs."""
    for name, value in {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1/nothing",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_S3_BUCKET": "bucket",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def load(environment: pytest.MonkeyPatch, **more: str) -> Settings:
    for name, value in more.items():
        environment.setenv(name, value)
    return load_settings(None)


@pytest.mark.parametrize("name", GOOGLE)
def test_half_of_google_is_refused(environment: pytest.MonkeyPatch, name: str) -> None:
    (missing,) = set(GOOGLE) - {name}
    with pytest.raises(SettingsError, match=f"{missing} is missing"):
        load(environment, **{name: GOOGLE[name]})


def test_google_is_off_until_it_is_configured(environment: pytest.MonkeyPatch) -> None:
    settings = load(environment)
    assert create_google(settings) is None
    assert not service_info(settings).google_sign_in
    configured = load(environment, **GOOGLE)
    assert create_google(configured) is not None
    assert service_info(configured).google_sign_in


def test_an_issuer_is_an_address(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="GOOGLE_ISSUER_URL must be an http"):
        load(environment, GOOGLE_ISSUER_URL="accounts.google.com")
