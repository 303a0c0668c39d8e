"""FastAPI, pydantic, SQLAlchemy's asynchronous ORM, uvicorn and httpx, as a service on them is usually written.

A session for each request and for each turn, entities that are loaded, changed and flushed, a turn in a background
task, the reference library for signatures. It keeps the promises while it lives: the message is committed before it
is acknowledged, the turn is one transaction under the row's lock, the exclusion constraint guards the diary. It has
no sweep for what a dead process left behind.
"""
