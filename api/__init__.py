"""Asks and shows: JSON and pages, thin."""
