"""What needs a browser shares this: where the site is, a server for it, and Chromium."""

import contextlib
import functools
import gzip
import http.server
import os
import re
import shutil
import threading
from pathlib import Path

from bookkit import ROOT

SITE = Path(os.environ.get("BOOK_SITE", ROOT / "build" / "html")).resolve()
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]  # the first opens a page in two thirds of the time
AXE = ROOT / "book" / "_web" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async ([part, runOnly]) => {
    const parts = [...document.querySelectorAll(part)];
    const outside = (node) => [...node.children].flatMap((child) => {
        if (parts.some((one) => one.contains(child))) return [];
        return parts.some((one) => child.contains(one)) ? outside(child) : child;
    });
    const rest = outside(document.body); // taken out meanwhile: axe measures all that is there, whatever it looks at
    const marks = rest.map(() => document.createComment("rest"));
    rest.forEach((node, i) => node.replaceWith(marks[i]));
    const { violations } = await axe.run(part, { runOnly });
    // axe finds no words in a head that is a formula; a screen reader does
    const formula = ({ target }) => document.querySelector(target[0])?.querySelector("math");
    for (const rule of violations) {
        if (rule.id === "empty-table-header") rule.nodes = rule.nodes.filter((node) => !formula(node));
    }
    marks.forEach((mark, i) => mark.replaceWith(rest[i]));
    return violations;
}"""
WCAG = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()  # axe's rules for WCAG 2.2 A and AA, and more


class Server(http.server.SimpleHTTPRequestHandler):
    """Serve a folder as a web host does: text compressed, silent, connections kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        body = path.read_bytes() if path.is_file() else b""
        kind = self.guess_type(path)
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", kind)
        if re.search("text|javascript|json|svg", kind):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # a page that is closed early
            self.wfile.write(body)


@contextlib.contextmanager
def serve(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def program():
    """The browser to use, if there is one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def chromium():
    """Start Chromium, which finds no host but this machine; say what is missing."""
    executable = program()
    if not executable:
        raise FileNotFoundError(f"no Chromium: install it (Debian: apt install {NAMES[0]}) or name it in CHROMIUM")
    if not (SITE / "index.html").is_file():
        raise FileNotFoundError(f"there is no site in {SITE}: run make html first")
    from playwright.sync_api import sync_playwright

    quiet = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # a test never leaves this machine
    with sync_playwright() as playwright:
        options = [*quiet.split(), "--no-first-run", nowhere]
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()


def violations(page, part="html", *more):
    """What axe finds wrong with a part of an open page: its rules for WCAG, and more of its tags.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The page, which keeps axe for the next time.
    part : str, optional
        A selector; the whole page, if not given.
    *more : str
        Tags of further rules, such as "best-practice".

    Returns
    -------
    list of str
        Rule and element, three elements a rule at most.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf8"))
    found = page.evaluate(RUN_AXE, [part, [*WCAG, *more]])
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"][:3]]
