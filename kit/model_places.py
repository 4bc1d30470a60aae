"""Where a pydantic model speaks of: the place as the file has it, and the keys that the model knows there."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from kit.yaml_lines import Where


def in_file(model: type[BaseModel], where: Where) -> Where:
    """The place without the steps that only say which model of a union was taken: no file has them."""
    return _walked(model, where)[1]


def keys_at(model: type[BaseModel], where: Where) -> tuple[str, ...]:
    """The keys that the model knows at this place."""
    return next(iter(forms_at(model, where)), ())


def forms_at(model: type[BaseModel], where: Where) -> list[tuple[str, ...]]:
    """The keys of each model that is possible at this place."""
    return [tuple(_fields(kind)) for kind in _models(_walked(model, where)[0])]


def _walked(model: type[BaseModel], where: Where) -> tuple[Any, Where]:
    part: Any = model
    kept: list[str | int] = []
    for step in where:
        taken = _taken(part, step)
        if taken is None:
            kept.append(step)
        part = taken or next(_inside(part, step), None)
    return part, tuple(kept)


def _taken(part: Any, step: str | int) -> type[BaseModel] | None:
    """The model of a union that this step names, by its literal or as its class is called."""
    models = list(_models(part))
    named = (kind for kind in models if step == kind.__name__ or step in _literals(kind))
    return next(named, None) if len(models) > 1 else None


def _literals(kind: type[BaseModel]) -> list[Any]:
    annotations = (field.annotation for field in kind.model_fields.values())
    return [word for a in annotations if get_origin(a) is Literal for word in get_args(a)]


def _inside(part: Any, step: str | int) -> Iterator[Any]:
    for kind in _unwrapped(part):
        if _is_model(kind) and step in _fields(kind):
            yield _fields(kind)[str(step)]
        elif isinstance(step, int) and get_origin(kind) in (tuple, list):
            yield get_args(kind)[0]
        elif isinstance(step, str) and get_origin(kind) is dict:
            yield get_args(kind)[1]


def _fields(kind: type[BaseModel]) -> dict[str, Any]:
    """What stands under each key, as files spell it."""
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


def _models(part: Any) -> Iterator[type[BaseModel]]:
    return (kind for kind in _unwrapped(part) if _is_model(kind))


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _unwrapped(part: Any) -> Iterator[Any]:
    origin = get_origin(part)
    if origin is Annotated:
        yield from _unwrapped(get_args(part)[0])
    elif origin in (Union, UnionType):
        for option in get_args(part):
            yield from _unwrapped(option)
    else:
        yield part
