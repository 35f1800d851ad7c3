"""The rules of the house: what keeps the code as docs/architecture.md says."""
