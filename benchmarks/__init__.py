"""Timings of the product, alone and beside others."""
