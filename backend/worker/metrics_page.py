"""A worker's own page of numbers; it serves nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from backend.adapters.prometheus_metrics import PrometheusWorkMetrics
from backend.errors import CommandFailed


@contextmanager
def metrics_page(metrics: PrometheusWorkMetrics, *, host: str, port: int | None) -> Iterator[None]:
    """Show the numbers on every path of a port until the context ends; None: show nothing.

    Raises:
        CommandFailed: The port cannot be had.
    """
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, host, registry=metrics.registry)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandFailed(
            f"Cannot show metrics on {host} port {port} (WORKER_METRICS_PORT): {reason}."
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
