"""Comments on an idea and its tasks: for whom each is meant, and who reads it."""
