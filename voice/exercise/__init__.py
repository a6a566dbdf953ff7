"""One exercise ready to be heard: choices, its performance, and the session that plays it."""
