"""Guards the house: who may import whom, what the papers promise."""
