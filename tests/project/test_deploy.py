"""Hosting: what HAProxy lets through, how often and with what headers; and that each file says what it has to."""

import base64
import contextlib
import http.client
import http.server
import itertools
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import kubernetes_validate
import pytest
import streamlit
import yaml
from compose_spec import PyCompose
from sqlalchemy import make_url

from deploy import classroom, process, serve
from deploy.ports import free_ports, is_free
from reinforce_viz.ui.navigation import CLASSROOM, PAGES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RULES = (DEPLOY / "haproxy.cfg").read_text()
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "a" * 24,
}


def ports(count: int) -> list[int]:
    """Free ports, not where another run of the tests looks first."""
    return list(itertools.islice(free_ports(random.randrange(12_000, 30_000)), count))


class Echo(http.server.BaseHTTPRequestHandler):
    """A stand-in for the app that answers every path."""

    protocol_version = "HTTP/1.1"
    server_version = "Echo/1.0"

    def do_GET(self) -> None:
        if self.path.endswith("?hold"):
            time.sleep(1)
        seen_from = self.headers.get_all("X-Forwarded-For")
        body = f"the app's answer to {self.path}, asked from {seen_from}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


class App(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Health checks hang up without a word."""


@pytest.fixture(scope="module")
def apps() -> Iterator[list[int]]:
    """Ports of two stand-ins for the app."""
    servers = [App(("127.0.0.1", 0), Echo) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [server.server_port for server in servers]
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="module")
def proxy(apps, tmp_path_factory) -> Iterator[Callable[..., int]]:
    """Call it with settings for the port of an HAProxy of our configuration before the stand-ins."""
    running = []
    servers = tmp_path_factory.mktemp("proxy") / "servers.cfg"
    servers.write_text(serve.backend(apps))

    @cache
    def start(**settings: str) -> int:
        (port,) = ports(1)
        line = [serve.find_haproxy(), "-db", "-f", str(DEPLOY / "haproxy.cfg"), "-f", str(servers)]
        settings = {"DRAIN_SECONDS": "1", "BIND": f"127.0.0.1:{port}"} | settings
        running.append(subprocess.Popen(line, env=os.environ | settings, stderr=subprocess.DEVNULL))
        deadline = time.monotonic() + 20
        while is_free("127.0.0.1", port):
            assert running[-1].poll() is None, "HAProxy does not start"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return port

    yield start
    for each in running:
        each.kill()
        each.wait()


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """The answer to a request with the path exactly as it is written; a header's _ stands for -."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.text = answer.read().decode(errors="replace")
    connection.close()
    return answer


# --- What is let through


def test_what_the_pages_ask_for_comes_through(proxy):
    port = proxy()
    address = [f"/{page.name}" for page in PAGES if page.name != "start"]
    files = ["/static/js/index.DormvYxC.js", "/media/0a1b.csv", "/favicon.png"]
    for path in ["/", "/?k=4&x=%3Cscript", *address, *files, "/_stcore/health", "/_stcore/host-config"]:
        assert ask(port, path).status == 200, path
        assert ask(port, path, "HEAD").status == 200, path


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics?x=/static/",
        "/_stcore/metrics/",
        "/%5fstcore/metrics",
        "/_stcore%2fmetrics",
        "/_stcore/%6detrics",
        "//_stcore/metrics",
        "/_stcore//metrics",
        "/_stcore/./metrics",
        "/static/../_stcore/metrics",
        "/static/..%2f_stcore/metrics",
        "/static/%2e%2e/_stcore/metrics",
        "/tokens/_stcore/metrics",
        "http://127.0.0.1/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/upload_file/a/b",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/stream",
        "/_stcore/bidi-components/x",
        "/component/x/y",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
        "/app/static/x",
        "/app.py",
        "/.streamlit/config.toml",
        "/.git/config",
    ],
)
def test_nothing_else_exists(proxy, path):
    port = proxy()
    answer = ask(port, path)
    assert (answer.status, "app's answer" in answer.text) == (404, False)
    assert ask(port, path, "HEAD").status == 404


def test_a_slash_too_many_and_a_page_that_is_not_there_lead_back(proxy):
    port = proxy()
    answer = ask(port, "/one_update/?k=8")
    assert (answer.status, answer.headers["location"]) == (301, "/one_update?k=8")
    missing = ask(port, "/trajectory")
    assert (missing.status, "href='/'" in missing.text) == (404, True)


