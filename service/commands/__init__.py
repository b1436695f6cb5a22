"""The commands of `baozhai`, a module for each kind; a command loads what it needs and no more."""
