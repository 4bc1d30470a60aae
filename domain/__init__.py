"""Decides: the pure rules and nouns of ideas, tasks and promises."""
