"""The same newsroom for programs: HTTP under `/api/v1`, described by its own OpenAPI."""