def test_only_reading_is_allowed_and_without_a_body(proxy):
    port = proxy()
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert ask(port, "/_stcore/health", method).status == 405
    assert ask(port, "/", Content_Length="3").status == 413
    assert ask(port, "/", Transfer_Encoding="chunked").status == 413


def test_only_the_stream_may_become_a_websocket(proxy):
    port = proxy()
    assert ask(port, "/_stcore/stream", **UPGRADE).status == 200  # as the stand-in answers
    assert ask(port, "/", **UPGRADE).status == 400
    assert ask(port, "/_stcore/metrics", **UPGRADE).status == 404


def test_only_our_names_are_answered(proxy):
    port = proxy()
    for name in ("localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:80"):
        assert ask(port, Host=name).status == 200, name
    assert "ALLOWED_HOSTS" in ask(port, Host="evil.example").text
    for name in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", ""):
        assert ask(port, Host=name).status in {400, 421}, name
    ours = proxy(ALLOWED_HOSTS="class.example 10.0.0.7")
    assert [ask(ours, Host=name).status for name in ("class.example", "10.0.0.7", "localhost")] == [200, 200, 421]
    assert ask(proxy(ALLOWED_HOSTS="*"), Host="any.example").status == 200


# --- How often


def test_requests_and_sessions_are_limited_per_address(proxy):
    port = proxy(MAX_REQUESTS_PER_10S="20", MAX_SESSIONS_PER_MINUTE="5")
    assert [ask(port, "/_stcore/stream", **UPGRADE).status for _ in range(7)] == [200] * 5 + [429] * 2
    assert [ask(port).status for _ in range(15)] == [200] * 13 + [429] * 2


def test_open_sessions_are_limited_per_address(proxy):
    port = proxy(MAX_SESSIONS_PER_ADDRESS="3")
    with ThreadPoolExecutor(5) as pool:
        held = [pool.submit(ask, port, "/_stcore/stream?hold", **UPGRADE) for _ in range(5)]
        assert sorted(one.result().status for one in held) == [200] * 3 + [429] * 2
    assert ask(port, "/_stcore/stream", **UPGRADE).status == 200  # those are over


def test_requests_that_reach_the_app_are_limited_apart(proxy):
    port = proxy(MAX_APP_REQUESTS_PER_10S="5")
    assert [ask(port).status for _ in range(7)] == [200] * 5 + [429] * 2


def test_a_visitor_cannot_choose_the_address_it_is_counted_under(proxy):
    port = proxy(MAX_REQUESTS_PER_10S="5", TRUSTED_PROXIES="192.0.2.1")
    assert [ask(port, X_Forwarded_For=f"203.0.113.{i}").status for i in range(7)] == [200] * 5 + [429] * 2
    behind = proxy(MAX_REQUESTS_PER_10S="5", TRUSTED_PROXIES="192.0.2.1 127.0.0.0/8")
    assert {ask(behind, X_Forwarded_For=f"203.0.113.{i}").status for i in range(7)} == {200}
    # The last address is the one that our proxy saw; those before it are the visitor's own words.
    spoofed = [ask(behind, X_Forwarded_For=f"198.51.100.{i}, 203.0.113.99").status for i in range(7)]
    assert spoofed == [200] * 5 + [429] * 2


def test_the_app_is_told_the_address_that_the_proxy_saw_and_no_other(proxy):
    alone, behind = proxy(TRUSTED_PROXIES="192.0.2.1"), proxy(TRUSTED_PROXIES="192.0.2.1 127.0.0.0/8")
    assert "asked from ['127.0.0.1']" in ask(alone, X_Forwarded_For="203.0.113.9").text
    assert "asked from ['203.0.113.9']" in ask(behind, X_Forwarded_For="198.51.100.1, 203.0.113.9").text


def test_connections_are_limited_per_address(proxy):
    port = proxy(MAX_CONNECTIONS_PER_ADDRESS="3", TRUSTED_PROXIES="192.0.2.1")
    with contextlib.ExitStack() as held:
        for _ in range(3):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"
        with pytest.raises(ConnectionError):
            ask(port)


