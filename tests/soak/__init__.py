"""An hour of playing with random keys beside a busy process, and eight hours counted in frames."""
