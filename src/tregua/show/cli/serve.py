"""The command that serves the live laboratory to this machine."""

import webbrowser
from secrets import token_urlsafe
from threading import Thread
from typing import Annotated

from tregua.show.cli.options import Option
from tregua.text import Language, text


def serve(
    language: Language,
    *,
    port: Annotated[int | None, Option("cli.option.port")] = None,
    no_browser: Annotated[bool, Option("cli.option.no_browser", "--no-browser")] = False,
) -> None:
    """Open the live laboratory in the browser, served by this machine to itself until it is interrupted."""
    from tregua.show.api import Worker
    from tregua.show.serve import HOST, answer, check_installed, listen, served
    from tregua.show.site.pages import files_of

    check_installed()
    with listen(port) as listener:
        token, (_, here) = token_urlsafe(), listener.getsockname()
        worker = Worker()
        app = served(files_of(language), here, token, worker)
        address = f"http://{HOST}:{here}/#t={token}"  # what stands after # is sent to no server
        print(text(language, "serve.at", address=address), flush=True)
        if not no_browser:
            Thread(target=webbrowser.open, args=[address], daemon=True).start()  # one in the terminal would wait for us
        try:
            answer(app, listener)
        except KeyboardInterrupt:
            raise KeyboardInterrupt("serve.ended") from None
        finally:
            worker.end()
