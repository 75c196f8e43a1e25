"""What a process uses, sampled from /proc, and whether it uses more and more."""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

_SETTLED: Final = 4  # the first quarter is warming up


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`memory` is resident, in MB."""

    memory: float
    threads: int
    files: int


@dataclass(eq=False)
class Vitals:
    """The samples of the process `pid`, oldest first."""

    pid: int
    samples: list[Sample] = field(default_factory=list)

    def sample(self) -> None:
        """Look once."""
        root = Path(f"/proc/{self.pid}")
        said = dict(line.split(":", 1) for line in (root / "status").read_text().splitlines() if ":" in line)
        memory, threads = int(said["VmRSS"].split()[0]) / 1024, int(said["Threads"])
        self.samples.append(Sample(memory=memory, threads=threads, files=len(list((root / "fd").iterdir()))))

    def early(self) -> Sample:
        """Give the medians of the second quarter."""
        quarter = len(self.samples) // _SETTLED
        return _middle(self.samples[quarter : 2 * quarter] or self.samples)

    def late(self) -> Sample:
        """Give the medians of the last quarter."""
        return _middle(self.samples[-(len(self.samples) // _SETTLED) :] or self.samples)

    def wrong(self, *, leeway: float) -> list[str]:
        """Say what grew by more than the share `leeway` from the second quarter to the last."""
        early, late = self.early(), self.late()
        grown = {
            "memory": late.memory > early.memory * (1 + leeway),
            "threads": late.threads > early.threads * (1 + leeway) + 4,
            "files": late.files > early.files * (1 + leeway) + 32,
        }
        return [f"{what} grew: {early} to {late}" for what, grows in grown.items() if grows]


def _middle(samples: list[Sample]) -> Sample:
    return Sample(
        memory=round(median(sample.memory for sample in samples), 1),
        threads=int(median(sample.threads for sample in samples)),
        files=int(median(sample.files for sample in samples)),
    )
