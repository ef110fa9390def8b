"""What compose.yaml promises, checked: who ends last, what is handed on, whom the proxy believes.

Called by `check` with the file of the variables that the code reads; needs PyYAML. With --prove it breaks each promise and
fails unless each break is noticed.
"""

import copy
import ipaddress
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).parent
# What the file sets by itself, or leaves to the secrets.
OWN = {"DATABASE_URL", "NATS_URL", "NATS_CA", "NATS_CERT", "NATS_KEY", "HUBBUB_CLAIM_CODE", "HUBBUB_PUSH_SECRET", "HUBBUB_LISTEN", "HUBBUB_OPS_LISTEN"}
# Its NATS has no prefix in its allow-lists.
OWN |= {"HUBBUB_NATS_PREFIX", "HUBBUB_NATS_PLAINTEXT"}
# A volume of its own, or a bucket: gateways alone reach either, and the bucket's secret is a file.
OWN |= {"HUBBUB_GATEWAY_FILES", "HUBBUB_FILES_SECRET"}
# Files as well; the rest of mail is auth's alone.
OWN |= {"HUBBUB_MAIL_CA", "HUBBUB_MAIL_PASSWORD"}
OF_AUTH = {f"HUBBUB_MAIL_{name}" for name in ("FROM", "SECONDS", "SERVER", "TLS", "USER")}
OF_GATEWAYS = {"HUBBUB_TRUSTED_PROXIES"}
OF_GATEWAYS |= {f"HUBBUB_FILES_{name}" for name in ("ACCESS_KEY", "BUCKET", "ENDPOINT", "PATH_STYLE", "REGION")}
PROCESSES = ("gateway-1", "gateway-2", "room-1", "room-2", "auth")


def value(text):
    """The default in `${NAME:-default}`."""
    return re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", text)


def waits(services, name):
    """Whom a service waits for to be well, by way of others too: these are stopped after it."""
    found, left = set(), [name]
    while left:
        for other, how in services[left.pop()].get("depends_on", {}).items():
            if how["condition"] == "service_healthy" and other not in found:
                found.add(other)
                left.append(other)
    return found


def breaches(document, text, example, read):
    """Everything that is wrong."""
    services = document["services"]
    for name in PROCESSES:
        for network, server in (("data", "postgres"), ("bus", "nats")):
            if network in services[name]["networks"] and server not in waits(services, name):
                yield f"{name}: {server} would end before it"
        environment = services[name]["environment"]
        needed = read - OWN - (set() if name.startswith("gateway") else OF_GATEWAYS) - (set() if name == "auth" else OF_AUTH)
        for variable in sorted(needed - set(environment)):
            yield f"{name}: {variable} is not handed on"
    for name, service in services.items():
        if "ulimits" in service:
            yield f"{name}: a limit that the host may not have"
    folders = {services[name]["environment"].get("HUBBUB_GATEWAY_FILES") for name in PROCESSES if name.startswith("gateway")}
    shared = [f"files:{folder}" in services[name]["volumes"] for name in PROCESSES if name.startswith("gateway") for folder in folders]
    if len(folders) != 1 or not all(shared):
        yield "the gateways keep files in different places"
    outside = (document["networks"].get("outside") or {}).get("ipam", {}).get("config", [{}])[0]
    gateway = value(outside.get("gateway", ""))
    if not gateway or ipaddress.ip_address(gateway) not in ipaddress.ip_network(value(outside["subnet"])):
        yield "the network `outside` is not pinned"
    if value(services["proxy"]["environment"]["OUTER_PROXY"]) != gateway:
        yield "a proxy on this machine is not believed"
    used, listed = set(re.findall(r"\$\{([A-Z_]+)", text)), set(re.findall(r"^#([A-Z_]+)=", example, re.M))
    for variable in sorted(used ^ listed):
        yield f"{variable} stands in one of compose.yaml and .env.example, not in both"


def prove(document, text, example, read):
    """Breaks each promise; returns the breaks that nobody noticed."""
    breaks = {
        "the database ends early": lambda d: d["services"]["room-1"]["depends_on"].pop("postgres"),
        "the bus ends early": lambda d: d["services"]["auth"]["depends_on"].pop("nats"),
        "a setting is kept back": lambda d: d["services"]["room-2"]["environment"].pop("HUBBUB_ROOM_AWAKE"),
        "files apart": lambda d: d["services"]["gateway-2"].update(volumes=["other:/files"]),
        "a limit": lambda d: d["services"]["nats"].update(ulimits={"nofile": 65536}),
        "a network anywhere": lambda d: d["networks"].update(outside={}),
        "nobody believed": lambda d: d["services"]["proxy"]["environment"].update(OUTER_PROXY="127.0.0.1"),
    }
    for name, change in breaks.items():
        broken = copy.deepcopy(document)
        change(broken)
        if not list(breaches(broken, text, example, read)):
            yield name
    if not list(breaches(document, text, example.replace("#HUBBUB_BIND=", ""), read)):
        yield "a setting that is not listed"


def main():
    read = set(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").split())
    text = (HERE / "compose.yaml").read_text(encoding="utf-8")
    example = (HERE / ".env.example").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    found = list(breaches(document, text, example, read))
    unnoticed = [] if found else list(prove(document, text, example, read))
    for line in found + [f"not noticed: {name}" for name in unnoticed]:
        print(f"compose.yaml: {line}")
    sys.exit(bool(found or unnoticed))


if __name__ == "__main__":
    main()
