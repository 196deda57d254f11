"""Long rounds: short in `make test`, long in `make soak`."""
