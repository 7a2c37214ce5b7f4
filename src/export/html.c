#include "export/html.h"

#include "base/memory.h"
#include "base/translate.h"
#include "draw/theme.h"
#include "export/html_paint.h"
#include "export/html_parts.h"
#include "export/xml_text.h"

#include <assert.h>

struct Html {
    HtmlPage page;
    TextBuffer steps; /* the articles */
    PaintTable paints;
    uint32_t count, first, last;
    bool prints; /* something, by or before one of the steps */
    bool full;
};

Html *html_create(const HtmlPage *page) {
    Html *html = memory_alloc(sizeof *html);
    html->page = *page;
    html->prints = page->printed.length > 0;
    return html;
}

/* ---- steps ---- */

/* Text of one line. */
static void put_text(TextBuffer *out, Text text) {
    xml_append(out, text, XML_ATTRIBUTE);
}

static void put_words(TextBuffer *out, const char *words) {
    put_text(out, text_of(words));
}

static void put_position(const Html *html, uint32_t step, TextBuffer *out) {
    TextBuffer words = {0};
    text_appendf(&words, _("Step %u of %u"), step, html->page.steps);
    put_words(out, text_cstr(&words));
    text_deinit(&words);
}

/* "Line 12: del ada", or the statement. Where the script runs, the code shows it. */
static void put_where(const Html *html, const HtmlStep *step, TextBuffer *out) {
    Text code =
        step->statement.length ? step->statement : html_line_of(html->page.code, step->line);
    if (!code.length) return;
    TextBuffer words = {0};
    if (step->statement.length)
        text_append_string(&words, _("Statement:"));
    else
        text_appendf(&words, _("Next is line %u:"), step->line);
    text_append_string(out, step->statement.length ? "<p class=\"where statement\">"
                                                   : "<p class=\"where\">");
    put_words(out, text_cstr(&words));
    text_append_string(out, " <code>");
    put_text(out, code);
    text_append_string(out, "</code></p>\n");
    text_deinit(&words);
}

static void put_narration(Text narration, TextBuffer *out) {
    Text paragraph;
    text_append_string(out, "<div class=\"told\">");
    while (text_next_line(&narration, &paragraph)) {
        if (!paragraph.length) continue;
        text_append_string(out, "<p>");
        put_text(out, paragraph);
        text_append_string(out, "</p>\n");
    }
    text_append_string(out, "</div>\n");
}

static void put_picture(Html *html, const HtmlStep *step, TextBuffer *out) {
    text_append_string(out, "<div class=\"picture\">");
    bool both = step->dark_picture.length &&
                paint_merge(&html->paints, step->picture, step->dark_picture, out);
    if (!both) text_append(out, step->picture.bytes, step->picture.length);
    text_append_string(out, "</div>\n");
}

static void put_printed(Text printed, TextBuffer *out) {
    if (!printed.length) return;
    text_append_string(out, "<div class=\"printed\"><p>");
    put_words(out, _("This step prints:"));
    /* the parser drops the first line feed after the tag */
    text_append_string(out, "</p><pre>\n");
    html_append_lines(out, printed);
    text_append_string(out, "</pre></div>\n");
}

static void put_description(Text description, TextBuffer *out) {
    if (!description.length) return;
    text_append_string(out, "<details><summary>");
    put_words(out, _("The picture in words"));
    text_append_string(out, "</summary><p>");
    put_text(out, description);
    text_append_string(out, "</p></details>\n");
}

bool html_add(Html *html, const HtmlStep *step, Error *error) {
    TextBuffer *out = &html->steps;
    assert(step->number > html->last);
    if (html->count == HTML_STEPS_MAX) {
        html->full = true;
        return error_set(error, _("A page shows at most %d steps."), HTML_STEPS_MAX);
    }
    if (!html->count) html->first = step->number;
    html->last = step->number;
    html->count++;
    html->prints = html->prints || step->printed.length;
    text_appendf(out,
                 "<article class=\"step\" id=\"step-%u\" aria-labelledby=\"name-%u\" "
                 "data-line=\"%u\" data-ran=\"%u\" data-position=\"",
                 step->number, step->number, step->line, step->ran);
    put_position(html, step->number, out);
    text_appendf(out, "\">\n<h2 id=\"name-%u\"><span>", step->number);
    put_position(html, step->number, out);
    text_append_string(out, "</span> ");
    put_text(out, step->title);
    text_append_string(out, "</h2>\n");
    put_where(html, step, out);
    put_narration(step->narration, out);
    put_picture(html, step, out);
    put_printed(step->printed, out);
    put_description(step->description, out);
    text_append_string(out, "</article>\n");
    if (out->length <= HTML_BYTES_MAX) return true;
    html->full = true;
    return error_set(error, _("The page gets larger than %d MB: choose fewer steps."),
                     HTML_BYTES_MAX >> 20);
}

