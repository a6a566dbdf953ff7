"""What the program speaks to, what it starts, and what it leaves on the disk."""
