"""Histories of real courses, kept so that today's code can be held against them; `record.py` makes them anew."""
