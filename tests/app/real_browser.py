"""A real Chromium without a window, driven over a pipe in the DevTools protocol; nothing of it goes over a network."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
LONGEST = 60  # seconds of silence that are taken for the end of it
# Chromium reads commands from descriptor 3 and answers on 4.
_LOADED = """new Promise(done => {
  if (document.readyState === 'complete') done();
  else addEventListener('load', () => done());
})"""
_START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)


class Browser:
    """One browser with one page."""

    def __init__(self, folder: Path) -> None:
        reads, self._out = os.pipe()
        into, writes = os.pipe()
        self._in = os.fdopen(into, "rb")
        options = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        options += [f"--user-data-dir={folder}", "--allow-file-access-from-files=false", "--window-size=1000,900"]
        command = [sys.executable, "-c", _START, str(reads), str(writes), PROGRAM, *options]
        self._process = subprocess.Popen(command, pass_fds=(reads, writes), stderr=subprocess.DEVNULL)
        os.close(reads)
        os.close(writes)
        self._number, self._pending = 0, b""
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for name in ("Page", "Runtime", "DOM", "Network", "Log"):
            self.send(f"{name}.enable")

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command; gives its result, keeps events that come before it."""
        self._number += 1
        session = {"sessionId": self._session} if hasattr(self, "_session") else {}
        words = json.dumps({"id": self._number, "method": method, "params": parameters, **session})
        os.write(self._out, words.encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                result: dict[str, Any] = told["result"]
                return result
            self.events.append(told)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._pending:
            if not select.select([self._in], [], [], LONGEST)[0]:
                raise RuntimeError(f"the browser said nothing for {LONGEST} s")
            more = os.read(self._in.fileno(), 1 << 16)
            if not more:
                raise RuntimeError("the browser ended")
            self._pending += more
        message, _, self._pending = self._pending.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told

    def open(self, address: str) -> None:
        self.send("Page.navigate", url=address)
        self.run(_LOADED)

    def run(self, script: str) -> Any:  # noqa: ANN401 – what a script gives
        """What a script gives, once it has come to its end."""
        found = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def give(self, selector: str, *paths: Path) -> None:
        """Choose files, or a folder, as a person does in the dialog."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def asked_for(self) -> list[str]:
        """Every address that the page asked for."""
        sent = [e for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [e["params"]["request"]["url"] for e in sent]

    def complaints(self) -> list[str]:
        """What the browser wrote into its console of its own accord: policy breaches, script errors."""
        return [e["params"]["entry"]["text"] for e in self.events if e.get("method") == "Log.entryAdded"] + [
            str(e["params"]) for e in self.events if e.get("method") == "Runtime.exceptionThrown"
        ]

    def picture(self, path: Path) -> None:
        from base64 import b64decode

        path.write_bytes(b64decode(self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._out)
        self._process.kill()
        self._process.wait()
        self._in.close()
