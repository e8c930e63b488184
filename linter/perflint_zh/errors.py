"""What can go wrong without anybody's table being wrong.

    PerflintError
    ├── UsageError          a wrong option, path or setting; exit status 2, nothing was checked
    └── ReadError           one document could not be read; the run goes on, exit status 2 at the end

Every message is one Chinese line that says what, where and what to do.
"""


class PerflintError(Exception):
    """Base of all errors that perflint raises on purpose."""


class UsageError(PerflintError):
    """The call itself cannot be carried out."""


class ReadError(PerflintError):
    """A document that cannot be read; the message is the reason shown to the user."""
