"""The five small neural networks that find subjects, faces and animals.

The small ones are loaded when first needed, and kept until `rest`. OpenCV's networks keep their input inside, so
each is used under a lock; its heavy part runs without the GIL.

The large one, for saliency, was cut into four parts, so that whoever cancels waits for one part only,
and so that most of its 200 MB of working memory go back after each photo: a part is loaded in
milliseconds.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from shared.draft.cancelling import Check, wait_for
from shared.draft.pixels import Bytes, Floats
from shared.resources import resource_path

_SALIENCY_SIDE_PX: Final = 272
_SIDE_OUTPUTS: Final = ("1544", "1429", "1341", "1293")
_SALIENCY_PARTS: Final = (
    (("input.1",), ("947",)),
    (("947",), ("1686", *_SIDE_OUTPUTS)),
    (("947", "1686"), ("1709",)),
    (("1709", "1686", *_SIDE_OUTPUTS), ("1959",)),
)
"""What goes into each part and what comes out, by the names that the network's authors gave."""
_KEPT_PART: Final = 2
"""It has most weights, so loading it takes longest, and needs little memory to work."""
_saliency_turn: Final = threading.Lock()
_MEAN: Final = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_DEVIATION: Final = np.array([0.229, 0.224, 0.225], dtype=np.float32)


class _Network:
    def __init__(self, net: cv2.dnn.Net) -> None:
        self._net = net
        self._lock = threading.Lock()

    def run(self, image: Floats, output: str) -> Floats:
        """Feed one `(h, w, 3)` image; answer the named output, or the last one for ""."""
        with self._lock:
            self._net.setInput(np.ascontiguousarray(image.transpose(2, 0, 1)[None]))
            return np.array(self._net.forward(output), dtype=np.float32)

    def run_both(self, image: Floats, outputs: Sequence[str]) -> list[Floats]:
        """Feed one image; answer two named outputs."""
        with self._lock:
            self._net.setInput(np.ascontiguousarray(image.transpose(2, 0, 1)[None]))
            return [np.array(output, dtype=np.float32) for output in self._net.forward(outputs)]


@lru_cache(maxsize=3)
def _tflite(name: str) -> _Network:
    # OpenCV 5's default engine hides the second output of the face networks.
    path = str(resource_path("models", name))
    return _Network(cv2.dnn.readNetFromTFLite(path, engine=cv2.dnn.ENGINE_CLASSIC))


def _saliency_part(number: int) -> cv2.dnn.Net:
    path = str(resource_path("models", f"u2netp-{number}.onnx"))
    # The classic engine is a seventh faster here.
    return cv2.dnn.readNetFromONNX(path, engine=cv2.dnn.ENGINE_CLASSIC)


@lru_cache(maxsize=1)
def _kept_part() -> cv2.dnn.Net:
    return _saliency_part(_KEPT_PART)


@lru_cache(maxsize=1)
def _classifier() -> _Network:
    path = str(resource_path("models", "efficientnet-lite0.onnx"))
    return _Network(cv2.dnn.readNetFromONNX(path, engine=cv2.dnn.ENGINE_CLASSIC))


_TFLITES: Final = (
    "selfie_segmentation.tflite",
    "face_detection_short_range.tflite",
    "face_landmark.tflite",
)


def warm_up() -> None:
    """Load what a photo needs, while nobody waits for it."""
    _kept_part()
    _classifier()
    for name in _TFLITES:
        _tflite(name)


def rest() -> None:
    """Forget all networks: more than 100 MB go back. The next photo loads them anew, in 0.1 s."""
    for kept in (_kept_part, _classifier, _tflite):
        kept.cache_clear()


def _resize(photo: Bytes, side_px: int) -> Floats:
    small = cv2.resize(photo, (side_px, side_px), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float32)


def salient(photo: Bytes, check: Check) -> tuple[Floats, float]:
    """How much each pixel belongs to what the photo is about (U²-Net).

    Args:
        photo: `(h, w, 3) uint8 RGB`.
        check: Asked between the parts of the network; it may raise.

    Returns:
        `(h, w)`, stretched to 0 to 1; and the most there was before, near 0 when nothing stood out.
    """
    image = _resize(photo, _SALIENCY_SIDE_PX)
    image = (image / max(float(image.max()), 1.0) - _MEAN) / _DEVIATION
    known = {"input.1": np.ascontiguousarray(image.transpose(2, 0, 1)[None])}
    for number, (inputs, outputs) in enumerate(_SALIENCY_PARTS, 1):
        # In turns: two at a time would be no faster, and take twice the memory.
        wait_for(_saliency_turn, check)
        try:
            part = _kept_part() if number == _KEPT_PART else _saliency_part(number)
            for name in inputs:
                part.setInput(known[name], name)
            found = [np.asarray(output, dtype=np.float32) for output in part.forward(outputs)]
            if number == _KEPT_PART:
                # It will write its next answers to the same place.
                found = [output.copy() for output in found]
            known |= zip(outputs, found, strict=True)
            del part, found
        finally:
            _saliency_turn.release()
        needed = {"1959"}.union(*(inputs for inputs, _ in _SALIENCY_PARTS[number:]))
        known = {name: known[name] for name in needed & known.keys()}
        check()
    stands_out = known["1959"][0, 0]
    low, high = float(stands_out.min()), float(stands_out.max())
    stretched = (stands_out - low) / max(high - low, 1e-6)
    height, width = photo.shape[:2]
    return np.asarray(cv2.resize(stretched, (width, height)), dtype=np.float32), high


def people(photo: Bytes) -> Floats:
    """How much each pixel belongs to a person, `(h, w)`, 0 to 1."""
    found = _tflite("selfie_segmentation.tflite").run(_resize(photo, 256) / 255, "")
    height, width = photo.shape[:2]
    return np.asarray(cv2.resize(found.reshape(256, 256), (width, height)), dtype=np.float32)


def classes(photo: Bytes) -> Floats:
    """How likely a photo shows each of ImageNet's classes, `(1000,)`, summing up to 1."""
    answers = _classifier().run((_resize(photo, 224) - 127) / 128, "")[0]
    shares = np.exp(answers - answers.max())
    return np.asarray(shares / shares.sum(), dtype=np.float32)


def face_boxes(square: Bytes) -> tuple[Floats, Floats]:
    """Raw answers of the face detector on a square picture: `(896, 16)` and logits `(896,)`."""
    image = _resize(square, 128) / 127.5 - 1
    boxes, scores = _tflite("face_detection_short_range.tflite").run_both(
        image, ["regressors", "classificators"]
    )
    return boxes[0], scores[0, :, 0]


def face_landmarks(square: Bytes) -> tuple[Floats, float]:
    """Landmarks `(468, 2)` as fractions of a level square crop, and how surely it is a face."""
    points, presence = _tflite("face_landmark.tflite").run_both(
        _resize(square, 192) / 255, ["conv2d_21", "conv2d_31"]
    )
    certainty = 1 / (1 + np.exp(-float(presence.ravel()[0])))
    return points.reshape(468, 3)[:, :2] / 192, float(certainty)
