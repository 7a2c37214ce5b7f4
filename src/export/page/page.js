/* Shows one step of an exported page at a time. All words and pictures stand in the page. */
(function () {
  "use strict";
  var root = document.documentElement;
  var get = function (id) { return document.getElementById(id); };
  var steps = Array.prototype.slice.call(document.querySelectorAll(".step"));
  var lines = Array.prototype.slice.call(document.querySelectorAll("#code > li"));
  var code = get("code"), output = get("output"), slider = get("slider"), told = get("told");
  var before = output ? output.textContent : "", shown = -1;

  var textOf = function (step, selector) {
    var part = step.querySelector(selector);
    return part ? part.textContent.trim() : "";
  };

  var printed = function (at) {
    var text = before;
    for (var i = 0; i <= at; i++) {
      var part = steps[i].querySelector(".printed pre");
      if (part) text += part.textContent;
    }
    return text;
  };

  /* Scrolls the code alone, never the page. */
  var bringIntoView = function (line) {
    var top = line.offsetTop - code.offsetTop, bottom = top + line.offsetHeight;
    if (top < code.scrollTop + 40 || bottom > code.scrollTop + code.clientHeight - 40)
      code.scrollTop = top - code.clientHeight / 2;
  };

  var markLines = function (step) {
    var now = Number(step.getAttribute("data-line")), ran = Number(step.getAttribute("data-ran"));
    lines.forEach(function (line, at) {
      if (at + 1 === now) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
      line.classList.toggle("ran", at + 1 === ran);
    });
    var line = lines[now - 1] || lines[ran - 1];
    if (line) bringIntoView(line);
  };

  /* What has to be scrolled can be scrolled by keys. */
  var area = get("steps");
  var reach = function () {
    var high = area.scrollHeight > area.clientHeight, is = getComputedStyle(area).overflowY === "auto";
    if (high && is) area.setAttribute("tabindex", "0");
    else area.removeAttribute("tabindex");
  };
  window.addEventListener("resize", reach);

  var disable = function (id, is) { get(id).setAttribute("aria-disabled", is ? "true" : "false"); };

  var show = function (to, say) {
    to = Math.max(0, Math.min(steps.length - 1, to));
    if (to === shown) return;
    shown = to;
    steps.forEach(function (step, at) { step.hidden = at !== to; });
    var step = steps[to], position = step.getAttribute("data-position");
    markLines(step);
    reach();
    if (output) {
      output.textContent = printed(to);
      output.scrollTop = output.scrollHeight;
    }
    slider.value = String(to);
    slider.setAttribute("aria-valuetext", position);
    get("position").textContent = position;
    disable("first", to === 0);
    disable("back", to === 0);
    disable("forward", to === steps.length - 1);
    disable("last", to === steps.length - 1);
    if (!say) return;
    told.textContent = [textOf(step, "h2"), textOf(step, ".told"), textOf(step, "details p")]
      .filter(Boolean).join(" ");
    try { history.replaceState(null, "", "#" + step.id); } catch (refused) { /* a sandboxed frame */ }
  };

  var keys = {
    ArrowLeft: function () { return shown - 1; },
    ArrowRight: function () { return shown + 1; },
    PageUp: function () { return shown - 1; },
    PageDown: function () { return shown + 1; },
    Home: function () { return 0; },
    End: function () { return steps.length - 1; }
  };

  document.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!keys[event.key] || event.target.tagName === "SELECT") return;
    event.preventDefault();
    show(keys[event.key](), true);
  });

  var onClick = function (id, target) {
    get(id).addEventListener("click", function () { show(target(), true); });
  };
  onClick("first", keys.Home);
  onClick("back", keys.ArrowLeft);
  onClick("forward", keys.ArrowRight);
  onClick("last", keys.End);
  slider.max = String(steps.length - 1);
  slider.addEventListener("input", function () { show(Number(slider.value), true); });

  /* ---- colours ---- */

  var theme = get("theme"), wish = window.matchMedia("(prefers-color-scheme: dark)");
  var isDark = function () {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : wish.matches;
  };
  var tellTheme = function () { theme.setAttribute("aria-pressed", isDark() ? "true" : "false"); };
  theme.addEventListener("click", function () {
    root.setAttribute("data-theme", isDark() ? "light" : "dark");
    tellTheme();
  });
  wish.addEventListener("change", tellTheme);
  tellTheme();

  /* ---- paper ---- */

  get("print").addEventListener("change", function (event) {
    root.setAttribute("data-print", event.target.value);
  });
  get("print-now").addEventListener("click", function () { window.print(); });

  /* ---- start ---- */

  var wanted = function () {
    var at = steps.findIndex(function (step) { return "#" + step.id === location.hash; });
    return at < 0 ? 0 : at;
  };
  window.addEventListener("hashchange", function () { show(wanted(), true); });
  root.classList.add("live");
  get("controls").hidden = false;
  get("tools").hidden = false;
  show(wanted(), false);
})();
