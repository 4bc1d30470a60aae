"""How proofs show their figures."""

import os
from collections.abc import Mapping


def table(title: str, figures: Mapping[str, object]) -> None:
    """One line a figure."""
    width = max(len(name) for name in figures)
    print(f"\n{title}\n" + "\n".join(f"  {name:<{width}}  {figure}" for name, figure in figures.items()), flush=True)


def load() -> str:
    """How busy the machine was: figures of a busy one are worse than they need to be."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
