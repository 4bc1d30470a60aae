"""What a search compares: words without case, accents and signs, of a case and of whoever looks for it."""
