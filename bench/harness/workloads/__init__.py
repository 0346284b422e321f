"""One workload a file: a function `run(context)` that adds tables and values of gates."""
