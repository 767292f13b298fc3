"""How soon the window is there, how late it is, how fast it draws, what memory it takes."""
