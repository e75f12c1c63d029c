"""`python -m tests.screenshots.web FOLDER`: every web page and mail in Chromium, light and dark."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, Final

import httpx2

from shared.accounts import TERMS_VERSION
from tests.chaos.stage import build_stage, mail_folder
from tests.fakes.openid_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    FakeOpenIdProvider,
    Person,
    sign_in_at,
)
from tests.fakes.serving import served
from tests.temporary import run_together

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_SCHEMES: Final = {"dark": 0, "light": 1}
_EMAIL: Final = "robin@example.com"
_NEW_EMAIL: Final = "robin.new@example.com"
_PASSWORD: Final = "a long password"


@dataclass(frozen=True)
class Browser:
    """Photographs pages; keeps nothing between them."""

    program: str
    folder: Path

    def photograph(self, name: str, address: str, *, height: int = 700, width: int = 900) -> None:
        """One page in both colour schemes."""
        for scheme, number in _SCHEMES.items():
            with tempfile.TemporaryDirectory(prefix="plushifyme-browser-") as profile:
                subprocess.run(
                    [
                        self.program,
                        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                        *("--disable-background-networking", "--disable-component-update"),
                        *("--disable-sync", "--hide-scrollbars"),
                        f"--user-data-dir={profile}",
                        f"--window-size={width},{height}",
                        f"--blink-settings=preferredColorScheme={number}",
                        f"--screenshot={self.folder / f'{name}-{scheme}.png'}",
                        address,
                    ],
                    check=True,
                    capture_output=True,
                    timeout=120,
                )

    def photograph_answer(self, name: str, answer: httpx2.Response, **size: int) -> None:
        """A page that only a form leads to."""
        with tempfile.TemporaryDirectory(prefix="plushifyme-page-") as folder:
            file = Path(folder) / "page.html"
            file.write_text(answer.text, encoding="utf-8")
            self.photograph(name, file.as_uri(), **size)


class Visit:
    """Somebody who gets every mail and sees every page."""

    def __init__(self, browser: Browser, api: httpx2.Client, mails: Path) -> None:
        self._browser = browser
        self._api = api
        self._mails = mails

    def pages(self) -> None:
        """From signing up to the deleted account."""
        look = self._browser.photograph
        at = str(self._api.base_url).rstrip("/")
        show = self._browser.photograph_answer
        for name, height in {"terms": 1200, "privacy": 1650, "forgot-password": 600}.items():
            look(name, f"{at}/{name}", height=height)
        look("forgot-password-phone", f"{at}/forgot-password", width=500, height=800)
        look("dead-link", f"{at}/verify-email", height=600)
        look("dead-reset-link", f"{at}/reset-password", height=600)

        account = {"name": "Robin", "email": _EMAIL, "password": _PASSWORD}
        self._post("/api/auth/sign-up", account | {"termsVersion": TERMS_VERSION})
        verify = self._link("verify-email")
        look("verify-email", verify, height=600)
        show("verify-email-done", self._press(verify), height=600)
        self._post("/api/auth/sign-up", account | {"termsVersion": TERMS_VERSION})

        asked = self._api.post("/forgot-password", data={"email": _EMAIL})
        show("forgot-password-done", asked, height=600)
        reset = self._link("reset-password")
        look("reset-password", reset, height=600)
        show("reset-password-weak", self._press(reset, newPassword="qwertyuiop"), height=650)
        show("reset-password-done", self._press(reset, newPassword=_PASSWORD), height=600)

        signed_in = self._post("/api/auth/sign-in", {"email": _EMAIL, "password": _PASSWORD})
        self._api.headers["Authorization"] = f"Bearer {signed_in['token']}"
        self._post("/api/user/email", {"newEmail": _NEW_EMAIL, "password": _PASSWORD})
        confirm = self._link("confirm-email")
        look("confirm-email", confirm, height=600)
        show("confirm-email-done", self._press(confirm), height=600)
        self._google()
        answer = self._api.request("DELETE", "/api/user/account", json={"password": _PASSWORD})
        answer.raise_for_status()

    def mails(self) -> None:
        """What has arrived by then, as the local cloud shows it."""
        at = str(self._api.base_url).rstrip("/")
        self._wait_for("Your account will be deleted")
        self._browser.photograph("local-mails", f"{at}/local/mails", height=1100)
        names = {subject: path.stem for path, subject, _text in self._arrived()}
        for subject, name in names.items():
            title = re.sub(r"\W+", "-", subject).strip("-").lower()
            self._browser.photograph(f"mail-{title}", f"{at}/local/mails/{name}/html", width=700)
        self._browser.photograph("local-mail", f"{at}/local/mails/{name}", height=1200)

    def _google(self) -> None:
        body = {"termsVersion": TERMS_VERSION, "device": "Linux, desktop app"}
        begun = self._post("/api/auth/google/start", body)
        page = self._api.get("/auth/google/callback", params=sign_in_at(begun["url"]))
        self._browser.photograph_answer("google-confirm", page)
        (token,) = re.findall(r'name="token" value="([^"]+)"', page.text)
        done = self._api.post("/auth/google/confirm", data={"token": token})
        self._browser.photograph_answer("google-done", done, height=600)
        late = self._api.post("/auth/google/confirm", data={"token": token})
        self._browser.photograph_answer("google-too-late", late, height=600)

    def _post(self, path: str, body: dict[str, str]) -> Any:
        return self._api.post(path, json=body).raise_for_status().json()

    def _press(self, link: str, **fields: str) -> httpx2.Response:
        """The button of the page behind a link."""
        path, _, token = link.removeprefix(str(self._api.base_url)).partition("?token=")
        return self._api.post(f"/{path.lstrip('/')}", data={"token": token, **fields})

    def _link(self, path: str) -> str:
        """The link of the newest mail that leads there, at the address where the server is."""
        token = self._wait_for(rf"/{path}\?token=(\S+)")
        return f"{str(self._api.base_url).rstrip('/')}/{path}?token={token}"

    def _wait_for(self, pattern: str) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for _path, subject, text in reversed(list(self._arrived())):
                if found := re.search(pattern, f"{subject}\n{text}"):
                    return found.group(found.re.groups)
            time.sleep(0.2)
        raise RuntimeError(f"No mail with {pattern}")

    def _arrived(self) -> Iterator[tuple[Path, str, str]]:
        for path in sorted(self._mails.glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = message.get_body(("plain",))
            yield path, str(message["Subject"]), "" if text is None else text.get_content()


@contextmanager
def _visit(browser: Browser) -> Iterator[Visit]:
    provider = FakeOpenIdProvider(person=Person(email=_NEW_EMAIL))
    with served(provider.app()) as issuer:
        provider.issuer = issuer
        environment = {
            "LOCAL_CLOUD": "true",
            "OPERATOR_NAME": "Sample Toys, 1 Main Street, Sampletown",
            "OPERATOR_CONTACT": "hello@toys.example",
            "GOOGLE_CLIENT_ID": CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
            "GOOGLE_ISSUER_URL": issuer,
        }
        with (
            build_stage(apis_count=1, workers_count=1, environment=environment) as stage,
            httpx2.Client(base_url=stage.addresses[0], timeout=60) as api,
        ):
            yield Visit(browser, api, mail_folder(stage.folder))


def main() -> int:
    """Take all pictures. Returns the exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots/web").resolve()
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        sys.stderr.write("There is no Chromium here: apt-get install chromium\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with _visit(Browser(program, folder)) as visit:
        visit.pages()
        visit.mails()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(run_together(main))