def test_a_class_of_a_hundred_behind_one_address_fits_twice():
    value = {name: int(number) for name, number in re.findall(r"presetenv (MAX_\w+) (\d+)", RULES)}
    # Counted by tests/browser/test_serve.py: files a browser asks for, of which so many are the app's; six
    # connections (as many as browsers open) and the WebSocket.
    files, of_app, connections = 130, 10, 7
    assert value["MAX_REQUESTS_PER_10S"] >= 2 * 100 * files
    assert value["MAX_APP_REQUESTS_PER_10S"] >= 2 * 100 * of_app
    assert value["MAX_CONNECTIONS_PER_ADDRESS"] >= 2 * 100 * connections
    assert min(value["MAX_SESSIONS_PER_MINUTE"], value["MAX_SESSIONS_PER_ADDRESS"]) >= 2 * 100
    assert value["MAX_CONNECTIONS"] > value["MAX_CONNECTIONS_PER_ADDRESS"]


def test_slow_and_idle_clients_are_given_up():
    shared = RULES[RULES.index("defaults shared") : RULES.index("frontend visitors")]
    seconds = dict(re.findall(r"^    timeout (\S+) (\d+)s", shared, re.MULTILINE))
    assert int(seconds["http-request"]) <= 10
    assert int(seconds["client"]) <= 30


# --- With what headers


def test_every_answer_carries_the_security_headers(proxy):
    port = proxy()
    for path in ("/", "/static/js/a.js", "/_stcore/metrics"):
        answer = ask(port, path)
        assert answer.getheader("Server") is None
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Referrer-Policy") == "same-origin"
        assert "camera=()" in answer.getheader("Permissions-Policy")
        policy = dict(rule.strip().split(" ", 1) for rule in answer.getheader("Content-Security-Policy").split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"].strip() == "'self'"
        assert "'unsafe-inline'" not in policy["script-src"]
        assert "'unsafe-eval'" not in policy["script-src"].split()


def test_a_course_page_may_embed_the_app_when_told(proxy):
    answer = ask(proxy(EMBED_IN="https://course.example https://other.example"))
    assert "frame-ancestors 'self' https://course.example https://other.example" in str(answer.headers)
    assert re.search("SameSite=None.*Partitioned", answer.getheader("Set-Cookie"))
    assert "Secure" in answer.getheader("Set-Cookie")
    assert "SameSite=Lax" in ask(proxy(EMBED_IN="")).getheader("Set-Cookie")


def test_the_policy_names_the_script_in_streamlits_own_page():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in RULES


def test_every_page_is_let_through_and_no_other():
    (line,) = re.findall(r"acl page path (.*)", RULES)
    assert line.split() == ["/", *(f"/{page.name}" for page in (*PAGES, CLASSROOM) if page.name != "start")]


# --- Where the processes are


def test_a_cookie_leads_back_to_the_same_process(proxy, apps):
    port = proxy()
    cookies = {ask(port).getheader("Set-Cookie").split(";")[0] for _ in range(4)}
    assert len(cookies) == len(apps)
    for cookie in cookies:
        assert ask(port, Cookie=cookie).getheader("Set-Cookie") is None
    assert ask(port, Cookie="process=gone").getheader("Set-Cookie").split(";")[0] in cookies


@pytest.mark.parametrize("path", ["/favicon.png", "/_stcore/health", "/_stcore/host-config", "/static/js/a.js"])
def test_what_any_process_may_answer_moves_no_browser_to_another(proxy, path):
    assert ask(proxy(), path).getheader("Set-Cookie") is None


def test_the_files_of_a_session_keep_to_its_process(proxy):
    assert ask(proxy(), "/media/a.csv").getheader("Set-Cookie").startswith("process=")


@pytest.mark.parametrize("servers", ["replicas.cfg", "written"])
@pytest.mark.parametrize("settings", [{}, {"EMBED_IN": "https://course.example"}, {"TLS_PEM": "certificate"}])
def test_haproxy_finds_no_fault_with_its_configuration(tmp_path, servers, settings):
    second = DEPLOY / servers
    if servers == "written":
        second = tmp_path / "servers.cfg"
        second.write_text(serve.backend([8501, 8502]))
    if "TLS_PEM" in settings:
        settings = {"TLS_PEM": str(certificate(tmp_path))}
    line = [serve.find_haproxy(), "-c", "-f", str(DEPLOY / "haproxy.cfg"), "-f", str(second)]
    checked = subprocess.run(line, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert (checked.returncode, "WARNING" in checked.stderr) == (0, False), checked.stderr


def certificate(folder: Path) -> Path:
    """A certificate of our own with its key, in one file."""
    key, crt, both = folder / "key.pem", folder / "crt.pem", folder / "both.pem"
    line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*line, "-keyout", key, "-out", crt], check=True, capture_output=True)
    both.write_text(crt.read_text() + key.read_text())
    return both


