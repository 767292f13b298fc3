"""Takes a person's data in: understands, reports, and keeps an exact copy with a manifest.

The way of the data: ``layouts`` find the rows of every split, ``profile`` looks at all values,
``guessing`` makes a card of it, ``findings`` reports what a person should know, ``writing``
keeps the rows as Parquet beside the card. ``steps`` joins them. For the window they work in a
process of their own: ``process`` asks it, ``serving`` answers, ``messages`` are what they say.
"""
