"""What a job asks the server for: one plushie, or its place in an order of several styles.

An order is paid for all at once or not at all. Each of its jobs can send the whole of it: the
order's key gives the same answer again and charges once.
"""

from desktop.api.client import ApiClient
from desktop.storage.pending_jobs import PendingJob, PendingJobs
from shared.gallery import Generation
from shared.generations import BatchRequest, GenerateRequest, Hints
from shared.styles import Style


def family_of(pending: PendingJobs, job: PendingJob) -> list[PendingJob]:
    """The jobs on disk that share the photo and the answer with this one, itself included."""
    return [job] if job.order_id is None else pending.of_order(job.order_id)


def styles_to_order(family: list[PendingJob]) -> tuple[Style, ...]:
    """What is to be sent: what was sent before, or else every style that is still wanted."""
    for job in family:
        if job.sent and job.order_styles:
            return job.order_styles
    return tuple(job.style for job in family if not job.cancelled)


def place_order(client: ApiClient, job: PendingJob, file_key: str) -> dict[Style, Generation]:
    """Ask the server for all that the job's request stands for; the answer by style."""
    hints = Hints.model_validate_json(job.hints_json) if job.hints_json else None

    def request_of(style: Style) -> GenerateRequest:
        return GenerateRequest(
            original_file_key=file_key, style=style, prompt=job.wish, hints=hints
        )

    if job.order_id is None:
        return {job.style: client.generate(request_of(job.style), idempotency_key=job.id)}
    request = BatchRequest(items=[request_of(style) for style in job.order_styles])
    answer = client.generate_batch(request, idempotency_key=job.order_id)
    return dict(zip(job.order_styles, answer.generations, strict=True))
