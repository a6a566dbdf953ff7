"""Short grounding exercises, guided by a calm voice."""

__version__ = "0.1.0"
