"""How every page that is written from a template is escaped and laid out."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def template_environment(package: str, *, keep_trailing_newline: bool = False) -> Environment:
    """The templates of a package; every value is escaped, and one that is not given is an error.

    Args:
        package: The package in whose folder `templates` they lie.
        keep_trailing_newline: Whether what is written ends in the newline of its template, as a
            file does.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
