"""Serves a stand-in for AWS on a loopback port that is free, says which, and ends with whoever
started it, however that ends: when its standard input does."""

import os
import socket
import sys
import threading
import time

said = os.fdopen(os.dup(1), "w")
nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
os.dup2(nowhere, 2)

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


def end():
    sys.stdin.read()
    os._exit(0)


def tell():
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    print(f"127.0.0.1:{port}", file=said, flush=True)


for work in (end, tell):
    threading.Thread(target=work, daemon=True).start()

if sys.argv[1] == "moto":
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler
    from moto.moto_server.werkzeug_app import create_backend_app
    from werkzeug.serving import run_simple

    # One request at a time: its own command answers several at once, and its tables are not made
    # for that.
    app = DomainDispatcherApplication(create_backend_app)
    run_simple("127.0.0.1", port, app, request_handler=MotoRequestHandler)
else:
    # It listens on every address unless it is told otherwise.
    os.environ.update(BIND_HOST="127.0.0.1", GATEWAY_PORT=str(port))
    sys.argv = ["ministack"]
    from ministack.app import main

    main()
