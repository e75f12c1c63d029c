"""What a customer remembers of one plushie they asked for, and what must be true of it."""

from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

FINAL: Final = frozenset({"completed", "failed", "cancelled"})


@dataclass
class Violations:
    """What was promised and did not hold."""

    found: list[str] = field(default_factory=list)

    def expect(self, holds: object, message: str) -> None:
        """Note the message unless it holds."""
        if not holds:
            self.found.append(message)


@dataclass
class Order:
    """One click on Make: its key, and every answer to it, however often it was sent."""

    key: str
    body: Json
    image_id: str | None = None
    """The picture, once an answer has named it."""
    first_answer: bytes | None = None
    is_refused: bool = False
    """Every answer so far says that the credits do not suffice."""
    unknown_outcomes: int = 0
    """So many times nobody answered, or nobody who knew."""
    status: str = "pending"
    revision: int = 0
    cancel_confirmed: bool = False
    cancel_too_late: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether the customer knows if there is a picture."""
        return self.image_id is not None or self.is_refused

    @property
    def is_running(self) -> bool:
        """Whether the customer still waits for it."""
        return self.image_id is not None and self.status not in FINAL

    def take_accepted(self, answer: bytes, generation: Json, violations: Violations) -> None:
        """Note a 202; each must be the first one again, byte for byte."""
        if self.first_answer is None:
            self.first_answer = answer
            self.image_id = generation["image"]["id"]
            self.is_refused = False
        violations.expect(
            answer == self.first_answer, f"{self.key} was answered with two different answers"
        )

    def take_refused(self, *, had_answer: bool, violations: Violations) -> None:
        """Note a 402; what was accepted before it was sent once more is not refused."""
        violations.expect(not had_answer, f"{self.key} was refused after it was accepted")
        self.is_refused = self.image_id is None

    def take_image(self, image: Json, violations: Violations) -> None:
        """Note how the picture is seen, by polling or on the event stream."""
        status, revision = image["status"], image["revision"]
        if revision < self.revision:
            return
        violations.expect(
            self.status not in FINAL or status == self.status,
            f"{self.image_id} was {self.status} and became {status}",
        )
        self.status, self.revision = status, revision


def check_order(
    order: Order, rows: list[Json], violations: Violations, *, who: str = ""
) -> str | None:
    """Hold an order against the rows of the database that have its key.

    Returns:
        The status of its picture; None when it has none.
    """
    name = f"{who} {order.key}"
    say = violations.expect
    say(order.is_settled, f"{name} never got an answer")
    say(len(rows) == (0 if order.image_id is None else 1), f"{name} has {len(rows)} pictures")
    if order.image_id is None or not rows:
        return None
    status: str = rows[0]["status"]
    say(str(rows[0]["id"]) == order.image_id, f"{name} is another picture than was answered")
    say(status in FINAL, f"{name} is still {status}")
    say(
        order.status not in FINAL or order.status == status,
        f"{name} was seen {order.status} and is {status}",
    )
    say(not order.cancel_confirmed or status == "cancelled", f"{name}: cancelled, yet {status}")
    say(not order.cancel_too_late or status != "cancelled", f"{name}: too late, yet cancelled")
    return status
