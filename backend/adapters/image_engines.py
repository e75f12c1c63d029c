"""Which image engine a server uses: OpenAI's when there is a key, the draft engine otherwise."""

from backend.services.ports import ImageEngine
from backend.settings import Settings


def create_image_engine(settings: Settings) -> ImageEngine:
    """Create the engine; only its own libraries are loaded."""
    if settings.openai_api_key is not None:
        from backend.adapters.openai_images import OpenAIImageEngine  # noqa: PLC0415

        return OpenAIImageEngine.from_settings(settings)
    from backend.adapters.draft_images import DraftImageEngine  # noqa: PLC0415

    return DraftImageEngine()
