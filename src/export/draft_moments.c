#include "export/draft_moments.h"

#include "lesson/anchors.h"

#include <string.h>

enum {
    PIECE_MOST = 60, /* bytes of a line that are named, as long as they say which one it is */
    UNDER_MOST = 40  /* lines further up that are looked at */
};

/* ---- stops ---- */

static bool is_in(const LessonRunStop *stop, PythonPart part) {
    return stop->depth == 1 && stop->line >= part.first && stop->line <= part.last;
}

DraftStops draft_stops(const LessonRun *run, PythonPart part) {
    uint32_t count = (uint32_t)run->stops.count, stop = 1;
    DraftStops stops = {0};
    while (stop <= count && !is_in(&run->stops.items[stop - 1], part)) stop++;
    if (stop > count) return stops;
    stops.before = stop;
    for (stop++; stop <= count; stop++) {
        const LessonRunStop *next = &run->stops.items[stop - 1];
        if (next->depth == 1 && !is_in(next, part)) break;
    }
    stops.after = stop <= count ? stop : count;
    return stops;
}

/* ---- lines ---- */

static bool contains(Text line, Text piece) {
    for (size_t i = 0; i + piece.length <= line.length; i++) {
        if (memcmp(line.bytes + i, piece.bytes, piece.length) == 0) return true;
    }
    return false;
}

/* A line of the script, from 1, without blanks at both ends. */
static Text line_of(const LessonRun *run, uint32_t number) {
    Text rest = run->source, line = {"", 0};
    while (number-- && text_next_line(&rest, &line)) continue;
    while (line.length && strchr(" \t\f\r", line.bytes[0])) {
        line = (Text){line.bytes + 1, line.length - 1};
    }
    while (line.length && strchr(" \t\f\r", line.bytes[line.length - 1])) line.length--;
    return line;
}

/* The first line below one that contains the piece; 0: none. */
static uint32_t find_below(const LessonRun *run, Text piece, uint32_t below) {
    Text rest = run->source, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        if (number > below && contains(line, piece)) return number;
    }
    return 0;
}

static bool is_unique(const LessonRun *run, Text piece) {
    uint32_t first = find_below(run, piece, 0);
    return piece.length && first && !find_below(run, piece, first);
}

/* As much of the line as says which one it is. */
static Text piece_of(const LessonRun *run, uint32_t number) {
    Text line = line_of(run, number), piece = text_cut(line, PIECE_MOST);
    return piece.length == line.length || is_unique(run, piece) ? piece : line;
}

/* The nearest line that only one is like, and below which this one is the first of its kind. */
static bool find_under(const LessonRun *run, Text piece, uint32_t number, Text *under) {
    uint32_t last = number > UNDER_MOST ? number - UNDER_MOST : 1;
    for (uint32_t above = number - 1; above >= last; above--) {
        *under = piece_of(run, above);
        if (is_unique(run, *under)) return true;
        if (contains(line_of(run, above), piece)) return false; /* from here on that one is first */
    }
    return false;
}

static void append_quoted(Text text, TextBuffer *out) {
    text_append_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c == '"' || c == '\\') text_append_char(out, '\\');
        if (c == '\t')
            text_append_string(out, "\\t");
        else
            text_append_char(out, c);
    }
    text_append_char(out, '"');
}

/* ---- moments in words ---- */

/* The line that is about to run at `at`, said so that it leads to `wanted`. */
static bool append_line(const LessonRun *run, uint32_t at, bool after, uint32_t wanted,
                        TextBuffer *out) {
    uint32_t line = run->stops.items[at - 1].line;
    Anchor anchor = {.kind = ANCHOR_LINE, .text = piece_of(run, line), .after = after};
    LessonStop found;
    Error error;
    if (!anchor.text.length) return false;
    if (!is_unique(run, anchor.text) && !find_under(run, anchor.text, line, &anchor.under)) {
        return false;
    }
    for (uint32_t stop = 1; stop <= at; stop++) {
        anchor.pass += run->stops.items[stop - 1].line == line;
    }
    bool leads = anchor_find(run, &anchor, (LessonStop){0}, &found, &error);
    if (!leads || found.stop != wanted || found.inside) return false;
    text_append_string(out, "line ");
    append_quoted(anchor.text, out);
    if (anchor.under.length) {
        text_append_string(out, " under ");
        append_quoted(anchor.under, out);
    }
    if (after) text_append_string(out, " after");
    if (anchor.pass > 1) text_appendf(out, " pass %u", anchor.pass);
    return true;
}

bool draft_append_before(const LessonRun *run, DraftStops stops, TextBuffer *out) {
    return stops.before && append_line(run, stops.before, false, stops.before, out);
}

/* The last stop in the part after whose line all of it has run: of its first line, if it can be. */
bool draft_append_after(const LessonRun *run, PythonPart part, DraftStops stops, TextBuffer *out) {
    uint32_t first = 0, any = 0;
    for (uint32_t stop = stops.before; stop && stop < stops.after; stop++) {
        const LessonRunStop *row = &run->stops.items[stop - 1];
        if (!is_in(row, part) || lesson_run_after(run, stop) != stops.after) continue;
        any = stop;
        if (row->line == part.first) first = stop;
    }
    return (first && append_line(run, first, true, stops.after, out)) ||
           (any && any != first && append_line(run, any, true, stops.after, out));
}
