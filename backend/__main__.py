"""`python -m backend` is `plushifyme-server`."""

import sys

from backend.cli import main

sys.exit(main())
