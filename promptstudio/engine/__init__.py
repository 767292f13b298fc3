"""Runs jobs: stages, evaluation, checkpoints, cancellation, the worker process."""
