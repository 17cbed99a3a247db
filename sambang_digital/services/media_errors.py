"""Why an upload, or a file, is not to be had; the API gives each its status."""


class MediaError(Exception):
    """An upload cannot go on; the message is for the person, in Indonesian."""


class NotFound(MediaError):
    """No such upload of this person."""


class TooLarge(MediaError):
    """The file, or what was sent of it, is longer than allowed or announced."""


class QuotaReached(MediaError):
    """Too many photos wait for their report."""


class WrongOffset(MediaError):
    """The bytes sent do not follow those that are here."""


class InUse(MediaError):
    """Another connection writes this upload."""


class Damaged(MediaError):
    """The bytes are not those that were announced; they were dropped and may be sent again."""


class Refused(MediaError):
    """The file is no picture that can be kept; sending it again does not help."""


class Full(MediaError):
    """No room; what arrived is kept."""


class Unavailable(MediaError):
    """The store does not answer; what arrived is kept."""


class HungUp(Exception):
    """Raised by a body whose sender went away before its end."""
