"""Looks objects up in the store without boto3, which takes about twice as long: every order does it."""

import logging
import os
import time
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from backend.adapters.s3_signing import AddressSigner
from backend.errors import StorageUnavailable
from backend.services.ports import ObjectInfo

logger = logging.getLogger(__name__)

_LIFETIME_S: Final = 60
_TIMEOUT: Final = urllib3.Timeout(connect=2, read=5)
_PAUSES_S: Final = (0, 0.1, 0.4)
"""Before each try."""
_OK: Final = 200
_NOT_FOUND: Final = 404
_TEMPORARY: Final = frozenset({429, 500, 502, 503, 504})


class ObjectHeads:
    """Sends HEAD requests to signed addresses, on connections that stay open.

    Certificates and proxies are those that boto3 would use: `AWS_CA_BUNDLE`, `HTTPS_PROXY` and so on.

    Args:
        base_url: Where the store is; it decides about the proxy.
        signer: Signs addresses that the server itself can reach.
        connections: Kept open, at most.
    """

    def __init__(self, base_url: str, signer: AddressSigner, *, connections: int) -> None:
        self._signer = signer
        options: dict[str, Any] = {
            "maxsize": connections,
            "timeout": _TIMEOUT,
            "ca_certs": os.environ.get("AWS_CA_BUNDLE") or get_cert_path(True),
        }
        proxy = get_environ_proxies(base_url).get(urlsplit(base_url).scheme)
        self._pool = (
            urllib3.PoolManager(**options)
            if proxy is None
            else urllib3.ProxyManager(proxy, **options)
        )

    def find(self, key: str) -> ObjectInfo | None:
        """Describe an object; None when there is none. It blocks: call it in a thread.

        Raises:
            StorageUnavailable: The store did not answer, or not well, three times in a row.
        """
        trouble: object = None
        for pause_s in _PAUSES_S:
            time.sleep(pause_s)
            answer = self._ask(key)
            if isinstance(answer, urllib3.BaseHTTPResponse):
                return _read(answer)
            trouble = answer
        logger.warning("The object store answered head to no try: %s", trouble)
        raise StorageUnavailable

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _ask(self, key: str) -> urllib3.BaseHTTPResponse | str:
        """The store's answer, or why another try may bring a better one."""
        address = self._signer.sign(key, method="HEAD", expires_s=_LIFETIME_S)
        try:
            answer = self._pool.request("HEAD", address, retries=False, redirect=False)
        except HTTPError as error:
            # Also a connection that the store has closed meanwhile. Its text may hold the address.
            return type(error).__name__
        return f"status {answer.status}" if answer.status in _TEMPORARY else answer


def _read(answer: urllib3.BaseHTTPResponse) -> ObjectInfo | None:
    if answer.status == _NOT_FOUND:
        return None
    if answer.status != _OK:
        logger.warning("The object store refused head with status %d", answer.status)
        raise StorageUnavailable
    return ObjectInfo(int(answer.headers["Content-Length"]), answer.headers["Content-Type"])
