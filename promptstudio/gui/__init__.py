"""The window. Qt lives here alone; it shows, it does not compute."""
