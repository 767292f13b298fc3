"""The page that takes data in."""
