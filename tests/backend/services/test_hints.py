"""What was told about a photo stays with its picture, so that it need not be told again."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from backend.services.all_services import Services
from shared.gallery import Image
from shared.generations import EarShape, GenerationStatus, Hints, Point, SubjectKind
from shared.styles import Style
from tests.backend.conftest import MakeUser, UploadPhoto
from tests.backend.services.test_generations import request_for


async def test_what_was_told_of_the_photo_is_told_again_with_the_picture(
    services: Services, make_user: MakeUser, upload_photo: UploadPhoto
) -> None:
    user = await make_user(credits_count=1)
    told = Hints(kind=SubjectKind.PET, ears=EarShape.LONG, left_eye=Point(x=0.4, y=0.3))
    request = request_for(await upload_photo(user.id)).model_copy(update={"hints": told})

    image = (await services.generations.request(user.id, request, idempotency_key="k")).image

    assert image.hints == told
    known = await services.generations.status(user.id, UUID(image.id))
    assert Image.model_validate_json(known.image.model_dump_json()).hints == told


def test_a_hint_that_is_not_known_yet_loses_no_picture() -> None:
    image = Image(
        id=str(uuid4()),
        status=GenerationStatus.PENDING,
        style=Style.MINIMALIST,
        prompt="",
        title="",
        favourite=False,
        revision=1,
        attempt=0,
        created_at=datetime.now(UTC),
        cost_credits=1,
    )
    newer = image.model_dump(mode="json") | {"hints": {"kind": "pet", "whiskers": "curly"}}

    assert Image.model_validate(newer) == image
