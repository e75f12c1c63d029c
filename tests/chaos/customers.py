"""People who use the product while it is attacked, and who keep account of what they were told."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Final

from shared.accounts import TERMS_VERSION
from shared.limits import GENERATION_COST_CREDITS
from tests.chaos.browser import Answer, Browser
from tests.chaos.orders import Json, Order, Picture, Violations
from tests.fakes import photo_files

PASSWORD: Final = "TestPassword123"
_STYLES: Final = ("cute-fluffy", "realistic-plush", "cartoon-style", "minimalist")
_RUNNING_MAX: Final = 4
_BATCH_MAX: Final = 5
_BATCH_SHARE: Final = 0.2
_COPIES_MAX: Final = 4
_RETRY_PAUSE_S: Final = 0.3
_GOOD_PHOTO: Final = photo_files.make_photo("JPEG", width=480, height=360)
_BROKEN_PHOTO: Final = _GOOD_PHOTO[: len(_GOOD_PHOTO) // 2]
_BROKEN_SHARE: Final = 0.06


class Customer:
    """One account.

    Args:
        number: Part of the address.
        seed: Of everything they do.
        browser: Their way to the API.
        mails: The folder in which their mails arrive.
        credits_at_first: What proving an address brings.
        violations: Told whatever should not have happened.
    """

    def __init__(
        self,
        number: int,
        seed: int,
        browser: Browser,
        *,
        mails: Path,
        credits_at_first: int,
        violations: Violations,
    ) -> None:
        self.email = f"customer-{number}@example.com"
        self.credits_at_first = credits_at_first
        self.orders: dict[str, Order] = {}
        self.token = ""
        self.is_signed_in = asyncio.Event()
        self._number = number
        self._dice = random.Random(f"{seed} customer {number}")
        self._browser = browser
        self._mails = mails
        self._violations = violations
        self._photo_key: str | None = None

    @property
    def pictures(self) -> list[Picture]:
        """All that they know of."""
        return [picture for order in self.orders.values() for picture in order.pictures]

    async def live(self, is_over: asyncio.Event) -> None:
        """Sign up, prove the address, then do one thing after the other until told that it is over."""
        await self._open_account()
        deeds: dict[Callable[[], Awaitable[None]], int] = {
            self._make: 30,
            self._make_impatiently: 12,
            self._look: 30,
            self._cancel: 7,
            self._repeat: 8,
            self._reuse_key: 3,
            self._sign_in: 2,
        }
        while not is_over.is_set():
            [deed] = self._dice.choices(list(deeds), list(deeds.values()))
            await deed()
            await asyncio.sleep(self._dice.uniform(0.05, 0.6))

    async def settle(self) -> None:
        """Ask once more for everything whose outcome nobody has told."""
        for order in self.orders.values():
            while not order.is_settled:
                await self._send(order)
                await asyncio.sleep(_RETRY_PAUSE_S)

    async def look_at_all(self) -> None:
        """See each picture as it stands."""
        for picture in self.pictures:
            await self._insist(partial(self._look_at, picture))

    async def balance(self) -> Json:
        """What the server says of the credits."""
        answer = await self._insist(
            lambda: self._ask("GET", "/api/user/credits", accepts=frozenset({200}))
        )
        balance: Json = answer.json
        return balance

    async def _open_account(self) -> None:
        body = {
            "name": "Customer",
            "email": self.email,
            "password": PASSWORD,
            "termsVersion": TERMS_VERSION,
        }
        await self._insist(
            lambda: self._browser.ask(
                "POST", "/api/auth/sign-up", accepts=frozenset({202}), body=body
            )
        )
        while not self.token:
            await self._sign_in()
        self.is_signed_in.set()
        while (await self.balance())["balance"] < self.credits_at_first:
            await self._prove_address()
            await asyncio.sleep(_RETRY_PAUSE_S)

    async def _prove_address(self) -> None:
        """Use the links that have arrived; only the newest works, and once."""
        for token in await asyncio.to_thread(self._links):
            await self._browser.ask(
                "POST",
                "/api/auth/verify-email",
                accepts=frozenset({204, 400}),
                body={"token": token},
            )

    def _links(self) -> list[str]:
        """The tokens of their mails, the newest last."""
        tokens: list[str] = []
        for path in sorted(self._mails.glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=default)
            text = message.get_body(("plain",))
            if message["To"] == self.email and text is not None:
                tokens += re.findall(r"verify-email\?token=(\S+)", text.get_content())
        return tokens

    async def _sign_in(self) -> None:
        answer = await self._browser.ask(
            "POST",
            "/api/auth/sign-in",
            accepts=frozenset({200}),
            body={"email": self.email, "password": PASSWORD, "device": "chaos"},
        )
        if answer is not None:
            self.token = answer.json["token"]

    async def _make(self) -> None:
        """Make one; after an unknown outcome, send the same again."""
        order = await self._new_order()
        if order is None:
            return
        for _ in range(5):
            await self._send(order)
            if order.is_settled:
                return
            await asyncio.sleep(_RETRY_PAUSE_S)

    async def _make_impatiently(self) -> None:
        """The same request several times at once."""
        order = await self._new_order()
        if order is not None:
            copies = self._dice.randint(2, _COPIES_MAX)
            await asyncio.gather(*(self._send(order) for _ in range(copies)))

    async def _repeat(self) -> None:
        """An old request once more: the first answer again, whatever has happened since."""
        order = self._any_order(lambda order: not order.is_refused)
        if order is not None:
            await self._send(order)

    async def _reuse_key(self) -> None:
        """An old key for another order."""
        order = self._any_order(lambda order: bool(order.pictures))
        if order is not None:
            body = self._wish("something else", order.body.get("originalFileKey", "elsewhere"))
            await self._ask(
                "POST", "/api/generate", accepts=frozenset({409}), key=order.key, body=body
            )

    async def _look(self) -> None:
        picture = self._any_running()
        if picture is not None:
            await self._look_at(picture)

    async def _look_at(self, picture: Picture) -> Answer | None:
        answer = await self._ask("GET", f"/api/generate/{picture.id}", accepts=frozenset({200}))
        if answer is not None and answer.status == 200:
            picture.take(answer.json["image"], self._violations)
        return answer

    async def _cancel(self) -> None:
        picture = self._any_running()
        if picture is None:
            return
        answer = await self._ask(
            "DELETE", f"/api/generate/{picture.id}", accepts=frozenset({200, 409})
        )
        if answer is None:
            return
        if answer.status == 409:
            picture.cancel_too_late = True
            return
        picture.cancel_confirmed = True
        picture.take(answer.json["image"], self._violations)

    async def _new_order(self) -> Order | None:
        """A click on Make, once there is a photo; None while too much is under way."""
        if sum(picture.is_running for picture in self.pictures) >= _RUNNING_MAX:
            await self._look()
            return None
        if self._photo_key is None or self._dice.random() < 0.4:
            self._photo_key = await self._upload()
        if self._photo_key is None:
            return None
        number = len(self.orders)
        size = self._dice.randint(2, _BATCH_MAX) if self._dice.random() < _BATCH_SHARE else 1
        wishes = [self._wish(f"wish {number}.{n}", self._photo_key) for n in range(size)]
        order = Order(
            key=f"{self._number}-{number}",
            path="/api/generate" if size == 1 else "/api/generate/batch",
            body=wishes[0] if size == 1 else {"items": wishes},
            size=size,
        )
        self.orders[order.key] = order
        return order

    def _wish(self, prompt: str, photo_key: str) -> Json:
        style = self._dice.choice(_STYLES)
        return {"originalFileKey": photo_key, "style": style, "prompt": prompt}

    async def _upload(self) -> str | None:
        photo = _BROKEN_PHOTO if self._dice.random() < _BROKEN_SHARE else _GOOD_PHOTO
        answer = await self._ask(
            "POST",
            "/api/upload/presigned-url",
            accepts=frozenset({200}),
            body={"contentType": "image/jpeg", "sizeBytes": len(photo)},
        )
        if answer is None:
            return None
        signed = answer.json
        if not await self._browser.put(signed["url"], signed["headers"], photo):
            return None
        file_key: str = signed["fileKey"]
        return file_key

    async def _send(self, order: Order) -> None:
        had_answer = bool(order.pictures)
        answer = await self._ask(
            "POST", order.path, accepts=frozenset({202, 402}), key=order.key, body=order.body
        )
        if answer is None:
            order.unknown_outcomes += 1
        elif answer.status == 202:
            order.take_accepted(answer.content, answer.json, self._violations)
        elif answer.status == 402:
            order.take_refused(had_answer=had_answer, violations=self._violations)

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        accepts: frozenset[int],
        key: str | None = None,
        body: object = None,
    ) -> Answer | None:
        return await self._browser.ask(
            method, path, accepts=accepts, token=self.token, key=key, body=body
        )

    async def _insist(self, ask: Callable[[], Awaitable[Answer | None]]) -> Answer:
        while (answer := await ask()) is None:  # noqa: ASYNC110 - what is awaited is another program
            await asyncio.sleep(_RETRY_PAUSE_S)
        return answer

    def _any_order(self, fits: Callable[[Order], bool]) -> Order | None:
        fitting = [order for order in self.orders.values() if fits(order)]
        return self._dice.choice(fitting) if fitting else None

    def _any_running(self) -> Picture | None:
        running = [picture for picture in self.pictures if picture.is_running]
        return self._dice.choice(running) if running else None


def credits_spent(statuses: list[str]) -> int:
    """What the pictures with these final states cost."""
    return GENERATION_COST_CREDITS * sum(status == "completed" for status in statuses)
