"""The experiment store: one SQLite file, one writer, many readers."""
