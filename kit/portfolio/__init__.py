"""Ranking and choosing with numpy and HiGHS, where the extra `portfolio` is installed; the plain ways are in domain."""

from importlib.util import find_spec

FAST = find_spec("numpy") is not None
EXACT = FAST and find_spec("highspy") is not None
