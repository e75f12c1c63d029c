"""A job on its way to the server, without a window: what is known of it, and what is not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.api.client import ApiClient
from desktop.errors import ApiError, ServerUnreachable
from desktop.storage.pending_jobs import PendingJob
from desktop.workers import job_runner
from desktop.workers.job_runner import finish_cancelled_jobs, start_job
from desktop.workers.tasks import Task
from shared.generations import GenerationStatus
from shared.styles import Style
from tests.desktop.proofs.busy_app import tools_of
from tests.desktop.real_server import RealServer, TestAccount
from tests.fakes import photo_files


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again sooner than a person would want it."""
    monkeypatch.setattr(job_runner, "_RETRY_PAUSES_S", (0.01, 0.01, 0.01))


def test_an_order_that_may_have_arrived_before_the_session_ended_can_still_be_cancelled(
    server: RealServer,
    account: TestAccount,
    client: ApiClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.hold()
    server.faults.lost_answers.add("/api/generate")
    generate = ApiClient.generate

    def generate_until_the_session_ends(*arguments: Any, **options: Any) -> Any:
        try:
            return generate(*arguments, **options)
        except ServerUnreachable:
            server.end_sessions(account)
            raise

    monkeypatch.setattr(ApiClient, "generate", generate_until_the_session_ends)
    tools = tools_of(tmp_path, server.url, account.user_id, account.token)
    task: Task[Any] = Task(tools, lambda _task: None, None, None, None)
    job = PendingJob(
        id="the-order",
        style=Style.MINIMALIST,
        wish="",
        hints_json=None,
        photo_name="Biscuit.jpg",
        content_type="image/jpeg",
        created_at=datetime.now(UTC),
    )

    with pytest.raises(ApiError) as ended:
        start_job(task, job, photo_files.make_photo("JPEG"))

    assert ended.value.ends_session
    tools.client.token = client.sign_in(account.email, account.password).token
    client.token = tools.client.token
    tools.account.pending.cancel(job.id)
    finish_cancelled_jobs(task)
    assert [image.status for image in client.images_since(0).images] == [GenerationStatus.CANCELLED]
    assert client.credits().balance == 10
    tools.close()
