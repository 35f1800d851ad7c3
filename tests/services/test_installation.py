"""An installation for others does not start with what is fit for one's own machine."""

import os
import subprocess
import sys

import pytest
from django.db import DatabaseError

from tests.services.staff import NOW, ROOT, administrator, joined
from yhdyspinta.services import checks, demo_people, reference
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.checks import Level
from yhdyspinta.services.installation import UnfitError, bring_up_to_date, faults, require_fit
from yhdyspinta.store.models import Duty, SearchEntry, User

GOOD = {
    "IN_USE": True,
    "DEBUG": False,
    "SECRET_KEY_IS_SAFE": True,
    "HTTPS_ONLY": True,
    "DEMO": False,
}


@pytest.fixture
def in_use(db, settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def demo_person():
    joined("Demo")
    User.objects.update(is_demo=True)


@pytest.mark.usefixtures("in_use")
class TestInUse:
    def test_a_whole_one_starts(self):
        require_fit()

    @pytest.mark.parametrize(
        ("name", "value", "remedy"),
        [
            ("DEBUG", True, "YHDYSPINTA_DEBUG"),
            ("SECRET_KEY_IS_SAFE", False, "SECRET_KEY"),
            ("HTTPS_ONLY", False, "YHDYSPINTA_HTTPS=1"),
        ],
    )
    def test_each_fault_refuses_the_start_with_its_remedy(self, settings, name, value, remedy):  # noqa: PLR0917
        setattr(settings, name, value)
        with pytest.raises(UnfitError, match=remedy):
            require_fit()

    def test_the_demos_people_refuse_the_start(self):
        demo_person()
        with pytest.raises(UnfitError, match="people close-demo"):
            require_fit()

    def test_a_demo_for_others_is_said_to_be_one(self, settings):
        demo_person()
        settings.DEMO = True
        require_fit()

    def test_closing_the_demo_lets_it_start(self):
        demo_person()
        assert demo_people.close(actor=ROOT, now=NOW) == 1
        require_fit()

    def test_all_faults_are_told_at_once(self, settings):
        settings.DEBUG, settings.HTTPS_ONLY = True, False
        assert len(list(faults())) == 2

    def test_the_check_tells_each_as_an_error(self, settings):
        settings.HTTPS_ONLY = False
        found = checks.inspect(today=NOW.date())
        assert any(
            each.level is Level.ERROR and "YHDYSPINTA_HTTPS" in each.remedy for each in found
        )

    def test_a_database_without_tables_is_for_others_to_tell(self, monkeypatch):
        def broken():
            raise DatabaseError

        monkeypatch.setattr(demo_people, "exist", broken)
        require_fit()


def test_ones_own_machine_needs_nothing(db, settings):
    settings.IN_USE, settings.DEBUG, settings.HTTPS_ONLY = False, True, False
    demo_person()
    require_fit()


def test_only_an_operator_closes_the_demo(db):
    with pytest.raises(ForbiddenError):
        demo_people.close(actor=administrator(), now=NOW)


class TestSettings:
    """The settings and both doors as processes: what they make of an environment."""

    def run(self, program, **environment):
        base = {n: v for n, v in os.environ.items() if n not in {"DATABASE_URL", "SECRET_KEY"}}
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=base | {"DJANGO_SETTINGS_MODULE": "yhdyspinta.config.settings"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @pytest.mark.parametrize(
        ("environment", "in_use"),
        [
            ({}, False),
            ({"ALLOWED_HOSTS": "localhost"}, False),
            ({"ALLOWED_HOSTS": "localhost,yhdyspinta.example.fi"}, True),
            ({"ALLOWED_HOSTS": "*"}, True),
            ({"YHDYSPINTA_HTTPS": "1"}, True),
        ],
    )
    def test_it_is_in_use_under_any_name_but_the_machines_own(self, tmp_path, environment, in_use):
        program = "from django.conf import settings; print(settings.IN_USE)"
        status, said = self.run(program, YHDYSPINTA_DATA=str(tmp_path), **environment)
        assert (status, said.strip()) == (0, str(in_use))

    @pytest.mark.parametrize(
        ("key", "safe"),
        [("django-insecure-" + "a1b2c3d4e5" * 4, False), ("a" * 50, False), ("", True)],
    )
    def test_an_examples_key_is_not_one_to_rely_on(self, tmp_path, key, safe):
        program = "from django.conf import settings; print(settings.SECRET_KEY_IS_SAFE)"
        _, said = self.run(program, YHDYSPINTA_DATA=str(tmp_path), SECRET_KEY=key)
        assert said.strip() == str(safe)

    @pytest.mark.parametrize(
        "program",
        [
            "import yhdyspinta.config.wsgi",
            "from yhdyspinta.cli.main import main; raise SystemExit(main(['serve']))",
        ],
    )
    def test_neither_door_opens(self, tmp_path, program):
        environment = {"YHDYSPINTA_DATA": str(tmp_path), "ALLOWED_HOSTS": "yhdyspinta.example.fi"}
        status, said = self.run(program, **environment)
        assert status == 1
        assert "YHDYSPINTA_HTTPS=1" in said

    def test_a_wrong_list_of_providers_is_told(self, tmp_path):
        program = "from django.conf import settings; settings.DEBUG"
        status, said = self.run(
            program, YHDYSPINTA_DATA=str(tmp_path), YHDYSPINTA_OIDC='[{"id": "x"}]'
        )
        assert status == 1
        assert "YHDYSPINTA_OIDC" in said

    def test_forms_may_lead_to_the_providers_and_nowhere_else(self, tmp_path):
        program = (
            "from django.conf import settings;"
            "print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
        )
        given = (
            '[{"id": "x", "name": "X", "client_id": "c", "secret": "s",'
            ' "server_url": "https://login.example.fi/realms/x"}]'
        )
        _, said = self.run(program, YHDYSPINTA_DATA=str(tmp_path), YHDYSPINTA_OIDC=given)
        assert said.strip() == "[\"'self'\", 'https://login.example.fi']"


@pytest.mark.django_db
class TestAfterNewTables:
    def test_an_older_installation_gets_the_duties_and_is_indexed(self):
        reference.load(actor=ROOT, now=NOW)
        Duty.objects.all().delete()
        SearchEntry.objects.all().delete()
        bring_up_to_date(actor=ROOT, now=NOW)
        assert Duty.objects.count() > 20
        assert SearchEntry.objects.filter(kind="area").exists()

    def test_an_empty_one_stays_empty(self):
        bring_up_to_date(actor=ROOT, now=NOW)
        assert not Duty.objects.exists()
        assert not SearchEntry.objects.exists()
