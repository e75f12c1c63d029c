"""The tables of the gallery index, and how an older file becomes a newer one."""

from typing import Final

from desktop.storage.database import Migrations

# The first version had no columns to search or sort by: it is filled anew from the server.
_FIRST = ""
_SECOND = """
DROP TABLE IF EXISTS images;
DROP TABLE IF EXISTS cursor;

-- What is searched and sorted by, with the changes that wait on this computer applied.
CREATE TABLE images (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    place INTEGER NOT NULL,
    is_running INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    style TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    created_at REAL NOT NULL,
    trashed_at REAL,
    title TEXT NOT NULL,
    sort_title TEXT NOT NULL,
    wish TEXT NOT NULL,
    tags TEXT NOT NULL
);
CREATE INDEX images_by_day ON images (place, created_at, id, favourite);
CREATE INDEX images_in_trash ON images (trashed_at, id) WHERE place = 1;
CREATE INDEX images_running ON images (is_running) WHERE is_running;
CREATE INDEX images_waiting ON images (waiting) WHERE waiting > 0;

-- What the server has told, apart: the rows above stay short.
CREATE TABLE entries (key INTEGER PRIMARY KEY, entry TEXT NOT NULL);
CREATE TRIGGER entries_go AFTER DELETE ON images BEGIN
    DELETE FROM entries WHERE key = old.key;
END;

CREATE VIRTUAL TABLE words USING fts5 (
    title, wish, tags, content = 'images', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE TRIGGER words_come AFTER INSERT ON images BEGIN
    INSERT INTO words (rowid, title, wish, tags) VALUES (new.key, new.title, new.wish, new.tags);
END;
CREATE TRIGGER words_go AFTER DELETE ON images BEGIN
    INSERT INTO words (words, rowid, title, wish, tags)
    VALUES ('delete', old.key, old.title, old.wish, old.tags);
END;
CREATE TRIGGER words_change AFTER UPDATE ON images
WHEN (old.title, old.wish, old.tags) IS NOT (new.title, new.wish, new.tags) BEGIN
    INSERT INTO words (words, rowid, title, wish, tags)
    VALUES ('delete', old.key, old.title, old.wish, old.tags);
    INSERT INTO words (rowid, title, wish, tags) VALUES (new.key, new.title, new.wish, new.tags);
END;

-- Up to which revision all has been seen; until a full sync is complete, up to which it will be.
-- With each of them a new epoch begins; rows of an older one are shown until it is complete.
CREATE TABLE cursor (
    revision INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    is_complete INTEGER NOT NULL,
    in_trash INTEGER NOT NULL,
    page TEXT
);
INSERT INTO cursor VALUES (0, 0, 0, 0, NULL);
"""

MIGRATIONS: Final[Migrations] = (_FIRST, _SECOND)

IN_GALLERY: Final = 0
IN_TRASH: Final = 1
HIDDEN: Final = 2
"""Still being made, without a picture, or deleted for good on this computer."""
