"""Ideas against each other: what raters said of a field of ideas, methods that rank it, and why each rank is so."""

from domain.ranking.methods import METHODS as METHODS
from domain.ranking.methods import rank as rank
