"""Not now, until something comes about: what a sleeping idea waits for, and how far that is. Pure."""
