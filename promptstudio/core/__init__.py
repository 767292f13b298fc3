"""Plain data that every other package shares: specs, events, settings, errors, paths."""
