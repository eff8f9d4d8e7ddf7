"""The local SQLite file: engine, migrations, backup."""
