"""Courses on a real Temporal server."""
