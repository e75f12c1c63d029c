"""What the gallery shows, and in which order, as views name it."""

from desktop.storage.gallery_filter import GalleryCounts, GalleryFilter, GalleryOrder

__all__ = ["GalleryCounts", "GalleryFilter", "GalleryOrder"]
