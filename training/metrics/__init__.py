"""Figures: what they measure, and how far they can be trusted."""
