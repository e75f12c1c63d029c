"""Photo files, good and bad, made as cheaply as possible: most are flat or only a header."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw


def make_photo(
    image_format: str = "PNG", *, width: int = 320, height: int = 240, mode: str = "RGB"
) -> bytes:
    """A photo with something in it: a round warm subject on a green ground."""
    image = Image.new("RGB", (width, height), (90, 140, 100))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.3, height * 0.2, width * 0.7, height * 0.9), fill=(220, 150, 80))
    return encode(image.convert(mode), image_format)


def encode(image: Image.Image, image_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, image_format, **options)
    return file.getvalue()


def make_noise_png(size_bytes: int) -> bytes:
    """A PNG of about this size, which is all noise."""
    side = int((size_bytes / 3) ** 0.5)
    pixels = np.random.default_rng(1).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return encode(Image.fromarray(pixels), "PNG", compress_level=0)


def make_huge_png(width: int, height: int) -> bytes:
    """A valid PNG of one colour, one bit a pixel: a few kilobytes, any number of pixels."""
    row = b"\0" * (1 + (width + 7) // 8)
    compressor = zlib.compressobj(1)
    data = b"".join(compressor.compress(row) for _ in range(height)) + compressor.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_chunk(name, body)
        for name, body in [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    )


def _png_chunk(name: bytes, body: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checksum


def make_webp_header(width: int, height: int) -> bytes:
    """The first bytes of an extended WebP that claims this canvas."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def make_animation(image_format: str) -> bytes:
    """Two different frames as WebP, PNG or MPO."""
    first = Image.new("RGB", (96, 96), "red")
    second = Image.new("RGB", (96, 96), "blue")
    return encode(first, image_format, save_all=True, append_images=[second])


def make_corners_jpeg(orientation: int) -> bytes:
    """A JPEG whose top left quarter is red once the camera's orientation is undone."""
    upright = Image.new("RGB", (128, 64), "white")
    upright.paste((255, 0, 0), (0, 0, 64, 32))
    stored_as = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright if stored_as is None else upright.transpose(stored_as)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    return encode(stored, "JPEG", exif=exif, quality=95)
