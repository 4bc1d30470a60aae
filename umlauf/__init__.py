"""Starts: settings, wiring, worker and command line."""
