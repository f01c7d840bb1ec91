"""A typed password can be shown."""

from playwright.sync_api import Page, expect


def test_a_password_is_shown_and_hidden_by_the_keyboard_and_goes_off_hidden(page: Page) -> None:
    page.goto("/accounts/login/")
    password = page.get_by_label("Password", exact=True)
    password.fill("seven slow rivers")
    expect(password).to_have_attribute("type", "password")

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show password")).to_be_focused()
    page.keyboard.press("Enter")
    expect(password).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Hide password")).to_be_focused()

    page.evaluate("document.querySelector('main form').addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(password).to_have_attribute("type", "password")


def test_focus_goes_to_what_is_wrong_and_from_there_to_the_field(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Username or email").fill("Maria")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page).to_have_title("Error: Sign in · Alongside")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
