"""How a draw may end; each way to fail has a message and a remedy."""

from enum import IntEnum

from tregua.catalogue.said import Said


class Status(IntEnum):
    """The end of a draw, as the kernel returns it."""

    OK = 0
    MARGIN = 1
    MARKET = 2
    GROUPS = 3
    NUMBERS = 4

    @property
    def message(self) -> Said:
        """What went wrong in the draw."""
        return Said(f"status.{self.name.lower()}")

    @property
    def remedy(self) -> Said:
        """What the user can do about it."""
        return Said(f"status.{self.name.lower()}.remedy")
