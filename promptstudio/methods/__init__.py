"""Soft-prompt learning algorithms: a contract, a registry, and one folder per method."""
