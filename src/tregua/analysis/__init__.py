"""The lab held against what was observed: data in, scores out, never the kernel."""
