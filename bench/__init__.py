"""Measures what docs/performance.md quotes, and prints it as one table: `python -m bench`."""
