"""Rules of the activities that need no database."""
