"""The last day to give notice by looking at day after day: slow, plain, and sharing no code.

The days off are written out from the University of Helsinki's almanac, not computed.
"""

from datetime import date, timedelta

_DAY = timedelta(days=1)
# Days off on weekdays only; those on Saturdays and Sundays are off anyway.
_DAYS_OFF = {
    2023: "01-06 04-07 04-10 05-01 05-18 06-23 12-06 12-25 12-26",
    2024: "01-01 03-29 04-01 05-01 05-09 06-21 12-06 12-24 12-25 12-26",
    2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-20 12-24 12-25 12-26",
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-06 12-24",
    2028: "01-06 04-14 04-17 05-01 05-25 06-23 12-06 12-25 12-26",
    2029: "01-01 03-30 04-02 05-01 05-10 06-22 12-06 12-24 12-25 12-26",
}
OFF = {
    date.fromisoformat(f"{year}-{day}") for year, days in _DAYS_OFF.items() for day in days.split()
}


def is_open(day: date) -> bool:
    return day.strftime("%a") not in {"Sat", "Sun"} and day not in OFF


def later(day: date, number: int, unit: str) -> date:
    if unit in {"months", "years"}:
        return _months_later(day, number * (12 if unit == "years" else 1))
    left = number * (7 if unit == "weeks" else 1)
    while left:
        day += _DAY
        if unit != "business_days" or is_open(day):
            left -= 1
    return day


def _months_later(day: date, months: int) -> date:
    year, month, number = day.year, day.month, day.day
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def last_day(ends_on: date, number: int, unit: str) -> date:
    day = ends_on
    while later(day, number, unit) > ends_on:
        day -= _DAY
    return day


def last_open_day(day: date) -> date:
    while not is_open(day):
        day -= _DAY
    return day
