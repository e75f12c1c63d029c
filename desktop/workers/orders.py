"""What a job asks the server for: one plushie, or its place in an order of several.

An order is paid for all at once or not at all. Each of its jobs can send the whole of it: the
order's key gives the same answer again and charges once.
"""

from desktop.api.client import ApiClient
from desktop.storage.pending_jobs import OrderItem, PendingJob, PendingJobs
from shared.gallery import Generation
from shared.generations import BatchRequest, GenerateRequest, Hints


def family_of(pending: PendingJobs, job: PendingJob) -> list[PendingJob]:
    """The jobs on disk that are asked for together with this one, itself included."""
    return [job] if job.order_id is None else pending.of_order(job.order_id)


def photos_to_upload(family: list[PendingJob]) -> list[list[PendingJob]]:
    """The jobs of each photo that the storage does not have and that is still wanted."""
    photos: dict[str, list[PendingJob]] = {}
    for job in family:
        photos.setdefault(job.photo_id, []).append(job)
    return [
        jobs
        for jobs in photos.values()
        if any(job.file_key is None and not job.cancelled for job in jobs)
    ]


def items_to_order(family: list[PendingJob]) -> tuple[OrderItem, ...]:
    """What is to be sent: what was sent before, or else everything that is still wanted."""
    return sent_items(family) or tuple(
        OrderItem(job.id, job.file_key, job.style, job.hints_json)
        for job in family
        if job.file_key is not None and not job.cancelled
    )


def sent_items(family: list[PendingJob]) -> tuple[OrderItem, ...]:
    """The request that may have reached the server; empty: none has.

    A crash may have come when only some of the jobs knew of it.
    """
    return next((job.order_items for job in family if job.sent and job.order_items), ())


def mark_sent(pending: PendingJobs, items: tuple[OrderItem, ...]) -> None:
    """Write down with each job what is about to be sent, so that any of them can do it again.

    Raises:
        OSError: It could not be written; nothing may be sent.
    """
    for item in items:
        pending.change(item.job_id, sent=True, order_items=items)


def place_order(client: ApiClient, job: PendingJob) -> dict[str, Generation]:
    """Ask the server for all that the job's request stands for; the answer by job."""
    items = job.order_items
    requests = [
        GenerateRequest(
            original_file_key=item.file_key,
            style=item.style,
            prompt=job.wish,
            hints=Hints.model_validate_json(item.hints_json) if item.hints_json else None,
        )
        for item in items
    ]
    if job.order_id is None:
        [request] = requests
        return {job.id: client.generate(request, idempotency_key=job.id)}
    answer = client.generate_batch(BatchRequest(items=requests), idempotency_key=job.order_id)
    ids = (item.job_id for item in items)
    return dict(zip(ids, answer.generations, strict=True))
