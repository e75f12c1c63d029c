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
class Picture:
    """One plushie, as its owner has seen it."""

    id: str
    status: str = "pending"
    revision: int = 0
    cancel_confirmed: bool = False
    cancel_too_late: bool = False

    @property
    def is_running(self) -> bool:
        """Whether the customer still waits for it."""
        return self.status not in FINAL

    def take(self, image: Json, violations: Violations) -> None:
        """Note how it is seen now; what was final stays as it was."""
        status, revision = image["status"], image["revision"]
        if revision < self.revision:
            return
        violations.expect(
            self.is_running or status == self.status,
            f"{self.id} was {self.status} and became {status}",
        )
        self.status, self.revision = status, revision

    def check(self, status: str, violations: Violations) -> None:
        """Hold what was seen and promised against how it has ended."""
        say = violations.expect
        say(status in FINAL, f"{self.id} is still {status}")
        say(self.is_running or self.status == status, f"{self.id} was {self.status}, is {status}")
        say(not self.cancel_confirmed or status == "cancelled", f"{self.id}: cancelled, {status}")
        say(not self.cancel_too_late or status != "cancelled", f"{self.id}: too late, {status}")


@dataclass
class Order:
    """One click on Make, for one plushie or several: every answer to it, however often sent."""

    key: str
    path: str
    body: Json
    size: int
    pictures: list[Picture] = field(default_factory=list)
    """All of them, once an answer has named them."""
    first_answer: bytes | None = None
    is_refused: bool = False
    """Every answer so far says that the credits do not suffice."""
    unknown_outcomes: int = 0
    """So many times nobody answered, or nobody who knew."""

    @property
    def is_settled(self) -> bool:
        """Whether the customer knows what became of it."""
        return bool(self.pictures) or self.is_refused

    def take_accepted(self, content: bytes, answer: Json, violations: Violations) -> None:
        """Note a 202; each must be the first one again, byte for byte."""
        if self.first_answer is None:
            generations = answer.get("generations", [answer])
            self.first_answer = content
            self.pictures = [Picture(generation["image"]["id"]) for generation in generations]
            self.is_refused = False
            violations.expect(
                len(generations) == self.size, f"{self.key}: {len(generations)} of {self.size}"
            )
        violations.expect(
            content == self.first_answer, f"{self.key} was answered with two different answers"
        )

    def take_refused(self, *, had_answer: bool, violations: Violations) -> None:
        """Note a 402; what was accepted before it was sent once more is not refused."""
        violations.expect(not had_answer, f"{self.key} was refused after it was accepted")
        self.is_refused = not self.pictures
