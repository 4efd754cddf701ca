"""Questions put to the lab: how it stood up to what was observed, and what explains an answer."""
