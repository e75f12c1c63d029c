"""Pages of the gallery, its search, and the trash."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the search column and the indexes that keep every page quick."""
    op.execute(_SEARCH_WORDS)
    op.execute(_SEARCH_VECTOR)
    op.execute(_SEARCH_QUERY)
    op.add_column(
        "generated_images",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("image_search_vector(user_id, title, prompt, tags)", persisted=True),
            nullable=True,
        ),
    )
    # Without the list of pending entries, which each search would have to read from end to end.
    op.create_index(
        "generated_images_search_index",
        "generated_images",
        ["search"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index(
        "generated_images_page_index",
        "generated_images",
        ["user_id", "created_at", "id", "style", "status", "favourite"],
        postgresql_where=sa.text("deleted_at is null and trashed_at is null"),
    )
    op.create_index(
        "generated_images_title_index",
        "generated_images",
        ["user_id", sa.literal_column("lower(title)"), "id"],
        postgresql_where=sa.text("deleted_at is null and trashed_at is null"),
    )
    op.create_index(
        "generated_images_trash_index",
        "generated_images",
        ["user_id", "trashed_at", "id"],
        postgresql_where=sa.text("deleted_at is null and trashed_at is not null"),
    )
    op.create_index(
        "generated_images_purge_index",
        "generated_images",
        ["trashed_at"],
        postgresql_where=sa.text("deleted_at is null and trashed_at is not null"),
    )


# Three ways to read each word: as it stands, so that the first letters find it while somebody
# types, and by its stem in English and in German, so that "bears" finds a bear.
_SEARCH_WORDS = """
create function image_search_stems(words text) returns tsvector
language sql immutable parallel safe
begin atomic
    select to_tsvector('pg_catalog.simple', words)
        || to_tsvector('pg_catalog.english', words)
        || to_tsvector('pg_catalog.german', words);
end
"""

# Each word begins with a mark of its owner. One index over everybody's words would make one
# person's search read through the matches of all others; so it reads only its owner's part.
_SEARCH_VECTOR = """
create function image_search_vector(owner uuid, title text, wish text, tags text[])
returns tsvector language sql immutable parallel safe
begin atomic
    select array_to_tsvector(array(
        select right(cast(owner as text), 6) || '/' || word
        from unnest(tsvector_to_array(image_search_stems(
            title || ' ' || wish || ' ' || array_to_string(tags, ' ')
        ))) as word
    ));
end
"""

# All words must be found; the beginning of a word is enough. Null: there is no word in it. A stem
# that says nothing new is left out: each alternative makes the index work several times as long.
_SEARCH_QUERY = """
create function image_search_query(owner uuid, wanted text) returns tsquery
language sql immutable parallel safe
begin atomic
    select cast(string_agg('(' || found.pattern || ')', ' & ') as tsquery)
    from regexp_split_to_table(wanted, '\\s+') as word,
        lateral (
            select string_agg('(' || reading.pattern || ')', ' | ') as pattern from (
                select distinct (
                    select string_agg(
                        '''' || right(cast(owner as text), 6) || '/'
                        || replace(replace(stem, '\\', '\\\\'), '''', '''''')
                        || '''' || readings.suffix,
                        ' & ' order by stem
                    )
                    from unnest(readings.stems) as stem
                ) as pattern
                from (
                    values (tsvector_to_array(to_tsvector('pg_catalog.simple', word)), ':*'),
                        (tsvector_to_array(to_tsvector('pg_catalog.english', word)), ''),
                        (tsvector_to_array(to_tsvector('pg_catalog.german', word)), '')
                ) as readings (stems, suffix)
                where readings.suffix = ':*' or readings.stems
                    <> tsvector_to_array(to_tsvector('pg_catalog.simple', word))
            ) as reading
        ) as found
    where found.pattern is not null;
end
"""
