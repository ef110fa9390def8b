"""What our manifests promise, checked: the pod security standard "restricted", default-deny networks, secrets as files.

Called by `check` with the output of `kubectl kustomize`; needs PyYAML. With --prove it breaks a good workload in every
way it knows and fails unless each break is noticed.
"""

import copy
import math
import re
import sys

import yaml

WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Job"}
VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


def pods(document):
    """The pod specification of a workload, if it is one."""
    if document["kind"] in WORKLOADS:
        yield document["spec"]["template"]
    if document["kind"] == "CronJob":
        yield document["spec"]["jobTemplate"]["spec"]["template"]
    if document["kind"] == "Pod":
        yield document


def restricted(spec):
    """Breaches of https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, and of ours beyond it."""
    pod = spec.get("securityContext", {})
    for namespace in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(namespace):
            yield f"{namespace} is the node's"
    if pod.get("sysctls"):
        yield "sysctls are set"
    if spec.get("automountServiceAccountToken") is not False:
        yield "a token of the cluster's API is mounted"
    if spec.get("enableServiceLinks") is not False:
        yield "variables for every Service are set, and may be taken for ours"
    for volume in spec.get("volumes", []):
        if kinds := set(volume) - {"name"} - VOLUMES:
            yield f"volume {volume['name']} is a {kinds.pop()}"
    for container in spec.get("initContainers", []) + spec.get("containers", []):
        name, own = container["name"], container.get("securityContext", {})
        if own.get("privileged"):
            yield f"{name}: privileged"
        if own.get("procMount", "Default") != "Default":
            yield f"{name}: procMount"
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{name}: may gain privileges"
        if own.get("runAsNonRoot", pod.get("runAsNonRoot")) is not True:
            yield f"{name}: may be root"
        if 0 in (own.get("runAsUser"), pod.get("runAsUser")):
            yield f"{name}: is root"
        seccomp = own.get("seccompProfile", pod.get("seccompProfile", {}))
        if seccomp.get("type") not in ("RuntimeDefault", "Localhost"):
            yield f"{name}: no seccomp profile"
        capabilities = own.get("capabilities", {})
        if "ALL" not in capabilities.get("drop", []):
            yield f"{name}: capabilities are kept"
        if set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
            yield f"{name}: capabilities are added"
        if any(port.get("hostPort") for port in container.get("ports", [])):
            yield f"{name}: a port of the node"
        # Ours beyond the standard.
        if own.get("readOnlyRootFilesystem") is not True:
            yield f"{name}: may write to its image"
        if "memory" not in container.get("resources", {}).get("limits", {}):
            yield f"{name}: no limit on memory"
        for variable in container.get("env", []):
            if "secretKeyRef" in variable.get("valueFrom", {}):
                yield f"{name}: {variable['name']} is a secret in the environment"
        if any("secretRef" in source for source in container.get("envFrom", [])):
            yield f"{name}: secrets in the environment"


# Its own, and the key of the bucket that files are in.
GATEWAY_SECRETS = {"hubbub-gateway", "hubbub-files"}


def gateway_without_database(spec):
    """A gateway is given no database, by no name."""
    for container in spec["containers"]:
        if container.get("args") == ["gateway"]:
            if any(variable["name"].startswith("DATABASE_URL") for variable in container.get("env", [])):
                yield "the gateway is told of a database"
            for volume in spec.get("volumes", []):
                if volume.get("secret", {}).get("secretName", "hubbub-gateway") not in GATEWAY_SECRETS:
                    yield "the gateway is given another's secrets"


def probed(document, spec):
    """What runs on is asked whether it does."""
    if document["kind"] in ("Deployment", "StatefulSet"):
        for container in spec["containers"]:
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                if probe not in container:
                    yield f"{container['name']}: no {probe}"


def together(documents):
    """What only the whole can show."""
    policies = [d["spec"] for d in documents if d["kind"] == "NetworkPolicy"]
    shut = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    if shut not in policies:
        yield "no default-deny network policy"
    for spec in policies:
        for rule in spec.get("egress", []):
            if "to" not in rule or "ports" not in rule:
                yield f"a way out to everywhere: {spec['podSelector']}"
        for rule in spec.get("ingress", []):
            if "ports" not in rule:
                yield f"a way in to every port: {spec['podSelector']}"
    if any(d["kind"] == "Secret" for d in documents):
        yield "a secret is among the manifests"
    for d in documents:
        if d["kind"] == "Namespace":
            if d["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce") != "restricted":
                yield "the namespace does not enforce the standard"
        if d["kind"] == "HTTPRoute":
            for rule in d["spec"]["rules"]:
                if rule.get("timeouts") != {"request": "0s", "backendRequest": "0s"}:
                    yield "the route ends sockets after a time"
    yield from dangling(documents)
    yield from connections(documents)
    yield from operated(documents)


