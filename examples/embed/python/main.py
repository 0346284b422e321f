"""A service that routes leads by a built policy: README.md.

    python main.py --policy policy.so --roster roster.csv --state state --port 8080
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import json
import logging
import signal
import socket
import sys
import threading
from typing import Any, AsyncIterator, List

import uvicorn
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from service import Service
from sla_policy import SlaError

log = logging.getLogger("router")


def rows_of(body: str) -> List[Any]:
    """One JSON object, an array of them, or one a line."""
    try:
        whole = json.loads(body) if body.strip() else []
    except ValueError:
        return [json.loads(line) for line in body.splitlines() if line.strip()]
    return whole if isinstance(whole, list) else [whole]


def app_of(service: Service) -> FastAPI:
    async def reload_by_signal() -> None:
        try:
            log.warning("reloaded: %s", await run_in_threadpool(service.reload))
        except (SlaError, OSError) as error:
            log.error("the old policy stays in force: %s", error)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loop, running = asyncio.get_running_loop(), set()
        loop.add_signal_handler(signal.SIGHUP, lambda: running.add(loop.create_task(reload_by_signal())))
        clock = threading.Thread(target=service.run_clock, daemon=True)
        clock.start()
        yield
        service.stop()
        clock.join()

    app = FastAPI(title="Lead routing", lifespan=lifespan)

    @app.exception_handler(ValueError)
    async def refused(_: Request, error: ValueError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, 400)

    @app.exception_handler(SlaError)
    async def failed(_: Request, error: SlaError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, 500)

    # Plain functions run on threads, and libsla lets go of the interpreter lock: nobody waits for an advance but whoever
    # asks the same session.
    @app.post("/events")
    async def events(request: Request) -> JSONResponse:
        rows = rows_of((await request.body()).decode("utf-8"))
        said = await run_in_threadpool(service.take, rows)
        return JSONResponse(said, 422 if said["malformed"] else 200)

    @app.get("/leads/{lead}/due")
    def due(lead: str) -> Any:
        return service.due(lead)

    @app.post("/leads/{lead}/assign")
    def assign(lead: str) -> Any:
        return service.assign(lead)

    @app.get("/actions")
    def actions(since: int = 0) -> Any:
        return service.actions(since)

    @app.get("/health")
    def health() -> Any:
        return service.health()

    @app.post("/reload")
    def reload() -> Any:
        return service.reload()

    return app


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--policy", required=True, help="what `sla build --emit so` made")
    parser.add_argument("--roster", required=True, help="a CSV file: owner, team, time_zone, ...")
    parser.add_argument("--state", required=True, help="a folder for events and snapshot")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--clock", choices=("machine", "events"), default="machine")
    options = parser.parse_args()
    try:
        with open(options.roster, encoding="utf-8-sig", newline="") as file:
            roster = list(csv.DictReader(file))
        service = Service(options.policy, roster, options.state, options.clock == "events")
        listening = socket.create_server(("127.0.0.1", options.port))
    except (SlaError, OSError) as error:
        print(f"router: {error}", file=sys.stderr)
        return 3
    print(f"router: http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(app_of(service), log_level="warning"))
    server.run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(main())
