import pytest
from django.utils.translation import override

from yhdyspinta.labels.recurrence import say
from yhdyspinta.terms.recurrence import Frequency, Recurrence

YEARLY, MONTHLY, WEEKLY = Frequency.YEARLY, Frequency.MONTHLY, Frequency.WEEKLY


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            Recurrence(YEARLY, months=(3,), weekday=1, nth=2),
            "Every year, March, the second Tuesday",
        ),
        (
            Recurrence(YEARLY, months=(2, 5, 9), day=-1),
            "Every year, February, May and September, the last day of the month",
        ),
        (Recurrence(MONTHLY, 2, weekday=3, nth=-1), "Every 2 months, the last Thursday"),
        (Recurrence(MONTHLY, day=15), "Every month, day 15 of the month"),
        (Recurrence(WEEKLY, 2, weekday=0), "Every 2 weeks, Monday"),
        (Recurrence(WEEKLY), "Every week"),
        (
            Recurrence(YEARLY, months=(6,), day=30, is_business_day=True),
            "Every year, June, day 30 of the month, a holiday moves to the next business day",
        ),
    ],
)
def test_a_rule_is_said_in_plain_words(rule: Recurrence, said: str) -> None:
    with override("en"):
        assert say(rule) == said
