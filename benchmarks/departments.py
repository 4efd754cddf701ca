"""What the panel of departments tells, worked out again: python benchmarks/departments.py."""

from dataclasses import fields, is_dataclass

from tregua.analysis.departments import findings
from tregua.evidence.panel import coca_departments


def show(name: str, found: object) -> None:
    """A finding as lines of its names and numbers."""
    if is_dataclass(found):
        for field in fields(found):
            show(f"{name}.{field.name}" if name else field.name, getattr(found, field.name))
    elif isinstance(found, dict):
        for key, value in found.items():
            show(f"{name}.{key}", value)
    else:
        print(f"{name:32} {found:.4g}" if isinstance(found, float) else f"{name:32} {found}")


if __name__ == "__main__":
    show("", findings(coca_departments()))
