"""What the tests of the services share."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.backend.conftest import MakeImage, MakeUser
from tests.backend.services.studio import Studio


@pytest.fixture
async def studio(engine: AsyncEngine, make_user: MakeUser, make_image: MakeImage) -> Studio:
    return Studio(engine, await make_user(3), make_image)
