"""A key ring in memory: no picture is taken with somebody's real session."""


class MemoryKeyRing:
    """Forgets everything at the end."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self._entries.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self._entries[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self._entries[service_name, username]
