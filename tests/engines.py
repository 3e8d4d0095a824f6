"""Firefox and WebKit, driven over the protocols that they themselves speak, and what a page tells of its problems.

Both know the commands of WebDriver (https://www.w3.org/TR/webdriver2/): WebKit's driver takes them over HTTP, Firefox
takes them over its protocol Marionette, on which others put HTTP by a program of their own that Debian does not have.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

WIDTHS = [390, 1366]  # a phone and a desk
PATIENCE = 10  # seconds
QUIET = {  # of Firefox: a free port, no host but this machine, no page of its own
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
}
WATCH = """<meta http-equiv="Content-Security-Policy"
 content="default-src 'self' file: data: blob: 'unsafe-inline' 'unsafe-eval'"><script>{
  window.problems = [];
  const tell = (...words) => problems.push(words.join(" "));
  const { error } = console;
  console.error = (...words) => { tell("console:", ...words); error.apply(console, words); };
  addEventListener("unhandledrejection", (event) => tell("rejected:", event.reason));
  document.addEventListener("securitypolicyviolation", (event) => tell("another host:", event.blockedURI));
  addEventListener("error", ({ message, target }) => {
    if (message?.startsWith("ResizeObserver loop")) return; // no fault: what was not told comes with the next frame
    tell("error:", message || target.src || target.href);
  }, true);
}</script>"""  # what comes first in the head of a page: no other host is asked, and every problem is written down
LOOK = """const [address, widths] = arguments, frame = document.querySelector("iframe");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
frame.style.width = `${widths[0]}px`;
const look = async () => {
  const { document: page, problems } = frame.contentWindow, all = (what) => [...page.querySelectorAll(what)];
  await page.fonts.ready;
  for (const figure of all("[data-figure]")) {
    figure.scrollIntoView();
    while (figure.isConnected && !figure.dataset.ready) await pause(20);
  }
  const style = (block) => frame.contentWindow.getComputedStyle(block).contentVisibility;
  while (!all(".bd-article section > *").every((block) => style(block) === "visible")) await pause(20);
  for (const details of all("details")) details.open = true;
  page.head.insertAdjacentHTML("beforeend", "<style>* { transition: none !important }</style>"); // measured at rest
  const wide = [];
  for (const width of widths) {
    frame.style.width = `${width}px`;
    await pause(50);
    const room = page.documentElement.clientWidth;
    if (page.documentElement.scrollWidth > room)
      wide.push(`${width} px:`, ...all("body *").filter((node) => node.getBoundingClientRect().right > room + 1)
        .slice(-5).map((node) => node.outerHTML.slice(0, 100)));
  }
  return { problems, wide };
};
frame.onload = async () => {
  window.found = await look().catch((error) => ({ problems: [String(error)], wide: [] }));
};
frame.src = address;"""  # in a frame, since these browsers' windows do not get as narrow as a phone


class Engine:
    """A browser with one window: what is done in it are WebDriver's commands."""

    def __init__(self, command):
        self.command = command  # takes the name in HTTP, the name in Marionette, and the parameters

    def open(self, address):
        self.command("url", "Navigate", {"url": address})

    def run(self, script, *values):
        """Run the body of a function in the page; return what it returns."""
        return self.command("execute/sync", "ExecuteScript", {"script": script, "args": values})

    def look(self, base, page):
        """Show a page of the site in the frame of `frame.html`; say which problems it has, and where it is too wide."""
        self.open(base + "frame.html")
        self.run(LOOK, base + page, WIDTHS)  # WebKit's driver loses the answer of some scripts that take time
        return self.wait("return window.found")

    def wait(self, script, *values):
        """Wait until a script returns something true; return that."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):  # WebKit's driver has no answer while one page gives way to another
                if found := self.run(script, *values):
                    return found
            time.sleep(0.02)
        raise AssertionError(f"waited for {script}")

    def _act(self, kind, *actions, **parameters):
        source = {"type": kind, "id": kind, "actions": actions, **parameters}
        self.command("actions", "PerformActions", {"actions": [source]})

    def press(self, keys):
        """Press and release keys one by one."""
        self._act("key", *({"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")))

    def click(self, selector, *then):
        """Press the mouse on an element, move it by some pixels if they are given, and let go."""
        script = """const node = document.querySelector(arguments[0]);
            node.scrollIntoView({ block: "center", behavior: "instant" });
            const { x, y, width, height } = node.getBoundingClientRect();
            return [x + width / 2, y + height / 2].map(Math.round);"""
        x, y = self.run(script, selector)
        moves = [{"type": "pointerMove", "duration": 50, "x": x + dx, "y": y + dy} for dx, dy in [(0, 0), *then]]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._act("pointer", moves[0], down, *moves[1:], up, parameters={"pointerType": "mouse"})


def missing(*programs):
    """Complain of the first program that is not installed; each stands before the Debian package that has it."""
    for program, package in programs:
        if not program:
            raise FileNotFoundError(f"install it (Debian: apt install {package})")


@contextlib.contextmanager
def started(*command, **variables):
    """A program that runs in a group of its own, and is ended with all that it started."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=null, stderr=null, env=os.environ | variables, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def patiently(attempt):
    """Try until there is no OSError, for a while."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@contextlib.contextmanager
def firefox(folder):
    """Firefox, with its profile in a folder."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    missing((program, "firefox-esr"))
    prefs = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
    (folder / "user.js").write_text("".join(prefs))
    with started(program, "--headless", "--marionette", "--no-remote", "--profile", str(folder), HOME=str(folder)):
        port = patiently(lambda: int((folder / "MarionetteActivePort").read_text()))
        with (
            socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE) as link,
            link.makefile("rb") as answers,
        ):

            def receive():
                length = b"".join(iter(lambda: answers.read(1), b":"))
                return json.loads(answers.read(int(length)))

            def command(_, name, parameters):
                text = json.dumps([0, 1, f"WebDriver:{name}", parameters]).encode()
                link.sendall(b"%d:%s" % (len(text), text))
                _, _, error, result = receive()
                assert not error, error
                return result.get("value")

            receive()  # its greeting
            command("", "NewSession", {})
            yield Engine(command)


