"""The database: schema, migrations, connections."""
