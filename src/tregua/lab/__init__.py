"""The coupled model: equations, catalogues, draws, runs and comparisons."""
