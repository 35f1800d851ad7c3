"""The benchmark's own reckoning, and that every part of it runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import GROUPS
from bench.figures import Figure, Goal, Growth, growth
from bench.timing import Timing, timed, timing_of

ROOT = Path(__file__).resolve().parents[2]


def lasting(seconds):
    return Timing(seconds, seconds, seconds, runs=1)


def figure(size, *, ours, plain):
    return Figure("log", "reading", size, "reports", lasting(ours), lasting(plain), "plainly")


def test_a_timing_is_the_middle_of_its_runs_with_their_extremes():
    assert timing_of([0.3, 0.1, 0.2]) == Timing(0.2, 0.1, 0.3, runs=3)


def test_what_comes_before_is_done_each_time():
    done = []
    timed(lambda: done.append("work"), runs=2, before=lambda: done.append("before"), warm=False)
    assert done == ["before", "work", "before", "work"]


def test_a_ratio_says_how_many_times_longer_the_plain_way_takes():
    assert figure(10, ours=2, plain=30).ratio == 15


def test_growth_is_counted_from_the_smallest_size():
    small, large = figure(10, ours=2, plain=3), figure(1000, ours=4, plain=300)
    assert growth(large, [large, small]) == Growth(size=100, ours=2, plain=100)
    assert growth(small, [large, small]) is None


@pytest.mark.parametrize(("measured", "at_least", "met"), [(9, False, True), (9, True, False)])
def test_a_goal_is_a_ceiling_unless_it_is_said_to_be_a_floor(measured, at_least, met):
    assert Goal("speed", 10, measured, "times", at_least=at_least).is_met is met


# Every part of the benchmark, the register and search among them, in one run.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def quick_run(tmp_path_factory):
    """Run everything once, small; it stops by itself where two ways do not agree."""
    target = tmp_path_factory.mktemp("bench") / "figures.json"
    command = [sys.executable, "-m", "bench", "--quick", "--json", str(target), "--markdown", "-"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(target.read_text("utf-8")), ran.stdout


def test_every_part_of_the_benchmark_runs_and_its_ways_agree(quick_run):
    figures, _ = quick_run
    assert {each["group"] for each in figures["figures"]} == set(GROUPS)


def test_the_markdown_names_no_folder_of_the_machine(quick_run):
    _, markdown = quick_run
    assert "### Goals" in markdown
    assert str(ROOT) not in markdown
