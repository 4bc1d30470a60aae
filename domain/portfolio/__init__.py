"""Which ideas together: the most value under budgets, capacities, dependencies and goals, and why each is in or out."""
