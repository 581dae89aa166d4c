"""Job maps: an authority sends its own; everybody who signs in may read it."""

from typing import Any

import flask
from sqlalchemy.orm import Session

from services.rates.actions.job_maps import read_job_map, replace_job_map
from services.rates.routes.address import instruction, known_authority
from services.rates.schemas.job_maps import JobMapAnswerSchema, JobMapSchema
from shared.runtime.web import Answer, Blueprint, command, query, respond

job_maps = Blueprint("job_maps", __name__, url_prefix="/rates/v1/job-maps", description="Local job titles")


@job_maps.route("/<la_code>", methods=["GET"])
@job_maps.response(200, JobMapAnswerSchema)
@job_maps.alt_response(404, "DEFAULT_ERROR")
def read_map(la_code: str) -> flask.Response:
    """An authority's job map as it stands."""
    return respond(Answer(query(lambda session: read_job_map(session, known_authority(la_code)))))


@job_maps.route("/<la_code>", methods=["PUT"])
@job_maps.arguments(JobMapSchema)
@job_maps.response(201, JobMapAnswerSchema)
@job_maps.alt_response(200, schema=JobMapAnswerSchema, description="The same map as before")
@job_maps.alt_response(422, "DEFAULT_ERROR")
def replace_map(document: dict[str, Any], la_code: str) -> flask.Response:
    """Replace the authority's job map; the same map again is 200 and the same revision."""

    def replace(session: Session) -> Answer:
        body, is_new = replace_job_map(session, instruction(), known_authority(la_code), document)
        return Answer(body, 201 if is_new else 200)

    return command(replace)
