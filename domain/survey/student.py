"""Student's t at 95 %, as the standard library has only the normal distribution.

P(|T| > t) = I_x(ν/2, ½) with x = ν/(ν + t²), the regularised incomplete beta function as a continued fraction (Lentz's
method); Abramowitz and Stegun 26.5.8 and 26.7.1. Inverted by halving, to ten digits.
"""

from functools import lru_cache
from math import exp, lgamma, log

OUTSIDE = 0.05
_TINY = 1e-300
_TERMS = 300


@lru_cache(maxsize=512)
def quantile(freedom: float) -> float:
    """The t that 95 % lie within, for this many degrees of freedom (a positive number, whole or not)."""
    low, high = 0.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        if _outside(middle, freedom) > OUTSIDE:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _outside(t: float, freedom: float) -> float:
    return _beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by whichever side converges faster."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _safe(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _TERMS):
        before = value
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _safe(1 + term * d)
            c = _safe(1 + term / c)
            value *= c * d
        if abs(value - before) < 1e-15 * abs(value):
            break
    return value


def _safe(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