@contextlib.contextmanager
def webkit(folder):
    """WebKit of GTK, on a screen that nobody sees."""
    browsers = [str(path) for path in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")]
    driver, screen = map(shutil.which, ("WebKitWebDriver", "xvfb-run"))
    missing((driver and browsers, "webkit2gtk-driver"), (screen, "xvfb xauth"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/session"
    unsafe = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.getuid() == 0 else {}  # root has no sandbox

    def ask(url, parameters, method="POST"):
        request = urllib.request.Request(url, json.dumps(parameters).encode(), method=method)
        with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
            return json.load(answer)["value"]

    options = {"webkitgtk:browserOptions": {"binary": browsers[0], "args": ["--automation"]}}
    wide = "-screen 0 1500x1000x24"
    with started(screen, "-a", "-s", wide, driver, f"--port={port}", HOME=str(folder), **unsafe):
        session = patiently(lambda: ask(address, {"capabilities": {"alwaysMatch": options}}))["sessionId"]
        yield Engine(lambda name, _, parameters: ask(f"{address}/{session}/{name}", parameters))
        ask(f"{address}/{session}", {}, "DELETE")


ENGINES = {"Firefox": firefox, "WebKit": webkit}


def watched(site, folder):
    """Copy a site to a new folder, its pages with what tells of their problems; all else is linked to."""

    def put(source, target):
        if source.endswith(".html"):
            text = Path(source).read_text(encoding="utf8")
            Path(target).write_text(text.replace("<head>", f"<head>{WATCH}", 1), encoding="utf8")
        else:
            os.symlink(source, target)

    shutil.copytree(site, folder, copy_function=put)
    (folder / "frame.html").write_text('<!doctype html><iframe height="800"></iframe>', encoding="utf8")
    return folder
