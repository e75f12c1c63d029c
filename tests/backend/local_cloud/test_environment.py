"""The settings that the service and the worker get."""

import os
from pathlib import Path

import pytest

from backend.local_cloud.environment import program_environment
from backend.local_cloud.program import command_line, with_our_source
from backend.settings import Settings, load_settings


def _environment(**inherited: str) -> dict[str, str]:
    return program_environment(
        inherited,
        database_url="postgresql://plushify:pw@127.0.0.1:20001/plushify",
        endpoint_url="http://127.0.0.1:20002",
        access_key="key",
        secret_key="secret",
        bucket="plushifyme",
        public_url="http://127.0.0.1:20003",
        mail_folder=Path("/data/mails"),
        bytecode_folder=Path("/data/bytecode"),
    )


def _settings(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], env_file: Path
) -> Settings:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings(env_file)


def test_the_settings_point_to_the_local_cloud_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        "ENVIRONMENT=production\n"
        "DATABASE_URL=postgresql://far.example.com/db\n"
        "S3_PUBLIC_ENDPOINT_URL=https://far.example.com\n"
        "PUBLIC_URL=https://far.example.com\n"
        "OPENAI_API_KEY=sk-mine\n"
    )

    settings = _settings(monkeypatch, _environment(), env_file)

    assert settings.local_cloud
    assert settings.environment == "development"
    assert "127.0.0.1:20001" in settings.database_url.get_secret_value()
    assert settings.s3_endpoint_url == settings.s3_public_endpoint_url == "http://127.0.0.1:20002"
    assert settings.public_url == "http://127.0.0.1:20003"
    assert settings.mail_folder == Path("/data/mails")
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == "sk-mine"


def test_a_key_in_the_persons_environment_stays() -> None:
    assert _environment(OPENAI_API_KEY="sk-mine")["OPENAI_API_KEY"] == "sk-mine"


@pytest.mark.parametrize("name", ["PGSSLMODE", "AWS_SESSION_TOKEN", "AWS_PROFILE", "RCLONE_CONFIG"])
def test_variables_of_the_persons_other_servers_are_left_out(name: str) -> None:
    assert name not in _environment(**{name: "anything"})


def test_a_proxy_is_not_asked_for_this_computer() -> None:
    environment = _environment(HTTP_PROXY="http://proxy:3128", no_proxy="intern.example.com")

    assert environment["HTTP_PROXY"] == "http://proxy:3128"
    assert environment["no_proxy"] == "intern.example.com,127.0.0.1,localhost"


def test_compiled_files_go_elsewhere_when_they_may_not_lie_beside_the_sources() -> None:
    environment = _environment(PYTHONDONTWRITEBYTECODE="1")

    assert environment["PYTHONPYCACHEPREFIX"] == str(Path("/data/bytecode"))
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert "PYTHONPYCACHEPREFIX" not in _environment()


def test_another_folder_named_backend_is_not_taken_for_ours() -> None:
    assert "-P" in command_line("serve")
    source = with_our_source({"PYTHONPATH": "mine"})["PYTHONPATH"].split(os.pathsep)
    assert (Path(source[0]) / "backend" / "local_cloud").is_dir()
    assert source[1] == "mine"
