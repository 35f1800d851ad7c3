"""The right that each operation needs, and the guard that asks for it before anything else.

The right is asked broadly here: has the token, with its owner's roles, it for anything at all?
What it reaches to (this area, this roadmap) is asked by the use case itself.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.operation import Operation

from yhdyspinta.api import callers, repeats
from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.calc.access import SCOPES, may
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.terms.access import Action, Actor

# Every operation by its id; tests/api/test_rights.py fails for one that is not here.
RULES: Mapping[str, Action] = {
    "listAreas": Action.SEE_PUBLISHED,
    "getArea": Action.SEE_PUBLISHED,
    "listOrganisations": Action.SEE_PUBLISHED,
    "listRoadmaps": Action.SEE_PUBLISHED,
    "getRoadmap": Action.SEE_PUBLISHED,
    "listTasks": Action.SEE_PUBLISHED,
    "listRounds": Action.SEE_PUBLISHED,
    "listPictures": Action.SEE_PUBLISHED,
    "getPicture": Action.SEE_PUBLISHED,
    "getPictureVersion": Action.SEE_PUBLISHED,
    "listFigures": Action.SEE_PUBLISHED,
    "listStatuses": Action.SEE_PUBLISHED,
    "getCanonicalPicture": Action.SEE_PUBLISHED,
    "comparePictures": Action.SEE_PUBLISHED,
    "listBands": Action.SEE_PUBLISHED,
    "listStatusRules": Action.SEE_PUBLISHED,
    "getRound": Action.SEE_PUBLISHED,
    "openRound": Action.RUN_ROUND,
    "changeRound": Action.RUN_ROUND,
    "closeRound": Action.RUN_ROUND,
    "reopenRound": Action.RUN_ROUND,
    "publishRound": Action.PUBLISH,
    "listSubmissions": Action.SEE_UNPUBLISHED,
    "handInSubmission": Action.REPORT,
    "approveSubmission": Action.APPROVE,
    "takeBackSubmission": Action.APPROVE,
    "acceptSubmission": Action.RUN_ROUND,
    "returnSubmission": Action.RUN_ROUND,
    "readCells": Action.SEE_UNPUBLISHED,
    "changeCells": Action.REPORT,
    "listExtensions": Action.SEE_UNPUBLISHED,
    "grantExtension": Action.RUN_ROUND,
    "withdrawExtension": Action.RUN_ROUND,
    "listTalks": Action.SEE_UNPUBLISHED,
    "recordTalk": Action.RUN_ROUND,
    "changeTalk": Action.RUN_ROUND,
    "readNotes": Action.SEE_UNPUBLISHED,
    "replaceNotes": Action.RUN_ROUND,
    "searchEverything": Action.SEE_PUBLISHED,
    "listEvents": Action.READ_TRAIL,
    "listPeople": Action.MANAGE_PEOPLE,
    "listTokens": Action.SIGNED_IN,
    "revokeToken": Action.SIGNED_IN,
    "listInterfaces": Action.SEE_PUBLISHED,
    "getInterface": Action.SEE_PUBLISHED,
    "putInterface": Action.KEEP_REGISTER,
    "removeInterface": Action.KEEP_REGISTER,
    "putContribution": Action.KEEP_REGISTER,
    "listWorkPackages": Action.SEE_PUBLISHED,
    "getWorkPackage": Action.SEE_PUBLISHED,
    "putWorkPackage": Action.KEEP_REGISTER,
    "removeWorkPackage": Action.KEEP_REGISTER,
    "listBodies": Action.SEE_PUBLISHED,
    "getBody": Action.SEE_PUBLISHED,
    "putBody": Action.KEEP_REGISTER,
    "removeBody": Action.KEEP_REGISTER,
    "listMeetings": Action.SEE_PUBLISHED,
    "getMeeting": Action.SEE_PUBLISHED,
    "putMeeting": Action.KEEP_REGISTER,
    "removeMeeting": Action.KEEP_REGISTER,
    "listActions": Action.SEE_PUBLISHED,
    "changeAction": Action.KEEP_REGISTER,
    "listPhenomena": Action.SEE_PUBLISHED,
    "getPhenomenon": Action.SEE_PUBLISHED,
    "putPhenomenon": Action.KEEP_REGISTER,
    "removePhenomenon": Action.KEEP_REGISTER,
    "getClock": Action.SEE_PUBLISHED,
    "getClockEvent": Action.SEE_PUBLISHED,
    "putClockEvent": Action.KEEP_REGISTER,
    "removeClockEvent": Action.KEEP_REGISTER,
    "listAgreements": Action.SEE_PUBLISHED,
    "getAgreement": Action.SEE_PUBLISHED,
    "putAgreement": Action.KEEP_REGISTER,
    "removeAgreement": Action.KEEP_REGISTER,
    "listPlans": Action.SEE_PUBLISHED,
    "getPlan": Action.SEE_PUBLISHED,
    "putPlan": Action.KEEP_REGISTER,
    "removePlan": Action.KEEP_REGISTER,
    "listDuties": Action.SEE_PUBLISHED,
    "listStandings": Action.SEE_PUBLISHED,
    "getFulfilment": Action.SEE_PUBLISHED,
    "putFulfilment": Action.KEEP_REGISTER,
    "removeFulfilment": Action.KEEP_REGISTER,
    "listSharedAims": Action.SEE_PUBLISHED,
    "getSharedAim": Action.SEE_PUBLISHED,
    "putSharedAim": Action.KEEP_REGISTER,
    "removeSharedAim": Action.KEEP_REGISTER,
    "listSeries": Action.SEE_PUBLISHED,
    "getSeries": Action.SEE_PUBLISHED,
    "putSeries": Action.KEEP_REGISTER,
    "planSeries": Action.KEEP_REGISTER,
    "removeSeries": Action.KEEP_REGISTER,
    "listGaps": Action.SEE_PUBLISHED,
    "listGapCounts": Action.SEE_PUBLISHED,
    "listChanges": Action.SEE_PUBLISHED,
}

Run = Callable[..., HttpResponse]


def scope_for(action: Action) -> str:
    """Return the scope that a token needs for an action; empty: none, or no token is enough."""
    return next((scope for scope, actions in SCOPES.items() if action in actions), "")


def guard(run: Run) -> Run:
    """Let an operation run only for a caller with its right, and a named write only once."""
    operation = getattr(run, "__self__", None)
    if not isinstance(operation, Operation) or operation.operation_id is None:
        message = f"an operation of the interface has no name: {run!r}"
        raise TypeError(message)
    action = RULES[operation.operation_id]
    is_reading = operation.methods == ["GET"]

    def guarded(request: HttpRequest, **at: object) -> HttpResponse:
        caller = callers.caller_of(request)
        try:
            _check(caller, action)
            if is_reading:
                return run(request, **at)
            _check_body(request)
            return repeats.answered(request, caller, lambda: run(request, **at))
        except (ProblemError, ForbiddenError, repeats.OtherRequestError) as error:
            answer: HttpResponse = operation.api.on_exception(request, error)
            return answer

    return guarded


def _check(caller: Actor, action: Action) -> None:
    """Raise the problem of a caller without a right to anything of the kind."""
    if action is Action.SEE_PUBLISHED:
        return
    if caller.is_visitor:
        raise callers.no_token()
    # Each token may look at and end itself, also an organisation's, which is nobody's person.
    if action is Action.SIGNED_IN or may(caller, action):
        return
    scope = scope_for(action)
    if caller.scopes is not None and scope not in caller.scopes:
        raise callers.narrow_token(scope)
    require(caller, action)


def _check_body(request: HttpRequest) -> None:
    if request.body and request.content_type != "application/json":
        raise ProblemError(ProblemKind.MEDIA_TYPE, gettext("Send the body as application/json."))
