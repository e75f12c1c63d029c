"""Everything that can go wrong in the app, as one tree, and how it is told to a person.

DesktopError
├── ApiError                 the server answered, and said no
├── ServerUnreachable        no answer from the server
│   └── ServerNotTrusted     the connection cannot be made secure
├── StorageUnreachable       no answer from the picture storage
├── UnexpectedAnswer         an answer that is not in the contract
├── UploadRefused            the picture storage refused a photo
├── DownloadRefused          the picture storage refused a picture
├── PhotoRefused             this file cannot become a plushie
├── PhotoNotFetched          a photo of a web page could not be fetched
├── LocalCloudFailed         the cloud on this computer did not start
├── FileNotWritten           a file could not be saved
├── FileNotRead              a file could not be read
└── Cancelled                somebody changed their mind; never shown

`describe` turns each into an `AppError`: what happened, whether it was charged, what to do next.
This module knows no Qt and no pydantic, so that the first window opens quickly.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class AppError:
    """One failure as a person reads it. `code` and `request_id` are for copying to support."""

    title: str
    """What happened."""
    charged: str
    """Whether it cost a credit; empty where no credit could be involved."""
    advice: str
    """What to do next."""
    code: str
    request_id: str | None = None
    retry_after_s: float | None = None

    @property
    def ends_session(self) -> bool:
        """Whether the person must sign in again."""
        return self.code in SESSION_ENDING_CODES

    @property
    def text(self) -> str:
        """All sentences in one line."""
        return " ".join(part for part in (self.title, self.charged, self.advice) if part)

    def with_charge(self, charged: str) -> "AppError":
        """The same, saying whether it cost a credit where that was not told yet."""
        return self if self.charged else replace(self, charged=charged)


SESSION_ENDING_CODES = frozenset({"unauthenticated", "session_expired"})
NOT_CHARGED = "You were not charged."
CREDIT_BACK = "Your credit was given back."
TRY_AGAIN = "Please try again in a moment."


class DesktopError(Exception):
    """The root: a code for programs, and sentences for people."""

    code = "app_failed"
    is_temporary = False
    """Whether the same thing may well work in a moment."""

    def __init__(self, title: str, *, advice: str = "", charged: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice
        self.charged = charged

    def describe(self) -> AppError:
        """What the ui shows."""
        return AppError(
            title=self.title, charged=self.charged, advice=self.advice, code=str(self.code)
        )


class ApiError(DesktopError):
    """The server answered, and said no. `code` is a `shared.errors.ErrorCode` value."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.is_temporary = status in {429, 500, 502, 503, 504}

    @property
    def ends_session(self) -> bool:
        """Whether the person must sign in again."""
        return self.code in SESSION_ENDING_CODES

    def describe(self) -> AppError:
        """The server's own sentences, with advice where the code suggests one."""
        return AppError(
            title=self.title,
            charged="",
            advice=_ADVICE.get(self.code, ""),
            code=self.code,
            request_id=self.request_id,
            retry_after_s=self.retry_after_s,
        )


_ADVICE = {
    "insufficient_credits": "You can get more on the Credits page.",
    "content_refused": "Please try another photo or another wish.",
    "internal": "Please try again; if it stays, send us the id below.",
}


class ServerUnreachable(DesktopError):
    """Nothing answers at the server's address, or not in time."""

    code = "server_unreachable"
    is_temporary = True

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The PlushifyMe server at {address} does not answer.",
            advice="Please check your internet connection and try again.",
        )


class ServerNotTrusted(ServerUnreachable):
    """The certificate is not trusted, or what answers speaks no TLS."""

    code = "server_not_trusted"
    is_temporary = False

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.title = f"The connection to {address} is not secure, so nothing was sent."
        self.advice = "Please check the address, and this computer's date and network."


class StorageUnreachable(DesktopError):
    """The picture storage does not answer, or not in time."""

    code = "storage_unreachable"
    is_temporary = True

    def __init__(self) -> None:
        super().__init__(
            "The picture storage does not answer.",
            advice="Please check your internet connection and try again.",
        )


class UnexpectedAnswer(DesktopError):
    """The answer is not in the contract: another program, or a much newer server."""

    code = "unexpected_answer"

    def __init__(self, address: str) -> None:
        super().__init__(
            f"What answers at {address} is not a PlushifyMe server this app understands.",
            advice="Please check the address, or update the app.",
        )


class UploadRefused(DesktopError):
    """The storage refused the photo, even with a fresh signature."""

    code = "upload_refused"
    is_temporary = True

    def __init__(self, status: int) -> None:
        super().__init__(
            f"The picture storage did not take the photo (answer {status}).",
            advice="Please try again; if it stays, check this computer's clock.",
        )
        self.status = status


class DownloadRefused(DesktopError):
    """The storage refused to give a picture, or gave another one."""

    code = "download_refused"
    is_temporary = True

    def __init__(self, reason: str) -> None:
        super().__init__(f"The picture could not be loaded ({reason}).", advice=TRY_AGAIN)


class PhotoRefused(DesktopError):
    """This file cannot become a plushie; `code` is the server's own `ErrorCode` value."""

    def __init__(self, code: str, title: str, advice: str) -> None:
        super().__init__(title, advice=advice, charged=NOT_CHARGED)
        self.code = code


class PhotoNotFetched(DesktopError):
    """A photo that was dragged from a web page could not be fetched."""

    code = "photo_not_fetched"

    def __init__(self, title: str, advice: str) -> None:
        super().__init__(title, advice=advice, charged=NOT_CHARGED)


class LocalCloudFailed(DesktopError):
    """The cloud on this computer did not start."""

    code = "local_cloud_failed"

    def __init__(self, title: str, *, advice: str) -> None:
        super().__init__(title, advice=advice)


class FileNotWritten(DesktopError):
    """A file could not be saved: no room, no permission, no such folder."""

    code = "file_not_written"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} could not be saved: {reason}.",
            advice="Please choose another folder or make room, and try again.",
        )


class FileNotRead(DesktopError):
    """A file could not be read."""

    code = "file_not_read"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} could not be read: {reason}.",
            advice="Please check that the file is there and may be opened.",
        )


class Cancelled(DesktopError):
    """Somebody changed their mind, or the app closes."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("Cancelled.")


def describe(error: BaseException) -> AppError:
    """Turn any exception into what a person reads; unknown ones are named as the app's fault."""
    if isinstance(error, DesktopError):
        return error.describe()
    return AppError(
        title=f"Something in the app went wrong ({type(error).__name__}).",
        charged="",
        advice="Please try again; if it stays, restart the app.",
        code="app_failed",
    )