def settings(documents):
    """What the processes are told."""
    return next(d["data"] for d in documents if d["kind"] == "ConfigMap" and "HUBBUB_LOG" in d.get("data", {}))


def connections(documents):
    """The most connections to Postgres, while a new release comes up beside the old one, against those that it gives."""
    told = settings(documents)
    pool = {
        "room": sum(int(told.get(f"HUBBUB_ROOM_{name}", usual)) for name, usual in (("DATABASE_CONNECTIONS", 8), ("JOURNALS", 2))) + 2,
        "auth": int(told.get("HUBBUB_AUTH_DATABASE_CONNECTIONS", 8)),
    }
    most = {d["spec"]["scaleTargetRef"]["name"]: d["spec"]["maxReplicas"] for d in documents if d["kind"] == "HorizontalPodAutoscaler"}
    needed = 0
    for d in documents:
        if d["kind"] == "Deployment" and (name := d["metadata"]["name"]) in pool:
            replicas = most.get(name, d["spec"].get("replicas", 1))
            surge = str(d["spec"]["strategy"]["rollingUpdate"]["maxSurge"])
            extra = math.ceil(replicas * int(surge[:-1]) / 100) if surge.endswith("%") else int(surge)
            needed += (replicas + extra) * pool[name]
    given = [d["metadata"].get("annotations", {}).get("hubbub/postgres-max-connections") for d in documents]
    given += re.findall(r"max_connections=(\d+)", " ".join(str(d["spec"]) for d in documents if d["kind"] == "StatefulSet"))
    given = [int(number) for number in given if number]
    # Three are the superuser's; the migration and people want some.
    if not given or needed > given[0] - 6:
        yield f"{needed} connections to Postgres, which gives {given[0] - 6 if given else 'nobody knows how many'}"


def operated(documents):
    """What whoever runs it relies on."""
    told = settings(documents)
    policies = {d["metadata"]["name"]: d["spec"] for d in documents if d["kind"] == "NetworkPolicy"}
    for d in documents:
        if d["kind"] == "Job" and "ttlSecondsAfterFinished" not in d["spec"]:
            yield f"{d['metadata']['name']}: must be deleted by hand before the next release"
        if d["kind"] in ("Ingress", "HTTPRoute") and not told.get("HUBBUB_TRUSTED_PROXIES"):
            yield "everyone seems to come from the way in"
    ports = [port["port"] for spec in policies.values() for rule in spec.get("ingress", []) for port in rule.get("ports", [])]
    if 9080 not in ports:
        yield "nobody may read the metrics"
    if any("podSelector" in to for rule in policies["names"]["egress"] for to in rule.get("to", [])):
        yield "name servers with other labels cannot be asked"
    inside = any(d["kind"] == "Deployment" and d["metadata"]["name"] == "nats" for d in documents)
    if not inside and (told.get("HUBBUB_NATS_PLAINTEXT") or "NATS_CA" not in told):
        yield "passwords go to a NATS elsewhere in clear"


def dangling(documents):
    """Names that nothing in the same manifests bears; secrets come from outside."""
    there = {(d["kind"], d["metadata"]["name"]) for d in documents}
    labels = [pod["metadata"]["labels"] for d in documents for pod in pods(d)]
    for d in documents:
        selector = {"Service": lambda s: s["selector"], "PodDisruptionBudget": lambda s: s["selector"]["matchLabels"]}
        if d["kind"] in selector:
            wanted = selector[d["kind"]](d["spec"]).items()
            if not any(wanted <= own.items() for own in labels):
                yield f"{d['kind']} {d['metadata']['name']} selects nothing"
        if d["kind"] == "HorizontalPodAutoscaler":
            target = d["spec"]["scaleTargetRef"]
            if (target["kind"], target["name"]) not in there:
                yield f"scaler {d['metadata']['name']} scales nothing"
            for other in documents:
                if (other["kind"], other["metadata"]["name"]) == (target["kind"], target["name"]) and "replicas" in other["spec"]:
                    yield f"{target['name']}: both the manifest and a scaler say how many"
        for pod in pods(d):
            for volume in pod["spec"].get("volumes", []):
                if "configMap" in volume and ("ConfigMap", volume["configMap"]["name"]) not in there:
                    yield f"{d['metadata']['name']}: no ConfigMap {volume['configMap']['name']}"


def breaches(documents):
    """Everything that is wrong with these manifests."""
    for document in documents:
        for pod in pods(document):
            spec = pod["spec"]
            for breach in [*restricted(spec), *gateway_without_database(spec), *probed(document, spec)]:
                yield f"{document['kind']} {document['metadata']['name']}: {breach}"
    yield from together(documents)


