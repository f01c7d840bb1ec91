"""Ten jobs that members come for, done by touch or by keyboard, with every tap, key and page counted.

Writing into a field is not counted, nor the tap that moves to it, nor scrolling. With the keyboard, what presses
something (Enter or Space) is a press, and each Tab on the way to it a step."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, Request, expect

from community.forum.models import Thread

FARTHEST = 400  # Tab stops
MOMENT = 5_000  # milliseconds for something to be on the page
# The editor takes the focus from the box that it replaces.
HAS_FOCUS = """node => {
    const focused = document.activeElement;
    const composer = node.closest("[data-composer]");
    return node.contains(focused) || Boolean(focused.isContentEditable && composer?.contains(focused));
}"""


class NotThere(AssertionError):
    """A page or a button that a job needs is missing."""


@dataclass
class Hand:
    """Whoever does a job, and what it took."""

    page: Page
    with_finger: bool
    presses: int = 0
    steps: int = 0
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._count_page)

    def _count_page(self, request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            self.pages.append(request.url)

    def find(self, role: str, name: str, within: Locator | None = None) -> Locator:
        """Find what has one of these names (a pattern). Raises NotThere."""
        found = (within or self.page).get_by_role(role, name=re.compile(name, re.IGNORECASE)).first  # type: ignore[arg-type]
        return self.sure(found, f"{role} “{name}”")

    def sure(self, found: Locator, name: str) -> Locator:
        """Wait until it is there. Raises NotThere."""
        try:
            expect(found).to_be_visible(timeout=MOMENT)
        except AssertionError as missing:
            raise NotThere(f"no {name} on {self.page.url}") from missing
        return found

    def press(self, found: Locator, key: str = "Enter") -> None:
        """Tap it, or go to it with Tab and press a key."""
        self.presses += 1
        if self.with_finger:
            found.tap()
            return
        self.go_to(found)
        self.page.keyboard.press(key)

    def go_to(self, found: Locator) -> None:
        """Move the focus to it with Tab. Raises NotThere."""
        for _ in range(FARTHEST):
            if found.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
            self.steps += 1
        raise NotThere(f"Tab does not lead to {found} on {self.page.url}")

    def write(self, found: Locator, text: str) -> None:
        """Write into a field."""
        if self.with_finger:
            found.tap()
        else:
            self.go_to(found)
        editor = self.page.locator("[contenteditable]")
        if found.get_attribute("name") == "body" and self.page.locator("template[data-editor]").count():
            expect(editor).to_be_focused()
        self.page.keyboard.type(text)

    def press_again(self, key: str) -> None:
        """Press a key where the focus is, as the counterpart of a tap."""
        self.presses += 1
        self.page.keyboard.press(key)

    def open_menu(self) -> Locator:
        """Open the account's menu; return it."""
        menu = self.page.locator("header details.menu")
        self.press(self.sure(menu.locator("summary"), "account menu"))
        return menu


@dataclass(frozen=True)
class Scene:
    """What the jobs are about: the member's question, a discussion to write in, and one of forty pages."""

    question: str
    thread: Thread
    long: Thread


def find_my_question(hand: Hand, scene: Scene) -> None:
    """From the first page to a question of two days ago."""
    hand.page.goto("/")
    menu = hand.open_menu()
    hand.press(hand.find("link", "^My discussions$|^My questions$", menu))
    hand.press(hand.find("link", scene.question, hand.page.get_by_role("main")))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(scene.question)


def see_what_is_new(hand: Hand, scene: Scene) -> None:
    """From the first page to the first new post of a followed discussion."""
    hand.page.goto("/")
    news = hand.page.get_by_role("region", name=re.compile("follow", re.IGNORECASE))
    row = hand.sure(news.get_by_role("listitem").filter(has_text=re.compile(r"\bnew\b")).first, "row with new replies")
    hand.press(row.get_by_role("link").first)
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Walk")


def unfollow_three(hand: Hand, scene: Scene) -> None:
    """From the first page to three discussions fewer that are followed."""
    hand.page.goto("/")
    link = hand.page.get_by_role("main").get_by_role("link", name="Discussions I follow").first
    if not link.count():
        link = hand.find("link", "^Discussions I follow$", hand.open_menu())
    hand.press(link)
    for left in (4, 3, 2):
        buttons = hand.page.get_by_role("button", name=re.compile("^Stop following|^Unfollow"))
        hand.sure(buttons.first, "button to stop following")
        expect(buttons).to_have_count(left)
        hand.press(buttons.first)
        expect(buttons).to_have_count(left - 1)


