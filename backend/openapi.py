"""`plushifyme-server openapi`: print the OpenAPI 3.1 document."""

import argparse
import json
import sys

from backend.routes.table import openapi_document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Print the document; it needs no settings and no database."""
    del arguments
    sys.stdout.write(json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n")
    return 0
