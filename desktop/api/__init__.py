"""The HTTP and event-stream client. No Qt in here."""
