"""Commands that write are killed at random moments."""