/* ---- the page around them ---- */

/* Colours of the theme that the style refers to. */
#define PAGE_COLORS(X)                                                                             \
    X(window, "window")                                                                            \
    X(panel_inset, "panel-inset")                                                                  \
    X(canvas, "canvas")                                                                            \
    X(text, "text")                                                                                \
    X(text_muted, "text-muted")                                                                    \
    X(border, "border")                                                                            \
    X(control_border, "control-border")                                                            \
    X(button, "button")                                                                            \
    X(button_hover, "button-hover")                                                                \
    X(button_active, "button-active")                                                              \
    X(accent, "accent")                                                                            \
    X(accent_soft, "accent-soft")                                                                  \
    X(focus, "focus")                                                                              \
    X(code_text, "code-text")                                                                      \
    X(code_keyword, "code-keyword")                                                                \
    X(code_string, "code-string")                                                                  \
    X(code_number, "code-number")                                                                  \
    X(code_comment, "code-comment")                                                                \
    X(code_gutter, "code-gutter")                                                                  \
    X(code_line, "code-line")                                                                      \
    X(code_line_mark, "code-line-mark")

static void put_colors(const Html *html, const Theme *theme, TextBuffer *out) {
    text_appendf(out, "color-scheme:%s;", theme->dark ? "dark" : "light");
#define PUT_COLOR(field, name) text_appendf(out, "--" name ":#%06x;", theme->field & 0xFFFFFF);
    PAGE_COLORS(PUT_COLOR)
#undef PUT_COLOR
    paint_table_append(&html->paints, theme->dark, out);
}

/* Paper is light; the screen is as the reader has it, or as the button says. */
static void put_style(const Html *html, TextBuffer *out) {
    text_append_string(out, "<style>\n:root{");
    text_appendf(out, "--picture-width:%.0fpx;--picture-height:%.0fpx;", (double)html->page.width,
                 (double)html->page.height);
    put_colors(html, theme_light(), out);
    text_append_string(out, "}\n@media screen and (prefers-color-scheme:dark){"
                            ":root:not([data-theme=\"light\"]){");
    put_colors(html, theme_dark(), out);
    text_append_string(out, "}}\n@media screen{:root[data-theme=\"dark\"]{");
    put_colors(html, theme_dark(), out);
    text_append_string(out, "}}\n");
    text_append_string(out, html_page_css);
    text_append_string(out, "</style>\n");
}

/* Nothing may be asked for, whatever the texts are. */
static void put_head(const Html *html, TextBuffer *out) {
    Text language = html->page.language.length ? html->page.language : text_of("en");
    text_append_string(out, "<!DOCTYPE html>\n<html lang=\"");
    put_text(out, language);
    text_append_string(out,
                       "\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                       "<meta name=\"generator\" content=\"Lastref " LASTREF_VERSION "\">\n"
                       "<link rel=\"icon\" href=\"data:,\">\n<title>");
    put_text(out, html->page.title);
    text_append_string(out, "</title>\n");
    put_style(html, out);
    text_append_string(out, "</head>\n");
}

/* What the reader chooses: how it is printed, and the colours. They come with the script. */
static void put_tools(TextBuffer *out) {
    text_append_string(out, "<div class=\"tools\" id=\"tools\" hidden>\n<label for=\"print\">");
    put_words(out, _("On paper:"));
    text_append_string(out, "</label>\n<select id=\"print\"><option value=\"all\" selected>");
    put_words(out, _("all steps"));
    text_append_string(out, "</option><option value=\"one\">");
    put_words(out, _("this step"));
    text_append_string(out, "</option></select>\n<button type=\"button\" id=\"print-now\">");
    put_words(out, _("Print"));
    text_append_string(out,
                       "</button>\n<button type=\"button\" id=\"theme\" aria-pressed=\"false\">");
    put_words(out, _("Dark colours"));
    text_append_string(out, "</button>\n</div>\n");
}

