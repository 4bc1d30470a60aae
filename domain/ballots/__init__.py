"""Counting approval ballots under a budget: who may count with what, and why each project is in or out."""
