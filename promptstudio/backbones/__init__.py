"""Frozen language models: loading, the oracle, label scoring and generation."""
