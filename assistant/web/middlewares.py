"""What holds for every answer: errors are JSON, headers are safe, and the logs quote nobody."""

import logging
from http import HTTPStatus

import structlog
from aiohttp import hdrs, web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler, Middleware

from assistant.failures import describe_failure
from assistant.ports.errors import RunAgainError, UnavailableError
from assistant.web.clients import REQUEST_ID_HEADER, Clients

RETRY_AFTER_S = 5
"""What a caller is asked to wait while the database is away: a restart takes about as long."""
PATH_LENGTH_MAX = 200
REQUEST_ID = web.RequestKey("request_id", str)
LOGGED = web.RequestKey("logged", dict[str, object])
"""Of a request: its id, and what else its line in the access log says."""
CHATTER = ("/health", "/health/ready", "/metrics", "/chat/stream")
"""Machines and open pages ask for these all day: their lines are for debugging."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Without the versions that aiohttp puts there.
    hdrs.SERVER: "assistant",
}

logger = logging.getLogger(__name__)


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Return the handler's answer, or what went wrong as `{"error": "..."}`.

    An unexpected exception is logged once and answered 500; the database being away is answered 503.
    """
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST or error.content_type == "application/json":
            raise
        return _answer_http_error(error)
    except (UnavailableError, RunAgainError) as error:
        logger.warning("The database is away (%s): answered 503.", type(error.__cause__ or error).__name__)
        return _answer(503, "the assistant cannot take this at the moment: try again soon", RETRY_AFTER_S)
    except Exception as error:  # the last resort
        if isinstance(error, ConnectionError) and (request.transport is None or request.transport.is_closing()):
            raise  # Whoever asked has left.
        logger.error("A request failed (%s %s).\n%s", request.method, _name_route(request), describe_failure(error))  # noqa: TRY400 - its text may quote a customer
        if request.writer.output_size > 0:
            # Half an answer is out: only a broken connection says that the rest will not come.
            raise ConnectionAbortedError("the answer had begun") from error
        return _answer(500, "something went wrong here: it is in the log")


def name_requests(clients: Clients) -> Middleware:
    """Return a middleware that gives each request an id, which all its lines in the log carry, and its answer."""

    @web.middleware
    async def name_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[REQUEST_ID] = clients.name_request(request)
        with structlog.contextvars.bound_contextvars(request_id=request[REQUEST_ID]):
            return await handler(request)

    return name_request


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add to an answer what makes a browser careful, and the request's id: a signal for `app.on_response_prepare`.

    A handler's own header wins. Static files may be cached, nothing else.
    """
    if request_id := request.get(REQUEST_ID):
        response.headers[REQUEST_ID_HEADER] = request_id
    for name, value in SECURITY_HEADERS.items():
        if name == hdrs.SERVER:
            response.headers[name] = value
        response.headers.setdefault(name, value)
    if not isinstance(request.match_info.route.resource, web.StaticResource):
        response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")


def add_middlewares(app: web.Application, clients: Clients, *more: Middleware) -> None:
    """Let these hold for every answer of an application, and `more` for what they let through."""
    app.middlewares.extend((name_requests(clients), answer_errors, *more))
    app.on_response_prepare.append(add_headers)


def note(request: web.Request, **facts: object) -> None:
    """Let the request's line in the access log say this too; `telemetry.logs` knows which names there are."""
    request[LOGGED] = {**request.get(LOGGED, {}), **facts}


class AccessLog(AbstractAccessLogger):
    """One line for each request: method, path, status, size and time; no query, no headers, no address.

    It also names the request, and the messages that came with it.
    """

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Log an answered request; `time` is in seconds."""
        is_chatter = request.path in CHATTER and response.status < HTTPStatus.INTERNAL_SERVER_ERROR
        # A path may hold any byte, and one that is not UTF-8 would make the log itself fail.
        path = ascii(request.rel_url.raw_path[:PATH_LENGTH_MAX])[1:-1]
        self.logger.log(
            logging.DEBUG if is_chatter else logging.INFO,
            *("%s %s %d, %d bytes, %.0f ms", request.method, path, response.status, response.body_length, time * 1000),
            extra={"request_id": request.get(REQUEST_ID, ""), **request.get(LOGGED, {})},
        )

    @property
    def enabled(self) -> bool:
        """Whether anybody would read it."""
        return self.logger.isEnabledFor(logging.INFO)


class QuietServer(logging.Filter):
    """Drops what aiohttp logs with a traceback for each malformed request and each caller who has left.

    Anybody can cause as many of them as they like; the access log has a line for each.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is about something else."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError)


def quiet_server_logs() -> None:
    """Put the filter on aiohttp's server log; a second call changes nothing."""
    server_logger = logging.getLogger("aiohttp.server")
    if not any(isinstance(one, QuietServer) for one in server_logger.filters):
        server_logger.addFilter(QuietServer())


def _answer_http_error(error: web.HTTPException) -> web.Response:
    """Return its status, its sentence and what it says about methods and waiting."""
    is_own = error.text and error.text != f"{error.status}: {error.reason}"
    answer = web.json_response({"error": error.text if is_own else f"{error.reason}."}, status=error.status)
    for name in (hdrs.ALLOW, hdrs.RETRY_AFTER):
        if name in error.headers:
            answer.headers[name] = error.headers[name]
    return answer


def _answer(status: int, reason: str, retry_after_s: int | None = None) -> web.Response:
    headers = {} if retry_after_s is None else {hdrs.RETRY_AFTER: str(retry_after_s)}
    return web.json_response({"error": f"{reason}."}, status=status, headers=headers)


def _name_route(request: web.Request) -> str:
    """Return the route's pattern: it holds nothing of the request."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "no route"
