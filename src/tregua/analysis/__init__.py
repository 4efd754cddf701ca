"""Questions put to the lab: what explains an answer, and how it stood up to the past."""
