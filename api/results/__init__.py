"""Results in words and pictures, for the office's page, the published one and the trend: all from `figures_for`."""
