"""How well a served model or a splitter does, beside its baselines: figures, tables, a report."""
