"""A round: many ideas against each other, rated by a panel, ranked, and decided on by the office."""
