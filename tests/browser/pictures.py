"""Takes the pictures in docs/ from the running app: python -m tests.browser.pictures

Light theme, two pixels for each one of the page, so that they are sharp on any screen.
"""

from playwright.sync_api import sync_playwright

from tests.browser.chromium import find
from tests.browser.driving import CHROMIUM_ARGS, ROOT, Server, new_page, settle

FOLDER = ROOT / "docs"
ARRIVAL = 5_000  # milliseconds until the runs have moved to where they end
# name of the picture: address, and the part of the page to take (None: what a first look shows)
PICTURES = {
    "gradient_cloud": ("/gradient_scatter?k=4", ".stHorizontalBlock:has(.st-key-gradient_cloud)"),
    "variance_vs_k": ("/variance_vs_k?quantity=total+variance", ".st-key-variance_vs_k"),
    "simplex_paths": (
        "/trajectories?versus=expected+reward&k=1&lr=0.5",
        ".stHorizontalBlock:has(.st-key-simplex_paths)",
    ),
}


def main() -> None:
    """Write every picture into docs/."""
    FOLDER.mkdir(exist_ok=True)
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
        for name, (address, part) in PICTURES.items():
            page = new_page(browser, width=1280, height=1000, scale=2)
            page.goto(server.url + address)
            settle(page)
            page.wait_for_timeout(ARRIVAL)
            target = page.locator(part).last if part else page
            target.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
            print(f"docs/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
