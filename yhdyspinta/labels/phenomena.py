"""The shown names of a phenomenon's stages and moves, and what is wrong with its steps."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.calc.phenomena import Fault, Stage
from yhdyspinta.labels import register as register_labels
from yhdyspinta.terms.phenomena import StepDirection
from yhdyspinta.terms.register import Level

STAGES: Mapping[Stage, Promise] = {
    Stage.NOTICED: pgettext_lazy("phenomenon", "noticed"),
    Stage.RISING: pgettext_lazy("phenomenon", "raised, waits for an answer"),
    Stage.COMING_DOWN: pgettext_lazy("phenomenon", "the answer is on its way down"),
    Stage.ANSWERED: pgettext_lazy("phenomenon", "answered"),
    Stage.CLOSED: pgettext_lazy("phenomenon", "closed"),
}
DIRECTIONS: Mapping[StepDirection, Promise] = {
    StepDirection.UP: _("Raised to the level"),
    StepDirection.DOWN: _("Answer came to the level"),
}
FAULTS: Mapping[Fault, Promise] = {
    Fault.NUMBERS: _("Number the steps 1, 2, 3 and so on."),
    Fault.NOT_NEXT: _("A phenomenon is raised one level at a time: no level is passed by."),
    Fault.UP_AFTER_DOWN: _("The answer is on its way down: it cannot be raised any more."),
    Fault.NO_WAY_DOWN: _("It has not been raised to anybody yet: there is nothing to answer."),
    Fault.OTHER_WAY: _("The answer comes down one level at a time, the way that it went up."),
    Fault.DAYS: _("The day comes before the step before it."),
    Fault.CLOSED_EARLY: _("It cannot be closed before its last step."),
}


def stage(code: Stage) -> str:
    """Name how far a phenomenon is."""
    return str(STAGES[code])


def direction(code: StepDirection) -> str:
    """Name which way a step goes."""
    return str(DIRECTIONS[code])


def fault(code: Fault) -> str:
    """Say what is wrong with a phenomenon's steps."""
    return str(FAULTS[code])


def days(count: int) -> str:
    """Say how many days something took."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def no_such_move(direction: StepDirection, following: Level | None) -> str:
    """Say that a phenomenon goes elsewhere than was asked: to the level that follows, if any."""
    if following is not None:
        level = register_labels.level(following)
        return gettext("The next level is: %(level)s.") % {"level": level}
    if direction is StepDirection.UP:
        return gettext("It cannot be raised any further.")
    return gettext("There is no level left to which the answer could come.")
