"""An icon that starts the program, for somebody who cannot type: one module a system."""
