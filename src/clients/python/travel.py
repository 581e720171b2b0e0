"""Lets a test move the time of this process: to be imported before anything else that reads it."""

import datetime

_ahead = datetime.timedelta(0)


class _Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + _ahead

    @classmethod
    def utcnow(cls):
        return super().now(datetime.timezone.utc).replace(tzinfo=None) + _ahead


datetime.datetime = _Moved


def ahead_by(minutes):
    global _ahead
    _ahead = datetime.timedelta(minutes=minutes)
