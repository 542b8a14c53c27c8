"""Puts the endpoints of all rooms together into one API with the manners of the house."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import LitestarDeprecationWarning
from litestar.types import ControllerRouterHandler

from otklik import __version__
from otklik.infra.db import Database
from otklik.infra.web.bodies import StrictRequest
from otklik.infra.web.idempotency import provide_once
from otklik.infra.web.openapi import make_config, polish
from otklik.infra.web.problems import answer_problem

BODY_LIMIT = 1024 * 1024

_BY_ANNOTATION = r"[\s\S]*(stop\s+working in Litestar 3|deprecated inferred style)"

Lifespan: TypeAlias = Callable[[Litestar], AbstractAsyncContextManager[None]]


def create_api(
    routes: Sequence[ControllerRouterHandler],
    db: Database,
    *,
    state: Mapping[str, object] | None = None,
    dependencies: Mapping[str, Provide] | None = None,
    lifespan: Sequence[Lifespan] = (),
) -> Litestar:
    """Return the API. Endpoints may ask for `db` and `once` besides the given dependencies.

    Bodies are limited to 1 MiB; an endpoint that takes uploads says `request_max_body_size` itself. Wrap the
    dispatcher that holds this API in `edge.Edge`.
    """
    with warnings.catch_warnings():
        # Our endpoints name their dependencies and parameters by plain annotations, which Litestar 2 infers and
        # Litestar 3 will not; requirements hold us below 3.
        warnings.filterwarnings("ignore", category=LitestarDeprecationWarning, message=_BY_ANNOTATION)
        return Litestar(
            route_handlers=[*routes, show_description],
            dependencies={
                "db": Provide(_provide_db, sync_to_thread=False),
                "once": Provide(provide_once),
                **(dependencies or {}),
            },
            exception_handlers={Exception: answer_problem},
            lifespan=list(lifespan),
            logging_config=None,
            openapi_config=make_config(__version__),
            request_class=StrictRequest,
            request_max_body_size=BODY_LIMIT,
            state=State({"db": db, **(state or {})}),
            debug=False,
            multipart_form_part_limit=20,
        )


@get("/openapi.json", include_in_schema=False, sync_to_thread=False, security=[{}], opt={"public": True})
def show_description(request: Request[Any, Any, State]) -> Response[dict[str, Any]]:
    """Show the OpenAPI description."""
    app = request.app
    found: dict[str, Any] | None = app.state.get("openapi")
    if found is None:
        found = polish(app.openapi_schema.to_schema())
        app.state["openapi"] = found
    return Response(found, media_type="application/json", headers={"Cache-Control": "no-cache"})


def _provide_db(state: State) -> Database:
    found: Database = state["db"]
    return found
