"""Drive: order, clocks and retries of a course, deterministic and without I/O."""
