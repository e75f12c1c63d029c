"""Every limit that app and server share. Each number stands here and nowhere else."""

from typing import Final

PHOTO_MAX_BYTES: Final = 10 * 1024 * 1024
PHOTO_MAX_PIXELS: Final = 40_000_000
PHOTO_MIN_SIDE_PX: Final = 64
"""Smaller photos hold no subject that could be recognised."""
PHOTO_SEND_SIDE_PX: Final = 2048
"""The app scales a photo to this longest side before it sends it."""

WISH_MAX_CHARACTERS: Final = 200
TITLE_MAX_CHARACTERS: Final = 100
TAG_MAX_CHARACTERS: Final = 40
TAGS_MAX: Final = 20
SEARCH_MAX_CHARACTERS: Final = 100
BULK_MAX_IMAGES: Final = 500
TRASH_KEPT_DAYS: Final = 30
SHARE_MAX_DAYS: Final = 365
SHARE_MAX_LINKS: Final = 20
"""Links to one picture that work at the same time."""
NAME_MAX_CHARACTERS: Final = 100
EMAIL_MAX_CHARACTERS: Final = 254
PASSWORD_MIN_CHARACTERS: Final = 10
PASSWORD_MAX_CHARACTERS: Final = 128
IDEMPOTENCY_KEY_MAX_CHARACTERS: Final = 100

GENERATION_COST_CREDITS: Final = 1
BATCH_MAX_GENERATIONS: Final = 20
GENERATION_MAX_ATTEMPTS: Final = 3

UPLOAD_URL_LIFETIME_S: Final = 5 * 60
DOWNLOAD_URL_LIFETIME_S: Final = 60 * 60
VERIFY_LINK_LIFETIME_S: Final = 24 * 3600
RESET_LINK_LIFETIME_S: Final = 3600
GOOGLE_SIGN_IN_LIFETIME_S: Final = 10 * 60
"""So long a person may take in the browser."""
ACCOUNT_GRACE_S: Final = 7 * 24 * 3600
"""From "delete my account" until it is deleted."""
SESSION_SLIDING_LIFETIME_S: Final = 7 * 24 * 3600
SESSION_MAX_LIFETIME_S: Final = 30 * 24 * 3600

REQUEST_BODY_MAX_BYTES: Final = 64 * 1024
"""JSON only; photos never pass through the API."""

RESULT_SIDE_PX: Final = 1024
DISPLAY_SIDE_PX: Final = 1440
THUMBNAIL_SIDE_PX: Final = 256

EVENT_HEARTBEAT_S: Final = 15
"""The event stream sends a comment at least this often; a client that hears nothing for three
of them reconnects."""
PAGE_MAX_ITEMS: Final = 500
PAGE_DEFAULT_ITEMS: Final = 100
REVISION_MAX: Final = 2**63 - 1
"""The largest revision that the database can count to."""