# --- How a process is started


def streamlits_settings() -> set[str]:
    """The variables that Streamlit reads, as `streamlit config show` lists its settings."""
    command = [sys.executable, "-m", "streamlit", "config", "show"]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    shown = subprocess.run(command, check=True, capture_output=True, text=True, env=plain, cwd=ROOT).stdout
    found, section = set(), ""
    for line in re.sub(r"\x1b\[\d*m", "", shown).splitlines():
        if heading := re.fullmatch(r"\[([\w.]+)\]", line):
            section = heading[1]
        elif setting := re.match(r"(?:# )?(\w+) =", line):
            words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", setting[1])
            found.add(f"STREAMLIT_{section}_{words}".replace(".", "_").upper())
    return found


def test_every_hosting_setting_is_one_of_streamlits():
    # And NumPy's, and our own.
    known = streamlits_settings() | {"OPENBLAS_NUM_THREADS", "CLASSROOM_SHORT_LINKS", "BEHIND_PROXY"}
    assert streamlit.get_option("logger.hideWelcomeMessage") is not None  # there, though the list does not show it
    assert set(process.settings()) <= known | {"STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE"}


def test_errors_statistics_and_doors_are_shut():
    settings = process.settings()
    assert settings["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] == "none"
    assert settings["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    assert settings["STREAMLIT_SERVER_ENABLE_CORS"] == "true"
    assert settings["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] == "true"
    assert settings["STREAMLIT_SERVER_ENABLE_AGENT_API"] == "false"
    assert settings["STREAMLIT_SERVER_FILE_WATCHER_TYPE"] == "none"


def test_the_environment_goes_before_the_settings(monkeypatch):
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_MESSAGE_SIZE", "9")
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "given")
    found = process.environment()
    assert found["STREAMLIT_SERVER_MAX_MESSAGE_SIZE"] == "9"
    assert found["STREAMLIT_SERVER_HEADLESS"] == "true"
    assert found["STREAMLIT_SERVER_COOKIE_SECRET"] == "given"


def test_a_missing_secret_is_made_once_for_all_processes(monkeypatch, tmp_path):
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "")
    monkeypatch.delenv("COOKIE_SECRET_FILE", raising=False)
    assert process.environment()["STREAMLIT_SERVER_COOKIE_SECRET"] != process.cookie_secret()
    monkeypatch.setenv("COOKIE_SECRET_FILE", str(tmp_path / "cookie"))
    with ThreadPoolExecutor(8) as pool:
        made = {each.result() for each in [pool.submit(process.cookie_secret) for _ in range(32)]}
    (secret,) = made
    assert re.fullmatch("[0-9a-f]{64}", secret)
    assert [path.name for path in tmp_path.iterdir()] == ["cookie"]
    assert (tmp_path / "cookie").stat().st_mode & 0o077 == 0


def test_without_haproxy_one_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(serve.shutil, "which", lambda *_, **__: None)
    with pytest.raises(RuntimeError, match=r"^HAProxy is needed: .*apt-get install haproxy\)\.$"):
        serve.Stack()


def test_a_taken_port_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(RuntimeError, match=r"^Port \d+ of 127\.0\.0\.1 is taken: .*\.$"):
            serve.Stack(1, port=taken.getsockname()[1])


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_a_setting_that_does_not_count_is_said_in_one_sentence(monkeypatch, value):
    monkeypatch.setenv("PROCESSES", value)
    with pytest.raises(RuntimeError, match=r"^PROCESSES is a whole number from 1 on, not '.*'\.$"):
        serve.main()
    monkeypatch.setenv("PROCESSES", "")
    assert serve.whole_number("PROCESSES", 3) == 3


# --- Containers and Kubernetes


def filled_in(text: str) -> str:
    """A compose file after compose has put in what its variables are when not set."""
    return re.sub(r"\$\{\w+:-(.*?)\}", r"\1", text)


def test_compose_follows_the_specification():
    text = filled_in((DEPLOY / "compose.yaml").read_text())
    services = PyCompose.from_yaml(text).to_dict()["services"]
    assert set(services) == {"proxy", "app"}
    for line in ("    stop_signal: SIGUSR1\n", "      replicas: 2\n", "        condition: service_healthy\n"):
        assert line in text
        with pytest.raises(ValueError, match=" at line "):
            PyCompose.from_yaml(text.replace(line, line.replace(":", "_:"), 1))


def test_what_compose_mounts_and_builds_is_there():
    compose = yaml.safe_load(filled_in((DEPLOY / "compose.yaml").read_text()))
    proxy, app = compose["services"]["proxy"], compose["services"]["app"]
    for volume in proxy["volumes"]:
        assert (DEPLOY / volume.split(":")[0]).is_file()
        assert volume.split(":")[1] in proxy["command"]
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).is_file()
    assert compose["networks"]["inside"] == {"internal": True}
    assert app["networks"] == ["inside"]


