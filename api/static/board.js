/* Shows on the board what has changed, as it changes. Without this script, or when anything here fails, the page stays
   as it is, says as of when it holds, and has a link that loads it anew. */
(function () {
  "use strict";
  var live = document.getElementById("live");
  if (!live || !window.EventSource || !window.fetch) { return; }
  var source = new EventSource(live.dataset.changes + "?since=" + encodeURIComponent(live.dataset.mark));

  function changed() { live.textContent = live.dataset.changed; }

  function part(name) {
    var old = document.querySelector('[data-column="' + name + '"]');
    if (!old) { return Promise.resolve(); }
    return fetch("/office/board/columns/" + name + window.location.search, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) { throw new Error("not now"); }
        return answer.text();
      })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-column]");
        if (!fresh || old.contains(document.activeElement)) { throw new Error("not now"); }  // nobody loses their place
        old.replaceWith(fresh);
      });
  }

  source.onopen = function () { live.textContent = live.dataset.live; };
  source.addEventListener("changed", function (event) {
    var names = event.data.split(" ");
    if (names.indexOf("limits") >= 0) { changed(); return; }
    Promise.all(names.map(part)).then(function () { live.textContent = live.dataset.updated; }, changed);
  });
  source.onerror = function () { if (source.readyState === EventSource.CLOSED) { changed(); } };
  window.addEventListener("pagehide", function () { source.close(); });
}());
