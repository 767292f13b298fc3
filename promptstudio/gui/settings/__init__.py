"""The page of the program's own settings."""
