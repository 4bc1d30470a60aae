"""The radar: risks of the portfolio, found early by small detectors; each has a trigger, an owner and a cure."""
