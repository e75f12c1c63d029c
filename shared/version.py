"""The version of the product: app, server and contract carry the same one."""

from typing import Final

VERSION: Final = "0.1.0"
