"""`plushifyme-server local`, with all of its real parts."""

import contextlib
import io
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from PIL import Image, ImageDraw

from backend.local_cloud.account import unprivileged_account
from backend.local_cloud.folder import DataFolder
from backend.local_cloud.json_files import write_json
from tests.backend.local_cloud.running_cloud import PROJECT, RunningCloud, environment
from tests.backend.local_cloud.waiting import all_gone, eventually

as_root = pytest.mark.skipif(unprivileged_account() is None, reason="only for root")
PARTS = ["service", "worker", "object store", "database"]


class CloudOnFolder:
    """One data folder whose cloud is started when a test needs it and left running for the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run: RunningCloud | None = None
        self.last_ready: dict[str, Any] = {}

    def running(self) -> RunningCloud:
        if self.run is not None and self.run.process.poll() is not None:
            self.run.wait()
            self.run = None
        if self.run is None:
            self.run = RunningCloud(self.folder)
            self.last_ready = self.run.ready()
        return self.run

    @property
    def ready(self) -> dict[str, Any]:
        self.running()
        return self.last_ready

    def stop(self) -> None:
        run, self.run = self.run, None
        if run is not None and run.process.poll() is None:
            assert run.stop() == 0
        elif run is not None:
            run.wait()

    def stop_after_a_run(self) -> None:
        """Not running, but there is everything that a run leaves."""
        if not self.last_ready:
            self.running()
        self.stop()

    def stop_without_a_trace(self) -> None:
        """Not running, and no word of a run that was killed."""
        self.stop()
        (self.folder / "state.json").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def cloud(server_folder: Path) -> Iterator[CloudOnFolder]:
    cloud = CloudOnFolder(server_folder / "Zoë's cloud: 1")
    yield cloud
    cloud.stop()


def _is_ready(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/ready", timeout=30).status_code == 200
    except httpx2.HTTPError:
        return False


def _photo() -> bytes:
    """A brown teddy on a green meadow, more or less."""
    image = Image.new("RGB", (480, 480), (120, 170, 90))
    draw = ImageDraw.Draw(image)
    draw.ellipse((140, 90, 340, 290), fill=(140, 90, 50))
    draw.ellipse((110, 250, 370, 470), fill=(130, 80, 45))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _make_picture(ready: dict[str, Any]) -> str:
    """Do the main job over HTTP; the final status."""
    with httpx2.Client(base_url=ready["url"], timeout=60) as client:
        session = client.post("/api/auth/sign-in", json=ready["demoAccount"]).raise_for_status()
        client.headers["Authorization"] = f"Bearer {session.json()['token']}"
        photo = _photo()
        upload = client.post(
            "/api/upload/presigned-url",
            json={"contentType": "image/png", "sizeBytes": len(photo)},
        ).json()
        httpx2.put(upload["url"], content=photo, headers=upload["headers"]).raise_for_status()
        made = client.post(
            "/api/generate",
            json={"originalFileKey": upload["fileKey"], "style": "minimalist"},
            headers={"Idempotency-Key": secrets.token_hex(16)},
        ).raise_for_status()
        address = f"/api/generate/{made.json()['image']['id']}"
        status = ""
        deadline = time.monotonic() + 120
        while status not in {"completed", "failed", "cancelled"} and time.monotonic() < deadline:
            status = client.get(address).raise_for_status().json()["image"]["status"]
            time.sleep(0.1)
        return status


def test_the_first_start_tells_its_steps_and_then_its_address(cloud: CloudOnFolder) -> None:
    ready = cloud.ready

    assert _is_ready(ready["url"])
    assert ready["attached"] is False
    assert ready["pid"] == cloud.running().process.pid
    fractions = [event["fraction"] for event in cloud.running().events[:-1]]
    assert fractions == sorted(fractions)
    assert 0 <= fractions[0] < fractions[-1] < 1


def test_the_demo_account_signs_in(cloud: CloudOnFolder) -> None:
    answer = httpx2.post(f"{cloud.ready['url']}/api/auth/sign-in", json=cloud.ready["demoAccount"])

    assert answer.status_code == 200


def test_no_secret_is_readable_or_told(cloud: CloudOnFolder) -> None:
    cloud.running()
    path = cloud.folder / "credentials.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (cloud.folder / "state.json").stat().st_mode & 0o777 == 0o600
    values = json.loads(path.read_text())
    hidden = (values["postgres_password"], values["s3_secret_key"])

    told = [log.read_text() for log in (cloud.folder / "logs").iterdir()]
    for process in cloud.running().processes():
        with contextlib.suppress(psutil.NoSuchProcess):  # PostgreSQL's own come and go.
            told.append(" ".join(process.cmdline()))

    assert not [text for text in told for value in hidden if value in text]


def test_a_second_start_uses_the_cloud_that_runs(cloud: CloudOnFolder) -> None:
    ready = cloud.ready

    second = RunningCloud(cloud.folder)

    assert second.ready() == ready | {"attached": True}
    assert second.wait() == 0
    assert _is_ready(ready["url"])


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back(cloud: CloudOnFolder, part: str) -> None:
    run, url = cloud.running(), cloud.ready["url"]
    before = run.pids()
    assert set(before) == set(PARTS)

    os.kill(before[part], signal.SIGKILL)

    assert eventually(lambda: run.pids().get(part) not in {None, before[part]})
    assert eventually(lambda: _is_ready(url), timeout_s=90)
    log = (cloud.folder / "logs" / "local-cloud.log").read_text()
    assert f"The {part} ended (killed by SIGKILL); starting it again" in log


def test_a_picture_is_made_after_every_part_was_killed(cloud: CloudOnFolder) -> None:
    assert _make_picture(cloud.ready) == "completed"


def test_nothing_outlives_a_killed_supervisor(cloud: CloudOnFolder) -> None:
    run = cloud.running()
    processes = run.processes()
    assert len(processes) > len(PARTS)

    run.process.kill()

    run.wait()
    assert all_gone(processes)


def test_of_two_starts_at_once_one_starts_and_both_are_ready(cloud: CloudOnFolder) -> None:
    cloud.stop_after_a_run()
    before = cloud.last_ready

    runs = [RunningCloud(cloud.folder), RunningCloud(cloud.folder)]

    outcomes = [run.ready() for run in runs]
    assert sorted(outcome["attached"] for outcome in outcomes) == [False, True]
    assert {outcome["url"] for outcome in outcomes} == {before["url"]}
    for run in sorted(runs, key=lambda run: run.events[-1]["attached"], reverse=True):
        assert run.stop() == 0


@as_root
def test_a_copy_that_points_to_the_originals_database_does_not_end_it(
    cloud: CloudOnFolder, server_folder: Path
) -> None:
    copy = DataFolder(server_folder / "copy")
    copy.prepare()
    write_json(copy.postgres_place, {"folder": str(cloud.folder / "postgres")})
    run, database = cloud.running(), cloud.running().pids()["database"]

    second = RunningCloud(copy.root)
    outcome = second.outcome()

    assert second.wait() == 1
    assert outcome["event"] == "failed"
    assert "in use by another PlushifyMe" in outcome["message"]
    assert run.pids()["database"] == database


def _hear_ctrl_c() -> None:
    """As in a terminal: whoever runs the tests in the background passes on that it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_in_a_terminal_ends_everything(cloud: CloudOnFolder) -> None:
    cloud.stop()
    with subprocess.Popen(
        [sys.executable, "-m", "backend", "local", "--data-folder", str(cloud.folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=PROJECT,
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - it only sets a signal
    ) as process:
        assert process.stdout is not None
        told = "".join(iter(process.stdout.readline, "Press Ctrl+C to stop it.\n"))
        run = RunningCloud(cloud.folder)
        ready = run.ready()
        assert run.wait() == 0
        children = psutil.Process(process.pid).children(recursive=True)

        process.send_signal(signal.SIGINT)

        assert process.wait(90) == 0
    assert f"PlushifyMe runs at {ready['url']}" in told
    assert "test@plushifyme.com / TestPassword123" in told
    assert len(children) >= len(PARTS)
    assert all_gone(children)
    assert not (cloud.folder / "state.json").exists()


def test_the_end_of_the_parent_while_starting_leaves_nothing(cloud: CloudOnFolder) -> None:
    cloud.stop_without_a_trace()
    run = RunningCloud(cloud.folder)
    assert eventually(lambda: "database" in run.pids())
    processes = run.processes()

    assert run.stop() in {130, 0}, "interrupted, or told to end when it was just ready"

    assert all_gone(processes)


def test_a_part_that_is_killed_while_others_start_comes_back(cloud: CloudOnFolder) -> None:
    cloud.stop_without_a_trace()
    run = RunningCloud(cloud.folder)
    assert eventually(lambda: "service" in run.pids())

    os.kill(run.pids()["database"], signal.SIGKILL)

    assert _is_ready(run.ready()["url"])
    assert run.stop() == 0


def test_a_taken_port_is_named(cloud: CloudOnFolder, taken_port: int) -> None:
    cloud.stop()
    run = RunningCloud(cloud.folder, "--port", str(taken_port))

    outcome = run.outcome()

    assert outcome["event"] == "failed"
    assert f"Port {taken_port}" in outcome["message"]
    assert run.wait() == 1


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = RunningCloud(tmp_path / "file" / "cloud")

    outcome = run.outcome()

    assert outcome["event"] == "failed"
    assert str(tmp_path / "file" / "cloud") in outcome["message"]
    assert run.wait() == 1


def test_a_database_whose_secrets_are_lost_is_not_locked_out_for_good(
    cloud: CloudOnFolder,
) -> None:
    cloud.stop_after_a_run()
    credentials = cloud.folder / "credentials.json"
    kept = credentials.rename(cloud.folder / "kept.json")
    run = RunningCloud(cloud.folder)

    outcome = run.outcome()

    assert run.wait() == 1
    assert outcome["event"] == "failed"
    assert f"{credentials} is missing" in outcome["message"]
    assert not credentials.exists()
    kept.rename(credentials)


def test_a_part_that_does_not_start_is_named_with_its_reason_and_log(
    cloud: CloudOnFolder,
) -> None:
    cloud.stop()
    run = RunningCloud(cloud.folder, OPENAI_BASE_URL="nonsense")

    outcome = run.outcome()

    assert outcome["event"] == "failed"
    assert "OPENAI_BASE_URL" in outcome["message"]
    assert outcome["log"] == str(cloud.folder / "logs" / "service.log")
    assert run.wait() == 1


def test_two_data_folders_run_side_by_side(cloud: CloudOnFolder, server_folder: Path) -> None:
    cloud.stop_after_a_run()  # So that there is something to copy.
    # A copy is quicker than a new one, and remembers the same ports.
    subprocess.run(["cp", "-a", str(cloud.folder), str(server_folder / "other")], check=True)

    runs = [RunningCloud(cloud.folder), RunningCloud(server_folder / "other")]

    outcomes = [run.ready() for run in runs]
    assert [outcome["attached"] for outcome in outcomes] == [False, False]
    assert outcomes[0]["url"] != outcomes[1]["url"]
    assert all(_is_ready(outcome["url"]) for outcome in outcomes)
    assert runs[0].stop() == 0
    assert _is_ready(outcomes[1]["url"])
    assert runs[1].stop() == 0
