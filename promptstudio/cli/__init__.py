"""The command line and composition root: builds store, engine and window, or runs headless."""
