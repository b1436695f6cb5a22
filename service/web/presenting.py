"""Pages written for whoever asks: in their language, with what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from service.api.access import Access, Principal
from service.api.problems import ProblemError
from service.web.desk import Desk
from service.web.templating import Templates
from service.web.views.issue import PANELS, IssueView
from service.web.views.plain import plain_text
from service.web.wording import Wording, wording_for

LANGUAGE_COOKIE = "baozhai_language"
_NEVER_KEPT = {"cache-control": "no-store", "vary": "accept-language, cookie"}


class LoginNeededError(Exception):
    """A page is asked for by somebody who has to log in first."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page, as its frame shows it."""

    name: str = ""
    role: str = ""
    may_read: bool = False
    may_edit: bool = False
    may_leave: bool = False
    may_train: bool = False
    may_administer: bool = False

    @classmethod
    def of(cls, principal: Principal | None, *, trains: bool) -> Visitor:
        """A visitor; nobody is named where nobody logs in."""
        if principal is None:
            return cls()
        is_open = principal.how == "open"
        return cls(
            name="" if is_open else principal.name,
            role="" if is_open else principal.role,
            may_read=True,
            may_edit=principal.may_edit,
            may_leave=principal.how == "session",
            may_train=trains and principal.may_administer,
            may_administer=principal.may_administer,
        )


class Presenter:
    """Writes pages for visitors."""

    def __init__(self, desk: Desk, access: Access) -> None:
        self.desk = desk
        self.access = access
        self.templates = Templates(desk.topics)

    def visitor(self, request: Request) -> Principal | None:
        """Who asks; None for somebody who is not known."""
        try:
            return self.access.who(request)
        except ProblemError:
            return None

    def reader(self, request: Request) -> Principal:
        """Who asks, and may read.

        Raises:
            LoginNeededError: If they have to log in.
        """
        principal = self.visitor(request)
        if principal is None:
            raise LoginNeededError
        return principal

    def admin(self, request: Request) -> Principal:
        """Who asks, and may administer.

        Raises:
            LoginNeededError: If they have to log in.
            HTTPException: If they may not.
        """
        principal = self.reader(request)
        if not principal.may_administer:
            raise HTTPException(403, words_of(request)("admin_only"))
        return principal

    def html(self, request: Request, template: str, **values: object) -> HTMLResponse:
        """Write a template."""
        frame = {
            "visitor": Visitor.of(self.visitor(request), trains=self.desk.trains),
            "here": "",
            "examples": self.desk.examples,
            "max_chars": self.desk.max_chars,
        }
        text = self.templates.render(template, words_of(request), {**frame, **values})
        return HTMLResponse(text, headers=_NEVER_KEPT)

    def issue(self, request: Request, template: str, issue: IssueView, panel: str) -> HTMLResponse:
        """Write the page of an issue, or its parts, with something on the panel."""
        more = self.desk.sending() if panel == "send" else {}
        return self.html(request, template, issue=issue, **on_panel(issue, panel), **more)

    def text(self, request: Request, issue: IssueView, places: str) -> HTMLResponse:
        """Write chosen articles as they are copied and printed.

        Args:
            request: Whose language counts.
            issue: Whose articles.
            places: Where they begin, with commas between, in the order wanted; blank for all.
        """
        wanted = [f"p{place}" for place in places.split(",") if place]
        found = [issue.article_at(place) for place in wanted]
        articles = [each for each in found if each] if wanted else issue.digest.articles
        plain = plain_text(issue.title, articles, issue.topics)
        return self.html(request, "text.html", issue=issue, articles=articles, plain=plain)


def words_of(request: Request) -> Wording:
    """The language of who asks."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return wording_for(chosen, request.headers.get("accept-language", ""))


def on_panel(issue: IssueView, name: str) -> Mapping[str, object]:
    """What the panel shows: one of `PANELS`, or an article; the first where none is meant."""
    if name in PANELS:
        template = f"panels/{name.replace('-', '_')}.html"
        return {"panel": name, "panel_template": template, "current": None}
    article = issue.article_at(name) or next(iter(issue.digest.articles), None)
    template = "panels/article.html" if article else "panels/nothing.html"
    return {"panel": name, "panel_template": template, "current": article}
