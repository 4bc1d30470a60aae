"""Shows that the promises hold."""
