"""The page of soft prompts: library, lens, playground."""
