"""The few pages that a browser sees."""
