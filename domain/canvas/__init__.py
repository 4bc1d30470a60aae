"""Canvases and story maps on an idea: what their boxes are, what stands in them, and what two versions differ in."""
