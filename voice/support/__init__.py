"""People to call: numbers by country, and the words around them. No sound, no network."""
