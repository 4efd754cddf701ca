"""The functions of the mechanisms as they stand: pure ones, and steps that read and write what a name stands for."""

import inspect
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from tregua.lab import units
from tregua.lab.model import mechanism_names

MODULES: dict[str, ModuleType] = {name: import_module(f"tregua.lab.mechanisms.{name}") for name in mechanism_names()}
Function = Callable[..., Any]


def own_functions(module: ModuleType) -> list[Function]:
    """The functions that a module defines itself."""
    return [one for _, one in inspect.getmembers(module, inspect.isfunction) if one.__module__ == module.__name__]


def is_step(function: Function) -> bool:
    """Whether a function works on arrays of names instead of numbers."""
    return any(one.annotation is not float for one in inspect.signature(function).parameters.values())


def name_of(function: Function) -> str:
    """`coca.grow`, as the order of the mechanisms has it."""
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


PURE = [one for module in (units, *MODULES.values()) for one in own_functions(module) if not is_step(one)]
STEPS = [one for module in MODULES.values() for one in own_functions(module) if is_step(one)]
