"""Decides about surveys: what is asked of whom, what an answer is, what may be shown, and when a wave is over."""
