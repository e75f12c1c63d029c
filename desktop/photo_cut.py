"""Cutting the edited part out of a photo's pixels."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from desktop.photo_edit import PhotoEdit


def cut_out(picture: QImage, edit: PhotoEdit) -> QImage:
    """The edit's frame, upright; `picture` is the whole upright photo at any scale."""
    if edit.is_untouched:
        return picture
    scale = picture.width() / edit.photo_width
    if edit.tilt_deg:
        return _tilted(picture, edit, scale)
    frame = QSize(round(edit.width), round(edit.height))
    lying = frame.transposed() if edit.quarter_turns % 2 else frame
    area = QRectF(QPointF(), lying.toSizeF() * scale)
    area.moveCenter(QPointF(*edit.centre) * scale)
    part = picture.copy(area.toRect() & picture.rect())
    return part.transformed(QTransform().rotate(90.0 * edit.quarter_turns))


def _tilted(picture: QImage, edit: PhotoEdit, scale: float) -> QImage:
    size = QSize(max(1, round(edit.width * scale)), max(1, round(edit.height * scale)))
    has_alpha = picture.hasAlphaChannel()
    result = QImage(
        size, QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32
    )
    result.setColorSpace(picture.colorSpace())
    result.fill(Qt.GlobalColor.transparent if has_alpha else Qt.GlobalColor.black)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.rotate(edit.turn_deg)
    painter.drawImage(-QPointF(*edit.centre) * scale, picture)
    painter.end()
    return result
