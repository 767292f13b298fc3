"""The page where a study is set up."""
