"""The version of the package, in one place."""

VERSION = "0.1.0"
RELEASED = "2026-11-23"
