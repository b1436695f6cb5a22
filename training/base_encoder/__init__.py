"""The embedded default encoder, cut from a published model."""