def mention_someone(hand: Hand, scene: Scene) -> None:
    """In a discussion: a reply that names a member from the list."""
    hand.page.goto(scene.thread.get_absolute_url())
    hand.write(hand.page.locator("textarea[name=body]"), "Dear @in")
    option = hand.sure(hand.page.get_by_role("option", name="Ines"), "name in the list")
    if hand.with_finger:
        hand.press(option)
    else:
        hand.press_again("Enter")
    expect(hand.page.locator("[contenteditable]")).to_contain_text("@Ines")
    hand.page.keyboard.type("thank you")
    hand.press(hand.find("button", "^Post reply$"))
    expect(hand.page.locator(".post .body").last).to_contain_text("@Ines thank you")


def react(hand: Hand, scene: Scene) -> None:
    """In a discussion: a hug for a post."""
    hand.page.goto(scene.thread.get_absolute_url())
    post = _post(hand)
    hug = post.get_by_role("button", name=re.compile("^Hug"))
    folded = post.locator(".support > summary")
    if folded.count():
        hand.press(folded)
    hand.press(hand.sure(hug.first, "button for a hug"))
    expect(post.locator("[aria-pressed=true]").first).to_be_attached()


def save_a_post(hand: Hand, scene: Scene) -> None:
    """In a discussion: a post among the saved ones."""
    hand.page.goto(scene.thread.get_absolute_url())
    post = _post(hand)
    save = post.get_by_role("button", name=re.compile("^Save"))
    if not save.first.is_visible():
        hand.press(hand.find("button", "^More", post))
    hand.press(hand.sure(save.first, "button to save"))
    expect(post.get_by_role("link", name=re.compile("^Saved"))).to_be_attached()


def copy_a_link(hand: Hand, scene: Scene) -> None:
    """In a discussion: a post's link on the clipboard."""
    hand.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.page.goto(scene.thread.get_absolute_url())
    post = _post(hand)
    hand.press(hand.find("button", "^More", post))
    hand.press(hand.find("button", "^Copy", post))
    hand.page.wait_for_function("navigator.clipboard.readText().then((text) => text.includes('/posts/'))")


def change_email(hand: Hand, scene: Scene) -> None:
    """From the first page until the link is in the mail; opening it is one more press, on a page of its own."""
    hand.page.goto("/")
    hand.press(hand.find("link", "settings$", hand.open_menu()))
    hand.press(hand.find("link", "^Email address$|^Change your email", hand.page.get_by_role("main")))
    hand.write(hand.page.get_by_label("New email address"), "wren@example.org")
    hand.press(hand.find("button", "^Change address$|^Change email"))
    expect(hand.page.get_by_role("main")).to_contain_text("wren@example.org")


def reply_on_page_40(hand: Hand, scene: Scene) -> None:
    """In the middle of the fortieth page of a discussion: a reply to all."""
    hand.page.goto(f"{scene.long.get_absolute_url()}?page=40")
    posts = hand.page.locator("article.post")
    middle = posts.nth(posts.count() // 2)
    middle.scroll_into_view_if_needed()
    if not hand.with_finger:  # where somebody who reads with the keyboard is
        middle.locator("[tabindex='-1']").first.focus()
    reply = hand.page.locator(".reading-bar").get_by_role("link", name="Reply")
    reply = reply if reply.count() else middle.get_by_role("link", name="Reply").first
    hand.press(hand.sure(reply, "link to reply at hand"))
    box = hand.page.locator("[contenteditable]")  # focus in the plain box brings it
    expect(box).to_be_focused()
    hand.write(hand.sure(box, "box for a reply"), "I read all of it.")
    hand.press(hand.find("button", "^Post reply$"))
    expect(hand.page.locator(".post .body", has_text="I read all of it.").first).to_be_visible()


def hide_a_topic(hand: Hand, scene: Scene) -> None:
    """From the first page to a difficult topic that is hidden."""
    hand.page.goto("/")
    hand.press(hand.find("link", "^Hide difficult topics$", hand.open_menu()))
    choice = hand.page.get_by_role("main").get_by_label("Death and grief")
    hand.press(hand.sure(choice, "choice of a topic"), "Space")
    hand.press(hand.find("button", "^Hide these|^Hide them"))
    expect(hand.page.get_by_role("button", name="Show everything again")).to_be_visible()


def _post(hand: Hand) -> Locator:
    """The second post of the discussion, by another member."""
    return hand.page.locator("article.post").nth(1)


JOBS: list[Callable[[Hand, Scene], None]] = [
    find_my_question,
    see_what_is_new,
    unfollow_three,
    mention_someone,
    react,
    save_a_post,
    copy_a_link,
    change_email,
    reply_on_page_40,
    hide_a_topic,
]
