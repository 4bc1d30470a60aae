"""Starts: settings, wiring, worker and command line."""

RELEASE = "0.1.0"  # as in pyproject.toml, which an image does not have