static void put_top(const Html *html, TextBuffer *out) {
    TextBuffer about = {0};
    if (!text_equal(html->page.title, html->page.file))
        text_appendf(&about, "%.*s, ", (int)html->page.file.length, html->page.file.bytes);
    text_appendf(&about, _("steps %u to %u of %u, CPython 3.11"), html->first, html->last,
                 html->page.steps);
    text_append_string(out, "<header class=\"top\">\n<h1>");
    put_text(out, html->page.title);
    text_append_string(out, "</h1>\n<p>");
    put_words(out, text_cstr(&about));
    text_append_string(out, "</p>\n");
    put_tools(out);
    text_append_string(out, "</header>\n");
    text_deinit(&about);
}

static void put_label(TextBuffer *out, const char *words) {
    text_append_string(out, " aria-label=\"");
    put_words(out, words);
    text_append_char(out, '"');
}

/* A section with its heading, and in it the start of an element that is scrolled, by keys, too; the
 * caller fills and closes both. */
static void put_section(const char *name, const char *words, const char *element, TextBuffer *out) {
    text_appendf(out, "<section class=\"%s\" aria-labelledby=\"%s-name\"><h2 id=\"%s-name\">", name,
                 name, name);
    put_words(out, words);
    text_appendf(out, "</h2>\n<%s id=\"%s\" tabindex=\"0\"", element, name);
    put_label(out, words);
    text_append_string(out, ">\n");
}

static void put_side(const Html *html, TextBuffer *out) {
    text_append_string(out, "<div class=\"side\">\n");
    if (html->page.code.length) {
        put_section("code", _("Code"), "ol", out);
        html_append_code(out, html->page.code);
        text_append_string(out, "</ol>\n</section>\n");
    }
    if (html->prints) {
        put_section("output", _("Output"), "pre role=\"group\"", out);
        html_append_lines(out, html->page.printed);
        text_append_string(out, "</pre>\n</section>\n");
    }
    text_append_string(out, "</div>\n");
}

static void put_button(TextBuffer *out, const char *id, const char *label, const char *key,
                       const char *path) {
    text_appendf(out, "<button type=\"button\" id=\"%s\"", id);
    put_label(out, label);
    text_append_string(out, " title=\"");
    put_words(out, label);
    text_append_string(out, " (");
    put_words(out, key);
    text_appendf(out,
                 ")\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\">"
                 "<path d=\"%s\"/></svg></button>\n",
                 path);
}

static void put_controls(TextBuffer *out) {
    text_append_string(out, "<nav class=\"controls\" id=\"controls\"");
    put_label(out, _("Steps"));
    text_append_string(out, " hidden>\n");
    put_button(out, "first", _("First step"), _("Home"), "M3 2h2v12H3zM14 2v12L6 8z");
    put_button(out, "back", _("Previous step"), _("Left arrow"), "M12 2v12L4 8z");
    text_append_string(out, "<input type=\"range\" id=\"slider\" min=\"0\" value=\"0\"");
    put_label(out, _("Step"));
    text_append_string(out, ">\n");
    put_button(out, "forward", _("Next step"), _("Right arrow"), "M4 2v12l8-6z");
    put_button(out, "last", _("Last step"), _("End"), "M2 2v12l8-6zM11 2h2v12h-2z");
    text_append_string(out, "<span class=\"position\" id=\"position\"></span>\n</nav>\n");
}

static void put_page(const Html *html, TextBuffer *out) {
    put_head(html, out);
    text_append_string(out, "<body>\n");
    put_top(html, out);
    text_append_string(out, "<main>\n");
    put_side(html, out);
    text_append_string(out, "<div class=\"steps\" id=\"steps\" role=\"group\" aria-label=\"");
    put_words(out, _("Steps"));
    text_append_string(out, "\">\n");
    text_append(out, html->steps.bytes, html->steps.length);
    text_append_string(out, "</div>\n</main>\n");
    put_controls(out);
    text_append_string(out, "<p class=\"heard\" id=\"told\" role=\"status\" aria-live=\"polite\" "
                            "aria-atomic=\"true\"></p>\n<script>\n");
    text_append_string(out, html_page_js);
    text_append_string(out, "</script>\n</body>\n</html>\n");
}

bool html_finish(Html *html, TextBuffer *out, Error *error) {
    bool ok = html->count && !html->full;
    if (ok)
        put_page(html, out);
    else
        error_set(error, html->full ? _("The page is too large.") : _("There is no step to show."));
    text_deinit(&html->steps);
    paint_table_deinit(&html->paints);
    memory_free(html);
    return ok;
}