def test_compose_hands_on_every_setting_of_the_proxy():
    known = set(re.findall(r"presetenv (\w+)", RULES)) | {"EMBED_IN"}
    compose = yaml.safe_load(filled_in((DEPLOY / "compose.yaml").read_text()))
    assert set(compose["services"]["proxy"]["environment"]) == known | {"APP"}


def test_the_image_has_exact_versions_and_runs_as_nobody_in_particular():
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    (base,) = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base)
    assert "USER 10001" in lines
    assert any("--only-binary=:all:" in line for line in lines)
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert not any("apt-get" in line for line in lines)


def test_the_image_gets_all_that_runs_and_no_more():
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    wanted = [line[1:] for line in ignore if line.startswith("!")]
    assert "*" in ignore
    assert all((ROOT / path).exists() for path in wanted)
    for needed in ("app.py", "pages", "reinforce_viz", "requirements.txt", "constraints.txt", "deploy/process.py"):
        assert needed in wanted


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_kubernetes_knows_every_field(manifest):
    assert kubernetes_validate.validate(manifest, "1.37", strict=True)
    wrong = manifest | {"spec": manifest["spec"] | {"replicaz": 3}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.37", strict=True)


def kubernetes(kind: str, name: str) -> dict:
    (found,) = [one for one in MANIFESTS if (one["kind"], one["metadata"]["name"]) == (kind, name)]
    return found


@pytest.mark.parametrize("name", ["app", "proxy"])
def test_kubernetes_runs_them_as_it_should(name):
    deployment = kubernetes("Deployment", name)["spec"]
    pod = deployment["template"]["spec"]
    (container,) = pod["containers"]
    assert deployment["replicas"] >= 2
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {"readinessProbe", "livenessProbe", "resources", "lifecycle"} <= set(container)
    # They are found by their labels, and named ports are the container's.
    labels = deployment["template"]["metadata"]["labels"]
    assert deployment["selector"]["matchLabels"] == labels == kubernetes("Service", name)["spec"]["selector"]
    assert kubernetes("PodDisruptionBudget", name)["spec"]["selector"]["matchLabels"] == labels
    assert {port["targetPort"] for port in kubernetes("Service", name)["spec"]["ports"]} == {"http"}
    assert {port["name"] for port in container["ports"]} == {"http"}


def test_kubernetes_holds_no_secret_and_finds_the_configuration():
    assert "Secret" not in {one["kind"] for one in MANIFESTS}
    (container,) = kubernetes("Deployment", "app")["spec"]["template"]["spec"]["containers"]
    secrets = {each["name"]: each["valueFrom"] for each in container["env"] if "valueFrom" in each}
    assert secrets == {
        "STREAMLIT_SERVER_COOKIE_SECRET": {"secretKeyRef": {"name": "cookie", "key": "secret"}},
        "DATABASE_PASSWORD": {"secretKeyRef": {"name": "database", "key": "password"}},
    }
    kustomization = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text())
    (generated,) = kustomization["configMapGenerator"]
    proxy = kubernetes("Deployment", "proxy")["spec"]["template"]["spec"]
    (volume,) = proxy["volumes"]
    assert volume["configMap"]["name"] == generated["name"]
    for name in generated["files"]:
        assert (DEPLOY / name).is_file()
        assert f"{proxy['containers'][0]['volumeMounts'][0]['mountPath']}/{name}" in proxy["containers"][0]["command"]


