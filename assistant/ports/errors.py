"""What a database may answer instead of doing as it is asked."""


class UnavailableError(Exception):
    """The database cannot be reached or cannot do this now. Nothing was done that is known of: try again later."""


class RunAgainError(Exception):
    """The database undid the transaction in favour of a rival (deadlock, lost serialisation): run it again at once."""
