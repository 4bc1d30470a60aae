"""Ideas against each other: what raters said of a field of ideas, methods that rank it, and why each rank is so."""
