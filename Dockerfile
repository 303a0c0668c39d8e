# The assistant's server. It keeps nothing: Postgres does, see docker-compose.yml and docs/how-to/docker.md.
FROM python:3.11-slim-bookworm

# Fixed numbers, so that whoever runs the image can name them.
RUN groupadd --gid 10001 assistant \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin assistant

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app

# Before the code: a change of the code installs nothing anew.
COPY requirements/run.txt requirements/run.txt
RUN python -m pip install --disable-pip-version-check --no-cache-dir --require-hashes --no-deps -r requirements/run.txt

COPY assistant assistant
COPY migrations migrations
# The file system is read-only when it runs: what Python would write then is written now.
RUN python -m compileall -q assistant migrations

ENV APP_HOST=0.0.0.0 \
    APP_PORT=8080 \
    APP_LOG_FORMAT=json

EXPOSE 8080
USER 10001:10001

# Alive, not ready: a database that is away is no reason to restart this container.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:${APP_PORT}/health', timeout=3)"

# `run` migrates under a lock before it serves, so that several containers may start at once.
CMD ["python", "-m", "assistant", "run"]
