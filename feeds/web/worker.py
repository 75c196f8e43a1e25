"""What a worker process does beside serving: it ends when the service that started it does."""

import multiprocessing
import os
import signal
import threading


def leave_with_parent() -> None:
    """End this process once its parent has ended, however that came about; a no-op in a process nobody spawned.

    Workers listen on the port themselves, so one that outlived a killed service would go on answering in its name.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), name="leave-with-parent", daemon=True).start()


def _leave_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
