"""What the answer about an installation holds; a probe that failed leaves its part out and is among the findings."""

from typing import NotRequired

from typing_extensions import TypedDict

from tregua.show.answers.shared import Answer


class Package(TypedDict):
    """A package, and what cannot be done without it where not everything needs it."""

    name: str
    status: str
    version: str | None
    extra: NotRequired[str]
    needed_by: NotRequired[str]


class System(TypedDict):
    """Python, the system and the processor."""

    python: str
    system: str
    machine: str
    processor: str


class Cores(TypedDict):
    """Cores of the machine, those that the process is bound to, the quota of its group, and how many can compute."""

    machine: int
    bound: int
    quota: NotRequired[float]
    usable: int


class Memory(TypedDict):
    """Bytes of memory."""

    total: NotRequired[int]
    available: NotRequired[int]
    limit: NotRequired[int]
    usable: NotRequired[int]


class Disk(TypedDict):
    """Bytes on the disk of a folder, and whether something can be written there."""

    use: str
    folder: str
    free: int
    total: int
    writable: bool


class Kept(TypedDict):
    """A folder of the cache."""

    name: str
    files: int
    bytes: int


class Cache(TypedDict):
    """The cache in use, the one that would be the user's, and what is kept there."""

    folder: str
    wanted: str
    compiled: bool
    kernel_bytes: int
    bytes: int
    kept: list[Kept]


class Calibration(TypedDict):
    """The calibration in the package, whether runs draw from it where nobody says, or why not."""

    version: str
    cut: int
    seed: int
    members: int
    combinations: int
    out_of_date: bool
    default: str
    worse: list[str]


class Speed(TypedDict):
    """Seconds of starting and compiling, and futures that the kernel simulates in one."""

    unit: str
    start: NotRequired[float]
    ready: NotRequired[float]
    kept: NotRequired[bool]
    compiling: NotRequired[float]
    years: NotRequired[int]
    threads: NotRequired[int]
    one_thread: NotRequired[float]
    all_threads: NotRequired[float]


class Finding(TypedDict):
    """What slows it down or stops it, and what helps."""

    key: str
    text: str
    remedy: str


class Doctor(Answer):
    """What is installed, what the machine gives, how fast it is, what makes it slow and what helps."""

    catalogue_hash: NotRequired[str]
    system: NotRequired[System]
    packages: list[Package]
    environment: dict[str, str]
    cores: NotRequired[Cores]
    memory: NotRequired[Memory]
    disks: list[Disk]
    cache: NotRequired[Cache]
    calibration: NotRequired[Calibration]
    speed: Speed
    findings: list[Finding]