def prove(documents):
    """Breaks the gateway, and the whole, in every way; returns the breaks that nobody noticed."""

    def gateway(broken):
        return next(d for d in broken if d["kind"] == "Deployment" and d["metadata"]["name"] == "gateway")["spec"]["template"]["spec"]

    def container(broken):
        return gateway(broken)["containers"][0]

    def policy(broken, name):
        return next(d for d in broken if d["kind"] == "NetworkPolicy" and d["metadata"]["name"] == name)["spec"]

    breaks = {
        "host network": lambda b: gateway(b).update(hostNetwork=True),
        "host processes": lambda b: gateway(b).update(hostPID=True),
        "sysctls": lambda b: gateway(b)["securityContext"].update(sysctls=[{"name": "a", "value": "b"}]),
        "token": lambda b: gateway(b).pop("automountServiceAccountToken"),
        "service links": lambda b: gateway(b).pop("enableServiceLinks"),
        "host path": lambda b: gateway(b)["volumes"].append({"name": "etc", "hostPath": {"path": "/etc"}}),
        "privileged": lambda b: container(b)["securityContext"].update(privileged=True),
        "proc": lambda b: container(b)["securityContext"].update(procMount="Unmasked"),
        "escalation": lambda b: container(b)["securityContext"].pop("allowPrivilegeEscalation"),
        "root allowed": lambda b: gateway(b)["securityContext"].pop("runAsNonRoot"),
        "root": lambda b: container(b)["securityContext"].update(runAsUser=0),
        "seccomp": lambda b: gateway(b)["securityContext"].update(seccompProfile={"type": "Unconfined"}),
        "capabilities kept": lambda b: container(b)["securityContext"].pop("capabilities"),
        "capabilities added": lambda b: container(b)["securityContext"]["capabilities"].update(add=["SYS_ADMIN"]),
        "host port": lambda b: container(b)["ports"][0].update(hostPort=80),
        "writable": lambda b: container(b)["securityContext"].pop("readOnlyRootFilesystem"),
        "memory": lambda b: container(b)["resources"].pop("limits"),
        "secret variable": lambda b: container(b)["env"].append({"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}),
        "secret variables": lambda b: container(b)["envFrom"].append({"secretRef": {"name": "a"}}),
        "database": lambda b: container(b)["env"].append({"name": "DATABASE_URL_FILE", "value": "/a"}),
        "another's secret": lambda b: gateway(b)["volumes"].append({"name": "a", "secret": {"secretName": "hubbub-room"}}),
        "probe": lambda b: container(b).pop("livenessProbe"),
        "an open network": lambda b: policy(b, "default-deny").update(policyTypes=["Ingress"]),
        "a way out": lambda b: policy(b, "names")["egress"][0].pop("to"),
        "a way in": lambda b: policy(b, "people-to-gateway")["ingress"][0].pop("ports"),
        "a secret": lambda b: b.append({"kind": "Secret", "metadata": {"name": "a"}}),
        "namespace": lambda b: next(d for d in b if d["kind"] == "Namespace")["metadata"].pop("labels"),
        "a lost Service": lambda b: next(d for d in b if d["kind"] == "Service")["spec"]["selector"].update(a="b"),
        "connections": lambda b: settings(b).update(HUBBUB_ROOM_DATABASE_CONNECTIONS="400"),
        "a job that stays": lambda b: next(d for d in b if d["kind"] == "Job")["spec"].pop("ttlSecondsAfterFinished"),
        "no metrics": lambda b: policy(b, "metrics-from-monitoring").pop("ingress"),
        "one kind of name server": lambda b: policy(b, "names")["egress"][0]["to"][0].update(podSelector={"matchLabels": {"a": "b"}}),
        "a way in that is not believed": lambda b: (settings(b).pop("HUBBUB_TRUSTED_PROXIES", None), b.append({"kind": "Ingress", "metadata": {"name": "a"}, "spec": {}})),
        "a lost budget": lambda b: next(d for d in b if d["kind"] == "PodDisruptionBudget")["spec"]["selector"]["matchLabels"].update(a="b"),
    }
    for name, change in breaks.items():
        broken = copy.deepcopy(documents)
        change(broken)
        if not list(breaches(broken)):
            yield name


def main():
    arguments = sys.argv[1:]
    proving = "--prove" in arguments
    failed = False
    for path in [argument for argument in arguments if argument != "--prove"]:
        with open(path, encoding="utf-8") as file:
            documents = [document for document in yaml.safe_load_all(file) if document]
        found = list(breaches(documents))
        unnoticed = list(prove(documents)) if proving and not found else []
        for line in found + [f"not noticed: {name}" for name in unnoticed]:
            print(f"{path}: {line}")
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
