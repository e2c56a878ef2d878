"""A Spark cluster of separate processes on loopback: a master, and two workers that can be killed.

Every process is ended by its own id. PyPI's PySpark has no start scripts, but what those call.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import pyspark

SPARK = Path(pyspark.__file__).parent
PATIENCE = 120.0


class Worker:
    """A worker; its executors are its children."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    def executors(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def all_executors(self) -> list[int]:
        # The JVM's threads start them, so any of its tasks may be the parent.
        found = []
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            found += [int(pid) for pid in (task / "children").read_text().split()]
        return found

    def kill(self) -> None:
        """Kill the worker and its executors so that they can say nothing to anybody."""
        executors = self.all_executors()
        assert executors, "the worker has no executor"
        self.process.send_signal(signal.SIGKILL)
        for pid in executors:
            os.kill(pid, signal.SIGKILL)
        assert self.process.wait(PATIENCE) == -signal.SIGKILL


class Cluster:
    """A master and its workers, for a `with` block."""

    def __init__(self, folder: Path, python: str) -> None:
        self.folder = folder
        self.python = python
        self.port = free_port()
        self.workers: list[Worker] = []
        self.started: list[subprocess.Popen[bytes]] = []
        self.job_number = 0

    def __enter__(self) -> Cluster:
        self.folder.mkdir(parents=True, exist_ok=True)
        master = "org.apache.spark.deploy.master.Master"
        web = str(free_port())
        log = self.folder / "master.log"
        self._start(log, "127.0.0.1", master, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", web)
        wait_for(log, "New state: ALIVE")
        self.fill()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def url(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def fill(self) -> None:
        """Start workers until there are two."""
        self.workers = [w for w in self.workers if w.process.poll() is None]
        while len(self.workers) < 2:
            number = len(self.started)
            address = f"127.0.0.{number + 1}"
            log = self.folder / f"worker-{number}.log"
            arguments = ["--host", address, "--port", str(free_port()), "--webui-port", str(free_port())]
            arguments += ["--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / f"work-{number}")]
            process = self._start(log, address, "org.apache.spark.deploy.worker.Worker", *arguments, self.url)
            wait_for(log, "Successfully registered with master")
            self.workers.append(Worker(process, log))

    def submit(self, script: Path, *arguments: str, python: str | None = None, conf: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a job; its log is in the folder."""
        self.job_number += 1
        size = sum(file.stat().st_size for file in Path(arguments[0]).rglob("*.parquet"))
        options = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.cores.max": "2",
            "spark.executor.cores": "1",
            "spark.executor.memory": "512m",
            # It collects what the executors have counted.
            "spark.driver.memory": f"{512 + size // (1 << 16)}m",
            # Both must have work, and the reduce side more than one task.
            "spark.sql.files.maxPartitionBytes": str(max(1 << 16, size // 24)),
            "spark.sql.files.openCostInBytes": "0",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.adaptive.enabled": "false",
            "spark.pyspark.driver.python": sys.executable,
            "spark.pyspark.python": python or self.python,
            "spark.local.dir": str(self.folder / "local"),
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            **(conf or {}),
        }
        command = [str(SPARK / "bin" / "spark-submit"), "--master", self.url]
        for name, value in options.items():
            command += ["--conf", f"{name}={value}"]
        with (self.folder / f"job-{self.job_number}.log").open("wb") as log:
            return subprocess.Popen(
                [*command, str(script), *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment("127.0.0.1"),
            )

    def finish(self, job: subprocess.Popen[bytes]) -> str:
        """Wait for a job to succeed and return its log."""
        try:
            code = job.wait(PATIENCE * 4)
        except subprocess.TimeoutExpired:
            # Or the next job waits for the executors of this one.
            job.kill()
            code = job.wait()
        log = (self.folder / f"job-{self.job_number}.log").read_text("utf-8", "replace")
        assert code == 0, log[-6_000:]
        return log

    def _start(self, log: Path, address: str, *command: str) -> subprocess.Popen[bytes]:
        with log.open("wb") as file:
            process = subprocess.Popen(
                [str(SPARK / "bin" / "spark-class"), *command],
                stdout=file,
                stderr=subprocess.STDOUT,
                env=environment(address),
            )
        self.started.append(process)
        return process


def environment(address: str) -> dict[str, str]:
    names = ("PATH", "HOME", "JAVA_HOME", "LANG", "TMPDIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {
        **kept,
        "SPARK_HOME": str(SPARK),
        "SPARK_LOCAL_IP": address,
        "SPARK_DAEMON_MEMORY": "256m",
        "PYTHONHASHSEED": "0",
    }


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(log: Path, pattern: str) -> None:
    """Wait until a log says something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if re.search(pattern, log.read_text("utf-8", "replace")):
            return
        time.sleep(0.1)
    raise AssertionError(f"{pattern} is not in {log}: {log.read_text('utf-8', 'replace')[-3_000:]}")
