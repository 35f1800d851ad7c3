"""Any valid value of a cell, for tests of properties."""

from hypothesis import strategies as st

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.reporting import Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Severity

# What people and machines write, with the pieces that spreadsheets stumble on.
NOTES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "=1+1",
                "-",
                "@",
                "\n",
                "\r\n",
                " ",
                "\t",
                "_x0041_",
                "_x000D_",
                "<b>&amp;",
                "ä",
                "a\u0308",
            ]
        ),
        st.sampled_from(
            ["\u200b", "\u202e", "\ufffe", "\x00", "👩\u200d🚒", "\u2028", "'", '"', "00"]
        ),
    ),
    max_size=6,
).map("".join)
QUARTERS = st.builds(Quarter, st.integers(2000, 2099), st.integers(1, 4))
VALUES = st.builds(
    Value,
    status=st.sampled_from(Status),
    note=NOTES,
    risk=st.none() | st.sampled_from(Severity),
    expected=st.none() | QUARTERS,
    visibility=st.sampled_from(Visibility),
)
