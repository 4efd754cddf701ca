"""Results in a notebook: as a frame, as HTML, as a picture."""