def test_the_app_reaches_the_database_that_kubernetes_runs_and_nobody_else_does():
    (app,) = kubernetes("Deployment", "app")["spec"]["template"]["spec"]["containers"]
    (database,) = kubernetes("StatefulSet", "database")["spec"]["template"]["spec"]["containers"]
    (address,) = (each["value"] for each in app["env"] if each["name"] == "CLASSROOM_DATABASE")
    asked = make_url(address)
    assert asked.host == "database.reinforce.svc.cluster.local"
    set_up = {each["name"]: each.get("value", each.get("valueFrom")) for each in database["env"]}
    assert asked.username == asked.database == set_up["POSTGRES_USER"]
    assert asked.password == "$(DATABASE_PASSWORD)"
    assert set_up["POSTGRES_PASSWORD"] == {"secretKeyRef": {"name": "database", "key": "password"}}
    (egress, names) = kubernetes("NetworkPolicy", "app")["spec"]["egress"]
    assert egress["to"] == [{"podSelector": {"matchLabels": {"app": "database"}}}]
    assert names["ports"] == [{"port": 53, "protocol": "UDP"}]
    rules = kubernetes("NetworkPolicy", "database")["spec"]
    assert rules["ingress"][0]["from"] == [{"podSelector": {"matchLabels": {"app": "app"}}}]
    assert rules["egress"] == []


def test_all_processes_of_a_machine_share_the_classes():
    app = yaml.safe_load(filled_in((DEPLOY / "compose.yaml").read_text()))["services"]["app"]
    (address,) = re.findall(r"CLASSROOM_DATABASE=(\S+)", (DEPLOY / "Dockerfile").read_text())
    folder = str(Path(make_url(address).database).parent)
    assert f"classroom:{folder}" in app["volumes"]
    (made,) = re.findall(r"install --directory --owner=app --mode=700 (.*)", (DEPLOY / "Dockerfile").read_text())
    assert folder in made.split()


@pytest.mark.parametrize("code", ["K7QX", "k7qx"])
def test_the_short_address_of_a_class_leads_to_it(proxy, code):
    port = proxy()
    answer = ask(port, path=f"/c/{code}")
    assert (answer.status, answer.getheader("Location")) == (302, "/classroom?class=K7QX")
    for path in ("/c/K7QXX", "/c/K7Q", "/c/../x", "/c/K7QX/more", "/c/K7%0aQX"):
        assert ask(port, path=path).status == 404


def test_make_class_takes_the_machine_s_address_unless_another_is_set(monkeypatch):
    started = []
    monkeypatch.setattr(classroom, "Stack", lambda *_, **given: started.append(given) or types.SimpleNamespace(url="u"))
    monkeypatch.setattr(classroom, "serve", lambda *_: None)
    monkeypatch.setattr(classroom, "own_address", lambda: "192.168.1.20")
    for name in ("ADDRESS", "ALLOWED_HOSTS", "PORT", "PROCESSES"):
        monkeypatch.delenv(name, raising=False)
    classroom.main()
    monkeypatch.setenv("ADDRESS", "10.0.0.7")
    monkeypatch.setenv("PORT", "9000")
    classroom.main()
    assert [(each["address"], each["port"]) for each in started] == [("192.168.1.20", 8080), ("10.0.0.7", 9000)]
    allowed = [each["settings"]["ALLOWED_HOSTS"].split() for each in started]
    assert allowed[0] == ["localhost", "127.0.0.1", "[::1]", "192.168.1.20"]
    assert "10.0.0.7" in allowed[1]


def test_the_machine_s_address_is_one_that_it_can_listen_on():
    assert is_free(classroom.own_address(), 0)


def test_containers_and_kubernetes_run_the_same_images():
    compose = yaml.safe_load(filled_in((DEPLOY / "compose.yaml").read_text()))["services"]
    for name in ("app", "proxy"):
        (container,) = kubernetes("Deployment", name)["spec"]["template"]["spec"]["containers"]
        assert container["image"] == compose[name]["image"]
        assert re.search(r":\d+\.\d+\.\d+", container["image"])
