"""The whole office on one machine: Prefect's server, a worker, the deployments, the inbox.

Each is a process of its own, started in that order and stopped in the other.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from planilla.common.errors import SettingsError
from planilla.common.private_home import FOLDER, private_home

POOL = "office"
READY_SECONDS = 120.0
RUN_SECONDS = 600.0
STOP_SECONDS = 20.0  # beyond the time that an answer may take
SOON_SECONDS = 3.0
POLL_SECONDS = 0.3


@dataclass
class Office:
    """Starts and stops the processes; `home` keeps Prefect's database and the logs.

    `answer_seconds` is how long what was sent may take; `hurried` does not wait for it.
    """

    home: Path
    prefect_yaml: Path
    settings: Mapping[str, str]  # as variables: a flow's working directory is not this one
    port: int = 4200
    answer_seconds: float = 0.0
    tell: Callable[[str], None] = print
    _running: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)
    stopping: bool = False
    hurried: bool = False

    @property
    def url(self) -> str:
        """Where Prefect's pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What every process is given beside what this one has."""
        own = {
            "PREFECT_HOME": str(self.home / "prefect"),
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PYTHONIOENCODING": "utf-8",
        }
        return {**os.environ, **self.settings, **own}

    def start(self) -> None:
        """Start everything; raises `SettingsError` when something does not come up."""
        inbox = Path(self.settings["PLANILLA_INBOX"])
        try:
            private_home(self.home)
            (self.home / "logs").mkdir(mode=FOLDER, exist_ok=True)
            inbox.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{error.filename} cannot be made: {error.strerror}") from error
        if _answers(self.url):
            raise SettingsError(f"port {self.port} is taken: stop what runs there, or use --port")
        prefect = [sys.executable, "-m", "prefect"]
        self._begin("server", [*prefect, "server", "start", "--port", str(self.port)])
        self._wait("server", lambda: _answers(self.url))
        self._run([*prefect, "work-pool", "create", POOL, "--type", "process", "--overwrite"])
        deploy = [*prefect, "--no-prompt", "deploy", "--all"]
        self._run([*deploy, "--prefect-file", str(self.prefect_yaml)])
        # what is dropped is seen at once: a run a minute would only fill the pages
        self._run([sys.executable, "-m", "flows.pausing", "inbox/inbox"])
        self._begin("worker", [*prefect, "worker", "start", "--pool", POOL])
        self._begin("inbox", [sys.executable, "-m", "planilla", "inbox", "--watch"])
        self.tell(f"The office is open: {self.url} (logs in {self.home / 'logs'})")
        self.tell(f"Drop files in {inbox}")

    def watch(self) -> None:
        """Stay until told to stop; raises `SettingsError` when a process has died."""
        while not self.stopping:
            for name, process in self._running:
                if process.poll() is not None:
                    raise SettingsError(
                        f"{name} has ended with {process.returncode}: see {self._log(name)}"
                    )
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """Stop everything, the last started first; what does not end in time is killed."""
        for name, process in reversed(self._running):
            if process.poll() is None:
                _interrupt(process)
                if not self._ends(name, process):
                    _kill(process)
                    process.wait()
            self.tell(f"{name} stopped")
        self._running.clear()

    def _ends(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        """Whether a process ends by itself; what was sent to the service is waited for."""
        began, most = time.monotonic(), self.answer_seconds + STOP_SECONDS
        told = False
        while process.poll() is None:
            waited = time.monotonic() - began
            if waited > most or self.hurried:
                return False
            if waited > SOON_SECONDS and not told:
                told = True
                self.tell(f"Waiting for {name}, at most {most:.0f} s; Ctrl-C again does not wait")
            time.sleep(POLL_SECONDS)
        return True

    def _log(self, name: str) -> Path:
        return self.home / "logs" / f"{name}.log"

    def _begin(self, name: str, words: list[str]) -> None:
        # a group of its own: Ctrl-C reaches this process alone, which stops them in order
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
        with self._log(name).open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own words
                words,
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                creationflags=flags,
                start_new_session=os.name != "nt",
            )
        self._running.append((name, process))

    def _run(self, words: list[str]) -> None:
        folder = self.prefect_yaml.parent
        try:
            done = subprocess.run(  # noqa: S603 - our own words
                words,
                env=self.environment,
                cwd=folder,
                capture_output=True,
                check=False,
                timeout=RUN_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise SettingsError(
                f"'{' '.join(words[2:5])}' did not end in {RUN_SECONDS:.0f} s"
            ) from None
        if done.returncode:
            log = self._log("deploy")
            log.write_bytes(done.stdout + done.stderr)
            raise SettingsError(f"'{' '.join(words[2:5])}' failed: see {log}")

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not ready():
            process = dict(self._running)[name]
            if self.stopping:
                raise SettingsError(f"stopped while {name} was starting")
            if process.poll() is not None or time.monotonic() > deadline:
                raise SettingsError(f"{name} did not come up: see {self._log(name)}")
            time.sleep(POLL_SECONDS)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
    else:
        process.send_signal(signal.SIGINT)  # as Ctrl-C: what is at work is brought to an end


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)  # a worker's runs, too


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", timeout=2).is_success
    except httpx.HTTPError:
        return False


def find_prefect_yaml() -> Path:
    """The deployments: in this folder, or beside the package; raises `SettingsError`."""
    for folder in (Path.cwd(), Path(__file__).parents[3]):
        path = folder / "prefect.yaml"
        if path.is_file():
            return path
    raise SettingsError("prefect.yaml is not in this folder: run it where planilla was unpacked")
