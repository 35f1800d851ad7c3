"""Say how many tests of each kind ran: count_tests.py FOLDER [--all].

Reads pytest's reports (sqlite.xml, postgresql.xml, browser.xml). With --all a kind that is
missing, empty or has a skipped test fails: what continuous integration asks for.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

KINDS = ("sqlite", "postgresql", "browser")


def counts(report: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped."""
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own file
    passed = failed = skipped = 0
    for suite in suites:
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        left_out = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - left_out
        failed += bad
        skipped += left_out
    return passed, failed, skipped


def main() -> int:
    """Print a line a kind and the sum; return the exit status."""
    folder, strict = Path(sys.argv[1]), "--all" in sys.argv
    total = [0, 0, 0]
    wrong = False
    for kind in KINDS:
        report = folder / f"{kind}.xml"
        found = counts(report) if report.exists() else (0, 0, 0)
        total = [one + other for one, other in zip(total, found, strict=True)]
        wrong = wrong or found[1] > 0 or (strict and (found[0] == 0 or found[2] > 0))
        print(f"{kind}: {found[0]} passed, {found[1]} failed, {found[2]} skipped")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if wrong or total[0] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
