"""Task cards, own data, templates, few-shot splits, encoded rows and metrics."""
