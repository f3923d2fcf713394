"""The database: one SQLite file, opened in one place, its SQL in files."""
