"""The roadmap: which measure runs in which quarters, why no earlier, and what moves when a promise slips."""
