"""The page of stored runs and their comparison."""
