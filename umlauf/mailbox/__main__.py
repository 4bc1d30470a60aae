"""`python -m umlauf.mailbox`: the mailbox on its own."""

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from umlauf.mailbox.pages import LOCAL_HOSTS
from umlauf.mailbox.server import serve


def main() -> None:
    """Reads the command line and runs until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m umlauf.mailbox", description="Catches every mail and shows it.")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--http-port", type=int, default=8025)
    parser.add_argument("--dir", type=Path, default=Path("var/mailbox"))
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; leave it on this machine")
    parser.add_argument("--allowed-host", action="append", default=[], help="further host name for the pages")
    options = parser.parse_args()
    asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C ends the run by itself
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    hosts = [*LOCAL_HOSTS, *options.allowed_host]
    print(
        f"Mailbox: SMTP on {options.host}:{options.smtp_port}, pages on http://{options.host}:{options.http_port}/",
        flush=True,
    )
    try:
        await serve(options.smtp_port, options.http_port, options.dir, options.host, hosts, stop)
    except OSError as error:
        ports = f"{options.smtp_port} or {options.http_port}"
        sys.exit(f"{error}. If port {ports} is taken, choose another with --smtp-port or --http-port.")


if __name__ == "__main__":
    main()
