"""Numbers over runs: smoothing, seed groups, estimates. Plain arrays in and out."""
