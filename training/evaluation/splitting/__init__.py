"""How well issues are split, laid beside their reading by people."""
