"""Keeps: tables, queries and migrations."""
