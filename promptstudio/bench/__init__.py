"""Measurements that documents quote: each prints its table, the machine and the date."""
