"""Do: thin adapters to the outside, one file per thing."""
