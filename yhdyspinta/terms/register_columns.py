"""The sheets of the register's workbook and their columns (docs/register_workbook.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from yhdyspinta.terms.register import RegisterKind


class RegisterSheet(StrEnum):
    """The sheets, in the order of the workbook; a folder's files are `<name>.csv`."""

    WORK_PACKAGES = "work_packages"
    INTERFACES = "interfaces"
    INTERFACE_PARTIES = "interface_parties"
    STRUCTURES = "structures"
    BODIES = "bodies"
    MEMBERS = "members"
    SERIES = "series"
    MEETINGS = "meetings"
    AGENDA = "agenda"
    OUTCOMES = "outcomes"
    PHENOMENA = "phenomena"
    STEPS = "phenomenon_steps"
    AGREEMENTS = "agreements"
    AGREEMENT_PARTIES = "agreement_parties"
    PLANS = "plans"
    FULFILMENTS = "fulfilments"
    CLOCK_EVENTS = "clock_events"
    SHARED_AIMS = "shared_aims"


class Form(StrEnum):
    """What a column's cells hold."""

    CODE = "code"  # the row's own code
    REFERENCE = "reference"  # the code of something else
    REFERENCES = "references"
    AREA = "area"  # by code or name
    ORGANISATION = "organisation"
    ORGANISATIONS = "organisations"
    TEXT = "text"
    ITEMS = "items"  # several texts
    LINK = "link"
    LINKS = "links"  # several, each a title and an address
    WORD = "word"  # one of a group's words
    DAY = "day"
    TIME = "time"  # of day
    QUARTER = "quarter"
    NUMBER = "number"
    NUMBERS = "numbers"
    MONEY = "money"
    MONTHS = "months"
    MONTH_DAY = "month_day"  # 1 to 31, or the last
    PERIOD = "period"
    YES_NO = "yes_no"
    YES_NO_UNSAID = "yes_no_unsaid"  # empty: not said


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field's key, what its cells hold.

    `group` names the words of a WORD, `refers` what a REFERENCE names (a RegisterKind, `duty` or
    `task`). `key` ones tell which row it is; a `required` one is filled in on every row.
    """

    field: str
    form: Form = Form.TEXT
    required: bool = False
    group: str = ""
    refers: str = ""
    key: bool = False


REMOVE = "remove"
DUTY, TASK = "duty", "task"
# Something's own rows on another sheet: (its sheet, its field in the record).
CHILDREN: Mapping[RegisterSheet, tuple[RegisterSheet, str]] = {
    RegisterSheet.INTERFACE_PARTIES: (RegisterSheet.INTERFACES, "parties"),
    RegisterSheet.STRUCTURES: (RegisterSheet.INTERFACES, "structures"),
    RegisterSheet.MEMBERS: (RegisterSheet.BODIES, "members"),
    RegisterSheet.AGENDA: (RegisterSheet.MEETINGS, "agenda"),
    RegisterSheet.OUTCOMES: (RegisterSheet.MEETINGS, "outcomes"),
    RegisterSheet.STEPS: (RegisterSheet.PHENOMENA, "steps"),
    RegisterSheet.AGREEMENT_PARTIES: (RegisterSheet.AGREEMENTS, "parties"),
}
KIND_OF: Mapping[RegisterSheet, RegisterKind] = {
    RegisterSheet.WORK_PACKAGES: RegisterKind.WORK_PACKAGE,
    RegisterSheet.INTERFACES: RegisterKind.INTERFACE,
    RegisterSheet.BODIES: RegisterKind.BODY,
    RegisterSheet.SERIES: RegisterKind.SERIES,
    RegisterSheet.MEETINGS: RegisterKind.MEETING,
    RegisterSheet.PHENOMENA: RegisterKind.PHENOMENON,
    RegisterSheet.AGREEMENTS: RegisterKind.AGREEMENT,
    RegisterSheet.PLANS: RegisterKind.PLAN,
    RegisterSheet.FULFILMENTS: RegisterKind.FULFILMENT,
    RegisterSheet.CLOCK_EVENTS: RegisterKind.CLOCK_EVENT,
    RegisterSheet.SHARED_AIMS: RegisterKind.SHARED_AIM,
}

_CODE = Column("code", Form.CODE, required=True, key=True)
_NAMES = (Column("name_fi", required=True), Column("name_sv"), Column("name_en"))
_AREA = Column("area", Form.AREA)
_OWNER = Column("owner", Form.ORGANISATION)
_REMOVE = Column(REMOVE, Form.YES_NO)
_VISIBILITY = Column("visibility", Form.WORD, group="visibilities")
_INVENTED = Column("invented", Form.YES_NO)
_TAIL = (_VISIBILITY, Column("source"), _INVENTED, _REMOVE)
_TERM = (Column("valid_from", Form.DAY), Column("valid_to", Form.DAY))


def _refers(field: str, kind: str = "", *, required: bool = False, key: bool = False) -> Column:
    return Column(field, Form.REFERENCE, required=required, refers=kind or field, key=key)


def _parent(kind: RegisterKind) -> Column:
    return _refers(kind.value, required=True, key=True)


def _rule(*, required: bool) -> tuple[Column, ...]:
    return (
        Column("frequency", Form.WORD, group="frequencies", required=required),
        Column("interval", Form.NUMBER),
        Column("months", Form.MONTHS),
        Column("weekday", Form.WORD, group="weekdays"),
        Column("nth", Form.WORD, group="nths"),
        Column("day", Form.MONTH_DAY),
        Column("is_business_day", Form.YES_NO),
    )


_NUMBER = Column("number", Form.NUMBER, required=True, key=True)
_POSITION = Column("position", Form.NUMBER)
_LINK = Column("document_link", Form.LINK)

COLUMNS: Mapping[RegisterSheet, tuple[Column, ...]] = {
    RegisterSheet.WORK_PACKAGES: (
        _CODE,
        *_NAMES,
        _AREA,
        _OWNER,
        _POSITION,
        Column("description"),
        *_TAIL,
    ),
    RegisterSheet.INTERFACES: (
        _CODE,
        *_NAMES,
        _AREA,
        _OWNER,
        _refers("work_package"),
        _POSITION,
        Column("ground", Form.WORD, group="grounds"),
        Column("basis"),
        Column("aims", Form.ITEMS),
        Column("population"),
        Column("partners", Form.ITEMS),
        Column("agreement_needed", Form.YES_NO_UNSAID),
        Column("organised_from", Form.QUARTER),
        Column("organised_to", Form.QUARTER),
        Column("state", Form.WORD, group="interface_states"),
        Column("tasks", Form.REFERENCES, refers=TASK),
        Column("indicators", Form.ITEMS),
        *_TAIL,
    ),
    RegisterSheet.INTERFACE_PARTIES: (
        _parent(RegisterKind.INTERFACE),
        Column("organisation", Form.ORGANISATION, required=True, key=True),
        Column("role", Form.WORD, group="party_roles", required=True),
        Column("contribution"),
        _REMOVE,
    ),
    RegisterSheet.STRUCTURES: (
        _parent(RegisterKind.INTERFACE),
        _NUMBER,
        Column("text", required=True),
        _refers("body"),
        Column("level", Form.WORD, group="levels"),
        _REMOVE,
    ),
    RegisterSheet.BODIES: (
        _CODE,
        *_NAMES,
        Column("level", Form.WORD, group="levels", required=True),
        Column("kind", Form.WORD, group="body_kinds", required=True),
        _AREA,
        _OWNER,
        Column("mandate"),
        Column("legal_basis"),
        _refers("parent", RegisterKind.BODY),
        *_TERM,
        Column("composition"),
        Column("least_per_year", Form.NUMBER),
        Column("most_per_year", Form.NUMBER),
        Column("tasks", Form.ITEMS),
        Column("interfaces", Form.REFERENCES, refers=RegisterKind.INTERFACE),
        *_TAIL,
    ),
    RegisterSheet.MEMBERS: (
        _parent(RegisterKind.BODY),
        _NUMBER,
        Column("role", Form.WORD, group="member_roles"),
        Column("organisation", Form.ORGANISATION),
        Column("text"),
        Column("expertise"),
        Column("substitute"),
        *_TERM,
        Column("person"),
        Column("person_is_public", Form.YES_NO),
        _REMOVE,
    ),
    RegisterSheet.SERIES: (
        _CODE,
        _refers("body", required=True),
        Column("title", required=True),
        *_rule(required=True),
        Column("at", Form.TIME, required=True),
        Column("minutes", Form.NUMBER, required=True),
        Column("valid_from", Form.DAY, required=True),
        Column("valid_to", Form.DAY),
        Column("place"),
        Column("address", Form.LINK),
        _VISIBILITY,
        _INVENTED,
        _REMOVE,
    ),
    RegisterSheet.MEETINGS: (
        _CODE,
        _refers("body", required=True),
        Column("title", required=True),
        Column("on", Form.DAY, required=True),
        Column("starts", Form.TIME, required=True),
        Column("ends", Form.TIME, required=True),
        Column("ends_on", Form.DAY),
        _refers("series"),
        Column("place"),
        Column("address", Form.LINK),
        Column("state", Form.WORD, group="meeting_states"),
        Column("minutes"),
        Column("minutes_link", Form.LINK),
        _VISIBILITY,
        _INVENTED,
        _REMOVE,
    ),
    RegisterSheet.AGENDA: (
        _parent(RegisterKind.MEETING),
        _NUMBER,
        Column("title", required=True),
        Column("minutes", Form.NUMBER),
        _OWNER,
        Column("owner_text"),
        Column("materials", Form.LINKS),
        Column("carried_from"),
        _refers("phenomenon"),
        Column("notes"),
        _REMOVE,
    ),
    RegisterSheet.OUTCOMES: (
        _parent(RegisterKind.MEETING),
        _NUMBER,
        Column("kind", Form.WORD, group="outcome_kinds", required=True),
        Column("text", required=True),
        Column("item", Form.NUMBER),
        Column("reference"),
        _OWNER,
        Column("owner_text"),
        Column("due_on", Form.DAY),
        Column("state", Form.WORD, group="action_states"),
        Column("done_on", Form.DAY),
        _refers("task"),
        _refers("phenomenon"),
        _REMOVE,
    ),
    RegisterSheet.PHENOMENA: (
        _CODE,
        Column("title", required=True),
        Column("owner", Form.ORGANISATION, required=True),
        Column("noticed_on", Form.DAY, required=True),
        _AREA,
        _refers("interface"),
        Column("description"),
        Column("closed_on", Form.DAY),
        _VISIBILITY,
        _INVENTED,
        _REMOVE,
    ),
    RegisterSheet.STEPS: (
        _parent(RegisterKind.PHENOMENON),
        _NUMBER,
        Column("direction", Form.WORD, group="directions", required=True),
        Column("level", Form.WORD, group="levels", required=True),
        Column("on", Form.DAY, required=True),
        _refers("body"),
        _refers("meeting"),
        Column("outcome", Form.NUMBER),
        Column("text"),
        _REMOVE,
    ),
    RegisterSheet.AGREEMENTS: (
        _CODE,
        *_NAMES,
        Column("kind", Form.WORD, group="agreement_kinds", required=True),
        _AREA,
        _OWNER,
        _refers("interface"),
        Column("value", Form.MONEY),
        Column("value_is_yearly", Form.YES_NO),
        Column("signed_on", Form.DAY),
        Column("starts_on", Form.DAY),
        Column("ends_on", Form.DAY),
        Column("renewal", Form.WORD, group="renewals"),
        Column("notice", Form.PERIOD),
        Column("notice_end", Form.WORD, group="notice_ends"),
        Column("renewed_for", Form.PERIOD),
        Column("terminated_on", Form.DAY),
        Column("state", Form.WORD, group="agreement_states"),
        _LINK,
        Column("remind_before", Form.NUMBERS),
        Column("note"),
        *_TAIL,
    ),
    RegisterSheet.AGREEMENT_PARTIES: (
        _parent(RegisterKind.AGREEMENT),
        _NUMBER,
        Column("organisation", Form.ORGANISATION),
        Column("text"),
        Column("obligations", Form.ITEMS),
        _REMOVE,
    ),
    RegisterSheet.PLANS: (
        _CODE,
        *_NAMES,
        Column("kind", Form.WORD, group="plan_kinds", required=True),
        Column("owner", Form.ORGANISATION, required=True),
        Column("organisations", Form.ORGANISATIONS),
        _AREA,
        _refers("interface"),
        _refers("parent", RegisterKind.PLAN),
        Column("approver"),
        _refers("approver_body", RegisterKind.BODY),
        *_TERM,
        Column("state", Form.WORD, group="plan_states"),
        Column("approved_on", Form.DAY),
        _LINK,
        Column("goals", Form.ITEMS),
        *_TAIL,
    ),
    RegisterSheet.FULFILMENTS: (
        _CODE,
        _refers("duty", required=True),
        Column("organisation", Form.ORGANISATION, required=True),
        Column("done_on", Form.DAY, required=True),
        Column("covers_from", Form.DAY),
        Column("covers_to", Form.DAY),
        Column("where"),
        _refers("body"),
        _refers("plan"),
        _refers("meeting"),
        _LINK,
        Column("note"),
        Column("source"),
        _INVENTED,
        _REMOVE,
    ),
    RegisterSheet.CLOCK_EVENTS: (
        _CODE,
        *_NAMES,
        Column("kind", Form.WORD, group="clock_kinds", required=True),
        Column("starts_on", Form.DAY, required=True),
        Column("ends_on", Form.DAY),
        Column("precision", Form.WORD, group="precisions"),
        _AREA,
        _OWNER,
        Column("lane_fi"),
        Column("lane_sv"),
        Column("lane_en"),
        *_rule(required=False),
        Column("note"),
        Column("address", Form.LINK),
        *_TAIL,
    ),
    RegisterSheet.SHARED_AIMS: (
        _CODE,
        *_NAMES,
        Column("area", Form.AREA, required=True),
        Column("owner", Form.ORGANISATION, required=True),
        Column("valid_from", Form.DAY, required=True),
        Column("valid_to", Form.DAY),
        Column("source"),
        _INVENTED,
        _REMOVE,
    ),
}
