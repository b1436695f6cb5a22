"""What the templates show, computed: pure functions from a digest to plain values."""
