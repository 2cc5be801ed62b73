"""Runs a sweep, and replications of a scenario, as job arrays on a Slurm that it starts, and compares
with one machine.

  on_slurm.py PROGRAM STUDY

Exit code 77: Slurm cannot be started here; what is missing is said.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77
PROGRAMS = ["slurmctld", "slurmd", "sbatch", "squeue", "sinfo", "munged", "mungekey", "runuser"]
SHARDS = 4
RESULTS = ["table.csv", "summary.json", "summary.txt"]

CONFIGURATION = """\
ClusterName=caravan
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={daemon}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1
"""


def skip(why: str) -> None:
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def free_port() -> int:
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return each.getsockname()[1]


class Slurm:
    """Munge, a controller and a node, each a child of this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children: list[subprocess.Popen] = []
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"))

    def start(self) -> None:
        munge = self.folder / "munge"
        for name in ("munge", "state", "spool"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        munge.chmod(0o755)
        subprocess.run(["mungekey", "-c", "-k", munge / "key"], check=True)
        for path in (munge, munge / "key"):
            shutil.chown(path, "munge", "munge")
        host = socket.gethostname().split(".")[0]
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=host, folder=self.folder, controller=free_port(), daemon=free_port(),
            cpus=len(os.sched_getaffinity(0))), encoding="utf-8")
        self.child("runuser", "-u", "munge", "--", "munged", "--foreground", "--force",
                   f"--socket={munge}/socket", f"--key-file={munge}/key",
                   f"--log-file={munge}/log", f"--pid-file={munge}/pid", f"--seed-file={munge}/seed")
        self.wait_for((munge / "socket").exists, "munge")
        self.child("slurmctld", "-D", "-i")
        self.child("slurmd", "-D", "-N", host)
        self.wait_for(lambda: "idle" in self.output("sinfo", "-h", "-o", "%t"), "a node")

    def child(self, *words: str) -> None:
        log = (self.folder / f"{len(self.children)}.out").open("wb")
        self.children.append(subprocess.Popen(words, env=self.environment, stdin=subprocess.DEVNULL,
                                              stdout=log, stderr=log))

    def output(self, *words: str) -> str:
        return subprocess.run(words, env=self.environment, capture_output=True, text=True,
                              timeout=60, check=False).stdout

    def wait_for(self, condition, what: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            dead = [child.args[0] for child in self.children if child.poll() is not None]
            if dead or time.monotonic() > end:
                for log in sorted(self.folder.glob("*.out")) + sorted(self.folder.glob("*.log")):
                    print(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}")
                raise RuntimeError(f"no {what}; ended: {dead}")
            time.sleep(0.2)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.terminate()
        for child in reversed(self.children):
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()


def run(program: str, words: list[str], folder: Path) -> str:
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, timeout=120,
                          check=False)
    assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stderr}"
    return done.stdout


def submitted(slurm: Slurm, script: str, program: str, folder: Path) -> None:
    done = subprocess.run(["sh", script], cwd=folder, env=dict(slurm.environment, CARAVAN=program),
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    slurm.wait_for(lambda: slurm.output("squeue", "-h") == "", "end of the jobs", 120)


def check(slurm: Slurm, program: str, folder: Path, words: list[str], alone: Path) -> None:
    """`words` name a study; one machine has written its answer to `alone`."""
    run(program, ["plan", *words, "--shards", str(SHARDS), "--into", "parts", "--slurm", "-o",
                  "submit.sh"], folder)
    submitted(slurm, "submit.sh", program, folder)
    parts = folder / "parts"
    logs = "".join(f"--- {log.name}\n{log.read_text()}" for log in sorted(parts.glob("*.log")))
    journals = sorted(path.name for path in parts.glob("*.journal"))
    assert journals == [f"runs-{i}-of-{SHARDS}.journal" for i in range(1, SHARDS + 1)], logs
    for name in RESULTS:
        assert (parts / name).exists(), f"the merge wrote no {name}\n{logs}"
        assert (parts / name).read_bytes() == (alone / name).read_bytes(), name
    print(f"{SHARDS} shards on Slurm: {', '.join(RESULTS)} are those of one machine")
    print((parts / "summary.txt").read_text().splitlines()[-1])


def check_sweep(slurm: Slurm, program: str, folder: Path) -> None:
    run(program, ["sweep", "study.yaml", "--into", "alone"], folder)
    check(slurm, program, folder, ["study.yaml"], folder / "alone")


def check_replications(slurm: Slurm, program: str, folder: Path) -> None:
    words = ["study.yaml", "--set", "sweep=remove", "--replications", "20"]
    alone = folder / "alone"
    alone.mkdir()
    for name, form in zip(RESULTS, ["csv", "json", "table"], strict=True):
        (alone / name).write_text(run(program, ["run", *words, "--format", form], folder))
    check(slurm, program, folder, words, alone)


def main() -> int:
    program, study = sys.argv[1:]
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        skip(f"Debian's packages slurmctld, slurmd, slurm-client and munge are needed; no {missing}")
    if os.geteuid() != 0:
        skip("Slurm is started as root")
    with tempfile.TemporaryDirectory(prefix="caravan-slurm-") as name:
        slurm = Slurm(Path(name))
        try:
            slurm.start()
            for act in (check_sweep, check_replications):
                folder = slurm.folder / act.__name__
                folder.mkdir()
                shutil.copy(study, folder / "study.yaml")
                act(slurm, program, folder)
        finally:
            slurm.stop()
    return 0


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    sys.exit(main())
