"""axe on an open page: there from the start in every page of a context, run as often as the colours are changed.

Most of axe's time went into the contrast of every single word, also of the hundredth row of a table and of the same
head and foot on each page. Colours follow from what an element is and stands in, under which style sheets: so of
elements that are alike a few are asked, the first ones, for what alternates or comes first, and the last; and what is
like them on a later page is not asked again. Everything that is not about colours is asked of the whole of each page.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.browsing import profile

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
ALIKE = 4  # of elements that are alike, so many from the front
RUN = """async ([tags, colours, whole, alike, known]) => {
    const told = result => result.violations.map(one =>
        `${one.id}: ${one.help} at ${JSON.stringify(one.nodes.slice(0, 3).map(node => node.target))}`);
    const others = ['id', 'href', 'for', 'name', 'value', 'title', 'action', 'datetime', 'lang', 'hreflang', 'content',
        'aria-label', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'headers', 'placeholder', 'd', 'x', 'y'];
    const sum = (text, by) => [...text].reduce((sum, one) => Math.imul(sum, by) + one.codePointAt(0) | 0, 7) >>> 0;
    const hashed = text => sum(text, 31) * 2 ** 21 + (sum(text, 131) >>> 11);
    const sheets = [...document.querySelectorAll('style')].map(one => one.textContent);
    const root = String(hashed(sheets.concat([...document.styleSheets].map(one => one.href)).join() + innerWidth));
    const kinds = new Map();
    const kind = element => {
        if (element === null) return root;
        if (!kinds.has(element)) {
            const said = [...element.attributes].filter(one => !others.includes(one.name));
            const own = element.tagName + said.map(one => `[${one.name}=${one.value}]`).sort().join('');
            kinds.set(element, kind(element.parentElement) + '>' + own);
        }
        return kinds.get(element);
    };
    const before = new Set(known), seen = new Map();
    for (const element of document.body.querySelectorAll('*')) {
        const speaks = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
        if (!speaks && !element.matches('input, select, textarea')) continue;
        const same = seen.get(kind(element)) ?? [];
        seen.set(kind(element), same.length > alike ? [...same.slice(0, alike), element] : [...same, element]);
    }
    const fresh = [...seen].map(([name, same]) => [hashed(name), same]).filter(([name]) => !before.has(name));
    const asked = fresh.flatMap(([, same]) => same);
    const options = {resultTypes: ['violations']};
    const found = [];
    if (whole) {
        const off = Object.fromEntries(colours.map(rule => [rule, {enabled: false}]));
        found.push(...told(await axe.run(document, {...options, runOnly: {type: 'tag', values: tags}, rules: off})));
    }
    if (asked.length > 0) {
        const only = {...options, runOnly: {type: 'rule', values: colours}};
        found.push(...told(await axe.run({include: asked}, only)));
    }
    return [found, fresh.map(([name]) => name)];
}"""
_ASKED: dict[str, set[int]] = defaultdict(set)  # by scheme: the kinds of elements whose colours were asked of


@asynccontextmanager
async def inspected(browser: Browser, base_url: str) -> AsyncIterator[BrowserContext]:
    """A browser profile whose pages can be asked by axe; the policy that forbids scripts is left out for that."""
    async with profile(browser, base_url, bypass_csp=True) as context:
        await context.add_init_script(Axe().axe_script)
        yield context


async def violations(page: Page, *, scheme: str = "light", whole: bool = True) -> list[str]:
    """Every rule that is broken on the page as it is drawn now, and where; without `whole` those about colours."""
    known = _ASKED[scheme]
    found, asked = await page.evaluate(RUN, [TAGS, COLOURS, whole, ALIKE, list(known)])
    known.update(asked)
    return list(found)


async def in_every_scheme(page: Page) -> list[str]:
    """All rules by light; in the dark those about colours, for nothing else is otherwise there."""
    found = []
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in await violations(page, scheme=scheme, whole=scheme == "light")]
    return found
