"""Runs HAProxy with haproxy.cfg before a server that says what reached it: a browser's own number for its request must not be
believed, and is kept beside ours. Called by `check`; needs haproxy.
"""

import http.client
import http.server
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).parent
GIVEN = "chosen-by-a-browser"


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers of the request."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        for name in ("X-Request-Id", "X-Client-Request-Id"):
            for value in self.headers.get_all(name) or []:
                self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def adapted(text, here, server):
    """The file as it is, but for the addresses: all that is inside of it is on this machine."""
    text = re.sub(r"(?ms)^resolvers docker\n.*?\n\n", "", text).replace("resolvers docker ", "")
    text = text.replace("bind :8080", f"bind 127.0.0.1:{here}").replace("bind :8081", f"bind 127.0.0.1:{free_port()}")
    return re.sub(r"gateway-\d:8080", f"127.0.0.1:{server}", text)


def asked(port, number):
    """What reaches the server: our number and the browser's own."""
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/", headers={"X-Client-Request-Id": "forged"} | number)
            answer = connection.getresponse()
            return answer.headers.get_all("X-Request-Id") or [], answer.headers.get_all("X-Client-Request-Id") or []
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    sys.exit("haproxy: nothing listens")


def told(outer):
    """What a server is told of a request with a number and of one without; `outer`: the proxy before this one."""
    server, port = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo), free_port()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.NamedTemporaryFile("w", suffix=".cfg") as file:
        file.write(adapted((HERE / "haproxy.cfg").read_text(encoding="utf-8"), port, server.server_port))
        file.flush()
        proxy = subprocess.Popen(["haproxy", "-q", "-db", "-f", file.name], env={"OUTER_PROXY": outer, "PATH": "/usr/sbin:/usr/bin"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return asked(port, {"X-Request-Id": GIVEN}), asked(port, {})
        finally:
            proxy.kill()
            proxy.wait()
            server.shutdown()


def main():
    (ours, theirs), (own, none) = told("192.0.2.1")
    if len(ours) != 1 or GIVEN in ours or theirs != [GIVEN] or len(own) != 1 or none:
        sys.exit(f"haproxy: a browser's number is believed, or lost: {ours} {theirs} {own} {none}")
    (ours, _), (own, _) = told("127.0.0.1")
    if ours != [GIVEN] or len(own) != 1:
        sys.exit(f"haproxy: the number of the proxy before it is lost: {ours} {own}")


if __name__ == "__main__":
    main()
