"""Errors a caller may want to catch; all of them share `DigestError`."""


class DigestError(Exception):
    """Bad input, file, configuration or model; the message says what to do.

    `str(error)` is fit to be shown to a user. The underlying exception, if
    there was one, is `error.__cause__`.
    """


class ConfigError(DigestError):
    """A configuration file is missing, malformed or holds a value out of range."""


class ReadError(DigestError):
    """An input could not be read as text."""


class DataError(ReadError):
    """Files that a command works with as a whole hold something that it cannot use."""


class ArtifactError(DigestError):
    """A model folder is incomplete, damaged or does not fit this version."""


class WriteError(DigestError):
    """A digest could not be written where or how it was asked for."""


class MissingExtraError(DigestError):
    """A command needs packages that are not installed."""


class CorrectionError(DigestError):
    """A correction cannot be made: what it is about is not there, or not so."""


class StoreError(DigestError):
    """What is kept cannot be opened, read or written."""


class StoreFaultError(StoreError):
    """The store is locked, full, gone or damaged: no fault of what was asked for."""


class NotFoundError(StoreError):
    """Nothing of this name is kept."""


class Conflict(StoreError):  # noqa: N818 - it is no fault, but what two people come to
    """Somebody else changed it since it was read.

    Attributes:
        expected: The version that the caller had seen.
        found: The version that it has now.
    """

    def __init__(self, message: str, *, expected: int, found: int) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found
