"""The first page below its triangle: the guess, a thousand draws, and coming back to them by the link."""

from playwright.sync_api import Page, expect

from tests.browser.driving import ask_first, go_to, settle


def draw(page: Page, more: str = "1", times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=f"Draw {more} more", exact=True).press("Enter")
        settle(page)


def guess(page: Page, choice: str) -> None:
    page.locator(".st-key-prediction_start").get_by_text(choice, exact=True).click()
    settle(page)


def reading(page: Page) -> str:
    return page.locator(".st-key-average_push_reading").inner_text()


def shown(page: Page) -> list[str]:
    """The pushes and averages in the picture, and what the page says."""
    page.locator(".st-key-average_push").scroll_into_view_if_needed()
    settle(page)
    chart = "document.querySelector('.st-key-average_push .js-plotly-plot')"
    plotted = page.evaluate(f"JSON.stringify({chart}._fullData.map(trace => [trace.name, Array.from(trace.y)]))")
    return [plotted, reading(page)]


def test_a_student_guesses_and_draws_a_thousand(open_page):
    page = open_page("/")
    expect(page.locator(".st-key-average_push")).to_have_count(0)
    guess(page, "no")
    expect(
        page.get_by_text(
            "You said no. The average raises yes most, by +0.93: its probability times what it earns above the average."
        )
    ).to_be_visible()
    page.locator(".st-key-average_push").scroll_into_view_if_needed()
    settle(page)
    expect(page.locator(".st-key-average_push text", has_text="your guess")).to_have_count(1)
    expect(page.locator(".st-key-average_push text", has_text="raised most")).to_have_count(1)
    expect(page.locator(".lens .label3")).to_have_text("average")
    draw(page)
    draw(page, "10")
    draw(page, "1,000")
    assert reading(page).startswith("1,011 drawn")
    assert "drawn=1011" in page.url
    assert "guess_start=no" in page.url


def test_the_buttons_and_the_picture_that_they_change_are_on_one_screen(open_page):
    page = open_page("/?guess_start=skip", height=900)
    page.get_by_role("button", name="Draw 1,000 more").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Draw 1,000 more").bounding_box()
    chart = page.locator(".st-key-average_push").bounding_box()
    assert chart["y"] + chart["height"] - button["y"] <= 560


def test_a_reload_keeps_the_draws(open_page):
    page = open_page("/?seed=3&guess_start=skip")
    draw(page, times=3)
    first = shown(page)
    assert "average on yes" in first[0]
    page.reload()
    settle(page)
    assert shown(page) == first
    draw(page)
    assert shown(page)[0] != first[0]


def test_the_way_back_from_another_page_leads_to_the_same_draws_and_guess(open_page):
    page = open_page("/?seed=3")
    ask_first(page)
    guess(page, "maybe")
    draw(page, times=2)
    first = shown(page)
    go_to(page, "The cloud")
    settle(page)
    page.go_back()
    settle(page)
    assert shown(page) == first
    expect(page.get_by_text("You said maybe. The average raises yes most")).to_be_visible()


def test_a_phone_shows_the_page_without_scrolling_sideways(open_page):
    page = open_page("/?drawn=1015&guess_start=yes&taught=9", width=390, height=844)
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=\"stMain\"], html')].map(e => e.scrollWidth)")
    assert max(wide) <= 390


def test_the_first_page_is_found_under_its_own_name_too(open_page):
    page = open_page("/start?taught=1")
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("How can a model learn if nobody tells it the right answer?")
    expect(page.locator(".said")).to_contain_text("It got worse")
    page.get_by_role("link", name="Next", exact=True).click()
    settle(page)
    expect(page.locator("h1")).to_have_text("What does one update do?")
