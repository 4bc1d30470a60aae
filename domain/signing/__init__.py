"""Co-signature: an ordered chain of people who sign before an idea is decided. Pure."""
