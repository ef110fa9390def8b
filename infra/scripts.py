"""Runs what operators run against a docker and a psql that are scripts: who is restarted when, who is refused, what is printed.

Called by `check`; needs PyYAML and sh.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).parent

# Notes each call. A process that was made anew is well at the third question; `$SICK` never is.
DOCKER = r"""#!/bin/sh
case "$*" in
    "compose version") exit 0 ;;
    *" ps -q "*) for last; do :; done; echo "$last" ;;
    inspect*)
        for last; do :; done
        [ "$last" != "$SICK" ] || { echo starting; exit 0; }
        left=$(cat "$0.$last" 2>/dev/null || echo 0)
        [ "$left" -gt 0 ] || { echo "$last well" >>"$0.calls"; echo healthy; exit 0; }
        echo $((left - 1)) >"$0.$last"; echo starting ;;
    *" up -d "*) for last; do :; done; echo "up $last" >>"$0.calls"; echo 2 >"$0.$last" ;;
    *" run "*"admin user list"*) echo "[$OWNER]" ;;
    *" run "*) echo "run $*" | sed 's/^run .* -T //; s/^/run /' >>"$0.calls" ;;
esac
"""


def ran(script, programs, **variables):
    """Exit code, words and the calls of docker, with these programs before all others."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in programs.items():
            path = pathlib.Path(folder, name)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o755)
        environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "SICK": "", "OWNER": ""} | variables
        done = subprocess.run(["sh", *script], env=environment, capture_output=True, text=True, timeout=60, check=False)
        calls = pathlib.Path(folder, "docker.calls")
        return done.returncode, done.stdout + done.stderr, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


def upgrade():
    """One process at a time, the tables first, and nobody while somebody is not well."""
    programs = {"docker": DOCKER, "sleep": "#!/bin/sh\n"}
    code, words, calls = ran([HERE / "upgrade"], programs)
    steps = calls[calls.index("run migrate"):] if "run migrate" in calls else []
    expected = ["run migrate", "run roles"]
    for name in ("auth", "room-1", "room-2", "gateway-1", "gateway-2", "proxy"):
        expected += [f"up {name}", f"{name} well"]
    if code or steps != expected:
        yield f"upgrade: {words}{calls}"
    code, words, calls = ran([HERE / "upgrade"], programs, SICK="room-2")
    if not code or "room-2 is not well" not in words or any(call.startswith(("up", "run")) for call in calls):
        yield f"upgrade: begins although a process is not well: {calls}"


def smoke():
    """Its account never becomes the owner."""
    code, words, calls = ran([HERE / "smoke"], {"docker": DOCKER})
    if not code or "nobody owns this installation yet" not in words or calls:
        yield f"smoke: works where there is no owner: {words}{calls}"
    curl = "#!/bin/sh\nexit 7\n"
    code, words, calls = ran([HERE / "smoke"], {"docker": DOCKER, "curl": curl}, OWNER='{"org_role": "owner"}')
    acts = [call.split()[4] for call in calls]
    if not code or acts != ["create", "deactivate"]:
        yield f"smoke: leaves its account behind: {words}{calls}"


def code_of_the_owner():
    """Is printed until there is one, and never after."""
    command = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))["services"]["roles"]["command"][0]
    with tempfile.NamedTemporaryFile("w") as code:
        code.write("abcd-efgh")
        code.flush()
        command = command.replace("$$", "$").replace("/run/secrets/claim-code", code.name).replace("/run/secrets/owner-password", code.name)
        for unclaimed, printed in (("t", True), ("f", False)):
            psql = f'#!/bin/sh\ncase "$*" in *claimed_by*) echo {unclaimed} ;; esac\n'
            status, words, _ = ran(["-c", command], {"psql": psql})
            if status or ("abcd-efgh" in words) != printed:
                yield f"compose.yaml: the code, with the place {'free' if printed else 'owned'}: {status} {words}"


def main():
    wrong = [*upgrade(), *smoke(), *code_of_the_owner()]
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
