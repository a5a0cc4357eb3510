"""Package: tidy tables → CSV files and a Frictionless descriptor; loading and validating them."""
